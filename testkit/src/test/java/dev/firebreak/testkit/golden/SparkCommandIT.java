package dev.firebreak.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `incident assess --engine spark --master local-cluster[...]` by the command line, against the
/// same on DuckDB: findings, people and organisations.
@Tag("long")
class SparkCommandIT {
  private static final String ID = "2025-11-mixpanel";

  @TempDir Path folder;

  @Test
  void sparkFindsWhatDuckDbFinds() throws IOException {
    Desk desk = new Desk(folder.resolve("desk"));
    write(desk, "people.csv", "account_id,email,name,country,organization_id,organization_name\n");
    StringBuilder rows = new StringBuilder("user_id,email,company,city\n");
    for (int i = 0; i < 40; i++) {
      write(
          desk,
          "people.csv",
          "user-%1$d,p%1$d@example.com,Person %1$d,SE,org-%2$d,Works %2$d\n".formatted(i, i % 5));
      rows.append(
          i % 3 == 0
              ? "user-%d,,Elsewhere,Oslo\n".formatted(i)
              : "x-%d,P%d@example.com,,Lyon\n".formatted(i, i * 2));
    }
    write(desk, "rows.csv", rows.toString());
    desk.confirmed("incident", "open", ID, "--vendor", "mixpanel", "--title", "Export");

    List<JsonNode> onDuckDb = assessed(desk);
    List<JsonNode> onSpark =
        assessed(desk, "--engine", "spark", "--master", "local-cluster[2,1,1024]");

    assertThat(onDuckDb.getFirst().at("/assessment/found").asLong()).isPositive();
    assertThat(onSpark).isEqualTo(onDuckDb);
  }

  private static void write(Desk desk, String name, String text) throws IOException {
    Files.writeString(
        desk.folder().resolve(name),
        text,
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  /// Findings without what is of the run, people, organisations.
  private static List<JsonNode> assessed(Desk desk, String... engine) throws IOException {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("incident", "assess", ID, "rows.csv", "--accounts", "people.csv"));
    words.addAll(List.of(engine));
    ObjectNode findings = (ObjectNode) desk.confirmed(words.toArray(String[]::new));
    findings.remove(List.of("version", "madeAt", "seconds", "mapping"));
    return List.of(
        findings,
        desk.confirmed("incident", "people", ID, "--because", "test"),
        desk.confirmed("incident", "organizations", ID, "--because", "test"));
  }
}
