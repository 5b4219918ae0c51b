package dev.firebreak.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the ledger writes a Parquet file, as SQL.
final class ParquetCopy {
  /// Small enough that looking up one subject reads little, large enough that the file's own list
  /// of row groups stays small.
  private static final int ROW_GROUP_ROWS = 16_384;

  private ParquetCopy() {}

  /// @param rows a SELECT, in the order in which they are to stand
  /// @param path the file, which is not there yet
  /// @param sources said in the file's own metadata, for whoever finds it alone
  static String sql(String rows, Path path, List<LedgerFile.Source> sources) {
    return String.format(
        Locale.ROOT,
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, KV_METADATA"
            + " {firebreak_ledger: '%d', sources: %s})",
        rows,
        DuckDb.literal(path),
        ROW_GROUP_ROWS,
        LedgerManifest.FORMAT,
        DuckDb.literal(
            sources.stream()
                .map(source ->
                    source.binding() + " " + source.fromOffset() + " " + source.toOffset())
                .collect(Collectors.joining(", "))));
  }
}
