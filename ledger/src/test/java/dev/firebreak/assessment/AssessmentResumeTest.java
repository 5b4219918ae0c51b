package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An assessment that was cancelled goes on from its last checkpoint and ends as one without a
/// break.
class AssessmentResumeTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PEOPLE", "MATCH", "EXPOSURE", "RISK"})
  void cancelledAssessmentGoesOnToTheIdenticalResult(AssessmentStage stage) throws Exception {
    resumed(stage, 2_000, 300);
  }

  @Test
  @Tag("long")
  void largeCancelledAssessmentGoesOnToTheIdenticalResult() throws Exception {
    for (AssessmentStage stage : EnumSet.of(AssessmentStage.MATCH, AssessmentStage.RISK)) {
      resumed(stage, 600_000, 90_000);
      delete(folder.resolve("whole"));
      delete(folder.resolve("broken"));
      delete(folder.resolve("kept"));
    }
  }

  @Test
  void cancelledReadingKeepsNothing() throws Exception {
    FolderCheckpoints kept = new FolderCheckpoints(folder.resolve("kept"));
    AssessmentFixture broken = fixture("broken", 20_000, 300);

    cancelledAt(AssessmentStage.READ, broken, kept);
    assertThat(folder.resolve("kept")).doesNotExist();
  }

  private static void cancelledAt(
      AssessmentStage stage, AssessmentFixture broken, FolderCheckpoints kept) {
    Cancellation cancellation = new Cancellation();
    broken.conduct(
        new Conduct(
            (at, _, _) -> {
              if (at == stage) {
                cancellation.request();
              }
            },
            cancellation,
            kept));
    assertThatThrownBy(broken::assess)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  private void resumed(AssessmentStage stage, int rows, int people) throws Exception {
    Assessment expected = fixture("whole", rows, people).assess();
    FolderCheckpoints kept = new FolderCheckpoints(folder.resolve("kept"));
    AssessmentFixture broken = fixture("broken", rows, people);
    cancelledAt(stage, broken, kept);
    delete(broken.folder.resolve("work"));
    delete(broken.folder.resolve("result"));
    Set<AssessmentStage> seen = EnumSet.noneOf(AssessmentStage.class);
    broken.conduct(new Conduct((at, _, _) -> seen.add(at), new Cancellation(), kept));
    Assessment actual = broken.assess();

    assertThat(seen).doesNotContain(AssessmentStage.READ);
    assertThat(seen.contains(AssessmentStage.MATCH))
        .isEqualTo(stage.compareTo(AssessmentStage.MATCH) <= 0);
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("people", "organizationCards")
        .isEqualTo(expected);
    assertThat(people(actual)).isEqualTo(people(expected));
  }

  private List<PersonExposure> people(Assessment assessment) throws Exception {
    List<PersonExposure> people = new ArrayList<>();
    try (PeopleTable table = PeopleTable.open(assessment.people(), folder.resolve("look"))) {
      table.forEach(people::add);
    }
    return people;
  }

  /// Events and profiles with ids, addresses, references, mentions and shared devices.
  private AssessmentFixture fixture(String name, int rows, int people) throws IOException {
    RandomGenerator random = new Random(7);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      int person = random.nextInt(people);
      events.append(
          """
          {"event":"E %d","properties":{"time":%d,"distinct_id":"u-%d","$device_id":"d-%d",\
          "$city":"City %d","$browser":"B %d","$email":"p%d@example.com","account_id":"org-%d",\
          "invited":"p%d@example.org"}}
          """
              .formatted(
                  random.nextInt(5),
                  1_762_500_000 + i,
                  person,
                  person / 2,
                  person % 9,
                  person % 4,
                  person,
                  person % 20,
                  random.nextInt(people)));
    }
    StringBuilder accounts = new StringBuilder("account_id,email,city,organization_id,role\n");
    for (int i = 0; i < people; i++) {
      String role = i % 20 == 0 ? "admin" : "member";
      accounts.append(
          "u-%d,p%d@example.org,City %d,org-%d,%s%n".formatted(i, i, i % 9, i % 20, role));
    }
    return new AssessmentFixture(folder.resolve(name))
        .file("events.json", events.toString())
        .accounts(accounts.toString());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// Checkpoints in a folder, always due.
  private record FolderCheckpoints(Path folder) implements Checkpoints {
    @Override
    public boolean isDue() {
      return true;
    }

    @Override
    public void keep(List<Path> files, Set<String> still) throws IOException {
      if (Files.exists(folder)) {
        for (Path old : list()) {
          if (!still.contains(String.valueOf(old.getFileName()))) {
            Files.delete(old);
          }
        }
      }
      Files.createDirectories(folder);
      for (Path file : files) {
        Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
      }
    }

    @Override
    public List<Path> restore(Path to) throws IOException {
      List<Path> restored = new ArrayList<>();
      if (Files.exists(folder)) {
        Files.createDirectories(to);
        for (Path file : list()) {
          restored.add(Files.copy(file, to.resolve(String.valueOf(file.getFileName()))));
        }
      }
      return restored;
    }

    private List<Path> list() throws IOException {
      try (var files = Files.list(folder)) {
        return files.toList();
      }
    }
  }
}
