package dev.firebreak.installation;

import dev.firebreak.incident.Incidents;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.register.VendorFile;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the ledger in shape as long as `serve` runs: looks every ten seconds for files to compact
/// and every hour for months whose retention is over. A failure changes nothing; it is logged,
/// counted, and tried again after five minutes.
///
/// What a vendor of an open incident got is kept whatever its age: the incident may need it. What
/// the register says that a vendor keeps is kept here for 24 months more, where that is longer than
/// the setting. Retention is audited before it happens and after it has.
public final class LedgerMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMaintenance.class);
  private static final Duration COMPACT_EVERY = Duration.ofSeconds(10);
  private static final Duration RETAIN_EVERY = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  /// In which a theft may still come to light; what vendors keep they can lose.
  private static final Duration AFTER_VENDOR = Duration.ofDays(730);

  private static final String ACTOR = "system:ledger";

  private final Installation installation;
  private final ParquetLedger ledger;
  private final Incidents incidents;
  private final Counter failures;
  private final ScheduledExecutorService schedule;
  private final Map<VendorId, YearMonth> announced = new TreeMap<>();
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

  /// Forgets the months whose retention is over; none where the clock cannot be believed, or the
  /// register cannot be read.
  void retain() {
    try {
      Optional<Instant> now = installation.deliveries().clockCheck().believed();
      if (now.isPresent()) {
        retain(now.get(), RegisterFiles.load(installation.config().folder()));
      }
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next hour may be better
      LOG.atError().setCause(e).log("LedgerRetentionFailed");
    }
  }

  private void retain(Instant now, RegisterFiles register) {
    Set<VendorId> known = new TreeSet<>(ledger.vendors());
    installation.config().bindings().forEach(binding -> known.add(binding.vendor()));
    for (VendorId named : installation.config().ledgerRetention().byVendor().keySet()) {
      if (!known.contains(named)) {
        LOG.atWarn().addKeyValue("vendor", named).log("LedgerRetentionOfUnknownVendor");
      }
    }
    for (VendorId vendor : new TreeSet<>(ledger.vendors())) {
      try {
        retain(vendor, now.minus(retention(vendor, register)));
      } catch (IOException | RuntimeException e) {
        // as above; other vendors go on
        LOG.atError().addKeyValue("vendor", vendor).setCause(e).log("LedgerRetentionFailed");
      }
    }
  }

  private Duration retention(VendorId vendor, RegisterFiles register) {
    Duration set = installation.config().ledgerRetention().of(vendor);
    OptionalInt days =
        register.vendor(vendor).map(VendorFile::retentionDays).orElse(OptionalInt.empty());
    if (days.isEmpty()) {
      return set;
    }
    Duration agreed = Duration.ofDays(days.getAsInt()).plus(AFTER_VENDOR);
    return agreed.compareTo(set) > 0 ? agreed : set;
  }

  private void retain(VendorId vendor, Instant keepFrom) throws IOException {
    YearMonth month = YearMonth.from(keepFrom.atZone(ZoneOffset.UTC));
    Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Optional<Instant> since =
        Stream.of(ledger.knowsSince(vendor), ledger.importedSince(vendor))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    if (since.isEmpty() || !since.get().isBefore(start) || incidents.hasOpen(vendor)) {
      return;
    }
    Map<String, String> details =
        Map.of("knownSince", since.get().toString(), "before", month.toString());
    if (!month.equals(announced.get(vendor))) {
      installation.audit().append(ACTOR, "LedgerRetentionBegun", "vendor:" + vendor, details);
      announced.put(vendor, month);
    }
    // an incident may have been opened since
    if (ledger.forgetBefore(vendor, month, () -> !incidents.hasOpen(vendor))) {
      installation.audit().append(ACTOR, "LedgerRetentionApplied", "vendor:" + vendor, details);
      LOG.atInfo()
          .addKeyValue("vendor", vendor)
          .addKeyValue("before", month)
          .log("LedgerRetentionApplied");
    }
  }

  /// Ends after what it does just now; the ledger's closing cuts that short.
  @Override
  public void close() {
    schedule.shutdown();
  }
}
