package dev.firebreak.spark;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks a standalone master whether it takes this side's secret, in a process of its own that ends
/// within a minute: before hours of reading, and long before Spark's driver would give up.
final class HandshakeProcess {
  private static final int SECONDS_MAX = 60;

  private HandshakeProcess() {}

  /// Local modes, and masters that are reached over TLS, are left to Spark.
  ///
  /// @throws FirebreakException CONFIG_INVALID where no master takes the secret in time
  static void require(SparkSettings settings) throws IOException {
    String tls = settings.properties().getProperty("spark.ssl.rpc.enabled", "false");
    if (settings.master().isLocal() || Boolean.parseBoolean(tls)) {
      return;
    }
    Process process = new ProcessBuilder(command(settings)).redirectError(Redirect.DISCARD).start();
    try {
      try (OutputStream settingsOut = process.getOutputStream()) {
        settings.properties().store(settingsOut, null);
      }
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw refused(settings, "it did not answer within a minute");
      }
      if (process.exitValue() != 0) {
        String problem =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        throw refused(settings, problem.isBlank() ? "the handshake failed" : problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(settings, "the handshake was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static FirebreakException refused(SparkSettings settings, String problem) {
    return new FirebreakException(
        ErrorCode.CONFIG_INVALID,
        "the Spark master at " + settings.master().name() + " cannot be used: " + problem);
  }

  private static List<String> command(SparkSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(SparkProcess.java().toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-XX:-CreateCoredumpOnCrash");
    SparkProcess.OPENED.forEach(
        name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(
        settings.home().resolve("jars")
            + File.separator
            + "*"
            + File.pathSeparator
            + settings.ownCode());
    command.add(MasterHandshake.class.getName());
    command.addAll(settings.master().machines());
    return command;
  }
}
