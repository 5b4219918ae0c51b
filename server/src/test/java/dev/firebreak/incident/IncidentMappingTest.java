package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.Correction;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.Slot;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentMappingTest extends OpenIncident {
  private IncidentMapping mapping;
  private Path export;
  private Path accounts;

  @BeforeEach
  void prepare() throws IOException {
    mapping = new IncidentMapping(incident.installation, incident.incidents);
    export = folder.resolve("export.csv");
    Files.writeString(
        export, "wer;farbe;tarif\nacct-1;Lyon;a\nacct-2;Oslo;a\n" + "ghost-9;Rome;b\n");
    accounts = folder.resolve("accounts.csv");
    Files.writeString(
        accounts,
        "account_id,email\nacct-1,%s\nacct-2,bo@example.com\n".formatted(IncidentFixture.CANARY));
  }

  private Assessments.Task task(Path... files) {
    return Assessments.Task.stolen(
        List.of(files),
        Optional.of(accounts),
        new LocalDataSetReader(new DataSetAssessor(), OutsideKnowledge.NONE),
        (_, _) -> {});
  }

  private Findings again() {
    return incident.assessments.assessAgain(incident.responder, ID, task());
  }

  private void correct(String... assignments) {
    mapping.replace(incident.responder, ID, mapping.corrections(ID).with(List.of(assignments)));
  }

  @Test
  void againWithoutChangeAndWithoutOriginalsFindsTheSame() throws IOException {
    Findings first = incident.assessments.assess(incident.responder, ID, task(export));
    Files.delete(export);
    Findings second = again();
    Findings third = again();

    assertThat(first.people().found()).isEqualTo(2);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.data().mapping()).isEqualTo(first.data().mapping());
    assertThat(List.of(second, third))
        .allSatisfy(findings ->
            assertThat(findings)
                .usingRecursiveComparison()
                .ignoringFields("version", "data.span.machineSeconds")
                .isEqualTo(first));
    assertThat(incident.assessments.delta("rae", ID, 1, 3)).isEqualTo(FindingsDelta.NONE);
    assertThat(incident.filesWith("ghost-9")).isEmpty();
    assertThat(incident.installation.directory().work()).isEmptyDirectory();
  }

  @Test
  void correctionCountsFromTheNextVersionOnAndIsNamedThere() {
    Findings first = incident.assessments.assess(incident.responder, ID, task(export));
    correct("farbe=user.location.imprecise.city", "tarif=user.account.settings:none");
    IncidentMapping.View before = mapping.view(ID);
    Findings second = again();

    assertThat(before.pending())
        .isEqualTo(
            Map.of(
                "farbe", Correction.of(DataCategory.CITY),
                "tarif", Correction.of(DataCategory.ACCOUNT_SETTINGS)));
    assertThat(mapping.view(ID).pending()).isEmpty();
    assertThat(second.data().mapping().corrected()).containsExactly("farbe", "tarif");
    assertThat(second.data().mapping().sha256()).isNotEqualTo(first.data().mapping().sha256());
    assertThat(second.data().mapping().convertedVersion()).isEqualTo(1);
    assertThat(second.categories().get(DataCategory.CITY))
        .isEqualTo(new Assessment.CategoryExposure(3, 0, 0, 3));
    assertThat(first.categories()).containsKey(DataCategory.UNCLASSIFIED);
    assertThat(second.categories()).doesNotContainKey(DataCategory.UNCLASSIFIED);
    assertThat(second.people().total()).isEqualTo(first.people().total());
    assertThat(second.people().grounds()).isEqualTo(first.people().grounds());
    assertThat(incident.assessments.findings(ID, 1)).isEqualTo(first);
    assertThat(incident.auditedActions()).contains("MappingCorrected");
  }

  @Test
  void attackersAreTriedAgainSoThatALaterVersionsRiskCanBeUnlikely() throws IOException {
    Path profiles = folder.resolve("profiles.csv");
    Files.writeString(profiles, "target_id,name,employer,city\nacct-9,No Body,,Quito\n");
    Path fields = folder.resolve("fields.csv");
    Files.writeString(fields, "target_id,city\nacct-9,Quito\n");
    Assessments.Task first =
        Assessments.Task.stolen(
            List.of(export),
            Optional.of(accounts),
            new LocalDataSetReader(
                new DataSetAssessor(),
                new OutsideKnowledge(
                    Optional.of(profiles),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(fields),
                    OutsideKnowledge.OWN_ACTIONS_DEFAULT)),
            (_, _) -> {});
    Findings before = incident.assessments.assess(incident.responder, ID, first);
    Files.delete(profiles);
    Files.delete(fields);
    correct("farbe=user.location.imprecise.city");
    Findings after = again();

    assertThat(before.risk().attacks()).hasSize(2).noneMatch(AttackFigures::tried);
    assertThat(before.risk().severity().attackerTried()).isFalse();
    assertThat(after.risk().attacks())
        .extracting(AttackFigures::name, AttackFigures::targets)
        .containsExactly(tuple("profile", 1L), tuple("knowledge2", 1L));
    assertThat(after.risk().severity().attackerTried()).isTrue();
    assertThat(again().risk().attacks()).isEqualTo(after.risk().attacks());
    assertThat(incident.filesWith("Quito")).isEmpty();
  }

  @Test
  void takingACorrectionAwayGivesTheFormerFindings() {
    Findings first = incident.assessments.assess(incident.responder, ID, task(export));
    correct("wer=system.operations");
    Findings wrong = again();
    correct("wer=auto");
    Findings right = again();

    assertThat(wrong.people().found()).isZero();
    assertThat(right.people()).isEqualTo(first.people());
    assertThat(right.data().mapping().sha256()).isEqualTo(first.data().mapping().sha256());
  }

  @Test
  void unexplainedFieldsComeFirst() {
    incident.assessments.assess(incident.responder, ID, task(export));

    assertThat(mapping.view(ID).fields())
        .extracting(Assessment.Field::path)
        .containsExactly("farbe", "tarif", "wer");
    assertThat(IncidentJson.mapping(mapping.view(ID)).toString()).doesNotContain("acct-1", "Lyon");
  }

  @Test
  void fieldsThatTheDataDoesNotHaveAreRefused() {
    incident.assessments.assess(incident.responder, ID, task(export));

    assertThatThrownBy(() -> correct("nothing=user.name", "nor.this=user.name"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("nor.this, nothing");
    assertThat(mapping.corrections(ID).byPath()).isEmpty();
  }

  @Test
  void nothingToMapBeforeAFileWasRead() {
    assertThatThrownBy(() -> mapping.view(ID)).hasMessageContaining("nothing to map");
    assertThatThrownBy(this::again).hasMessageContaining("no converted rows");
  }

  @Test
  void viewerMayNotCorrect() {
    incident.assessments.assess(incident.responder, ID, task(export));
    ConfirmedOperator viewer = ConfirmedOperators.of("vic", Role.VIEWER, IncidentFixture.NOW);

    assertThatThrownBy(() -> mapping.replace(viewer, ID, MappingCorrections.NONE))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
  }

  @Test
  void mappingFileIsReadStrictlyAndTellsAllProblems() throws IOException {
    Path good = folder.resolve("good.yaml");
    Files.writeString(
        good,
        """
        fields:
          - path: wer
            category: user.contact.email
          - path: farbe
            category: user.contact.address.city
            slot: none
        """);
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(
        bad,
        """
        fields:
          - path: wer
            category: user.nonsense
          - category: user.name
            slot: nowhere
          - path: farbe
            category: user.name
            colour: red
          - path: farbe
            category: user.name
        more: 1
        """);

    assertThat(MappingCorrections.read(good).byPath())
        .isEqualTo(
            Map.of(
                "wer",
                Correction.of(DataCategory.EMAIL),
                "farbe",
                new Correction(Optional.of(DataCategory.CITY), Slot.NONE)));
    assertThatThrownBy(() -> MappingCorrections.read(bad))
        .hasMessageContaining("bad.yaml:3: fields[0].category: expected a category key")
        .hasMessageContaining("bad.yaml:4: fields[1].path: is required")
        .hasMessageContaining("bad.yaml:5: fields[1].slot: expected one of none, user-id")
        .hasMessageContaining("fields[2].colour: unknown key")
        .hasMessageContaining("fields[3].path: stands twice")
        .hasMessageContaining("more: unknown key");
  }

  @Test
  void assignmentsThatAreNoneAreToldTogether() {
    assertThatThrownBy(() ->
            MappingCorrections.NONE.with(List.of("x", "y=user.nonsense", "z=user.name:nowhere")))
        .hasMessageContaining("x: expected PATH=CATEGORY")
        .hasMessageContaining("y=user.nonsense: there is no category")
        .hasMessageContaining("z=user.name:nowhere: there is no slot nowhere");
    assertThat(MappingCorrections.NONE.with(List.of("a=b=user.name")).byPath())
        .containsOnlyKeys("a=b");
  }
}
