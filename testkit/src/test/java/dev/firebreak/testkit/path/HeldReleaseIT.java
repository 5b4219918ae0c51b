package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.DisclosedPayloads;
import dev.firebreak.delivery.Released;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.policy.Policy;
import dev.firebreak.taxonomy.DataCategory;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A queue that was held while the policy changed: what is withheld today does not go out, and the
/// ledger says what did.
class HeldReleaseIT {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ConfirmedOperator NADIA =
      ConfirmedOperators.of("nadia", Role.PRIVACY_OFFICER, NOW);
  private static final String HEAD = "vendor: mixpanel\ndefault: drop\nunclassified: drop\n";
  private static final String PLAN =
      HEAD
          + "categories: {user.behavior: pass, user.unique_id: pseudonymize,"
          + " user.account.settings: pass, user.location.imprecise.country: pass}\n";
  private static final String NO_PLAN =
      HEAD
          + "categories: {user.behavior: pass, user.unique_id: pseudonymize,"
          + " user.location.imprecise.country: pass}\n";
  private static final String OTHER =
      HEAD
          + "categories: {user.behavior: pass, user.unique_id: pseudonymize,"
          + " user.account.settings: pass, user.device.locale: pass}\n";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(NOW);

  @Test
  void whatTodayWithholdsDoesNotGoOutAndTheLedgerSaysSo() throws Exception {
    policy(PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri())) {
      String held;
      try (EventPath path = EventPath.start(installation)) {
        held = path.policy(InstallationFolder.WEB).version();
        sendWhileHeld(installation, path);
        policy(NO_PLAN);
        path.followRegister();
        String today = path.policy(InstallationFolder.WEB).version();
        assertThat(today).isNotEqualTo(held);

        Released released = release(installation, path);

        Released.Queue queue = released.queues().getFirst();
        assertThat(queue.asTreated()).isZero();
        assertThat(queue.again()).isPositive();
        assertThat(queue.policyVersion()).isEqualTo(today);
        assertThat(path.settle(BOUND)).isTrue();
        assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
        assertDelivered(vendor.events());
        assertFacts(installation, held, today);
        assertDrillSeesWhatWentOut(installation);
      }
    }
  }

  @Test
  void underALaxerPolicyTheQueueGoesOutAsItWasTreated() throws Exception {
    policy(NO_PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      sendWhileHeld(installation, path);
      policy(PLAN);
      path.followRegister();
      Released.Queue queue = release(installation, path).queues().getFirst();
      assertThat(queue.again()).isZero();
      assertThat(queue.asTreated()).isPositive();
      assertThat(path.settle(BOUND)).isTrue();
      assertDelivered(vendor.events());
      assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
    }
  }

  @Test
  void aPolicyThatIsStricterAndLaxerReleasesNothing() throws Exception {
    policy(PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      sendWhileHeld(installation, path);
      long started = vendor.requestsStarted();
      policy(OTHER);
      path.followRegister();
      assertThatThrownBy(() -> release(installation, path))
          .hasMessageContaining("laxer in user.device.locale")
          .hasMessageContaining("destroy-held");
      assertThat(installation.deliveries().vendors().isHeld(MIXPANEL)).isTrue();
      assertThat(vendor.requestsStarted()).isEqualTo(started);
    }
  }

  /// A restart between release and delivery forgets nothing.
  @Test
  void aReleaseOutlivesTheProcess() throws Exception {
    policy(PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock)) {
      try (Installation installation = open(vendor.uri())) {
        try (EventPath path = EventPath.start(installation)) {
          sendWhileHeld(installation, path);
        }
      }
      policy(NO_PLAN);
      try (Installation installation = open(vendor.uri())) {
        Policy today = Policy.parse("policy.yaml", NO_PLAN);
        Deliveries deliveries = installation.deliveries();
        deliveries.release(MIXPANEL, NADIA, "green", _ -> Optional.of(today));
      }
      try (Installation installation = open(vendor.uri());
          EventPath path = EventPath.start(installation)) {
        assertThat(path.settle(BOUND)).isTrue();
        assertDelivered(vendor.events());
        assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
      }
    }
  }

  /// What came while the policy was only counted does not go out as it came once it is enforced,
  /// whether the policy is the same or another.
  @ParameterizedTest
  @ValueSource(strings = {PLAN, NO_PLAN})
  void whatWasOnlyObservedIsTreatedBeforeItGoesOut(String today) throws Exception {
    policy(PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock)) {
      try (Installation installation = open(vendor.uri(), "observe");
          EventPath path = EventPath.start(installation)) {
        sendWhileHeld(installation, path);
      }
      policy(today);
      try (Installation installation = open(vendor.uri());
          EventPath path = EventPath.start(installation)) {
        Released.Queue queue = release(installation, path).queues().getFirst();
        assertThat(queue.asTreated()).isZero();
        assertThat(queue.again()).isPositive();
        assertThat(path.settle(BOUND)).isTrue();
        assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
        assertThat(vendor.events())
            .filteredOn(event -> event.name().equals("Opened held"))
            .isNotEmpty()
            .allSatisfy(event -> assertThat(event.distinctId()).startsWith("fb1"));
        if (today.equals(NO_PLAN)) {
          assertDelivered(vendor.events());
        }
      }
    }
  }

  /// A vendor that is resumed after a cut gets no more than one that is released.
  @Test
  void aResumedVendorGetsWhatTodayLeavesOfItsQueue() throws Exception {
    policy(PLAN);
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      sendWhileHeld(installation, path);
      Deliveries deliveries = installation.deliveries();
      deliveries.vendors().cut(MIXPANEL, NADIA, "an incident");
      policy(NO_PLAN);
      path.followRegister();
      deliveries.resume(
          MIXPANEL, NADIA, "over", binding -> path.bindingPolicy(binding.id()).enforced());
      assertThat(path.settle(BOUND)).isTrue();
      assertDelivered(vendor.events());
    }
  }

  private void sendWhileHeld(Installation installation, EventPath path) throws Exception {
    SteadyTraffic load = new SteadyTraffic(path.gateway().uri());
    load.awaitAnswers();
    installation.deliveries().vendors().hold(MIXPANEL, NADIA, "their page is red");
    load.awaitAnswers();
    load.begin("held");
    load.awaitAnswers();
    load.end();
  }

  private static Released release(Installation installation, EventPath path) throws Exception {
    return installation
        .deliveries()
        .release(
            MIXPANEL,
            NADIA,
            "green again",
            (BindingConfig binding) -> path.bindingPolicy(binding.id()).enforced());
  }

  /// Of what came in while the vendor was held it has everything but the plan.
  private static void assertDelivered(List<StoredEvent> events) {
    assertThat(events)
        .filteredOn(event -> event.name().equals("Opened held"))
        .isNotEmpty()
        .allSatisfy(event -> {
          assertThat(event.distinctId()).startsWith("fb1");
          assertThat(event.country()).isEqualTo("IE");
          assertThat(new String(event.properties(), StandardCharsets.UTF_8))
              .doesNotContain("\"plan\"");
        });
  }

  private static void assertFacts(Installation installation, String held, String today)
      throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    installation.ledger().forEach(MIXPANEL, Optional.empty(), Optional.empty(), facts::add);
    long plan = DataCategory.ACCOUNT_SETTINGS.mask();
    assertThat(facts).extracting(Disclosure::policyVersion).contains(today);
    assertThat(facts)
        .allSatisfy(fact -> {
          boolean again = fact.policyVersion().equals(today);
          assertThat(fact.policyVersion()).isIn(held, today);
          assertThat((fact.masks().clear() & plan) != 0).isEqualTo(!again);
          assertThat((fact.masks().withheld() & plan) != 0).isEqualTo(again);
        });
  }

  private static void assertDrillSeesWhatWentOut(Installation installation) throws IOException {
    List<String> payloads = new ArrayList<>();
    new DisclosedPayloads(installation.deliveries().binding(InstallationFolder.WEB))
        .forEach((_, payload) -> payloads.add(new String(payload, StandardCharsets.UTF_8)));
    assertThat(payloads)
        .filteredOn(payload -> payload.contains("Opened held"))
        .isNotEmpty()
        .noneMatch(payload -> payload.contains("\"plan\""));
  }

  private void policy(String text) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), text);
  }

  private Installation open(URI vendor) throws IOException {
    return open(vendor, "enforce");
  }

  private Installation open(URI vendor, String mode) throws IOException {
    InstallationFolder files =
        InstallationFolder.write(folder, vendor, mode, "policy.yaml", "127.0.0.1:0");
    return InstallationOpener.open(files.config(), clock);
  }
}
