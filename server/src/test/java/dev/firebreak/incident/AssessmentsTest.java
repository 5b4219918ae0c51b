package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.RiskLevel;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssessmentsTest extends OpenIncident {
  private static final long FULL =
      DataCategory.NAME.mask()
          | DataCategory.EMAIL.mask()
          | DataCategory.BEHAVIOR.mask()
          | DataCategory.ORGANIZATION_ID.mask()
          | DataCategory.CITY.mask();

  private Path export;

  @BeforeEach
  void prepare() throws IOException {
    export = folder.resolve("export.ndjson");
    Files.writeString(export, "{\"email\":\"" + IncidentFixture.CANARY + "\"}\n");
    incident.addPerson("acct-1", FULL);
    incident.addPerson("acct-2", FULL);
  }

  @Test
  void noPlaintextIsLeftInTheDataDirectory() {
    incident.assess(export);

    assertThat(incident.filesWith(IncidentFixture.CANARY)).isEmpty();
    assertThat(incident.filesWith("acct-1")).isEmpty();
    assertThat(incident.installation.directory().work()).isEmptyDirectory();
    assertThat(incident.installation.directory().incidents().resolve(ID))
        .isDirectoryContaining("glob:**/original-1-1.sealed")
        .isDirectoryContaining("glob:**/people-1.sealed")
        .isDirectoryContaining("glob:**/findings-1.sealed");
  }

  @Test
  void noPlaintextIsLeftWhenTheReaderFails() {
    DataSetReader failing =
        request -> {
          incident.read(request);
          throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, "broken");
        };

    assertThatThrownBy(() ->
            incident.assessments.assess(
                incident.responder, ID, IncidentFixture.task(failing, export)))
        .hasMessage("broken");
    assertThat(incident.filesWith(IncidentFixture.CANARY)).isEmpty();
    assertThat(incident.installation.directory().work()).isEmptyDirectory();
    assertThat(incident.assessments.latest(ID)).isEmpty();
  }

  @Test
  void mistypedPathIsNoDataSetReceived() {
    assertThatThrownBy(() -> incident.assess(folder.resolve("exprot.ndjson")))
        .hasMessageContaining("there is no file or folder");
    assertThat(incident.incidents.moments(ID)).doesNotContainKey(Moment.DATA_SET_RECEIVED);
  }

  @Test
  void everyOriginalHasItsChainOfCustody() throws IOException {
    Path haul = Files.createDirectories(folder.resolve("haul"));
    Files.writeString(haul.resolve("b.json"), "{}");
    Files.writeString(haul.resolve("a.json"), "{\"user_id\":1}");
    Files.writeString(haul.resolve(".hidden"), "x");
    incident.assessments.assess(
        incident.responder,
        ID,
        IncidentFixture.task(incident::read, export, haul),
        "the vendor's portal, link of 25 Nov");

    List<CustodyEntry> custody = incident.assessments.custody(ID);
    assertThat(custody)
        .extracting(CustodyEntry::number, CustodyEntry::name, CustodyEntry::by, CustodyEntry::from)
        .containsExactly(
            tuple(1, "export.ndjson", "rae", "the vendor's portal, link of 25 Nov"),
            tuple(2, "a.json", "rae", "the vendor's portal, link of 25 Nov"),
            tuple(3, "b.json", "rae", "the vendor's portal, link of 25 Nov"));
    assertThat(custody).extracting(CustodyEntry::at).containsOnly(IncidentFixture.NOW);
    IncidentVault vault = new IncidentVault(incident.installation);
    for (CustodyEntry entry : custody) {
      try (InputStream in = vault.open(ID, "original-1-" + entry.number())) {
        assertThat(in.readAllBytes()).hasSize((int) entry.bytes());
      }
    }
    assertThat(vault.exists(ID, "original-1-4")).isFalse();
  }

  @Test
  void fileThatChangesWhileItIsReadIsRefused() {
    DataSetReader slow =
        request -> {
          DataSetReader.Reading reading = incident.read(request);
          Files.writeString(export, "{}");
          return reading;
        };

    assertThatThrownBy(() ->
            incident.assessments.assess(incident.responder, ID, IncidentFixture.task(slow, export)))
        .hasMessageContaining("changed while it was read");
    assertThat(incident.assessments.latest(ID)).isEmpty();
    assertThat(incident.assessments.custody(ID)).isEmpty();
  }

  @Test
  void workFolderIsClosedToOthersWhileItExists() {
    List<String> modes = new ArrayList<>();
    DataSetReader looking =
        request -> {
          modes.add(
              java.nio.file.attribute.PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(request.workFolder())));
          return incident.read(request);
        };
    incident.assessments.assess(incident.responder, ID, IncidentFixture.task(looking, export));

    assertThat(modes).containsExactly("rwx------");
  }

  @Test
  void findingsComeBackAsTheyWereMade() {
    incident.attacks.add(
        new AttackFigures(
            "profile",
            "name, employer, city",
            true,
            10,
            9,
            0,
            1,
            true,
            java.util.Optional.empty()));
    Findings made = incident.assess(export);

    assertThat(incident.assessments.latest(ID)).contains(made);
    assertThat(made.people().found()).isEqualTo(2);
    assertThat(made.risk().severity().low()).isEqualTo(2.0);
    assertThat(made.risk().severity().high()).isEqualTo(3.0);
    assertThat(made.risk().phishing().in(PhishingRisk.Band.CRITICAL)).isEqualTo(2);
    assertThat(made.risk().reading().low()).isEqualTo(RiskLevel.HIGH);
  }

  @Test
  void tokensOnlyMakeARiskUnlikelyWhereAnAttackerWasTried() {
    incident.people.clear();
    incident.addPerson("acct-1", DataCategory.BEHAVIOR.mask() | DataCategory.COUNTRY.mask());
    incident.attacks.add(profileAttack(400, true));
    Findings made = incident.assess(export);

    assertThat(made.risk().severity().low()).isEqualTo(1.25);
    assertThat(made.risk().severity().high()).isEqualTo(1.5);
    assertThat(made.risk().reading().high()).isEqualTo(RiskLevel.UNLIKELY);
  }

  @Test
  void riskIsNeverUnlikelyWhereNoAttackerHadAnybodyToLookForOrAnythingToLookBy() {
    incident.people.clear();
    incident.addPerson("acct-1", DataCategory.BEHAVIOR.mask() | DataCategory.COUNTRY.mask());
    incident.attacks.add(profileAttack(0, true));
    incident.attacks.add(profileAttack(400, false));
    Findings made = incident.assess(export);

    assertThat(made.risk().reading().low()).isEqualTo(RiskLevel.RISK);
    assertThat(made.risk().reading().why()).anyMatch(why -> why.contains("no attacker"));
    assertThat(incident.duties.evaluate(ID))
        .filteredOn(duty -> duty.duty().id().equals("eu-gdpr-33-authority"))
        .extracting(DutyFinding::status)
        .doesNotContain(DutyFinding.Status.NOT_OWED);
  }

  @Test
  void riskIsNeverUnlikelyWhereIdentifyingFieldsWereNotMeasured() {
    incident.people.clear();
    incident.addPerson("acct-1", DataCategory.BEHAVIOR.mask() | DataCategory.DATE_OF_BIRTH.mask());
    incident.unmeasured.add(DataCategory.DATE_OF_BIRTH);
    incident.attacks.add(profileAttack(400, true));
    Findings made = incident.assess(export);

    assertThat(made.risk().figures().unique()).isEmpty();
    assertThat(made.risk().severity().identification().high()).isEqualTo(1);
    assertThat(made.risk().severity().high()).isEqualTo(3);
    assertThat(made.risk().reading().low()).isEqualTo(RiskLevel.RISK);
    assertThat(made.risk().reading().high()).isEqualTo(RiskLevel.HIGH);
    assertThat(incident.assessments.latest(ID)).contains(made);
  }

  private static AttackFigures profileAttack(long targets, boolean compared) {
    return new AttackFigures(
        "profile",
        "name, employer, city",
        true,
        targets,
        0,
        0,
        0,
        compared,
        java.util.Optional.empty());
  }

  @Test
  void onePersonOfManyDoesNotDecideTheLowReadingOfTheKind() {
    for (int i = 0; i < 100; i++) {
      incident.addPerson("more-" + i, FULL);
    }
    incident.addPerson("acct-x", FULL | DataCategory.PRIVATE_CONTENT.mask());
    Findings made = incident.assess(export);

    assertThat(made.risk().severity().kind().low()).isEqualTo(1);
    assertThat(made.risk().severity().kind().high()).isEqualTo(4);
    assertThat(made.risk().severity().kind().evidence()).contains("of 1.0 % of the people");
  }

  @Test
  void peopleAreReadFromTheSealedFileAndAudited() {
    incident.assess(export);
    List<PersonExposure> read = new ArrayList<>();
    incident.assessments.people("rae", ID, 1, "campaign one", read::add);

    assertThat(read).isEqualTo(incident.people);
    assertThat(incident.assessments.findings(ID, 1).phishingRisk(read.getFirst()))
        .satisfies(risk -> assertThat(risk.band()).isEqualTo(PhishingRisk.Band.CRITICAL));
    assertThat(incident.auditedActions()).contains("PeopleRead");
  }

  @Test
  void aDataSetOfManyFilesIsOneInTheAuditLog() throws Exception {
    Path folder = Files.createDirectory(export.resolveSibling("many"));
    for (int i = 0; i < 40; i++) {
      Files.writeString(folder.resolve("part-%02d.json".formatted(i)), "{\"part\":" + i + "}\n");
    }
    Findings made = incident.assess(folder);

    assertThat(made.data().originals()).hasSize(40);
    assertThat(incident.auditedActions()).contains("FindingsMade");
  }

  @Test
  void oneAuditEntryTellsOfTheTokens() {
    incident.assess(export);

    assertThat(incident.auditedActions()).containsOnlyOnce("TokensResolved");
    assertThat(incident.auditedActions())
        .containsSubsequence("IncidentOpened", "TokensResolved", "FindingsMade");
  }

  @Test
  void laterFileMakesANewVersionAndOnlyTheNewPeopleAreInTheDelta() {
    incident.assess(export);
    incident.addPerson("acct-3", FULL);
    incident.people.removeFirst();
    Findings second = incident.assess(export);
    FindingsDelta delta = incident.assessments.delta("rae", ID, 1, 2);

    assertThat(second.version()).isEqualTo(2);
    assertThat(delta.newly()).containsExactly("acct-3");
    assertThat(delta.noLonger()).containsExactly("acct-1");
    assertThat(delta)
        .hasToString("FindingsDelta[newly=1, noLonger=1, newlyExposed=0, noLongerExposed=0]");
    assertThat(incident.assessments.findings(ID, 1).people().found()).isEqualTo(2);
  }

  @Test
  void deltasOfThreeVersionsSayOfWhomMoreAndLessIsExposed() {
    long first = DataCategory.EMAIL.mask() | DataCategory.CITY.mask();
    incident.people.clear();
    incident.addPerson("acct-1", first);
    incident.addPerson("acct-2", first);
    incident.addPerson("acct-3", first);
    incident.assess(export);
    incident.people.removeLast();
    incident.people.removeLast();
    incident.addPerson("acct-2", DataCategory.EMAIL.mask() | DataCategory.NAME.mask());
    incident.addPerson("acct-4", first);
    incident.assess(export);
    incident.people.removeFirst();
    incident.addPerson("acct-1", first | DataCategory.USER_AGENT.mask());
    incident.addPerson("acct-3", first);
    incident.assess(export);

    FindingsDelta second = incident.assessments.delta("rae", ID, 1, 2);
    FindingsDelta third = incident.assessments.delta("rae", ID, 2, 3);
    FindingsDelta both = incident.assessments.delta("rae", ID, 1, 3);
    long city = DataCategory.CITY.mask();
    long name = DataCategory.NAME.mask();
    assertThat(second)
        .isEqualTo(
            new FindingsDelta(
                Set.of("acct-4"),
                Set.of("acct-3"),
                Map.of("acct-2", name),
                Map.of("acct-2", city)));
    assertThat(second.gained()).isEqualTo(Map.of(DataCategory.NAME, 1L));
    assertThat(second.lost()).isEqualTo(Map.of(DataCategory.CITY, 1L));
    assertThat(third)
        .isEqualTo(
            new FindingsDelta(
                Set.of("acct-3"),
                Set.of(),
                Map.of("acct-1", DataCategory.USER_AGENT.mask()),
                Map.of()));
    assertThat(both.newly()).containsExactly("acct-4");
    assertThat(both.noLonger()).isEmpty();
    assertThat(both.newlyExposed()).containsOnlyKeys("acct-1", "acct-2");
    assertThat(IncidentJson.delta(1, 2, second).toString()).doesNotContain("acct-");
    assertThatThrownBy(() -> incident.assessments.delta("rae", ID, 3, 4))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void receiptAndCompletionAreRecordedOnce() {
    incident.assess(export);

    assertThat(incident.incidents.moments(ID))
        .containsKeys(Moment.DATA_SET_RECEIVED, Moment.AFFECTED_LIST_COMPLETE);
  }

  @Test
  void affectedListIsNotCompleteAndNothingIsRuledOutWhileRowsCouldNotBeRead() {
    incident.rejected = 1;
    incident.people.clear();
    incident.assess(export);

    assertThat(incident.incidents.moments(ID)).doesNotContainKey(Moment.AFFECTED_LIST_COMPLETE);
    assertThat(incident.duties.evaluate(ID))
        .filteredOn(duty -> duty.status() == DutyFinding.Status.NOT_OWED)
        .allMatch(duty ->
            duty.missing().stream()
                .allMatch(text -> text.matches("(not in force|it is a proposal|the authority).*")));
  }

  @Test
  void dataSetOfWhichNoRowCouldBeReadIsRefusedAndMakesNoFindings() {
    incident.rejected = 100;

    assertThatThrownBy(() -> incident.assess(export))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_UNREADABLE))
        .hasMessageContaining("none of the 100 rows could be read; the first: line 7, not JSON");
    assertThat(incident.assessments.latest(ID)).isEmpty();
    assertThat(incident.incidents.moments(ID)).doesNotContainKey(Moment.AFFECTED_LIST_COMPLETE);
  }

  @Test
  void anotherMasterKeyOpensNothing() {
    incident.assess(export);
    byte[] other = new byte[32];
    other[0] = 1;
    Path keys = incident.installation.directory().keys();

    assertThatThrownBy(() -> KeyStore.open(keys, SecretBytes.copyOf(other)))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNREADABLE));
  }

  @Test
  void sealedFileUnderAnotherNameDoesNotOpen() throws IOException {
    incident.assess(export);
    Path sealed = incident.installation.directory().incidents().resolve(ID);
    Files.copy(sealed.resolve("findings-1.sealed"), sealed.resolve("findings-9.sealed"));

    assertThatThrownBy(() -> incident.assessments.findings(ID, 9))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED));
  }

  @Test
  void destroyedKeyMakesTheFindingsUnreadable() {
    incident.assess(export);
    incident.installation.keys().destroy("incident-" + ID);

    assertThatThrownBy(() -> incident.assessments.findings(ID, 1))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void viewerMayNotAssess() {
    ConfirmedOperator viewer = ConfirmedOperators.of("vic", Role.VIEWER, IncidentFixture.NOW);

    assertThatThrownBy(() ->
            incident.assessments.assess(viewer, ID, IncidentFixture.task(incident::read, export)))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
  }

  @Test
  void laterVersionIsFoundAfterAProvisionalList() {
    incident.assessments.provisional(incident.responder, ID, java.util.Optional.empty());

    assertThat(incident.assess(export).version()).isEqualTo(1);
  }
}
