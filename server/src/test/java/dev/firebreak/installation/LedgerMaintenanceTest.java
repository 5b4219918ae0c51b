package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.incident.Incidents;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMaintenanceTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final BindingId WEB = new BindingId("web");
  private static final Instant START = Instant.parse("2025-11-03T08:00:00Z");

  @TempDir Path folder;
  private Instant now = START;
  private Installation installation;
  private LedgerMaintenance maintenance;
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private long watermark;

  @BeforeEach
  void open() throws IOException {
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        """
        company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}
        ledger-retention: {default: 60d}
        """);
    installation = InstallationOpener.open(ConfigLoader.load(settings, Map.of()), clock());
    maintenance = LedgerMaintenance.of(installation, metrics);
  }

  @AfterEach
  void close() throws IOException {
    maintenance.close();
    installation.close();
  }

  @Test
  void batchesAreCompactedAndMetricsTellHowLargeTheLedgerIs() throws IOException {
    for (int i = 0; i < 8; i++) {
      append(i);
    }
    now = now.plusSeconds(90);
    assertThat(metrics())
        .contains(
            "firebreak_ledger_files{level=\"batch\"} 16.0",
            "firebreak_ledger_facts{level=\"batch\"} 8.0",
            "firebreak_ledger_oldest_batch_seconds 90.0",
            "firebreak_ledger_compactions_total 0.0");
    maintenance.compactIfDue();
    assertThat(metrics())
        .contains(
            "firebreak_ledger_files{level=\"batch\"} 0.0",
            "firebreak_ledger_files{level=\"day\"} 2.0",
            "firebreak_ledger_facts{level=\"day\"} 8.0",
            "firebreak_ledger_replaced_files 16.0",
            "firebreak_ledger_erasures_pending 0.0",
            "firebreak_ledger_compactions_total 2.0",
            "firebreak_ledger_compaction_failures_total 0.0");
  }

  @Test
  void aFailureIsCountedAndTriedAgainAfterAWhile() throws IOException {
    for (int i = 0; i < 8; i++) {
      append(i);
    }
    Path inTheWay =
        Files.createDirectories(
            folder.resolve("data/ledger").resolve("compaction-0.parquet.new").resolve("x"));
    maintenance.compactIfDue();
    Files.delete(inTheWay);
    now = now.plus(Duration.ofMinutes(4));
    maintenance.compactIfDue();
    assertThat(metrics())
        .contains(
            "firebreak_ledger_compaction_failures_total 1.0",
            "firebreak_ledger_compactions_total 0.0");
    now = now.plus(Duration.ofMinutes(1));
    maintenance.compactIfDue();
    assertThat(metrics()).contains("firebreak_ledger_files{level=\"batch\"} 0.0");
    assertThat(facts()).hasSize(8);
  }

  @Test
  void monthsWhoseRetentionIsOverAreForgottenAndThatIsAudited() throws IOException {
    append(1);
    now = Instant.parse("2025-12-15T00:00:00Z");
    append(2);
    maintenance.retain();
    assertThat(facts()).hasSize(2);
    now = Instant.parse("2026-01-30T00:00:00Z");
    maintenance.retain();
    maintenance.retain();
    assertThat(facts()).extracting(Disclosure::subject).containsExactly(new SubjectKey(2, 0));
    assertThat(installation.ledger().knowsSince(VENDOR))
        .hasValue(Instant.parse("2025-12-01T00:00:00Z"));
    assertThat(audited("LedgerRetentionApplied")).isEqualTo(1);
  }

  @Test
  void whatTheRegisterSaysThatAVendorKeepsIsKeptAsLongAnd24Months() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("vendors")).resolve("mixpanel.yaml"),
        """
        vendor: mixpanel
        name: Mixpanel
        owner: anna
        purpose: product analytics
        legal-basis: consent
        contacts: {security: security@example.net, incident: incident@example.net}
        retention: 90d
        """);
    append(1);
    for (int days = 0; days < 90 + 730; days += 30) {
      now = now.plus(Duration.ofDays(30));
      maintenance.retain();
    }
    assertThat(facts()).hasSize(1);
    for (int i = 0; i < 3; i++) {
      now = now.plus(Duration.ofDays(30));
      maintenance.retain();
    }
    assertThat(facts()).isEmpty();
    assertThat(audited("LedgerRetentionBegun"))
        .isPositive()
        .isEqualTo(audited("LedgerRetentionApplied"));
  }

  @Test
  void aClockThatWasSetForwardDestroysNothing() throws IOException {
    append(1);
    maintenance.retain();
    now = now.plus(Duration.ofDays(400));
    maintenance.retain();
    maintenance.retain();
    assertThat(facts()).hasSize(1);
    assertThat(audited("LedgerRetentionBegun")).isZero();
  }

  @Test
  void whileForgettingFailsItIsNotSaidToHaveHappened() throws IOException {
    append(1);
    now = now.plus(Duration.ofDays(89));
    maintenance.retain();
    append(2);
    now = now.plus(Duration.ofDays(89));
    Path inTheWay =
        Files.createDirectories(folder.resolve("data/ledger/manifest.json.new").resolve("x"));
    long before = audited("LedgerRetentionApplied");
    long begun = audited("LedgerRetentionBegun");
    maintenance.retain();
    maintenance.retain();
    assertThat(audited("LedgerRetentionBegun")).isEqualTo(begun + 1);
    assertThat(audited("LedgerRetentionApplied")).isEqualTo(before);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    maintenance.retain();
    assertThat(audited("LedgerRetentionApplied")).isEqualTo(before + 1);
  }

  @Test
  void whatAnOpenIncidentMayNeedIsKept() throws IOException {
    append(1);
    new Incidents(installation.control(), installation.audit(), installation.clock())
        .open(ConfirmedOperators.of("rae", Role.RESPONDER, now), "one", VENDOR, "Stolen export");
    now = now.plus(Duration.ofDays(1000));
    maintenance.retain();
    assertThat(facts()).hasSize(1);
    assertThat(audited("LedgerRetentionApplied")).isZero();
  }

  private long audited(String action) {
    return ((HashChainAuditLog) installation.audit())
        .show(AuditFilter.newest(1_000)).stream()
            .filter(entry -> entry.action().equals(action))
            .count();
  }

  private List<Disclosure> facts() throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    installation.ledger().forEach(VENDOR, Optional.empty(), Optional.empty(), facts::add);
    return facts;
  }

  private void append(long subject) throws IOException {
    watermark++;
    SubjectKey key = new SubjectKey(subject, 0);
    installation
        .ledger()
        .append(
            new LedgerBatch(
                WEB,
                watermark,
                List.of(
                    new Disclosure(
                        VENDOR,
                        key,
                        LocalDate.ofInstant(now, ZoneOffset.UTC),
                        Masks.NONE,
                        "0123456789ab",
                        AssertedBy.PUBLIC,
                        1,
                        now,
                        now)),
                List.of(),
                List.of(new VendorSubject(VENDOR, key, "fb1s" + subject))));
  }

  private Stream<String> lines() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, metrics.scrape());
    return text.toString(StandardCharsets.UTF_8).lines();
  }

  private List<String> metrics() throws IOException {
    return lines().toList();
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }
}
