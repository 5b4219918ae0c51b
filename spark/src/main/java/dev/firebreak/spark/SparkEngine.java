package dev.firebreak.spark;

import dev.firebreak.assessment.QueryEngine;
import dev.firebreak.assessment.QuerySession;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Apache Spark as engine of an assessment. Spark itself lies in a folder with `jars/` and perhaps
/// `conf/spark-defaults.conf`: that which `SPARK_HOME` names, else the one that the build made
/// beside this module. Nothing of it is loaded into this process. Thread-safe.
public final class SparkEngine implements QueryEngine {
  private final @Nullable Path given;
  private final Path ownCode;

  /// With Spark from where it is installed.
  public SparkEngine() {
    this(null, installedCode());
  }

  /// @param home the folder with Spark; null for the one that is installed
  SparkEngine(@Nullable Path home) {
    this(home, installedCode());
  }

  /// @param home the folder with Spark; null for the one that is installed
  /// @param ownCode this module's jar, or for local modes the folder of its classes
  SparkEngine(@Nullable Path home, Path ownCode) {
    this.given = home;
    this.ownCode = ownCode;
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void check(String master) {
    reachable(master, Path.of(""));
  }

  @Override
  public QuerySession open(String master, Path workFolder) {
    SparkSettings settings = reachable(master, workFolder);
    try {
      return SparkProcess.start(settings);
    } catch (IOException e) {
      throw notStarted(settings.home(), e);
    }
  }

  private SparkSettings reachable(String master, Path workFolder) {
    SparkMaster at = SparkMaster.parse(master);
    SparkSettings settings = settings(at, workFolder);
    at.requireListener();
    try {
      HandshakeProcess.require(settings);
    } catch (IOException e) {
      throw notStarted(settings.home(), e);
    }
    return settings;
  }

  private SparkSettings settings(SparkMaster master, Path workFolder) {
    Path home = home();
    if (!Files.isDirectory(home.resolve("jars"))) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          "there is no Spark in "
              + home
              + "; set SPARK_HOME to an installation of Spark 4.2, or build the module spark: "
              + "docs/guides/spark.md");
    }
    try {
      return SparkSettings.of(master, home, workFolder, ownCode);
    } catch (IOException e) {
      throw notStarted(home, e);
    }
  }

  private static FirebreakException notStarted(Path home, IOException e) {
    return new FirebreakException(
        ErrorCode.CONFIG_INVALID, "Spark cannot be started from " + home + ": " + e, e);
  }

  private Path home() {
    if (given != null) {
      return given;
    }
    String named = System.getenv("SPARK_HOME");
    return named == null || named.isBlank()
        ? ownCode.resolveSibling("spark-home")
        : Path.of(named).toAbsolutePath();
  }

  /// The module's jar, or the folder of its classes.
  private static Path installedCode() {
    try {
      return Path.of(SparkEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the module's own place has no path", e);
    }
  }
}
