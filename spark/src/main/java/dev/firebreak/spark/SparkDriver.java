package dev.firebreak.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process in which Spark's driver runs; [Wire] has what it is asked and answers. It knows
/// nothing of the rest of Firebreak. It ends with its input, whatever runs: nothing of it outlives
/// the process that started it.
final class SparkDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SparkDriver.class);

  private final SparkSession spark;
  private final DataOutputStream out;

  private SparkDriver(SparkSession spark, DataOutputStream out) {
    this.spark = spark;
    this.out = out;
  }

  /// One request: what is asked, and its texts.
  private record Request(byte what, String text, String[] files) {}

  /// @param args the file with Spark's settings
  public static void main(String[] args) throws Exception {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16))) {
      System.setOut(
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
      BlockingQueue<Request> requests = listen();
      try (SparkSession spark = start(Path.of(args[0]))) {
        answer(out, Wire.DONE, "");
        new SparkDriver(spark, out).serve(requests);
      } catch (RuntimeException e) {
        LOG.error("Spark did not start", e);
        answer(out, Wire.FAILED, String.valueOf(e.getMessage()));
      }
    }
  }

  private static SparkSession start(Path settings) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(settings)) {
      properties.load(in);
    }
    SparkSession.Builder builder = SparkSession.builder();
    properties
        .stringPropertyNames()
        .forEach(name -> builder.config(name, properties.getProperty(name)));
    SparkSession spark = builder.getOrCreate();
    TextFunctions.register(spark);
    return spark;
  }

  /// Reads requests beside what is done, so that the end of the input ends that too.
  private static BlockingQueue<Request> listen() {
    BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    Thread.ofPlatform()
        .name("requests")
        .daemon()
        .start(() -> {
          try (DataInputStream in =
              new DataInputStream(
                  new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
            while (true) {
              requests.add(request(in));
            }
          } catch (IOException gone) {
            Runtime.getRuntime().halt(1);
          }
        });
    return requests;
  }

  private static Request request(DataInputStream in) throws IOException {
    byte what = in.readByte();
    String text = what == Wire.END ? "" : Wire.read(in);
    String[] files = new String[what == Wire.REGISTER ? in.readInt() : 0];
    for (int i = 0; i < files.length; i++) {
      files[i] = Wire.read(in);
    }
    return new Request(what, text, files);
  }

  private void serve(BlockingQueue<Request> requests) throws IOException, InterruptedException {
    for (Request request = requests.take(); request.what() != Wire.END; request = requests.take()) {
      try {
        run(request);
        answer(out, Wire.DONE, "");
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        LOG.error("a request failed", e);
        answer(out, Wire.FAILED, kind(e));
      }
    }
  }

  private void run(Request request) throws IOException {
    switch (request.what()) {
      case Wire.REGISTER ->
          spark.read().parquet(request.files()).createOrReplaceTempView(request.text());
      case Wire.RUN -> spark.sql(request.text());
      case Wire.QUERY -> {
        Iterator<Row> rows = spark.sql(request.text()).toLocalIterator();
        while (rows.hasNext()) {
          write(rows.next());
        }
      }
      default -> throw new IllegalArgumentException("no request " + request.what());
    }
  }

  private void write(Row row) throws IOException {
    out.writeByte(Wire.ROW);
    out.writeInt(row.size());
    for (int i = 0; i < row.size(); i++) {
      switch (row.get(i)) {
        case null -> out.writeByte(Wire.NULL);
        case Boolean truth -> {
          out.writeByte(Wire.TRUTH);
          out.writeBoolean(truth);
        }
        case Long number -> number(number);
        case Integer number -> number(number);
        case Byte number -> number(number);
        case String text -> {
          out.writeByte(Wire.TEXT);
          Wire.write(out, text);
        }
        default -> throw new IllegalArgumentException("column " + (i + 1) + " has no plain type");
      }
    }
  }

  private void number(long number) throws IOException {
    out.writeByte(Wire.NUMBER);
    out.writeLong(number);
  }

  /// The error by its name: the message may quote values.
  private static String kind(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (String.valueOf(each.getMessage()).contains("No space left")) {
        return "No space left";
      }
      if (each instanceof SparkThrowable spark && spark.getCondition() != null) {
        return spark.getCondition();
      }
    }
    return error.getClass().getSimpleName();
  }

  private static void answer(DataOutputStream out, byte what, String message) throws IOException {
    out.writeByte(what);
    if (what == Wire.FAILED) {
      Wire.write(out, message);
    }
    out.flush();
  }
}
