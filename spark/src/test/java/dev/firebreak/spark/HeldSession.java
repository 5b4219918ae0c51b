package dev.firebreak.spark;

import dev.firebreak.assessment.QuerySession;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// A process that is at work on Spark until it is killed.
final class HeldSession {
  static final String AT_WORK = "at work";

  private HeldSession() {}

  /// @param args Spark's folder, the work folder
  public static void main(String[] args) throws IOException, SQLException {
    SparkEngine engine = new SparkEngine(Path.of(args[0]));
    Path work = Files.createDirectories(Path.of(args[1]));
    try (QuerySession spark = engine.open("local-cluster[1,1,1024]", work)) {
      // a worker has done something once this answers
      spark.each("SELECT count(*) FROM range(0, 100, 1, 2)", row -> say(row.getLong(1)));
      spark.each("SELECT sum(id % 7) FROM range(0, 1000000000000000, 1, 2)", _ -> {});
    }
  }

  private static void say(long rows) {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(AT_WORK + " after " + rows);
    }
  }
}
