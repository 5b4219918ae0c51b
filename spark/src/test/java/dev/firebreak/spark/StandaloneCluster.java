package dev.firebreak.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Spark's own master and one worker, a process each as an installation runs them, on loopback.
final class StandaloneCluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Path home;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /// Starts both and waits until the worker is registered.
  ///
  /// @param home with `conf/spark-defaults.conf` as both have it
  /// @param folder where the worker keeps what executors write
  StandaloneCluster(Path home, Path folder) throws IOException {
    this.home = home;
    this.folder = Files.createDirectories(folder);
    Files.writeString(
        home.resolve("conf/log4j2.properties"),
        """
        rootLogger.level = warn
        rootLogger.appenderRef.stdout.ref = stdout
        logger.deploy.name = org.apache.spark.deploy
        logger.deploy.level = info
        appender.stdout.type = Console
        appender.stdout.name = stdout
        appender.stdout.layout.type = PatternLayout
        appender.stdout.layout.pattern = %m%n%ex
        """);
    String said = start("master.Master", List.of(), "Starting Spark master at ");
    this.master = said.substring(said.indexOf("spark://"));
    start(
        "worker.Worker",
        List.of("--cores", "2", "--memory", "1G", "--work-dir", folder.toString(), master),
        "Successfully registered with master");
  }

  /// `spark://HOST:PORT`.
  String master() {
    return master;
  }

  /// The processes of the executors that run now.
  List<ProcessHandle> executors() {
    return processes.getLast().descendants().toList();
  }

  private String start(String daemon, List<String> more, String ready) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    SparkProcess.OPENED.forEach(
        name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            home.resolve("conf") + File.pathSeparator + home.resolve("jars") + File.separator + "*",
            "org.apache.spark.deploy." + daemon,
            "--host",
            LOOPBACK,
            "--port",
            "0",
            "--webui-port",
            "0"));
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_CONF_DIR", home.resolve("conf").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    Process process = builder.redirectErrorStream(true).start();
    processes.add(process);
    List<String> said = new ArrayList<>();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.contains(ready)) {
        return line;
      }
    }
    throw new AssertionError(daemon + " ended: " + said);
  }

  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
    }
  }
}
