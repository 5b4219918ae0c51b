package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mixpanel.mixpanelapi.ClientDelivery;
import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real mixpanel-java through gateway, journal and delivery to the vendor's emulator.
class EventPathIT {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final String EMAIL = "maya.okonjo@example.com";
  private static final String KEY = "ghp_0123456789abcdefABCDEF0123456789abcd";
  private static final int TOO_LARGE = 21 << 20;

  @TempDir Path folder;
  private MixpanelEmulator vendor;

  @BeforeEach
  void startVendor() throws IOException {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
  }

  @AfterEach
  void stopVendor() {
    vendor.close();
  }

  @Test
  void sumsHoldWithEveryOutcomeAtOnceAndAfterARestart() throws Exception {
    InstallationFolder files =
        InstallationFolder.write(folder, vendor.uri(), InstallationFolder.SHIPPED);
    NewOperator operator;
    Conservation before;
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      operator = operators(installation, 0).addFirst("nadia");
      sendEveryKind(path);
      queueThenCut(installation, path, operator);
      before = path.conservation(InstallationFolder.WEB);
    }
    assertThat(before).matches(Conservation::holds);
    assertThat(before.refused()).isEqualTo(1);
    assertThat(before.delivered()).isEqualTo(120 + 1);
    assertThat(before.inDoubt()).isEqualTo(1);
    assertThat(before.dropped())
        .containsEntry(DropReason.POLICY, 2L)
        .containsEntry(DropReason.CREDENTIAL, 3L)
        .containsEntry(DropReason.CUT, 7L);
    assertThat(before.quarantined()).isEqualTo(1);
    assertThat(before.deadLettered()).isEqualTo(4);
    assertThat(before.expired()).isEqualTo(5);
    assertThat(before.queued()).isEqualTo(10);
    restart(files, operator, before);
  }

  @Test
  void aStartThatFailsLeavesNoListener() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    InstallationFolder files =
        InstallationFolder.write(
            folder, vendor.uri(), "enforce", InstallationFolder.SHIPPED, "127.0.0.1:" + port);
    try (Installation installation = files.open()) {
      installation.deliveries().start(Deliveries.mixpanelClients(Clock.systemUTC()), new Random(1));
      assertThatThrownBy(() -> EventPath.start(installation))
          .isInstanceOf(IllegalThreadStateException.class);
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void observeModeSendsAllButSecretsAndCountsWhatThePolicyWouldDo() throws Exception {
    InstallationFolder files =
        InstallationFolder.write(
            folder, vendor.uri(), "observe", InstallationFolder.SHIPPED, "127.0.0.1:0");
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      send(path, 3, i -> event("Password Reset", i, Map.of("$email", EMAIL, "note", "k " + KEY)));
      assertThat(path.settle(SETTLE)).isTrue();
      assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
      assertThat(path.conservation(InstallationFolder.WEB).delivered()).isEqualTo(3);
      assertThat(path.observedEffects(InstallationFolder.WEB).dropped()).isEqualTo(3);
      send(path, 4, i -> event("Opened", i, Map.of("$email", EMAIL)));
      assertThat(path.observedEffects(InstallationFolder.WEB).byCategory().get(DataCategory.EMAIL))
          .isEqualTo(new ObservedEffects.Counts(0, 0, 4));
    }
    assertThat(vendor.events())
        .filteredOn(event -> event.name().equals("Password Reset"))
        .hasSize(3)
        .allMatch(event -> event.distinctId().startsWith("user-"))
        .map(event -> new String(event.properties(), StandardCharsets.UTF_8))
        .allMatch(properties -> properties.contains(EMAIL) && !properties.contains(KEY));
  }

  /// Delivered, dropped by policy and credential, quarantined, refused, dead letters, expired, in
  /// doubt.
  private void sendEveryKind(EventPath path) throws Exception {
    vendor.failAlways(new Fault.RefuseRecords(id -> id.startsWith(PlantedTraffic.REFUSED_ID)));
    send(path, 120, i -> event("Opened", i, Map.of("$email", EMAIL)));
    send(path, 2, i -> event("Password Reset", i, Map.of()));
    send(path, 4, i -> event("Opened", i, Map.of("$insert_id", refusedId(i))));
    send(path, 5, i -> event("Opened", i, Map.of("time", 1_262_304_000_000L)));
    MessageBuilder wrong = new MessageBuilder("another-project");
    send(path, 3, i -> wrong.importEvent("user-" + i, "Opened", timed(Map.of())));
    assertThat(post(path, "[{\"event\":\"Opened\",\"proper", false)).isEqualTo(200);
    assertThat(post(path, "[" + " ".repeat(TOO_LARGE) + "]", true)).isEqualTo(413);
    assertThat(path.settle(SETTLE)).isTrue();
    vendor.heal();
    vendor.failNext(1, new Fault.CloseAfterStoring());
    send(path, 1, i -> builder().increment("user-" + i, Map.of("visits", 1L)));
    assertThat(path.settle(SETTLE)).isTrue();
  }

  private void queueThenCut(Installation installation, EventPath path, NewOperator operator)
      throws Exception {
    vendor.failAlways(new Fault.Answer(503, "busy"));
    send(path, 10, i -> event("Queued", i, Map.of()));
    ConfirmedOperator confirmed = confirm(installation, operator, 60);
    installation.deliveries().vendors().cut(MIXPANEL, confirmed, "breach");
    vendor.heal();
    long started = vendor.requestsStarted();
    send(path, 7, i -> event("Opened", i, Map.of()));
    assertThat(path.settle(SETTLE)).isTrue();
    assertThat(vendor.requestsStarted()).isEqualTo(started);
  }

  private void restart(InstallationFolder files, NewOperator operator, Conservation before)
      throws Exception {
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      Conservation after = path.conservation(InstallationFolder.WEB);
      assertThat(after).matches(Conservation::holds);
      assertThat(after)
          .usingRecursiveComparison()
          .ignoringFields("received", "refused")
          .isEqualTo(before);
      assertThat(vendor.events()).noneMatch(event -> event.name().equals("Queued"));
      ConfirmedOperator confirmed = confirm(installation, operator, 120);
      installation.deliveries().vendors().resume(MIXPANEL, confirmed, "over");
      assertThat(path.settle(SETTLE)).isTrue();
      Conservation resumed = path.conservation(InstallationFolder.WEB);
      assertThat(resumed).matches(Conservation::holds);
      assertThat(resumed.queued()).isZero();
      assertThat(resumed.delivered()).isEqualTo(before.delivered() + before.queued());
    }
    assertThat(vendor.events())
        .filteredOn(event -> event.name().equals("Queued"))
        .extracting(StoredEvent::insertId)
        .doesNotHaveDuplicates()
        .hasSize(10);
    assertThat(vendor.events())
        .allMatch(event -> event.distinctId().startsWith("fb1s"))
        .map(event -> new String(event.properties(), StandardCharsets.UTF_8))
        .noneMatch(properties -> properties.contains(EMAIL));
  }

  private static String refusedId(int i) {
    return PlantedTraffic.REFUSED_ID + "0000-4000-8000-%012x".formatted(i);
  }

  private static MessageBuilder builder() {
    return new MessageBuilder(InstallationFolder.TOKEN);
  }

  private static JSONObject event(String name, int i, Map<String, Object> properties) {
    return builder().importEvent("user-" + i, name, timed(properties));
  }

  private static JSONObject timed(Map<String, Object> properties) {
    JSONObject timed = new JSONObject(properties);
    return timed.has("time") ? timed : timed.put("time", System.currentTimeMillis());
  }

  private static void send(EventPath path, int count, IntFunction<JSONObject> message)
      throws IOException {
    String base = path.gateway().uri() + "/mp";
    try (MixpanelAPI client =
        new MixpanelAPI.Builder()
            .eventsEndpoint(base + "/track")
            .peopleEndpoint(base + "/engage")
            .groupsEndpoint(base + "/groups")
            .importEndpoint(base + "/import")
            .build()) {
      ClientDelivery delivery = new ClientDelivery();
      for (int i = 0; i < count; i++) {
        delivery.addMessage(message.apply(i));
      }
      client.deliver(delivery);
    }
  }

  private static int post(EventPath path, String body, boolean browser) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.gateway().uri() + "/mp/track"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (browser) {
      request.header("Origin", "https://app.example.com");
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /// With a clock that runs ahead, since each code counts once.
  private static Operators operators(Installation installation, int seconds) {
    return new Operators(
        installation.control(), installation.keys(), installation.audit(), ahead(seconds));
  }

  private static ConfirmedOperator confirm(
      Installation installation, NewOperator operator, int seconds) {
    String code = Totp.code(operator.secret(), ahead(seconds).instant());
    return operators(installation, seconds)
        .confirm(operator.name(), code, "VendorCut", Role.RESPONDER);
  }

  private static Clock ahead(int seconds) {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
  }
}
