package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternAttackTest {
  private static final String PEOPLE =
      """
      user_id,country,city,browser,browser_version,os,referrer
      user-a,SE,Stockholm,Chrome,142,Windows 11,https://news.example/a
      user-b,US,Fresno,Firefox,145,Linux,
      user-c,US,Fresno,Firefox,144,Linux,https://news.example/b
      user-d,US,,Safari,26,Mac OS X,
      """;

  @TempDir Path folder;

  private KnowledgeLinkage knowing(String csv) throws Exception {
    Path known = Files.writeString(folder.resolve("knowledge.csv"), csv);
    try (AssessedDataSet assessed =
        new AssessmentFixture(folder).file("people.csv", PEOPLE).accounts(ACCOUNTS).open()) {
      return new LinkageAttacks(assessed).knowledge(known);
    }
  }

  @Test
  void columnsAreTakenForFieldsByTheirNames() throws Exception {
    KnowledgeLinkage linkage =
        knowing("target_id,$city,Operating System,shoe_size\nuser-a,stockholm,windows,44\n");

    assertThat(linkage.fields()).containsExactly("city", "os");
    assertThat(linkage.unusedColumns()).containsExactly("shoe_size");
    assertThat(linkage.result())
        .isEqualTo(new LinkageResult(1, 1, 0, 0, OptionalLong.empty(), true));
  }

  @Test
  void severalWeakFieldsTogetherSingleOut() throws Exception {
    KnowledgeLinkage linkage =
        knowing(
            """
            target_id,country,browser,browser_version
            user-a,SE,Chrome,
            user-b,US,Firefox,145
            user-c,US,Firefox,
            user-d,US,Opera,
            """);

    assertThat(linkage.result())
        .isEqualTo(new LinkageResult(4, 2, 0, 1, OptionalLong.empty(), true));
  }

  @Test
  void whoAgreesInMoreFitsBetterThanWhoOnlyHasNothingAgainstIt() throws Exception {
    KnowledgeLinkage linkage =
        knowing("target_id,country,city,browser\nuser-d,US,Fresno,Safari\nuser-b,US,Fresno,\n");

    assertThat(linkage.result().reidentified()).isEqualTo(1);
    assertThat(linkage.result().ambiguous()).isEqualTo(1);
  }

  @Test
  void wrongPersonIsCountedAsWrong() throws Exception {
    assertThat(knowing("target_id,city\nuser-b,Stockholm\n").result())
        .isEqualTo(new LinkageResult(1, 0, 1, 0, OptionalLong.empty(), true));
  }

  @Test
  void knowledgeOfNoFieldIsRefused() {
    assertThatThrownBy(() -> knowing("target_id,shoe_size\nuser-a,44\n"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("no column");
  }
}
