package dev.firebreak.cli;

import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.QueryEngine;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options `--engine NAME` and `--master MASTER`: where the people of a data set are found.
final class EngineMixin {
  private static final String DUCKDB = "duckdb";
  private static final String MASTER_DEFAULT = "local[*]";

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = DUCKDB,
      description = "duckdb, on this machine; or spark, where the module is built")
  private String engine = DUCKDB;

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = "with spark: local[*] (the default), local-cluster[N,CORES,MIB], spark://HOST")
  private @Nullable String master;

  /// @throws FirebreakException WRONG_USE for an engine that this installation does not have
  DataSetAssessor assessor() {
    String at = master;
    if (!engine.equals(DUCKDB)) {
      return new DataSetAssessor().on(QueryEngine.of(engine), at == null ? MASTER_DEFAULT : at);
    }
    if (at != null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--master needs --engine spark");
    }
    return new DataSetAssessor();
  }
}
