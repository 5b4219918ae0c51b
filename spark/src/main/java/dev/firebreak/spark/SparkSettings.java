package dev.firebreak.spark;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;

/// How Spark is run for one assessment: its own `conf/spark-defaults.conf`, and above it what is
/// not up for choice. Everything that Spark writes on this machine lies in the folder `spark` of
/// the work folder. What goes over a network or to a spill is encrypted; in local modes nothing
/// leaves the loopback interface. Immutable.
///
/// @param master where it runs
/// @param home Spark's folder, with `jars/`
/// @param folder this run's folder
/// @param ownCode this module's jar, or the folder of its classes
/// @param properties Spark's settings; they hold the secret
record SparkSettings(
    SparkMaster master, Path home, Path folder, Path ownCode, Properties properties) {
  private static final String SECRET = "spark.authenticate.secret";
  private static final String SECRET_FILE = SECRET + ".file";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int SECRET_BYTES = 32;

  /// @throws FirebreakException CONFIG_INVALID for a cluster without a common secret
  static SparkSettings of(SparkMaster master, Path spark, Path workFolder, Path ownCode)
      throws IOException {
    Path home = spark.toAbsolutePath().normalize();
    Path folder = workFolder.toAbsolutePath().normalize().resolve("spark");
    Properties properties = new Properties();
    Path defaults = home.resolve("conf").resolve("spark-defaults.conf");
    if (Files.exists(defaults)) {
      try (Reader reader = Files.newBufferedReader(defaults)) {
        properties.load(reader);
      }
    }
    properties.setProperty("spark.master", master.name());
    properties.setProperty("spark.app.name", "firebreak");
    properties.setProperty("spark.sql.warehouse.dir", folder.resolve("tables").toString());
    properties.setProperty("spark.local.dir", folder.resolve("local").toString());
    meaning(properties);
    quiet(properties);
    SparkSettings settings = new SparkSettings(master, home, folder, ownCode, properties);
    settings.reach();
    settings.secure();
    return settings;
  }

  /// What the statements rely on.
  private static void meaning(Properties properties) {
    properties.setProperty("spark.sql.ansi.enabled", "true");
    properties.setProperty("spark.sql.parser.escapedStringLiterals", "true");
    properties.setProperty("spark.sql.session.timeZone", "UTC");
    properties.setProperty("spark.sql.catalogImplementation", "in-memory");
    properties.setProperty("spark.sql.parquet.compression.codec", "zstd");
  }

  /// No page, no log of events, no metric.
  private static void quiet(Properties properties) {
    properties.setProperty("spark.ui.enabled", "false");
    properties.setProperty("spark.ui.showConsoleProgress", "false");
    properties.setProperty("spark.eventLog.enabled", "false");
    properties.setProperty("spark.log.callerContext", "");
    properties.setProperty("spark.executor.processTreeMetrics.enabled", "false");
    properties.setProperty(
        "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
  }

  private void reach() {
    if (master.isLocal()) {
      properties.setProperty("spark.driver.host", LOOPBACK);
      properties.setProperty("spark.driver.bindAddress", LOOPBACK);
      properties.setProperty("spark.executor.extraClassPath", ownCode.toString());
      properties.setProperty("spark.locality.wait", "0");
      closePages();
    } else {
      properties.setProperty("spark.jars", ownCode.toUri().toString());
    }
    master
        .workerMemory()
        .ifPresent(memory -> properties.setProperty("spark.executor.memory", memory));
    append("spark.executor.extraJavaOptions", javaOptions());
  }

  /// The master and the workers of a local cluster have pages whatever is said. They answer to
  /// nobody: each request needs a token made with a key that is forgotten here.
  private void closePages() {
    String filter = "org.apache.spark.ui.JWSFilter";
    properties.setProperty("spark.ui.filters", filter);
    properties.setProperty(
        "spark." + filter + ".param.secretKey",
        Base64.getUrlEncoder().withoutPadding().encodeToString(random()));
  }

  private void append(String name, String options) {
    properties.setProperty(name, (properties.getProperty(name, "") + " " + options).strip());
  }

  /// A cluster has its own secret, which all of it share; elsewhere each run has one of its own.
  private void secure() throws IOException {
    properties.setProperty("spark.authenticate", "true");
    properties.setProperty("spark.network.crypto.enabled", "true");
    properties.setProperty("spark.network.crypto.saslFallback", "false");
    properties.setProperty("spark.io.encryption.enabled", "true");
    properties.setProperty("spark.io.encryption.keySizeBits", "256");
    if (master.isLocal()) {
      properties.setProperty(SECRET, HexFormat.of().formatHex(random()));
    } else {
      properties.setProperty(SECRET, commonSecret());
    }
    properties.remove(SECRET_FILE);
  }

  /// Spark itself reads a secret from a file on Kubernetes only; so it is read here.
  private String commonSecret() throws IOException {
    String file = properties.getProperty(SECRET_FILE, "");
    Path conf = home.resolve("conf");
    String secret =
        file.isBlank()
            ? properties.getProperty(SECRET, "")
            : Files.readString(conf.resolve(file.strip())).strip();
    if (secret.isBlank()) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          conf.resolve("spark-defaults.conf")
              + " has no "
              + (file.isBlank() ? SECRET_FILE : "secret in the file that " + SECRET_FILE + " names")
              + "; the cluster must have a secret, since people's data go over its network");
    }
    return secret;
  }

  private static byte[] random() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /// Heap of the driver, as Spark writes it.
  String driverMemory() {
    return properties.getProperty("spark.driver.memory", "1g");
  }

  /// Further options for the driver's Java.
  String driverOptions() {
    return properties.getProperty("spark.driver.extraJavaOptions", "");
  }

  private String javaOptions() {
    String options = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
    return master.isLocal() ? options + " -Djava.io.tmpdir=" + folder.resolve("local") : options;
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "Spark at " + master.name();
  }
}
