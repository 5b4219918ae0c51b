package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.duty.Moment;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VendorLetterTest extends OpenIncident {
  private VendorLetter letters;

  @BeforeEach
  void prepare() {
    letters = new VendorLetter(incident.incidents, incident.assessments, incident.installation);
  }

  private Findings assess(String export) throws IOException {
    Path file = Files.writeString(folder.resolve("export.ndjson"), export);
    return incident.assessments.assess(
        incident.responder,
        ID,
        Assessments.Task.stolen(
            List.of(file),
            Optional.empty(),
            new LocalDataSetReader(new DataSetAssessor(), OutsideKnowledge.NONE),
            (_, _) -> {}));
  }

  @Test
  void beforeAnyFileItAsksForTheFileTheLogsAndWhatIsNotOnRecord() {
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.ACCESS_BEGAN,
        Instant.parse("2025-11-08T00:00:00Z"),
        "call with Ada Example");
    String text = letters.text(ID);

    assertThat(text)
        .contains(
            "To: mixpanel, security and privacy contacts\n",
            "Reference: " + ID + "\n",
            "- We have on record: access began 8 Nov 2025 00:00 UTC.",
            "- We have read no data set yet: we do not know who is affected.",
            "1. When did the access end, and what ended it?",
            "Please send us the access logs",
            "with the SHA-256 of each",
            "who had it in hand")
        .doesNotContain("When did the access to our data begin", "Ada Example");
    assertThat(text.lines()).allMatch(line -> line.length() <= 78);
  }

  @Test
  void afterTheFileItAsksForWhatIsOpenInIt() throws IOException {
    incident.ledger.append(
        new LedgerBatch(
            new BindingId("web"),
            1,
            List.of(
                new Disclosure(
                    IncidentFixture.VENDOR,
                    incident.installation.keys().subjectKeyring().account("acct-9"),
                    LocalDate.of(2025, 11, 8),
                    new Masks(DataCategory.CAMPAIGN.mask(), 0, 0, 0),
                    "abcdef012345",
                    AssertedBy.AUTHENTICATED,
                    1,
                    Instant.ofEpochSecond(1_762_600_010),
                    Instant.ofEpochSecond(1_762_600_010))),
            List.of(),
            List.of()));
    Findings findings =
        assess(
            """
            {"event":"Opened","properties":{"distinct_id":"acct-1","time":1762600000,"$city":"Porto","qzxv":"k1"}}
            {"event":"Opened","properties":{"distinct_id":"acct-1","time":1762600100,"$current_url":"https://app.example.com/in?access_token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2N0LTEifQ.c2lnbmF0dXJlMTIz"}}
            {broken
            """);
    List<String> questions = letters.letter(ID).questions();

    assertThat(questions)
        .anyMatch(q -> q.contains(findings.data().originals().getFirst().sha256()))
        .anyMatch(q -> q.startsWith("1 rows of it cannot be read"))
        .anyMatch(q -> q.contains("from 2025-11-08T11:06:40Z to 2025-11-08T11:08:20Z"))
        .anyMatch(q -> q.startsWith("By our records you got data about 1 people"))
        .anyMatch(q -> q.contains("which the file lacks: user.behavior.campaign"))
        .anyMatch(q -> q.contains("never sent you anything"))
        .anyMatch(q -> q.startsWith("You filled these fields by yourself: properties.$city"))
        .anyMatch(q -> q.startsWith("Codes that open accounts stand in the file"))
        .anyMatch(q -> q.contains("fields are unknown to us"));
    assertThat(letters.text(ID)).doesNotContain("acct-1", "Porto", "eyJ");
    assertThat(letters.letter(ID).known()).anyMatch(words -> words.contains("with 3 rows"));
  }

  @Test
  void timelineHasWhatWasRecordedHandedOverFoundAndSigned() throws IOException {
    incident.incidents.record(
        incident.responder,
        ID,
        Moment.ACCESS_ENDED,
        Instant.parse("2025-11-09T12:00:00Z"),
        "their letter");
    assess("{\"user_id\":\"acct-1\"}\n");
    incident.incidents.sign(
        incident.officer, ID, "Our systems were not affected.", "review.pdf", "0".repeat(64));

    assertThat(
            new IncidentTimeline(incident.incidents, incident.statements, incident.assessments)
                .of(ID))
        .extracting(IncidentTimeline.Entry::kind, IncidentTimeline.Entry::words)
        .startsWith(tuple("moment", "access ended: their letter"))
        .contains(
            tuple("opened", "incident opened"),
            tuple("files", "1 files handed over for findings 1"),
            tuple("findings", "findings 1 made: 1 people"),
            tuple("signed", "signed: Our systems were not affected."));
  }
}
