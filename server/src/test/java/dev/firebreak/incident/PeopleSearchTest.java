package dev.firebreak.incident;

import static dev.firebreak.incident.IncidentFixture.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleSearchTest extends OpenIncident {
  private static final int MANY = 1_000;
  private static final long CLEAR = DataCategory.NAME.mask() | DataCategory.EMAIL.mask();
  private static final PeopleSearch.Asker OFFICER =
      new PeopleSearch.Asker("olu", Role.PRIVACY_OFFICER, "case 4711");

  private PeopleSearch search;

  @BeforeEach
  void assess() throws IOException {
    for (int i = 0; i < MANY; i++) {
      incident.people.add(
          IncidentFixture.person("acct-" + i, CLEAR, i == 700 ? "none" : "sms", "member"));
    }
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}\n"));
    search = new PeopleSearch(incident.installation, incident.incidents, incident.assessments);
  }

  @Test
  void everybodyOfAListOfSeveralBlocksIsFound() {
    for (int i = 0; i < MANY; i += 37) {
      incident.pass(Duration.ofHours(1));
      PeopleSearch.Answer answer = search.find(OFFICER, ID, "acct-" + i);
      assertThat(answer.people()).hasSize(1);
      assertThat(answer.people().getFirst().person().accountId()).contains("acct-" + i);
      assertThat(answer.version()).isEqualTo(1);
      assertThat(answer.inList()).isEqualTo(MANY);
    }
  }

  @Test
  void capitalsAndSpacesDoNotMatterAndPartsDoNotCount() {
    assertThat(search.find(OFFICER, ID, "  ACCT-77 ").people()).hasSize(1);
    assertThat(search.find(OFFICER, ID, "acct-").people()).isEmpty();
    assertThat(search.find(OFFICER, ID, "nobody@example.com").people()).isEmpty();
  }

  @Test
  void addressThatManyShareNamesThemAllAndListsSome() {
    PeopleSearch.Answer answer = search.find(OFFICER, ID, IncidentFixture.CANARY);
    assertThat(answer.people()).hasSize(PeopleSearch.FOUND_MAX);
    assertThat(answer.further()).isEqualTo(MANY - PeopleSearch.FOUND_MAX);
  }

  @Test
  void rankCountsThoseWhoAreWorseOff() {
    assertThat(search.find(OFFICER, ID, "acct-700").people().getFirst().rank()).contains(1L);
    assertThat(search.find(OFFICER, ID, "acct-3").people().getFirst().rank()).contains(2L);
  }

  @Test
  void auditHasWhoAndWhyBeforeTheAnswerAndNobodysIdentifier() {
    search.find(OFFICER, ID, "acct-700");

    AuditEntry entry =
        incident.audit.show(new AuditFilter("olu", "PersonSearched", null, null, 10)).getFirst();
    assertThat(entry.subject()).isEqualTo("incident:" + ID);
    assertThat(entry.details()).containsEntry("reason", "case 4711").containsEntry("version", "1");
    assertThat(entry.details().values()).noneMatch(value -> value.contains("acct-700"));
    assertThat(entry.details().get("subjectSha256")).hasSize(64);
  }

  @Test
  void whoMayNotOrSaysNoReasonGetsNoAnswerAndLeavesNoEntry() {
    assertRefused(new PeopleSearch.Asker("rae", Role.RESPONDER, "case"), ErrorCode.NOT_ALLOWED);
    assertRefused(new PeopleSearch.Asker("olu", Role.PRIVACY_OFFICER, " "), ErrorCode.WRONG_USE);
    assertThat(incident.auditedActions()).doesNotContain("PersonSearched");
  }

  @Test
  void operatorSearchesSoOftenWithinAnHour() {
    for (int i = 0; i < PeopleSearch.AN_HOUR_MAX; i++) {
      search.find(OFFICER, ID, "acct-" + i);
    }
    assertRefused(OFFICER, ErrorCode.NOT_ALLOWED);
    PeopleSearch.Asker other = new PeopleSearch.Asker("ada", Role.ADMIN, "case");
    assertThat(search.find(other, ID, "acct-1").people()).hasSize(1);

    incident.pass(Duration.ofHours(1).plusSeconds(1));
    assertThat(search.find(OFFICER, ID, "acct-1").people()).hasSize(1);
  }

  @Test
  void listOfAnEarlierReleaseIsReadAsAWhole() throws IOException {
    Files.delete(sealed("search-1"));

    List<PeopleSearch.Found> people = search.find(OFFICER, ID, "acct-700").people();
    assertThat(people).hasSize(1);
    assertThat(people.getFirst().risk()).isPresent();
    assertThat(people.getFirst().rank()).isEmpty();
  }

  @Test
  void alteredIndexIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(sealed("search-1"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed("search-1"), bytes);

    assertRefused(OFFICER, ErrorCode.DATA_DAMAGED);
  }

  @Test
  void nothingInTheIndexCanBeRead() {
    assertThat(incident.filesWith("acct-700")).isEmpty();
  }

  private Path sealed(String name) {
    return incident.installation.directory().incidents().resolve(ID).resolve(name + ".sealed");
  }

  private void assertRefused(PeopleSearch.Asker asker, ErrorCode code) {
    assertThatThrownBy(() -> search.find(asker, ID, "acct-1"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
