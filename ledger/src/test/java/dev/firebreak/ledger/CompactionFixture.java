package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// A ledger in a folder that is compacted by a clock of the test's.
///
/// @param root of the ledger's folder and of what it works with
record CompactionFixture(Path root, Clock clock) {
  /// How long replaced files stay.
  static final Duration DELAY = Duration.ofMinutes(15);

  /// How long rows of erased people stay in files.
  static final Duration ERASURE_DELAY = Duration.ofHours(1);

  static SubjectKey subject(long number) {
    return new SubjectKey(number, 0);
  }

  Path folder() {
    return root.resolve("ledger");
  }

  /// @param batches so many are brought together
  static CompactionRules rules(int batches, Duration deletionDelay, long rowsPerFile) {
    return new CompactionRules(
        batches,
        1L << 30,
        Duration.ofMinutes(30),
        deletionDelay,
        ERASURE_DELAY,
        rowsPerFile,
        DuckDb.MEMORY_BYTES_MIN);
  }

  static CompactionRules rules(int batches) {
    return rules(batches, DELAY, 1_000);
  }

  ParquetLedger open(CompactionRules rules) {
    return ParquetLedger.open(
        folder(),
        root.resolve("work"),
        new ParquetLedger.Settings(DuckDb.MEMORY_BYTES_MIN, 1, rules, clock));
  }

  /// Names in the manifest that have this in them, in its order.
  List<String> listed(String table) throws IOException {
    return LedgerManifest.parse(Files.readAllBytes(folder().resolve("manifest.json")))
        .files()
        .stream()
        .map(LedgerFile::name)
        .filter(name -> name.contains(table))
        .toList();
  }
}
