package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// An engine beside DuckDB on which the statements of an assessment can run, so that they may use
/// more than this machine. Reading stays here; the engine gets the reduced rows as Parquet files in
/// the work folder and leaves its tables there, likewise as Parquet. Modules bring engines;
/// `ServiceLoader` finds them. Implementations are thread-safe.
public interface QueryEngine {
  /// As `--engine` names it: `spark`.
  String name();

  /// Looks whether the engine can be started or reached, as far as that is told in seconds: before
  /// hours of reading, not after.
  ///
  /// @param master as [#open] takes it
  /// @throws FirebreakException CONFIG_INVALID where it cannot be, WRONG_USE for a master that no
  ///   word of the engine's names
  void check(String master);

  /// Starts the engine, or joins it.
  ///
  /// @param master where it runs, in the engine's own words, as `spark://host:7077`
  /// @param workFolder an existing folder of mode 0700 that the caller removes; every plaintext
  ///   that the engine writes on this machine goes below it. Beyond one machine all must have it
  ///   under this path
  /// @throws FirebreakException CONFIG_INVALID where it cannot be started or reached
  QuerySession open(String master, Path workFolder);

  /// The engine of this name.
  ///
  /// @throws FirebreakException WRONG_USE where this installation has none
  static QueryEngine of(String name) {
    return ServiceLoader.load(QueryEngine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.WRONG_USE,
                "this installation has no engine of that name; duckdb is always there, and"
                    + " docs/guides/spark.md says how to add spark"));
  }
}
