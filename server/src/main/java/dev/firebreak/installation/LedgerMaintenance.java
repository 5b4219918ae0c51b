package dev.firebreak.installation;

import dev.firebreak.incident.Incidents;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the ledger in shape as long as `serve` runs: looks every ten seconds for files to compact
/// and every hour for months whose retention is over. A failure changes nothing; it is logged,
/// counted, and tried again after five minutes.
///
/// What a vendor of an open incident got is kept whatever its age: the incident may need it.
/// Retention is audited before it happens.
public final class LedgerMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMaintenance.class);
  private static final Duration COMPACT_EVERY = Duration.ofSeconds(10);
  private static final Duration RETAIN_EVERY = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
  private static final String ACTOR = "system:ledger";

  private final Installation installation;
  private final ParquetLedger ledger;
  private final Incidents incidents;
  private final Counter failures;
  private final ScheduledExecutorService schedule;
  private Instant compactNext = Instant.MIN;

  private LedgerMaintenance(
      Installation installation, ParquetLedger ledger, PrometheusRegistry metrics) {
    this.installation = installation;
    this.ledger = ledger;
    incidents = new Incidents(installation.control(), installation.audit(), installation.clock());
    failures =
        Counter.builder()
            .name("firebreak_ledger_compaction_failures_total")
            .help("Compactions that failed; each changed nothing.")
            .withoutExemplars()
            .register(metrics);
    LedgerMetrics.register(metrics, installation, ledger);
    schedule =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-maintenance").factory());
  }

  /// Begins, where the installation's ledger has files.
  public static LedgerMaintenance start(Installation installation, PrometheusRegistry metrics) {
    LedgerMaintenance maintenance = of(installation, metrics);
    var _ =
        maintenance.schedule.scheduleWithFixedDelay(
            maintenance::compactIfDue,
            COMPACT_EVERY.toSeconds(),
            COMPACT_EVERY.toSeconds(),
            TimeUnit.SECONDS);
    var _ =
        maintenance.schedule.scheduleWithFixedDelay(
            maintenance::retain, 0, RETAIN_EVERY.toSeconds(), TimeUnit.SECONDS);
    return maintenance;
  }

  /// Maintenance that does only what it is told to.
  static LedgerMaintenance of(Installation installation, PrometheusRegistry metrics) {
    if (!(installation.ledger() instanceof ParquetLedger ledger)) {
      throw new IllegalArgumentException("a ledger without files needs no maintenance");
    }
    return new LedgerMaintenance(installation, ledger, metrics);
  }

  /// Compacts what is due, unless that failed a short while ago.
  void compactIfDue() {
    Instant now = installation.clock().instant();
    if (now.isBefore(compactNext)) {
      return;
    }
    try {
      int done = ledger.compact();
      if (done > 0) {
        LOG.atInfo().addKeyValue("pieces", done).log("LedgerCompacted");
      }
    } catch (IOException | RuntimeException e) {
      // a schedule ends with the first exception; a later look may succeed
      failures.inc();
      compactNext = now.plus(AFTER_FAILURE);
      LOG.atError().setCause(e).log("LedgerCompactionFailed");
    }
  }

  /// Forgets the months whose retention is over.
  void retain() {
    for (VendorId vendor : new TreeSet<>(ledger.vendors())) {
      try {
        retain(vendor);
      } catch (IOException | RuntimeException e) {
        // as above; other vendors go on
        LOG.atError().addKeyValue("vendor", vendor).setCause(e).log("LedgerRetentionFailed");
      }
    }
  }

  private void retain(VendorId vendor) throws IOException {
    Instant keepFrom =
        installation.clock().instant().minus(installation.config().ledgerRetention().of(vendor));
    YearMonth month = YearMonth.from(keepFrom.atZone(ZoneOffset.UTC));
    Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Optional<Instant> since = ledger.knowsSince(vendor);
    if (since.isEmpty() || !since.get().isBefore(start) || hasOpenIncident(vendor)) {
      return;
    }
    installation
        .audit()
        .append(
            ACTOR,
            "LedgerRetentionApplied",
            "vendor:" + vendor,
            Map.of("knownSince", since.get().toString(), "before", month.toString()));
    ledger.forgetBefore(vendor, month);
    LOG.atInfo()
        .addKeyValue("vendor", vendor)
        .addKeyValue("before", month)
        .log("LedgerRetentionApplied");
  }

  private boolean hasOpenIncident(VendorId vendor) {
    return incidents.list().stream()
        .anyMatch(incident -> incident.vendor().equals(vendor) && incident.closing().isEmpty());
  }

  /// Ends after what it does just now; the ledger's closing cuts that short.
  @Override
  public void close() {
    schedule.shutdown();
  }
}
