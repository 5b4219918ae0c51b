package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.AssessmentStage;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.QueryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same data on DuckDB and on a real Spark: a master, two workers, an executor in a process of
/// its own on each.
class SparkAssessmentTest {
  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final long MEMORY_BYTES = 256L << 20;

  private final List<String> pages = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void sparkFindsTheSamePeopleCategoriesAndCountsAsDuckDb() throws Exception {
    StolenFiles files = new StolenFiles(folder);
    DataSetAssessor duckDb = new DataSetAssessor(MEMORY_BYTES);

    AssessmentOutcome expected = outcome(duckDb, files.request("duckdb", (_, _) -> {}));
    List<ListeningSockets.Socket> sockets = new ArrayList<>();
    AssessmentRequest request = files.request("spark", (step, _) -> whileItRuns(step, sockets));
    AssessmentOutcome actual = outcome(duckDb.on(new SparkEngine(home()), MASTER), request);

    expected.assertEverythingOccurs();
    actual.assertSameAs(expected);
    assertThat(sockets).isNotEmpty().allMatch(ListeningSockets.Socket::isLoopback);
    assertThat(pages).isNotEmpty().noneMatch(answer -> answer.contains(" 200 "));
    bothWorkersWorked();
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void theModuleIsFoundByItsName() {
    assertThat(QueryEngine.of("spark")).isInstanceOf(SparkEngine.class);
  }

  private AssessmentOutcome outcome(DataSetAssessor assessor, AssessmentRequest request)
      throws Exception {
    return AssessmentOutcome.of(assessor, request, folder.resolve("look"));
  }

  private Path home() throws IOException {
    Path home = SparkHome.make("local-cluster", SparkHome.SMALL);
    Files.writeString(
        home.resolve("conf/spark-defaults.conf"),
        SparkHome.counting(home, tasks()),
        StandardOpenOption.APPEND);
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
