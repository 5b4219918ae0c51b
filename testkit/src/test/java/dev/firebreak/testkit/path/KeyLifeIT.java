package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.incident.Incidents;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.keys.VendorKeys;
import dev.firebreak.lookup.IdAtVendor;
import dev.firebreak.lookup.PersonLookup;
import dev.firebreak.lookup.TokenAnswer;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys are rotated, sealed and destroyed while SDKs send, and people are found at the vendor and
/// back for as long as their key is there.
class KeyLifeIT {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant RETAINED = NOW.plus(Duration.ofDays(2));
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ConfirmedOperator NADIA =
      ConfirmedOperators.of("nadia", Role.PRIVACY_OFFICER, NOW);
  private static final ConfirmedOperator OLU =
      ConfirmedOperators.of("olu", Role.PRIVACY_OFFICER, NOW);

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(NOW);

  @Test
  void rotationUnderLoadLosesNothingAndBothVersionsResolve() throws Exception {
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      SteadyTraffic load = new SteadyTraffic(path.gateway().uri());
      load.awaitAnswers();
      load.begin("turning");
      KeyVersion second = installation.vendorKeys().rotate(MIXPANEL, NADIA, "yearly");
      load.awaitAnswers();
      load.begin("rotated");
      load.awaitAnswers();
      load.end();
      assertThat(path.settle(BOUND)).isTrue();

      Conservation terms = path.conservation(InstallationFolder.WEB);
      assertThat(terms).matches(Conservation::holds);
      assertThat(terms.delivered()).isEqualTo(terms.accepted());
      List<StoredEvent> events = vendor.events();
      assertThat(events.stream().map(StoredEvent::insertId).collect(Collectors.toSet()))
          .isEqualTo(load.sent());
      KeyId first = version(installation, 1).id();
      assertThat(keyIds(events, "Opened first")).containsExactly(first);
      assertThat(keyIds(events, "Opened turning")).isSubsetOf(first, second.id());
      assertThat(keyIds(events, "Opened rotated")).containsExactly(second.id());
      PseudonymResolver resolver = new PseudonymResolver(installation.keys().pseudonymKeys());
      assertThat(events)
          .allSatisfy(event ->
              assertThat(resolver.resolve(event.distinctId()))
                  .hasValueSatisfying(found -> assertThat(found.id()).startsWith("user-")));
      assertThat(
              installation.ledger().idsOf(installation.keys().subjectKeyring().account("user-3")))
          .hasSize(2);
      assertFound(installation, events);
    }
  }

  /// Both ways, over both keyVersions, and audited before the answer.
  private void assertFound(Installation installation, List<StoredEvent> events) throws Exception {
    PersonLookup lookup = PersonLookup.of(installation);
    List<IdAtVendor> ids =
        lookup.atVendor(NADIA, MIXPANEL, List.of("user-3"), "ticket 7").getFirst().ids();
    assertThat(ids).hasSize(2).allMatch(IdAtVendor::disclosed);
    assertThat(ids).extracting(id -> id.keyVersion().orElseThrow()).containsExactlyInAnyOrder(1, 2);
    Set<String> distinctIds =
        events.stream().map(StoredEvent::distinctId).collect(Collectors.toSet());
    assertThat(distinctIds).containsAll(ids.stream().map(IdAtVendor::id).toList());
    List<TokenAnswer> answers =
        lookup.accounts(
            NADIA,
            Optional.of(MIXPANEL),
            ids.stream().map(IdAtVendor::id).toList(),
            Optional.empty(),
            "ticket 7");
    assertThat(answers)
        .hasSize(2)
        .allSatisfy(answer -> {
          assertThat(answer.outcome()).isEqualTo(TokenAnswer.Outcome.RESOLVED);
          assertThat(answer.kind()).isEqualTo(TokenAnswer.Kind.ACCOUNT);
          assertThat(answer.accounts()).containsExactly("user-3");
        });
    List<AuditEntry> entries =
        new HashChainAuditLog(installation.control(), clock)
            .show(new AuditFilter("nadia", "PeopleLookedUp", null, null, 10));
    assertThat(entries).hasSize(2);
    assertThat(entries.getFirst().details())
        .containsEntry("asked", "accounts")
        .containsEntry("ids", "1")
        .containsEntry("reason", "ticket 7");
    assertThat(entries.toString()).doesNotContain("user-3").doesNotContain(ids.getFirst().id());
  }

  @Test
  void resumingAfterACutStartsANewKeyAndAHoldDoesNot() throws Exception {
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      SteadyTraffic load = new SteadyTraffic(path.gateway().uri());
      load.awaitAnswers();
      VendorSwitch vendors = installation.deliveries().vendors();
      vendors.hold(MIXPANEL, NADIA, "their status page is red");
      vendors.release(MIXPANEL, NADIA, "green");
      assertThat(installation.vendorKeys().list(MIXPANEL)).hasSize(1);
      vendors.cut(MIXPANEL, NADIA, "breach");
      load.begin("cut");
      load.awaitAnswers();
      vendors.resume(MIXPANEL, NADIA, "over");
      load.awaitAnswers();
      load.begin("resumed");
      load.awaitAnswers();
      load.end();
      assertThat(path.settle(BOUND)).isTrue();

      assertThat(path.conservation(InstallationFolder.WEB)).matches(Conservation::holds);
      List<StoredEvent> events = vendor.events();
      assertThat(keyIds(events, "Opened first")).containsExactly(version(installation, 1).id());
      assertThat(keyIds(events, "Opened resumed")).containsExactly(version(installation, 2).id());
      vendors.resume(MIXPANEL, NADIA, "again");
      assertThat(installation.vendorKeys().list(MIXPANEL)).hasSize(2);
    }
  }

  @Test
  void aDestroyedKeyResolvesNothingAndIsRefusedBefore() throws Exception {
    Path file = folder.resolve("offline.key");
    try (MixpanelEmulator vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      SteadyTraffic load = new SteadyTraffic(path.gateway().uri());
      load.awaitAnswers();
      VendorSwitch vendors = installation.deliveries().vendors();
      vendors.hold(MIXPANEL, NADIA, "we doubt");
      load.begin("held");
      load.awaitAnswers();
      load.end();
      VendorKeys keys = installation.vendorKeys();
      keys.rotate(MIXPANEL, NADIA, "yearly");
      VendorKeys.Prepared prepared =
          keys.prepare(version(installation, 1), file, RETAINED, NADIA, "old");
      keys.seal(prepared, prepared.code(), NADIA, "old");
      Incidents incidents = new Incidents(installation.control(), installation.audit(), clock);
      incidents.open(NADIA, "2026-03-mixpanel", MIXPANEL, "Export stolen");
      clock.set(RETAINED.minusMillis(1));
      assertThat(keys.obstacles(version(installation, 1)))
          .hasSize(3)
          .anyMatch(text -> text.contains("retained until"))
          .anyMatch(text -> text.contains("2026-03-mixpanel is open"))
          .anyMatch(text -> text.contains("messages queued"));
      incidents.close(NADIA, "2026-03-mixpanel", "over", Duration.ofDays(400));
      clock.set(RETAINED);
      assertThatThrownBy(
              () -> keys.destroy(version(installation, 1), Optional.of(file), NADIA, OLU, "over"))
          .hasMessageContaining("messages queued");
      vendors.release(MIXPANEL, NADIA, "trusted again");
      assertThat(path.settle(BOUND)).isTrue();
      assertThat(keys.unfindable(version(installation, 1)).subjects())
          .isEqualTo(SteadyTraffic.PEOPLE);

      keys.destroy(version(installation, 1), Optional.of(file), NADIA, OLU, "over");

      assertThat(file).doesNotExist();
      String token = vendor.events().getFirst().distinctId();
      assertThat(outcome(installation, token)).isEqualTo(TokenAnswer.Outcome.KEY_DESTROYED);
    }
  }

  private static TokenAnswer.Outcome outcome(Installation installation, String token)
      throws Exception {
    return PersonLookup.of(installation)
        .accounts(NADIA, Optional.empty(), List.of(token), Optional.empty(), "ticket 8")
        .getFirst()
        .outcome();
  }

  private static Set<KeyId> keyIds(List<StoredEvent> events, String name) {
    Set<KeyId> ids = new HashSet<>();
    for (StoredEvent event : events) {
      if (event.name().equals(name)) {
        ids.add(PseudonymResolver.keyIdOf(event.distinctId()).orElseThrow());
      }
    }
    return ids;
  }

  private static KeyVersion version(Installation installation, int number) {
    return installation.vendorKeys().get(MIXPANEL, number);
  }

  private Installation open(URI vendor) throws IOException {
    InstallationFolder files = InstallationFolder.write(folder, vendor, InstallationFolder.SHIPPED);
    return InstallationOpener.open(files.config(), clock);
  }
}
