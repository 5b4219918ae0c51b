package dev.firebreak.ledger;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// How large a ledger is, and what compaction has still to do.
///
/// @param levels batches, days and months, in this order
/// @param replacedFiles files that are no longer part of it and wait for their deletion
/// @param erasuresPending subjects whose rows still lie in files, where no reader sees them; one
///   that was erased twice counts twice
/// @param oldestBatchAt when the oldest batch that is not compacted was written, epoch
///   milliseconds; empty where there is none
/// @param compactions pieces of compaction since the process began
/// @param compactedBytes bytes that they wrote
public record LedgerSize(
    List<Level> levels,
    int replacedFiles,
    long erasuresPending,
    OptionalLong oldestBatchAt,
    long compactions,
    long compactedBytes) {
  public LedgerSize {
    levels = List.copyOf(levels);
  }

  /// @param files number of files of all tables
  /// @param bytes their bytes
  /// @param facts rows of facts; those of one key in several files count apart
  public record Level(int files, long bytes, long facts) {}

  static LedgerSize of(LedgerManifest manifest, long compactions, long compactedBytes) {
    return new LedgerSize(
        IntStream.rangeClosed(0, 2).mapToObj(level -> level(manifest, level)).toList(),
        manifest.replaced().size(),
        manifest.erasures().stream().mapToLong(LedgerFile::rows).sum(),
        manifest.files().stream()
            .filter(file -> file.level() == 0)
            .mapToLong(LedgerFile::writtenAt)
            .min(),
        compactions,
        compactedBytes);
  }

  private static Level level(LedgerManifest manifest, int level) {
    List<LedgerFile> files =
        manifest.files().stream().filter(file -> file.level() == level).toList();
    return new Level(
        files.size(),
        files.stream().mapToLong(file -> file.content().bytes()).sum(),
        files.stream()
            .filter(file -> file.is(LedgerTable.FACTS))
            .mapToLong(LedgerFile::rows)
            .sum());
  }
}
