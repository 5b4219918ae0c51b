package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.AssessedDataSet;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.AssessmentStage;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.LinkageAttacks;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.OrganizationTable;
import dev.firebreak.assessment.PeopleTable;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.QueryEngine;
import dev.firebreak.assessment.TraceUnicity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same data on DuckDB and on a real Spark: a master, two workers, an executor in a process of
/// its own on each.
class SparkAssessmentTest {
  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final long MEMORY_BYTES = 256L << 20;

  private final List<String> pages = new ArrayList<>();

  @TempDir Path folder;

  /// All that an assessment says.
  private record Result(
      Assessment assessment,
      List<PersonExposure> people,
      List<OrganizationExposure> organizations,
      List<TraceUnicity> traces) {}

  @Test
  void sparkFindsTheSamePeopleCategoriesAndCountsAsDuckDb() throws Exception {
    StolenFiles files = new StolenFiles(folder);
    DataSetAssessor duckDb = new DataSetAssessor(MEMORY_BYTES);

    Result expected = result(duckDb, files.request("duckdb", (_, _) -> {}));
    List<ListeningSockets.Socket> sockets = new ArrayList<>();
    AssessmentRequest request = files.request("spark", (step, _) -> whileItRuns(step, sockets));
    Result actual = result(duckDb.on(new SparkEngine(home()), MASTER), request);

    everyMethodHasItsCases(expected);
    assertThat(actual.people()).isEqualTo(expected.people());
    assertThat(actual.organizations()).isEqualTo(expected.organizations());
    assertThat(actual.traces()).isEqualTo(expected.traces());
    assertThat(actual.assessment())
        .usingRecursiveComparison()
        .ignoringFields("people", "organizationCards")
        .isEqualTo(expected.assessment());
    assertThat(sockets).isNotEmpty().allMatch(ListeningSockets.Socket::isLoopback);
    assertThat(pages).isNotEmpty().noneMatch(answer -> answer.contains(" 200 "));
    bothWorkersWorked();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void theModuleIsFoundByItsName() {
    assertThat(QueryEngine.of("spark")).isInstanceOf(SparkEngine.class);
  }

  /// The Spark of the build, set up for a data set that is small, with what counts its tasks.
  private Path home() throws IOException {
    Path built = Path.of(System.getProperty("firebreak.root"), "spark/target/spark-home/jars");
    Path home = Files.createDirectory(folder.resolve("spark-home"));
    Path jars = Files.createDirectory(home.resolve("jars"));
    try (Stream<Path> libraries = Files.list(built)) {
      for (Path library : libraries.toList()) {
        Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
      }
    }
    TaskCounter.jar(jars.resolve("task-counter.jar"));
    Files.writeString(
        Files.createDirectory(home.resolve("conf")).resolve("spark-defaults.conf"),
        """
        spark.extraListeners             %s
        spark.driver.extraJavaOptions    -D%s=%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
        spark.executor.extraJavaOptions  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
        spark.sql.shuffle.partitions     2
        spark.sql.files.minPartitionNum  1
        spark.sql.adaptive.enabled       false
        spark.sql.codegen.wholeStage     false
        spark.sql.codegen.factoryMode    NO_CODEGEN
        """
            .formatted(TaskCounter.class.getName(), TaskCounter.FILE, tasks()));
    return home;
  }

  /// Looks at Spark's sockets once, when it is at work.
  private void whileItRuns(String step, List<ListeningSockets.Socket> sockets) {
    if (!step.equals(AssessmentStage.EXPOSURE.words()) || !sockets.isEmpty()) {
      return;
    }
    try {
      sockets.addAll(ListeningSockets.ofDescendants());
      for (ListeningSockets.Socket socket : sockets) {
        pages.add(socket.firstLine());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result result(DataSetAssessor assessor, AssessmentRequest request) throws Exception {
    try (AssessedDataSet assessed = assessor.open(request)) {
      Assessment assessment = assessed.assessment();
      List<PersonExposure> people = new ArrayList<>();
      List<OrganizationExposure> organizations = new ArrayList<>();
      try (PeopleTable table = PeopleTable.open(assessment.people(), folder.resolve("look"));
          OrganizationTable cards =
              OrganizationTable.open(assessment.organizationCards(), folder.resolve("look"))) {
        table.forEach(people::add);
        cards.forEach(organizations::add);
      }
      return new Result(
          assessment, people, organizations, new LinkageAttacks(assessed).ownActions(2, 1));
    }
  }

  private static void everyMethodHasItsCases(Result result) {
    assertThat(result.people().stream().flatMap(person -> person.methods().stream()))
        .contains(
            "token",
            "account_id",
            "email",
            "email_hash",
            "email_rule",
            "phone",
            "device_link",
            "mentioned");
    assertThat(result.assessment().ambiguous()).isPositive();
    assertThat(result.assessment().unresolved()).isPositive();
    assertThat(result.assessment().organizations().unknown()).isPositive();
  }

  private Path tasks() {
    return folder.resolve("tasks");
  }

  /// Each of the two executors ended tasks well; one that idles would end none.
  private void bothWorkersWorked() throws IOException {
    Map<String, Long> tasks =
        Files.readAllLines(tasks()).stream()
            .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
    assertThat(tasks).containsOnlyKeys("0", "1");
    assertThat(tasks.values()).allMatch(number -> number > 10);
  }
}
