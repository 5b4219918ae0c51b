package dev.firebreak.spark;

import dev.firebreak.assessment.QuerySession;
import dev.firebreak.assessment.ResultRow;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Spark's driver in a process of its own, asked over its pipes: what it needs of the JVM, its many
/// libraries and its threads stay out of the process in which a gateway may run.
///
/// The run's folder, all of mode 0700 through the work folder:
///
/// ```
/// spark/settings     Spark's settings, with the secret
/// spark/driver.log   what the driver says
/// spark/home/        stands for Spark's folder: jars is a link, work/ has the executors' output
/// spark/local/       shuffles and spills, encrypted by Spark; temporary files
/// spark/tables/      a folder a table, Parquet
/// ```
///
/// Not thread-safe.
final class SparkProcess implements QuerySession {
  private static final int END_SECONDS = 20;

  /// What Spark itself gives its JVMs.
  static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.util.calendar");

  private final Path tables;
  private final Process process;
  private final DataOutputStream requests;
  private final DataInputStream answers;

  private SparkProcess(Path tables, Process process) {
    this.tables = tables;
    this.process = process;
    this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  static SparkProcess start(SparkSettings settings) throws IOException {
    Path folder = Files.createDirectory(settings.folder());
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve("jars"), settings.home().resolve("jars").toRealPath());
    Files.createDirectory(folder.resolve("local"));
    Path conf = Files.createDirectory(home.resolve("conf"));
    try (InputStream log = SparkProcess.class.getResourceAsStream("log4j2.properties")) {
      if (log == null) {
        throw new IOException("the module has no log4j2.properties");
      }
      Files.copy(log, conf.resolve("log4j2.properties"));
    }
    try (Writer writer = Files.newBufferedWriter(folder.resolve("settings"))) {
      settings.properties().store(writer, null);
    }
    ProcessBuilder builder = new ProcessBuilder(command(settings, conf));
    environment(builder.environment(), settings, home, conf);
    builder.directory(folder.toFile());
    builder.redirectError(folder.resolve("driver.log").toFile());
    SparkProcess spark = new SparkProcess(folder.resolve("tables"), builder.start());
    try {
      spark.answer(_ -> {});
      return spark;
    } catch (SQLException e) {
      spark.close();
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          "Spark did not start at " + settings.master().name() + ": " + e.getMessage(),
          e);
    }
  }

  private static List<String> command(SparkSettings settings, Path conf) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.add("-Xmx" + settings.driverMemory());
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-Djava.io.tmpdir=" + settings.folder().resolve("local"));
    command.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties").toUri());
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    Stream.of(settings.driverOptions().split(" ", -1))
        .filter(option -> !option.isBlank())
        .forEach(command::add);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            conf.toString(),
            settings.home().resolve("jars") + File.separator + "*",
            settings.ownCode().toString()));
    command.add(SparkDriver.class.getName());
    command.add(settings.folder().resolve("settings").toString());
    return command;
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static void environment(
      Map<String, String> environment, SparkSettings settings, Path home, Path conf) {
    String address = environment.get("SPARK_LOCAL_IP");
    environment.clear();
    environment.put("SPARK_HOME", home.toString());
    environment.put("SPARK_CONF_DIR", conf.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    if (settings.master().isLocal()) {
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
      environment.put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
    } else if (address != null) {
      environment.put("SPARK_LOCAL_IP", address);
    }
  }

  @Override
  public void register(String table, List<Path> files) throws SQLException {
    ask(out -> {
      out.writeByte(Wire.REGISTER);
      Wire.write(out, table);
      out.writeInt(files.size());
      for (Path file : files) {
        Wire.write(out, file.toAbsolutePath().normalize().toUri().toString());
      }
    });
    answer(_ -> {});
  }

  @Override
  public void run(String sql) throws SQLException {
    for (String statement : SparkDialect.statements(sql)) {
      ask(Wire.RUN, statement);
      answer(_ -> {});
    }
  }

  @Override
  public void each(String sql, ResultRow.Consumer consumer) throws SQLException {
    ask(Wire.QUERY, SparkDialect.query(sql));
    answer(consumer);
  }

  @Override
  public List<Path> files(String table) throws SQLException {
    List<Path> files = parquet(table);
    if (files.isEmpty()) {
      // a table that nothing was put into has no file yet, and so no columns for others
      run("INSERT INTO " + table + " SELECT * FROM " + table + " LIMIT 0");
      files = parquet(table);
    }
    if (files.isEmpty()) {
      throw new SQLException("Spark left no file of the table " + table);
    }
    return files;
  }

  private List<Path> parquet(String table) throws SQLException {
    try (Stream<Path> files = Files.list(tables.resolve(table))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    } catch (IOException e) {
      throw new SQLException("Spark left no folder of the table " + table, e);
    }
  }

  @FunctionalInterface
  private interface Request {
    void write(DataOutputStream out) throws IOException;
  }

  private void ask(byte what, String sql) throws SQLException {
    ask(out -> {
      out.writeByte(what);
      Wire.write(out, sql);
    });
  }

  private void ask(Request request) throws SQLException {
    try {
      request.write(requests);
      requests.flush();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private void answer(ResultRow.Consumer consumer) throws SQLException {
    SparkRow row = new SparkRow();
    try {
      while (true) {
        switch (answers.readByte()) {
          case Wire.DONE -> {
            return;
          }
          case Wire.FAILED -> throw new SQLException("Spark: " + Wire.read(answers));
          case Wire.ROW -> {
            row.read(answers);
            consumer.accept(row);
          }
          default -> throw new IOException("Spark's driver answers what nobody asked");
        }
      }
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static SQLException gone(IOException e) {
    return new SQLException("Spark's driver is gone", e);
  }

  /// Ends the driver and whatever it started, politely first.
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    try (DataInputStream _ = answers;
        DataOutputStream out = requests) {
      out.writeByte(Wire.END);
      out.flush();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
