package dev.firebreak.installation;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.ledger.LedgerSize;
import dev.firebreak.ledger.ParquetLedger;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.ToLongFunction;

/// How large the ledger is and how far behind, as metrics. They read the manifest in memory and no
/// file.
final class LedgerMetrics {
  private static final List<String> LEVELS = List.of("batch", "day", "month");

  private LedgerMetrics() {}

  static void register(PrometheusRegistry registry, Installation installation, ParquetLedger of) {
    byLevel(registry, of, "files", "Files of the ledger.", LedgerSize.Level::files);
    byLevel(registry, of, "bytes", "Bytes of the ledger's files.", LedgerSize.Level::bytes);
    byLevel(registry, of, "facts", "Rows of facts in them.", LedgerSize.Level::facts);
    gauge(
        registry,
        of,
        "firebreak_ledger_replaced_files",
        "Files that are no longer part of the ledger and wait for their deletion.",
        LedgerSize::replacedFiles);
    gauge(
        registry,
        of,
        "firebreak_ledger_erasures_pending",
        "Erased subjects whose rows still lie in files, where no reader sees them.",
        LedgerSize::erasuresPending);
    Clock clock = installation.clock();
    gauge(
        registry,
        of,
        "firebreak_ledger_oldest_batch_seconds",
        "Age of the oldest batch that is not compacted.",
        size ->
            size.oldestBatchAt().isPresent()
                ? Math.max(0, clock.millis() - size.oldestBatchAt().getAsLong()) / 1000
                : 0);
    lag(registry, installation);
    counter(
        registry,
        of,
        "firebreak_ledger_compactions_total",
        "Pieces of compaction that were done.",
        LedgerSize::compactions);
    counter(
        registry,
        of,
        "firebreak_ledger_compacted_bytes_total",
        "Bytes that compaction wrote.",
        LedgerSize::compactedBytes);
  }

  private static void byLevel(
      PrometheusRegistry registry,
      ParquetLedger ledger,
      String what,
      String help,
      ToLongFunction<LedgerSize.Level> value) {
    GaugeWithCallback.builder()
        .name("firebreak_ledger_" + what)
        .help(help)
        .labelNames("level")
        .callback(callback -> {
          List<LedgerSize.Level> levels = ledger.size().levels();
          for (int level = 0; level < levels.size(); level++) {
            callback.call((double) value.applyAsLong(levels.get(level)), LEVELS.get(level));
          }
        })
        .register(registry);
  }

  private static void gauge(
      PrometheusRegistry registry,
      ParquetLedger ledger,
      String name,
      String help,
      ToLongFunction<LedgerSize> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.applyAsLong(ledger.size())))
        .register(registry);
  }

  private static void counter(
      PrometheusRegistry registry,
      ParquetLedger ledger,
      String name,
      String help,
      ToLongFunction<LedgerSize> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.applyAsLong(ledger.size())))
        .register(registry);
  }

  private static void lag(PrometheusRegistry registry, Installation installation) {
    GaugeWithCallback.builder()
        .name("firebreak_ledger_lag_outcomes")
        .help("Entries of the outcome log that the ledger has not taken yet, by binding.")
        .labelNames("binding")
        .callback(callback -> {
          for (BindingConfig binding : installation.deliveries().bindings()) {
            callback.call(
                (double) installation.deliveries().binding(binding.id()).feed().lag(),
                binding.id().value());
          }
        })
        .register(registry);
  }
}
