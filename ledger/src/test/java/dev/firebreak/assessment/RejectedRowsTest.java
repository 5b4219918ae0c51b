package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRowsTest {
  @TempDir Path folder;

  private List<RejectedRows.Entry> list() throws Exception {
    List<RejectedRows.Entry> entries = new ArrayList<>();
    RejectedRows.read(Files.newInputStream(folder.resolve(RejectedRows.FILE)), entries::add);
    return entries;
  }

  @Test
  void everyRowIsListedAndCountedByReason() throws Exception {
    RejectedRows rejected = new RejectedRows(folder);
    try (rejected) {
      rejected.add("a.csv", 3, "broken", "ada@example.com,");
      rejected.add("a.csv", 4, "broken");
      rejected.add("b.csv", 1, "too long", "x".repeat(10));
    }
    assertThat(list())
        .containsExactly(
            new RejectedRows.Entry("a.csv", 3, "broken", "ada@example.com,", 1),
            new RejectedRows.Entry("a.csv", 4, "broken", "", 1),
            new RejectedRows.Entry("b.csv", 1, "too long", "xxxxxxxxxx", 1));
    assertThat(rejected.count()).isEqualTo(3);
    assertThat(rejected.byReason()).containsEntry("broken", 2L).containsEntry("too long", 1L);
    assertThat(list().toString()).doesNotContain("ada@example.com");
  }

  @Test
  void beyondItsBoundTheListCountsByPartAndReason() throws Exception {
    try (RejectedRows rejected = new RejectedRows(folder, 2)) {
      for (int line = 1; line <= 10; line++) {
        rejected.add("a.csv", line, line % 2 == 0 ? "even" : "odd", "text");
      }
      assertThat(rejected.count()).isEqualTo(10);
    }
    assertThat(list())
        .containsExactly(
            new RejectedRows.Entry("a.csv", 1, "odd", "text", 1),
            new RejectedRows.Entry("a.csv", 2, "even", "text", 1),
            new RejectedRows.Entry("a.csv", 3, "odd", "", 4),
            new RejectedRows.Entry("a.csv", 4, "even", "", 4));
    assertThat(list().stream().mapToLong(RejectedRows.Entry::rows).sum()).isEqualTo(10);
  }

  @Test
  void listThatIsTakenOverCountsTheSame() throws Exception {
    Path earlier = Files.createDirectory(folder.resolve("earlier"));
    RejectedRows before = new RejectedRows(earlier, 1);
    try (before) {
      IntStream.rangeClosed(1, 5).forEach(line -> before.add("a.csv", line, "broken", "b" + line));
    }
    RejectedRows again = new RejectedRows(folder, 1);
    try (again) {
      again.restore(_ -> Files.newInputStream(earlier.resolve(RejectedRows.FILE)), 5);
    }
    assertThat(again.count()).isEqualTo(5);
    assertThat(again.byReason()).isEqualTo(before.byReason());
    assertThat(list()).hasSize(2);
  }

  @Test
  void reasonsAndPartsAreBounded() throws Exception {
    RejectedRows rejected = new RejectedRows(folder, 0);
    try (rejected) {
      IntStream.range(0, 30_000).forEach(i -> rejected.add("p" + i, 1, "reason " + i));
    }
    assertThat(rejected.byReason()).hasSize(201).containsEntry("(other reasons)", 29_800L);
    assertThat(list()).hasSize(10_001);
    assertThat(list().stream().mapToLong(RejectedRows.Entry::rows).sum()).isEqualTo(30_000);
  }

  @Test
  void beginningsAreCutAtCharacters() {
    String faces = "\uD83D\uDE00".repeat(2_000);

    assertThat(RejectedRows.beginning("x" + faces))
        .hasSize(RejectedRows.BEGINNING_CHARS - 1)
        .doesNotEndWith("\uD83D");
    assertThat(RejectedRows.beginning(List.of("a", "b"))).isEqualTo("a | b");
    List<String> many = IntStream.range(0, 9_000).mapToObj(String::valueOf).toList();
    assertThat(RejectedRows.beginning(many)).hasSize(RejectedRows.BEGINNING_CHARS);
    assertThat(many.stream().collect(Collectors.joining(" | ")))
        .startsWith(RejectedRows.beginning(many));
  }
}
