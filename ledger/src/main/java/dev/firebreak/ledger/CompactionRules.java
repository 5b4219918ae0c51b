package dev.firebreak.ledger;

import java.time.Duration;

/// When the ledger's files are compacted, and when replaced ones go.
///
/// @param batches so many batches of one vendor become files of days
/// @param batchBytes so do batches of so many bytes together
/// @param batchAge so does a batch that is so old, however small
/// @param deletionDelay how long a replaced file is kept for readers in other processes; readers in
///   this one are waited for however long they take
/// @param erasureDelay how long rows of an erased subject may still lie in files, where no reader
///   sees them
/// @param rowsPerFile the most rows of one file of a day or month, about; more become several
///   files, each with a part of the subjects
/// @param memoryBytes DuckDB's share for compacting, at least [DuckDb#MEMORY_BYTES_MIN]
public record CompactionRules(
    int batches,
    long batchBytes,
    Duration batchAge,
    Duration deletionDelay,
    Duration erasureDelay,
    long rowsPerFile,
    long memoryBytes) {
  /// What holds where nobody says otherwise.
  public static final CompactionRules DEFAULT =
      new CompactionRules(
          8,
          32L << 20,
          Duration.ofMinutes(30),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          2_000_000,
          192L << 20);

  /// Everything as soon as possible; for tests.
  public static final CompactionRules EAGER =
      new CompactionRules(
          1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1_000, DuckDb.MEMORY_BYTES_MIN);

  public CompactionRules {
    if (batches < 1 || batchBytes < 1 || rowsPerFile < 1) {
      throw new IllegalArgumentException("compaction takes at least one batch and row");
    }
  }
}
