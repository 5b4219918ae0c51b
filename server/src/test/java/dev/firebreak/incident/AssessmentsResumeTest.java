package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.AssessmentStage;
import dev.firebreak.assessment.Cancellation;
import dev.firebreak.assessment.Checkpoints;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.EmailRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cancelled assessment leaves nothing but sealed files, and `resume` ends as one without a
/// break.
class AssessmentsResumeTest {
  private static final String ID = IncidentFixture.ID;

  @TempDir private Path folder;
  private IncidentFixture incident;
  private Assessments assessments;
  private Path export;
  private Path accounts;

  @BeforeEach
  void openIncident() throws IOException {
    incident = new IncidentFixture(folder);
    incident.open();
    assessments = new Assessments(incident.installation, incident.incidents, Duration.ZERO);
    StringBuilder rows = new StringBuilder("user_id,email,city,plan\n");
    StringBuilder directory = new StringBuilder("account_id,email,city\n");
    for (int i = 0; i < 500; i++) {
      rows.append("u-%d,zoe%d@example.com,City %d,team%n".formatted(i, i, i % 7));
      directory.append("u-%d,zoe%d@example.com,City %d%n".formatted(i, i, i % 7));
    }
    export = Files.writeString(folder.resolve("export.csv"), rows);
    accounts = Files.writeString(folder.resolve("accounts.csv"), directory);
  }

  @AfterEach
  void close() throws IOException {
    incident.close();
  }

  private Assessments.Task task(Conduct conduct) {
    return Assessments.Task.stolen(
        List.of(export),
        Optional.of(accounts),
        new LocalDataSetReader(new DataSetAssessor(256L << 20), OutsideKnowledge.NONE),
        conduct);
  }

  private void cancelAt(AssessmentStage stage) {
    Cancellation cancellation = new Cancellation();
    Conduct conduct =
        new Conduct(
            (at, _, _) -> {
              if (at == stage) {
                cancellation.request();
              }
            },
            cancellation,
            Checkpoints.NONE);
    assertThatThrownBy(() -> assessments.assess(incident.responder, ID, task(conduct)))
        .hasMessageContaining("cancelled")
        .hasMessageContaining("--resume");
  }

  @Test
  void resumedAssessmentEndsAsOneWithoutABreak() {
    cancelAt(AssessmentStage.RISK);

    assertThat(incident.installation.directory().work()).isEmptyDirectory();
    assertThat(incident.filesWith("zoe7@example.com")).isEmpty();
    assertThat(assessments.latest(ID)).isEmpty();

    Set<AssessmentStage> seen = EnumSet.noneOf(AssessmentStage.class);
    Findings resumed =
        assessments.resume(
            incident.responder, ID, task(Conduct.plain().with((at, _, _) -> seen.add(at))));
    List<String> found = people(1);

    assertThat(seen).doesNotContain(AssessmentStage.READ, AssessmentStage.MATCH);
    assertThat(sealedNames()).noneMatch(name -> name.startsWith("checkpoint"));
    Findings whole = assessments.assess(incident.responder, ID, task(Conduct.plain()));
    assertThat(resumed.people()).isEqualTo(whole.people());
    assertThat(resumed.categories()).isEqualTo(whole.categories());
    assertThat(resumed.data().originals()).isEqualTo(whole.data().originals());
    assertThat(found).isEqualTo(people(2));
    assertThat(sealedNames()).contains("converted-1-index.sealed");
  }

  @Test
  void whatWasKeptOfOtherFilesIsNotTakenUp() throws IOException {
    cancelAt(AssessmentStage.MATCH);
    Files.writeString(accounts, Files.readString(accounts).replace("u-1,", "u-x,"));

    assertThatThrownBy(() -> assessments.resume(incident.responder, ID, task(Conduct.plain())))
        .hasMessageContaining("other files, accounts, rules, corrections");
  }

  @Test
  void whatWasKeptInOneEncodingIsNotTakenUpInAnother() {
    cancelAt(AssessmentStage.RISK);
    Assessments.Task same = task(Conduct.plain());
    Assessments.Task other =
        same.with(new AssessmentRules(EmailRules.EXACT, Optional.of(Charset.forName("Shift_JIS"))));

    assertThatThrownBy(() -> assessments.resume(incident.responder, ID, other))
        .hasMessageContaining("encoding")
        .hasMessageContaining("without --resume");
    assertThat(assessments.resume(incident.responder, ID, same).people().found()).isEqualTo(500);
  }

  @Test
  void withoutAnythingKeptThereIsNothingToResume() {
    assertThatThrownBy(() -> assessments.resume(incident.responder, ID, task(Conduct.plain())))
        .hasMessageContaining("no stage of an assessment was kept");
  }

  private List<String> people(int version) {
    List<String> people = new ArrayList<>();
    assessments.people(
        "rae", ID, version, "test", person -> people.add(person.person() + person.identifiers()));
    return people;
  }

  private List<String> sealedNames() {
    try (var files = Files.list(incident.installation.directory().incidents().resolve(ID))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
