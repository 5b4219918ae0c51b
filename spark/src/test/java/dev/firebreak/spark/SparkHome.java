package dev.firebreak.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders with the Spark of the build, each with settings of its own.
final class SparkHome {
  /// Settings for a data set that is small.
  static final String SMALL =
      """
      spark.executor.extraJavaOptions  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
      spark.sql.shuffle.partitions     2
      spark.sql.files.minPartitionNum  1
      spark.sql.adaptive.enabled       false
      spark.sql.codegen.wholeStage     false
      spark.sql.codegen.factoryMode    NO_CODEGEN
      """;

  private SparkHome() {}

  /// Makes one beside the build's, with links to its libraries; it stays there until the next time.
  ///
  /// @param name one that no other test takes
  /// @param defaults the text of `conf/spark-defaults.conf`
  static Path make(String name, String defaults) throws IOException {
    Path target = Path.of(System.getProperty("firebreak.root"), "spark/target");
    Path folder = target.resolve("test-homes").resolve(name);
    remove(folder);
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> libraries = Files.list(target.resolve("spark-home/jars"))) {
      for (Path library : libraries.toList()) {
        Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
      }
    }
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("spark-defaults.conf"), defaults);
    return folder;
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /// What makes a driver count the tasks of each executor into a file, beside other options of its
  /// Java.
  static String counting(Path home, Path tasks) throws IOException {
    TaskCounter.jar(home.resolve("jars").resolve("task-counter.jar"));
    return """
    spark.extraListeners             %s
    spark.driver.extraJavaOptions    -D%s=%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
    """
        .formatted(TaskCounter.class.getName(), TaskCounter.FILE, tasks);
  }
}
