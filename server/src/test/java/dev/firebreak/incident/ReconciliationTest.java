package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.ReconciledOrganization;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciledPerson.Cause;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationTest extends OpenIncident {
  private Path export;
  private long watermark;

  @BeforeEach
  void prepare() throws IOException {
    export = Files.writeString(folder.resolve("export.ndjson"), "{}\n");
    incident.searches.put(DataCategory.PHONE, new Assessment.Search(5_000, 0, 0.98));
    incident.addPerson("acct-1", DataCategory.COUNTRY.mask());
  }

  private void sent(String account, long clear) {
    add(account, clear, DataCategory.ACCOUNT_ID.mask(), "abcdef012345");
  }

  private void add(String account, long clear, long tokenized, String policyVersion) {
    incident.ledger.append(
        new LedgerBatch(
            new BindingId("web"),
            ++watermark,
            List.of(
                new Disclosure(
                    IncidentFixture.VENDOR,
                    incident.installation.keys().subjectKeyring().account(account),
                    IncidentFixture.LAST_EVENT.atZone(ZoneOffset.UTC).toLocalDate(),
                    new Masks(clear, DataCategory.USER_AGENT.mask(), tokenized, 0),
                    policyVersion,
                    AssertedBy.AUTHENTICATED,
                    1,
                    IncidentFixture.LAST_EVENT.minusSeconds(7_200),
                    IncidentFixture.LAST_EVENT.minusSeconds(60))),
            List.of(),
            List.of()));
  }

  private static AbsenceFinding.Grade phone(Findings findings) {
    return findings.absences().stream()
        .filter(absence -> absence.category() == DataCategory.PHONE)
        .findFirst()
        .orElseThrow()
        .grade();
  }

  @Test
  void peopleWhomTheLedgerNeverSentEndTheGradeBoth() {
    sent("acct-1", DataCategory.COUNTRY.mask());
    Findings before = incident.assess(export);
    incident.addPerson("acct-2", DataCategory.COUNTRY.mask());
    Findings after = incident.assess(export);

    assertThat(before.crosscheck().ledger().both()).isEqualTo(1);
    assertThat(before.crosscheck().ledger().differing()).isZero();
    assertThat(phone(before)).isEqualTo(AbsenceFinding.Grade.BOTH);
    assertThat(after.crosscheck().ledger().people(Cause.UNKNOWN)).isEqualTo(1);
    assertThat(after.data().ledgerDoubts())
        .containsExactly(
            "the data set has rows about 1 people of whom Firebreak never sent anything: something"
                + " went past it, or comes from elsewhere");
    assertThat(phone(after)).isEqualTo(AbsenceFinding.Grade.SEARCHED);
    assertThat(incident.assessments.latest(ID)).contains(after);
  }

  @Test
  void clearWhatWentOutAsTokenEndsTheGradeBoth() {
    sent("acct-1", DataCategory.COUNTRY.mask());
    incident.people.clear();
    incident.addPerson("acct-1", DataCategory.COUNTRY.mask() | DataCategory.ACCOUNT_ID.mask());
    Findings findings = incident.assess(export);

    assertThat(findings.crosscheck().ledger().clearer()).containsOnlyKeys(DataCategory.ACCOUNT_ID);
    assertThat(findings.data().ledgerDoubts()).singleElement().asString().contains("tokens only");
    assertThat(phone(findings)).isEqualTo(AbsenceFinding.Grade.SEARCHED);
  }

  @Test
  void importedHistoryHidesNoSignOfABypass() {
    sent("acct-1", DataCategory.COUNTRY.mask());
    incident.people.clear();
    long account = DataCategory.ACCOUNT_ID.mask();
    incident.addPerson("acct-1", DataCategory.COUNTRY.mask() | account);
    incident.addPerson("acct-2", DataCategory.COUNTRY.mask());
    Findings before = incident.assess(export);
    add("acct-1", account, 0, Disclosure.IMPORTED + "0123456789ab");
    add("acct-2", account, 0, Disclosure.IMPORTED + "0123456789ab");
    Findings after = incident.assess(export);

    assertThat(before.data().ledgerDoubts()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(after.data().ledgerDoubts()).isEqualTo(before.data().ledgerDoubts());
    assertThat(after.crosscheck().ledger()).isEqualTo(before.crosscheck().ledger());
    assertThat(phone(after)).isEqualTo(AbsenceFinding.Grade.SEARCHED);
  }

  @Test
  void whomTheFileLacksIsListedSealedAndInTheReport() {
    sent("acct-1", DataCategory.COUNTRY.mask() | DataCategory.CITY.mask());
    sent("acct-9", DataCategory.COUNTRY.mask());
    Findings findings = incident.assess(export);
    List<ReconciledPerson> people = new ArrayList<>();
    List<ReconciledOrganization> organizations = new ArrayList<>();
    incident.assessments.reconciled("olu", ID, 1, "test", people::add);
    incident.assessments.reconciledOrganizations("olu", ID, 1, "test", organizations::add);

    assertThat(people)
        .extracting(ReconciledPerson::cause)
        .containsExactlyInAnyOrder(Cause.NONE, Cause.MISSING);
    assertThat(organizations)
        .extracting(ReconciledOrganization::organization)
        .containsExactly("org-1");
    assertThat(phone(findings)).isEqualTo(AbsenceFinding.Grade.BOTH);
    assertThat(findings.absences())
        .filteredOn(absence -> absence.category() == DataCategory.PHONE)
        .singleElement()
        .satisfies(absence ->
            assertThat(absence.words())
                .contains("1 person whose data the vendor had is not in this file"));
    assertThat(ReconciliationWords.of(findings.crosscheck().ledger()))
        .anyMatch(words -> words.startsWith("1 person is not in the file although"))
        .anyMatch(words -> words.contains("city 1"));
    assertThat(String.valueOf(IncidentJson.findings(findings).get("reconciliation")))
        .contains("causes={missing=1}")
        .doesNotContain("acct-");
    assertThat(incident.filesWith("acct-")).isEmpty();
    assertThat(incident.auditedActions()).contains("ReconciliationRead");
  }

  @Test
  void withoutALedgerNothingIsCompared() {
    Findings findings = incident.assess(export);

    assertThat(findings.crosscheck().ledger().compared()).isFalse();
    assertThat(ReconciliationWords.of(findings.crosscheck().ledger()))
        .singleElement()
        .asString()
        .contains("no statement for this period");
  }
}
