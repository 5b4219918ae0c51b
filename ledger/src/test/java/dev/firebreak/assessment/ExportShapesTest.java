package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Small exports of each vendor and tables of unknown make, each with a file of the truth: its
/// shapes, its times, and of every path the category and the slot.
class ExportShapesTest {
  @TempDir Path folder;

  static Stream<String> exports() throws Exception {
    try (Stream<Path> files = Files.list(resources())) {
      return files
          .map(file -> Objects.requireNonNull(file.getFileName()).toString())
          .filter(name -> !name.endsWith(".truth"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path resources() throws Exception {
    URI folder = Objects.requireNonNull(ExportShapesTest.class.getResource("/exports")).toURI();
    return Path.of(folder);
  }

  @ParameterizedTest
  @MethodSource("exports")
  void everyPathHasItsCategoryAndSlot(String name) throws Exception {
    Path export = resources().resolve(name);
    Assessment assessment = new AssessmentFixture(folder).given(export).assess();
    List<String> lines = new ArrayList<>();
    lines.add("shapes " + String.join(" ", assessment.shape()));
    lines.add("rows " + assessment.rowsRead() + " rejected " + assessment.rowsRejected());
    lines.add("events " + assessment.firstEventMillis() + " " + assessment.lastEventMillis());
    lines.add("people " + assessment.unresolved());
    assessment.fields().forEach(field -> lines.add(line(field)));
    Path seen = Path.of("target", "golden", name + ".truth");
    Files.createDirectories(Objects.requireNonNull(seen.getParent()));
    Files.write(seen, lines);

    assertThat(lines).isEqualTo(Files.readAllLines(resources().resolve(name + ".truth")));
  }

  private static String line(Assessment.Field field) {
    return field.path()
        + " | "
        + field.category().map(DataCategory::key).orElse("-")
        + " | "
        + field.meaning().slot().key()
        + (field.meaning().addedByVendor() ? " | added by the vendor" : "");
  }
}
