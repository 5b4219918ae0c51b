package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.EventHours;
import dev.firebreak.assessment.PlantedRecords.Planted;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.duty.Moment;
import dev.firebreak.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrosscheckTest extends OpenIncident {
  private static final String SECRET =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2N0LTEifQ.c2lnbmF0dXJlMTIz";
  private static final String EXPORT =
      """
      {"event":"Opened","properties":{"distinct_id":"acct-1","time":1762600000,"$city":"Porto","$current_url":"https://app.example.com/in?access_token=%1$s","qzxv":"k1","search_query":"mail bo@example.com"}}
      {"event":"Opened","properties":{"distinct_id":"acct-1","time":1762900000,"$city":"Porto","$current_url":"https://app.example.com/in?access_token=%1$s","qzxv":"k2","$phone":"+46700000001"}}
      """
          .formatted(SECRET);

  private Path export() throws IOException {
    return Files.writeString(folder.resolve("export.ndjson"), EXPORT);
  }

  private Findings assess(OutsideKnowledge knowledge) throws IOException {
    return incident.assessments.assess(
        incident.responder,
        ID,
        Assessments.Task.stolen(
            List.of(export()),
            Optional.empty(),
            new LocalDataSetReader(new DataSetAssessor(), knowledge),
            (_, _) -> {}));
  }

  private Assessment read() throws IOException {
    return new DataSetAssessor()
        .assess(
            new AssessmentRequest(
                List.of(export()),
                Optional.empty(),
                TokenLookup.NONE,
                0,
                Files.createDirectory(folder.resolve("work")),
                Files.createDirectory(folder.resolve("result")),
                Conduct.plain()));
  }

  @Test
  void surprisesAreToldWithPlaceAndCountAndNoValues() throws IOException {
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.ACCESS_ENDED,
        Instant.parse("2025-11-09T12:00:00Z"),
        "the vendor's letter");
    Findings findings = assess(OutsideKnowledge.NONE);

    assertThat(findings.crosscheck().surprises())
        .extracting(Surprise::kind, Surprise::place, Surprise::count)
        .contains(
            tuple(Surprise.Kind.SECRET, "properties.$current_url", 2L),
            tuple(Surprise.Kind.WITHIN, "properties.search_query", 1L),
            tuple(Surprise.Kind.UNEXPECTED_FIELD, "properties.qzxv", 2L),
            tuple(Surprise.Kind.ADDED_BY_VENDOR, "properties.$city", 2L),
            tuple(Surprise.Kind.TIMES, "times", 1L));
    assertThat(findings.crosscheck().surprises().getFirst().words()).contains("in addresses");
    assertThat(findings.crosscheck().surprises())
        .noneMatch(surprise -> surprise.kind() == Surprise.Kind.WITHHELD)
        .allSatisfy(surprise ->
            assertThat(surprise.toString() + CrosscheckJson.surprise(surprise))
                .doesNotContain("bo@example.com", "Porto", "eyJ", "+46"));
    assertThat(incident.assessments.latest(ID)).contains(findings);
  }

  @Test
  void whatThePolicyWithholdsAndNeitherItNorADictionaryKnowsIsASurprise() throws IOException {
    Policy policy =
        Policy.parse(
            "p.yaml",
            """
            vendor: mixpanel
            default: drop
            unclassified: drop
            categories:
              user.behavior: pass
              user.unique_id: pseudonymize
            properties:
              "qz*": pass
            """);
    Assessment read = read();
    List<Surprise> surprises =
        Surprises.of(
            read,
            EventHours.NONE,
            new Expectation(
                List.of(policy), Optional.empty(), IncidentFixture.NOW, Optional.empty()));

    assertThat(surprises)
        .extracting(Surprise::kind, Surprise::place)
        .contains(tuple(Surprise.Kind.WITHHELD, "properties.$phone"))
        .doesNotContain(
            tuple(Surprise.Kind.UNEXPECTED_FIELD, "properties.qzxv"),
            tuple(Surprise.Kind.WITHHELD, "properties.distinct_id"),
            tuple(Surprise.Kind.WITHHELD, "properties.$city"));
  }

  @Test
  void timesThatCannotBeAreToldApart() throws IOException {
    long now = IncidentFixture.NOW.toEpochMilli() / 3_600_000;
    EventHours hours = new EventHours(Map.of(3L, 2L, now + 400, 5L, now - 900, 7L));
    Assessment read = read();

    Instant since = Instant.parse("2025-11-01T00:00:00Z");

    assertThat(times(read, hours, Optional.empty()))
        .extracting(Surprise::words, Surprise::count)
        .containsExactly(
            tuple("rows are in the future", 5L),
            tuple("rows are older than any product of today", 2L));
    assertThat(times(read, hours, Optional.of(since)))
        .extracting(Surprise::words, Surprise::count)
        .contains(tuple("rows are older than what the ledger knows", 9L));
  }

  private static List<Surprise> times(
      Assessment read, EventHours hours, Optional<Instant> ledgerSince) {
    return Surprises.of(
            read,
            hours,
            new Expectation(List.of(), Optional.empty(), IncidentFixture.NOW, ledgerSince))
        .stream()
        .filter(surprise -> surprise.kind() == Surprise.Kind.TIMES)
        .toList();
  }

  @Test
  void plantedRecordsGiveAnIntervalWithItsAssumptionsAndCountAgain() throws IOException {
    Path canaries =
        Files.writeString(
            folder.resolve("canaries.csv"),
            "identifier,sent_at\nacct-1,1762600000\nacct-1,1762500000\nacct-1,\n");
    Findings findings =
        assess(
            new OutsideKnowledge(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.of(canaries)));
    Files.delete(canaries);
    Completeness completeness = findings.crosscheck().completeness();

    assertThat(completeness.planted()).isEqualTo(3);
    assertThat(completeness.found()).isEqualTo(2);
    assertThat(completeness.share().orElseThrow().low()).isBetween(0.09, 0.10);
    assertThat(completeness.words().getFirst())
        .contains("2 of 3 planted records", "9.4 % to 99.2 %", "Clopper-Pearson");
    assertThat(completeness.words()).anyMatch(words -> words.startsWith("Assumed: "));
    assertThat(incident.filesWith("acct-1,1762600000")).isEmpty();
    assertThat(
            incident
                .assessments
                .assessAgain(
                    incident.responder,
                    ID,
                    Assessments.Task.stolen(
                        List.of(),
                        Optional.empty(),
                        new LocalDataSetReader(new DataSetAssessor(), OutsideKnowledge.NONE),
                        (_, _) -> {}))
                .crosscheck()
                .completeness())
        .isEqualTo(completeness);
  }

  @Test
  void withoutPlantedRecordsCompletenessIsNotKnown() throws IOException {
    Completeness completeness = assess(OutsideKnowledge.NONE).crosscheck().completeness();

    assertThat(completeness).isEqualTo(Completeness.UNKNOWN);
    assertThat(completeness.words())
        .containsExactly("How complete the file is, is not known: no planted records were given.");
    assertThat(CrosscheckJson.completeness(completeness))
        .containsEntry("known", false)
        .doesNotContainKey("low");
  }

  @Test
  void whatWasPlantedAfterTheAccessHadEndedDoesNotCount() {
    Instant ended = Instant.parse("2025-11-09T12:00:00Z");
    List<Planted> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(new Planted(ended.toEpochMilli() - i, true));
    }
    records.add(new Planted(ended.toEpochMilli() + 1, false));
    Completeness completeness = Completeness.of(records, ended, ReconciliationFigures.NONE);

    assertThat(completeness.planted()).isEqualTo(21);
    assertThat(completeness.counted()).isEqualTo(20);
    assertThat(completeness.share().orElseThrow().low()).isBetween(0.8315, 0.8317);
    assertThat(completeness.share().orElseThrow().high()).isEqualTo(1);
  }
}
