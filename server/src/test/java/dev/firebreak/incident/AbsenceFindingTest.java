package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AbsenceFindingTest extends OpenIncident {
  private Path export;

  @BeforeEach
  void prepare() throws IOException {
    export = Files.writeString(folder.resolve("export.ndjson"), "{}\n");
    incident.addPerson("acct-1", DataCategory.COUNTRY.mask());
    incident.searches.put(DataCategory.PHONE, new Assessment.Search(5_000, 0, 0.98));
  }

  private void disclosed(long clear, long withheld) throws IOException {
    Disclosure fact = fact(clear, withheld, IncidentFixture.LAST_EVENT.minus(Duration.ofDays(2)));
    incident.ledger.append(
        new LedgerBatch(new BindingId("web"), 1, List.of(fact), List.of(), List.of()));
  }

  private Disclosure fact(long clear, long withheld, Instant firstEvent) {
    return new Disclosure(
        IncidentFixture.VENDOR,
        incident.installation.keys().subjectKeyring().account("acct-1"),
        LocalDate.of(2025, 11, 1),
        new Masks(clear, DataCategory.USER_AGENT.mask(), DataCategory.ACCOUNT_ID.mask(), withheld),
        "abcdef012345",
        AssertedBy.AUTHENTICATED,
        1,
        firstEvent,
        firstEvent);
  }

  private Optional<AbsenceFinding> absence(DataCategory category) {
    return incident.assess(export).absences().stream()
        .filter(finding -> finding.category() == category)
        .findFirst();
  }

  @Test
  void withoutALedgerASearchIsOnlySearched() {
    AbsenceFinding phone = absence(DataCategory.PHONE).orElseThrow();

    assertThat(phone.grade()).isEqualTo(AbsenceFinding.Grade.SEARCHED);
    assertThat(phone.mayBeSaidNotExposed()).isFalse();
    assertThat(phone.words()).contains("5,000 values", "98.0 %", "no proof");
    assertThat(absence(DataCategory.PASSWORD)).isEmpty();
  }

  @Test
  void searchedAndNeverSentMayBeSaid() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), DataCategory.PHONE.mask());
    AbsenceFinding phone = absence(DataCategory.PHONE).orElseThrow();

    assertThat(phone.grade()).isEqualTo(AbsenceFinding.Grade.BOTH);
    assertThat(phone.words()).startsWith("Was not exposed");
    assertThat(incident.assess(export).notExposed()).containsExactly(DataCategory.PHONE);
  }

  @Test
  void categoryWithoutADetectorIsWordedAsNotSent() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), 0);
    AbsenceFinding password = absence(DataCategory.PASSWORD).orElseThrow();

    assertThat(password.grade()).isEqualTo(AbsenceFinding.Grade.NEVER_SENT);
    assertThat(password.words()).startsWith("We did not send it").doesNotContain("not exposed");
    assertThat(password.mayBeSaidNotExposed()).isFalse();
  }

  @Test
  void onePassedUnclassifiedFieldEndsTheSecondGrade() throws IOException {
    disclosed(DataCategory.UNCLASSIFIED.mask(), 0);

    assertThat(absence(DataCategory.PASSWORD)).isEmpty();
    assertThat(absence(DataCategory.PHONE).orElseThrow().grade())
        .isEqualTo(AbsenceFinding.Grade.SEARCHED);
  }

  @Test
  void categoryThatWasSentIsOnlySearched() throws IOException {
    disclosed(DataCategory.PHONE.mask(), 0);

    assertThat(absence(DataCategory.PHONE).orElseThrow().grade())
        .isEqualTo(AbsenceFinding.Grade.SEARCHED);
  }

  @Test
  void categoryInTheFileHasNoAbsenceWhateverTheLedgerSays() throws IOException {
    disclosed(DataCategory.REFERRER.mask(), 0);
    assertThat(absence(DataCategory.COUNTRY)).isEmpty();

    incident.searches.put(DataCategory.PHONE, new Assessment.Search(5_000, 1, 0.98));
    assertThat(absence(DataCategory.PHONE)).isEmpty();
    assertThat(incident.assess(export).inFileButNeverSent()).contains(DataCategory.COUNTRY);
  }

  @Test
  void mappedFieldWithValuesIsNoAbsence() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), 0);
    incident.fields.add(IncidentFixture.field(Optional.of(DataCategory.HEALTH), 3, 3));

    assertThat(absence(DataCategory.HEALTH)).isEmpty();
  }

  @Test
  void rowsThatCouldNotBeReadLeaveOnlyWhatTheLedgerKnows() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), 0);
    incident.rejected = 3;
    AbsenceFinding phone = absence(DataCategory.PHONE).orElseThrow();

    assertThat(phone.grade()).isEqualTo(AbsenceFinding.Grade.NEVER_SENT);
    assertThat(phone.words()).startsWith("We did not send it").contains("3 rows could not be read");
    assertThat(incident.assess(export).notExposed()).isEmpty();
  }

  @Test
  void categoryThatFirebreakNeverLetThroughIsASignOfTrafficPastIt() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), DataCategory.EMAIL.mask());
    incident.people.clear();
    incident.addPerson("acct-1", DataCategory.EMAIL.mask());
    AbsenceFinding phone = absence(DataCategory.PHONE).orElseThrow();

    assertThat(phone.grade()).isEqualTo(AbsenceFinding.Grade.SEARCHED);
    assertThat(absence(DataCategory.PASSWORD)).isEmpty();
    assertThat(incident.assess(export).data().ledgerDoubts())
        .singleElement()
        .asString()
        .contains("user.contact.email", "went past it");
  }

  @Test
  void placesThatVendorsAddAreNoSignOfTrafficPastFirebreak() throws IOException {
    disclosed(DataCategory.BEHAVIOR.mask(), 0);

    assertThat(absence(DataCategory.PHONE).orElseThrow().grade())
        .isEqualTo(AbsenceFinding.Grade.BOTH);
  }

  @Test
  void eventsFromBeforeTheLedgerEndItsWord() throws IOException {
    Disclosure late =
        fact(DataCategory.COUNTRY.mask(), 0, IncidentFixture.LAST_EVENT.plus(Duration.ofDays(1)));
    incident.ledger.append(
        new LedgerBatch(new BindingId("web"), 1, List.of(late), List.of(), List.of()));

    assertThat(absence(DataCategory.PHONE).orElseThrow().grade())
        .isEqualTo(AbsenceFinding.Grade.SEARCHED);
    assertThat(incident.assess(export).data().ledgerDoubts())
        .singleElement()
        .asString()
        .contains("has events since");
  }

  @Test
  void erasureEndsTheLedgersWordForWhatWasBefore() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), DataCategory.PHONE.mask());
    SubjectKey gone = incident.installation.keys().subjectKeyring().account("acct-2");
    incident.ledger.append(
        new LedgerBatch(
            new BindingId("web"),
            2,
            List.of(
                new Disclosure(
                    IncidentFixture.VENDOR,
                    gone,
                    LocalDate.of(2025, 11, 1),
                    new Masks(DataCategory.PHONE.mask(), 0, 0, 0),
                    "abcdef012345",
                    AssertedBy.AUTHENTICATED,
                    1,
                    IncidentFixture.LAST_EVENT,
                    IncidentFixture.LAST_EVENT)),
            List.of(),
            List.of()));
    incident.ledger.erase(IncidentFixture.VENDOR, List.of(gone));

    assertThat(absence(DataCategory.PHONE).orElseThrow().grade())
        .isEqualTo(AbsenceFinding.Grade.SEARCHED);
    assertThat(incident.assess(export).inFileButNeverSent()).isEmpty();
    assertThat(incident.assess(export).data().ledgerDoubts())
        .first()
        .asString()
        .contains("1 subject was erased from the ledger");
  }

  @Test
  void credentialsAreNeverSaidNotExposedByASearchForSomeTypes() throws IOException {
    disclosed(DataCategory.COUNTRY.mask(), 0);
    incident.searches.put(DataCategory.CREDENTIALS, new Assessment.Search(5_000, 0, 1.0, 6));
    AbsenceFinding credentials = absence(DataCategory.CREDENTIALS).orElseThrow();

    assertThat(credentials.grade()).isEqualTo(AbsenceFinding.Grade.NEVER_SENT);
    assertThat(credentials.words()).contains("finds 6 of 6 in tests", "knows only some types");
  }

  @Test
  void searchOverNothingIsNoSearch() {
    incident.searches.put(DataCategory.PHONE, new Assessment.Search(0, 0, 0.98));

    assertThat(absence(DataCategory.PHONE)).isEmpty();
  }
}
