package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.register.RegisterNews;
import dev.firebreak.register.Reviews;
import dev.firebreak.register.VendorReview;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vendor's review expires while SDKs send: people are warned on the announced days, the vendor
/// gets tokens only from the announced hour on, then nothing, and all of it when the review is
/// renewed.
class ReviewExpiryIT {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String STANDARD =
      """
      standard: reviewed
      title: Reviewed every year
      requires: {review-months-at-most: 12}
      expiry: {warn-days: [30, 14, 7, 1], held-after-days: 14}
      """;
  private static final String VENDOR_FILE =
      """
      vendor: mixpanel
      name: Mixpanel
      owner: analytics@example.com
      purpose: Shows which features are used.
      legal-basis: legitimate-interests
      contacts: {security: a@vendor.example.com, incident: b@vendor.example.com}
      standards: [reviewed]
      """;

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final List<RegisterNews> news = new CopyOnWriteArrayList<>();
  private List<StoredEvent> vendorEvents = List.of();

  @Test
  void vendorDegradesAtTheHourAndGetsEverythingBack() throws Exception {
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri())) {
      review(installation, "yearly");
      try (EventPath path = EventPath.start(installation, news::addAll)) {
        SteadyTraffic load = new SteadyTraffic(path.gateway().uri());
        load.awaitAnswers();
        warnings(path);
        expiry(installation, path, load);
        held(installation, path, load, vendor);
        load.begin("turning");
        load.awaitAnswers();
        review(installation, "again");
        path.followRegister();
        renewed(installation, path, load);
        load.end();
        assertThat(path.settle(BOUND)).isTrue();
        assertNothingIsLost(path, vendor, load);
      }
      assertThat(audited(installation, "VendorWarned")).isEqualTo(4);
      assertThat(audited(installation, "VendorStageChanged")).isEqualTo(3);
      assertThat(audited(installation, "VendorHeld")).isEqualTo(1);
      assertThat(audited(installation, "VendorReleased")).isEqualTo(1);
    }
    assertForms(vendorEvents);
  }

  /// On each announced day one warning, and none before its hour.
  private void warnings(EventPath path) {
    Map<String, Integer> days =
        Map.of(
            "2027-01-30T08:00:00Z", 1,
            "2027-02-15T08:00:00Z", 2,
            "2027-02-22T08:00:00Z", 3,
            "2027-02-28T08:00:00Z", 4);
    days.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(day -> {
          clock.set(Instant.parse(day.getKey()).minusMillis(1));
          path.followRegister();
          assertThat(news).hasSize(day.getValue() - 1);
          clock.set(Instant.parse(day.getKey()));
          path.followRegister();
          path.followRegister();
          assertThat(news).hasSize(day.getValue());
        });
    assertThat(news)
        .allSatisfy(each -> {
          assertThat(each.kind()).isEqualTo(RegisterNews.Kind.WARNED);
          assertThat(each.because()).contains("last reviewed on 2026-03-01");
          assertThat(each.next())
              .contains("tokens only from 2027-03-01T08:00:00Z")
              .contains("held from 2027-03-15T08:00:00Z")
              .contains("vendor review start mixpanel");
        });
  }

  /// Nothing but the clock moves: the gateway degrades by itself.
  private void expiry(Installation installation, EventPath path, SteadyTraffic load)
      throws Exception {
    clock.set(Instant.parse("2027-03-01T07:59:59.999Z"));
    load.begin("last-minute");
    load.awaitAnswers();
    load.begin("turning");
    load.awaitAnswers();
    String before = path.policy(InstallationFolder.WEB).version();
    clock.set(Instant.parse("2027-03-01T08:00:00Z"));
    load.begin("tokens");
    load.awaitAnswers();
    String after = path.policy(InstallationFolder.WEB).version();
    assertThat(after).isNotEqualTo(before);
    clock.set(Instant.parse("2027-03-01T07:59:59.999Z"));
    path.bindingPolicy(InstallationFolder.WEB).reload();
    assertThat(path.policy(InstallationFolder.WEB).version()).isEqualTo(after);
    clock.set(Instant.parse("2027-03-01T08:00:00Z"));
    path.followRegister();
    assertThat(news.getLast().kind()).isEqualTo(RegisterNews.Kind.TOKENS_ONLY);
    assertThat(installation.deliveries().vendors().status(MIXPANEL).state())
        .isEqualTo(VendorStatus.State.ACTIVE);
  }

  private void held(
      Installation installation, EventPath path, SteadyTraffic load, MixpanelEmulator vendor)
      throws Exception {
    clock.set(Instant.parse("2027-03-15T08:00:00Z"));
    path.followRegister();
    VendorSwitch vendors = installation.deliveries().vendors();
    VendorStatus status = vendors.status(MIXPANEL);
    assertThat(status.heldByRegister()).isTrue();
    assertThat(status.decision().orElseThrow().reason()).contains("last reviewed on 2026-03-01");
    assertThat(news.getLast().kind()).isEqualTo(RegisterNews.Kind.HELD);
    assertThat(news.getLast().next()).contains("too old for the vendor from").contains("destroyed");
    assertThatThrownBy(() -> vendors.release(MIXPANEL, operator(Role.ADMIN), "we want it"))
        .hasMessageContaining("standards check");
    long started = vendor.requestsStarted();
    load.begin("held");
    load.awaitAnswers();
    assertThat(vendor.requestsStarted()).isEqualTo(started);
    Conservation terms = path.conservation(InstallationFolder.WEB);
    assertThat(terms.holdsInFlight()).isTrue();
    assertThat(terms.queued()).isPositive();
    assertThat(terms.droppedInAll()).isZero();
  }

  private void renewed(Installation installation, EventPath path, SteadyTraffic load)
      throws Exception {
    assertThat(news.getLast().kind()).isEqualTo(RegisterNews.Kind.RESTORED);
    assertThat(installation.deliveries().vendors().status(MIXPANEL).state())
        .isEqualTo(VendorStatus.State.ACTIVE);
    load.begin("renewed");
    load.awaitAnswers();
    assertThat(path.conservation(InstallationFolder.WEB).droppedInAll()).isZero();
  }

  private void assertNothingIsLost(EventPath path, MixpanelEmulator vendor, SteadyTraffic load)
      throws IOException {
    Conservation terms = path.conservation(InstallationFolder.WEB);
    assertThat(terms).matches(Conservation::holds);
    assertThat(terms.queued()).isZero();
    vendorEvents = vendor.events();
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    vendorEvents.forEach(event -> arrived.add(event.insertId()));
    assertThat(arrived).isEqualTo(load.sent());
  }

  /// Before the hour and after the renewal countries and plans are there, in between never.
  private static void assertForms(List<StoredEvent> events) {
    assertThat(events).isNotEmpty();
    for (StoredEvent event : events) {
      if (event.name().equals("Opened turning")) {
        continue; // was on its way when it changed
      }
      String properties = new String(event.properties(), StandardCharsets.UTF_8);
      boolean full =
          Set.of("Opened first", "Opened last-minute", "Opened renewed").contains(event.name());
      assertThat(event.distinctId()).startsWith("fb1");
      assertThat(properties.contains("\"plan\"")).as(event.name()).isEqualTo(full);
      assertThat(event.country().equals("IE")).as(event.name()).isEqualTo(full);
    }
    assertThat(events).extracting(StoredEvent::name).contains("Opened tokens", "Opened held");
  }

  private void review(Installation installation, String because) {
    Reviews reviews = Reviews.of(installation);
    ConfirmedOperator nadia = operator(Role.PRIVACY_OFFICER);
    String id = reviews.start(nadia, Set.of(MIXPANEL), because, Optional.empty()).getFirst().id();
    List<Reviews.Given> answers = new ArrayList<>();
    reviews
        .questions()
        .keys()
        .forEach(key -> answers.add(new Reviews.Given(key, VendorReview.Answer.Word.YES, "")));
    reviews.answer(nadia, id, answers);
    reviews.close(nadia, id, VendorReview.Conclusion.ACCEPTED, "all well");
  }

  private ConfirmedOperator operator(Role role) {
    return ConfirmedOperators.of("nadia", role, clock.instant());
  }

  private static int audited(Installation installation, String action) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM audit_entry WHERE action = :action")
                .bind("action", action)
                .mapTo(Integer.class)
                .one());
  }

  private Installation open(URI vendor) throws IOException {
    InstallationFolder files = InstallationFolder.write(folder, vendor, InstallationFolder.SHIPPED);
    Files.createDirectories(folder.resolve("vendors"));
    Files.createDirectories(folder.resolve("standards"));
    Files.writeString(folder.resolve("vendors/mixpanel.yaml"), VENDOR_FILE);
    Files.writeString(folder.resolve("standards/reviewed.yaml"), STANDARD);
    return InstallationOpener.open(files.config(), clock);
  }
}
