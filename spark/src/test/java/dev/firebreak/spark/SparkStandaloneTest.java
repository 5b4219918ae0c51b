package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The assessment at a `spark://` master: Spark's own, with a worker that is no child of Firebreak
/// and has nothing of it but what the driver sends.
class SparkStandaloneTest {
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int END_SECONDS = 30;
  private static final String CLUSTER =
      """
      spark.authenticate           true
      spark.authenticate.secret    word of the whole cluster
      spark.network.crypto.enabled true
      spark.master.rest.enabled    false
      """;

  @TempDir Path folder;

  @Test
  void aStandaloneMasterAndItsWorkerFindWhatDuckDbFinds() throws Exception {
    StolenFiles files = new StolenFiles(folder);
    DataSetAssessor duckDb = new DataSetAssessor(MEMORY_BYTES);
    AssessmentOutcome expected = outcome(duckDb, files.request("duckdb", (_, _) -> {}));

    AssessmentOutcome actual;
    try (StandaloneCluster cluster =
        new StandaloneCluster(SparkHome.make("standalone", CLUSTER), folder.resolve("worker"))) {
      SparkEngine engine = new SparkEngine(home("word of the whole cluster"), jar());
      actual = outcome(duckDb.on(engine, cluster.master()), files.request("spark", (_, _) -> {}));
      cluster.executors().forEach(executor -> executor.onExit().join());
    }

    actual.assertSameAs(expected);
    assertThat(Files.readAllLines(folder.resolve("tasks")))
        .hasSizeGreaterThan(20)
        .containsOnly("0");
  }

  @Test
  void aMasterThatIsNotThereIsToldAtOnce() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    SparkEngine engine = new SparkEngine(home("word"), jar());
    assertThatThrownBy(
            () -> new DataSetAssessor(MEMORY_BYTES).on(engine, "spark://127.0.0.1:" + free))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("no Spark master can be reached at 127.0.0.1:" + free);
  }

  @Test
  @Timeout(120)
  void aMasterWithAnotherSecretIsToldAtOnceAndNoProcessStays() throws Exception {
    try (StandaloneCluster cluster =
        new StandaloneCluster(SparkHome.make("refusing", CLUSTER), folder.resolve("worker"))) {
      Set<ProcessHandle> before = processes();
      SparkEngine engine = new SparkEngine(home("word of another cluster"), jar());

      assertThatThrownBy(() -> new DataSetAssessor(MEMORY_BYTES).on(engine, cluster.master()))
          .isInstanceOfSatisfying(
              FirebreakException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
          .hasMessageContaining("the Spark master at " + cluster.master() + " cannot be used")
          .hasMessageContaining("does not accept the secret of this side")
          .message()
          .doesNotContain("word of");
      for (ProcessHandle each : processes()) {
        if (!before.contains(each)) {
          each.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static Set<ProcessHandle> processes() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private AssessmentOutcome outcome(DataSetAssessor assessor, AssessmentRequest request)
      throws Exception {
    return AssessmentOutcome.of(assessor, request, folder.resolve("look"));
  }

  /// Firebreak's side, which has the secret in a file.
  private Path home(String secret) throws IOException {
    Path home = SparkHome.make("of-a-cluster", SparkHome.SMALL);
    Path conf = home.resolve("conf");
    Files.writeString(conf.resolve("secret"), secret + "\n");
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        SparkHome.counting(home, folder.resolve("tasks"))
            + """
            spark.authenticate.secret.file   secret
            spark.driver.host                127.0.0.1
            spark.driver.bindAddress         127.0.0.1
            spark.executor.memory            512m
            """,
        StandardOpenOption.APPEND);
    return home;
  }

  /// The module as a jar, as the build leaves it.
  private Path jar() throws IOException {
    Path classes = Path.of(System.getProperty("firebreak.root"), "spark/target/classes");
    Path jar = folder.resolve("firebreak-spark.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
