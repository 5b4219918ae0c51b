package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.event.DropReason;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.browser.Browser;
import dev.firebreak.testkit.browser.Page;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the console does to a vendor's switch, with traffic that goes on meanwhile.
class ConsoleVendorIT {
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PAGE = "/vendors/mixpanel";
  private static final Map<String, String> REASON = Map.of("reason", "stolen <export>");

  @TempDir Path folder;
  @TempDir Path profile;
  private MixpanelEmulator vendor;
  private ConsoleScene scene;

  @BeforeEach
  void open() throws Exception {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    scene = ConsoleScene.live(folder, vendor.uri());
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
    vendor.close();
  }

  @Test
  void cutTakesAReasonAndACodeAndEndsDelivery() throws Exception {
    try (ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER)) {
      send("before");
      assertThat(responder.get(PAGE).body()).contains(PAGE + "/cut\"", PAGE + "/hold\"");
      assertThat(responder.get(PAGE + "/cut").body())
          .contains("Nothing is sent to mixpanel from that moment on", "Revoke the project");

      HttpResponse<String> empty = responder.post(PAGE + "/cut", Map.of());
      assertThat(empty.statusCode()).isEqualTo(422);
      assertThat(empty.body()).contains("reason-fault", "code-fault");
      HttpResponse<String> wrong =
          responder.post(PAGE + "/cut", Map.of("reason", "stolen <export>", "code", "000000"));
      assertThat(wrong.statusCode()).isEqualTo(422);
      assertThat(wrong.body())
          .contains("value=\"stolen &lt;export>\"", "The code is wrong")
          .doesNotContain("000000", "reason-fault");
      assertThat(status()).isEqualTo(VendorStatus.State.ACTIVE);

      HttpResponse<String> done = responder.decide(PAGE + "/cut", REASON);
      assertThat(done.statusCode()).isEqualTo(303);
      assertThat(done.headers().firstValue("Location")).contains(PAGE);
      assertThat(status()).isEqualTo(VendorStatus.State.CUT);
      assertThat(responder.get("/console.css").statusCode()).isEqualTo(200);
      assertThat(responder.get(PAGE).body()).contains("mixpanel is cut off. See to");
      assertThat(responder.get(PAGE).body()).doesNotContain("mixpanel is cut off. See to");

      long started = vendor.requestsStarted();
      send("after");
      assertThat(vendor.requestsStarted()).isEqualTo(started);
      assertThat(conservation().dropped()).containsEntry(DropReason.CUT, 1L);
      assertThat(audited("VendorCut").getFirst().details())
          .containsEntry("reason", "stolen <export>");
    }
  }

  @Test
  void aCodeCountsOnceWhateverForm() throws Exception {
    try (ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER)) {
      scene.passToNextCode();
      Map<String, String> fields = Map.of("reason", "a drill", "code", scene.code(Role.RESPONDER));
      assertThat(responder.post(PAGE + "/hold", fields).statusCode()).isEqualTo(303);
      assertThat(responder.post(PAGE + "/release", fields).statusCode()).isEqualTo(422);
      assertThat(status()).isEqualTo(VendorStatus.State.HELD);
      assertThat(audited("VendorReleased")).isEmpty();
    }
  }

  @Test
  void heldVendorGetsItsQueueWhenItIsReleased() throws Exception {
    try (ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER).in("de")) {
      assertThat(responder.decide(PAGE + "/hold", REASON).statusCode()).isEqualTo(303);
      send("while held");
      assertThat(vendor.requestsStarted()).isZero();
      assertThat(responder.get(PAGE).body()).contains("mixpanel ist angehalten", "/release\"");
      assertThat(responder.get(PAGE + "/release").body()).contains("Es warten bei web: 1");
      assertThat(responder.decide(PAGE + "/release", REASON).statusCode()).isEqualTo(303);
      assertThat(responder.get(PAGE).body()).contains("gehen 1 Nachrichten");
      assertThat(scene.path.orElseThrow().settle(SETTLE)).isTrue();
      assertThat(conservation().delivered()).isEqualTo(1);
      HttpResponse<String> again = responder.decide(PAGE + "/release", REASON);
      assertThat(again.statusCode()).isEqualTo(422);
      assertThat(again.body()).contains("Abgewiesen:", "mixpanel is not held");
    }
  }

  @Test
  void checklistIsSignedItemByItem() throws Exception {
    try (ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER)) {
      responder.decide(PAGE + "/cut", REASON);
      Map<String, String> note = Map.of("note", "all four revoked");
      HttpResponse<String> signed = responder.decide(PAGE + "/sign/project-tokens", note);
      assertThat(signed.statusCode()).isEqualTo(303);
      assertThat(responder.get(PAGE).body())
          .contains("Signed: project-tokens.", "all four revoked", "/sign/dns-and-csp")
          .doesNotContain("/sign/project-tokens");
      assertThat(responder.get(PAGE + "/sign/no-such-item").statusCode()).isEqualTo(404);
      assertThat(responder.decide("/vendors/nobody/cut", REASON).statusCode()).isEqualTo(404);
      assertThat(responder.decide(PAGE + "/resume", REASON).statusCode()).isEqualTo(303);
      send("anew");
      assertThat(scene.path.orElseThrow().settle(SETTLE)).isTrue();
      assertThat(conservation().delivered()).isEqualTo(1);
    }
  }

  @Test
  void vendorWithoutABindingIsShownAndHasNoSwitch() throws Exception {
    Files.writeString(
        folder.resolve("vendors/heap.yaml"),
        """
        vendor: heap
        name: Heap
        owner: analytics@example.com
        purpose: Was tried for a quarter.
        legal-basis: legitimate-interests
        contacts: {security: a@heap.example.com, incident: b@heap.example.com}
        """);
    try (ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER)) {
      assertThat(responder.get("/vendors").body()).contains("Heap", "not delivered to");
      assertThat(responder.get("/vendors/heap").body())
          .contains("Was tried for a quarter")
          .doesNotContain("/vendors/heap/cut");
      assertThat(responder.get("/vendors/heap/cut").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void pageOfAVendorSaysHowItGrew() throws Exception {
    send("first");
    scene.pass(Duration.ofDays(15));
    try (ConsoleSession viewer = new ConsoleSession(scene, Role.VIEWER)) {
      assertThat(viewer.get(PAGE).body())
          .contains("<svg class=\"trend\"", "From 1 people on", "to 1 today")
          .doesNotContain("user-1");
    }
  }

  @Test
  void whoMayOnlyReadSeesNothingToPress() throws Exception {
    try (ConsoleSession viewer = new ConsoleSession(scene, Role.VIEWER)) {
      assertThat(viewer.get(PAGE).body()).doesNotContain("/cut\"", "/hold\"");
      assertThat(viewer.decide(PAGE + "/cut", REASON).statusCode()).isEqualTo(403);
      assertThat(status()).isEqualTo(VendorStatus.State.ACTIVE);
    }
  }

  /// By the pages alone, with the keyboard's way through the form.
  @Test
  @NeedsTool("chromium")
  void cutInABrowserReachesTheGatewayAtOnce() throws Exception {
    try (Browser browser = Browser.launch(profile)) {
      Page page = browser.open();
      page.navigate(scene.at("/sign-in"));
      ConsolePage shown = new ConsolePage(page, PATIENCE);
      shown.signIn(scene, Role.RESPONDER);
      send("before");
      assertThat(conservation().delivered()).isEqualTo(1);

      page.navigate(scene.at(PAGE));
      shown.follow("a[href='" + PAGE + "/cut']", PAGE + "/cut");
      shown.picture("vendor-cut");
      shown.fill("reason", "stolen export");
      shown.fill("code", "000000");
      shown.submit("document.getElementById('code-fault') !== null");
      assertThat(page.evaluate("document.getElementById('reason').value").asString())
          .isEqualTo("stolen export");
      shown.picture("vendor-cut-refused");
      scene.passToNextCode();
      shown.fill("code", scene.code(Role.RESPONDER));
      shown.submit("document.querySelector('[role=status]') !== null");
      long started = vendor.requestsStarted();
      send("after");
      assertThat(vendor.requestsStarted()).isEqualTo(started);
      assertThat(conservation().dropped()).containsEntry(DropReason.CUT, 1L);
      shown.picture("vendor-after-cut");
    }
  }

  private VendorStatus.State status() {
    return scene.installation.deliveries().vendors().status(ConsoleScene.MIXPANEL).state();
  }

  private Conservation conservation() throws IOException {
    return scene.path.orElseThrow().conservation(InstallationFolder.WEB);
  }

  private List<AuditEntry> audited(String action) {
    return new HashChainAuditLog(scene.installation.control(), Clock.systemUTC())
        .show(new AuditFilter(null, action, null, Instant.EPOCH, 10));
  }

  /// One event, and what comes of it awaited.
  private void send(String name) throws Exception {
    scene.send(name, "");
    if (status() != VendorStatus.State.HELD) {
      assertThat(scene.path.orElseThrow().settle(SETTLE)).isTrue();
    }
  }
}
