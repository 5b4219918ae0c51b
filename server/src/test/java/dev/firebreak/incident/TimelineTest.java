package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.duty.Moment;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a report says about when, and about who was told.
class TimelineTest extends OpenIncident {
  private static final Instant TOLD = Instant.parse("2025-11-25T23:30:00Z");

  private void assess(String... accounts) throws IOException {
    incident.people.clear();
    for (String account : accounts) {
      incident.addPerson(account, DataCategory.EMAIL.mask());
    }
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
  }

  private List<String> words() {
    return report.result(ID).timeline().marks().stream().map(Timeline.Mark::words).toList();
  }

  @Test
  void someWhoWereToldForASingleLawAreNotPeopleWhoWereTold() throws IOException {
    assess("acct-1", "acct-2");
    incident.duties.recordMet(
        incident.responder, ID, "kr-pipa-individuals", Moment.PEOPLE_TOLD, TOLD, "outcomes");
    incident.duties.recordMet(
        incident.responder, ID, "us-co-ag", Moment.AUTHORITY_NOTIFIED, TOLD, "its receipt");

    assertThat(words())
        .contains("people were told where single duties want it, for the last of these")
        .contains("authorities were notified where single duties want it, the last of these")
        .doesNotContain("people were told", "the authority was notified");
    assertThat(report.result(ID).timeline().span(Timeline.TO_TELL)).isEmpty();
    assertThat(report.html(ID) + report.decisionRecord(ID))
        .doesNotContain("People were told 25 Nov")
        .contains("South Korea PIPA Art. 34(1)");
  }

  @Test
  void momentOfTheWholeIncidentIsSaidAsItIs() throws IOException {
    assess("acct-1");
    incident.incidents.record(incident.responder, ID, Moment.PEOPLE_TOLD, TOLD, "by telephone");

    assertThat(words()).contains("people were told");
    assertThat(report.result(ID).told()).containsExactly("People were told 25 Nov 2025 23:30 UTC.");
  }

  @Test
  void timeToTruthIsThatOfTheDataSetOnWhichTheListRests() throws IOException {
    assess("acct-1");
    assess("acct-1", "acct-2");

    assertThat(words())
        .contains(
            "the data set was received",
            "a further data set was received (findings version 2)",
            "the affected list was complete (findings version 1)",
            "the affected list was complete (findings version 2)");
    IncidentResult result = report.result(ID);
    Instant second =
        result.evidence().custody().stream()
            .filter(entry -> entry.version() == 2)
            .map(CustodyEntry::at)
            .findFirst()
            .orElseThrow();
    Instant complete =
        result.recorded().history().stream()
            .filter(moment -> moment.moment() == Moment.AFFECTED_LIST_COMPLETE)
            .map(RecordedMoment::at)
            .reduce((_, last) -> last)
            .orElseThrow();
    assertThat(result.timeline().span(Timeline.TO_TRUTH))
        .contains(Duration.between(second, complete));
  }

  @Test
  void noticesAreCountedBesideThePeopleFound() {
    Told.Campaign first = new Told.Campaign("n1", 1_000, TOLD);
    Told.Campaign second = new Told.Campaign("n2", 40, TOLD.plus(Duration.ofDays(24)));

    assertThat(new Told(List.of(first, second)).words(1_040))
        .containsExactly(
            "1,040 notices for the 1,040 people found were accepted by mail servers: 1,000 by"
                + " 25 Nov 2025 23:30 UTC, 40 by 19 Dec 2025 23:30 UTC.");
    assertThat(new Told(List.of(second)).words(1_040))
        .containsExactly(
            "40 notices for the 1,040 people found were accepted by mail servers by 19 Dec 2025"
                + " 23:30 UTC.",
            "One notice covers all accounts of its address; whoever is in no campaign was not"
                + " written to.");
    assertThat(Told.NOBODY.words(1_040)).isEmpty();
  }

  @Test
  void onlyNoticesToAffectedPeopleCount() {
    incident.audit.append(
        "omar",
        "NoticeDrafted",
        "campaign:n1",
        Map.of("incident", ID, "state", "affected", "addressees", "7"));
    incident.audit.append("omar", "NoticeSendingEnded", "campaign:n1", Map.of("sent", "5"));
    incident.audit.append("omar", "NoticeSendingEnded", "campaign:n1", Map.of("sent", "7"));
    incident.audit.append(
        "omar", "NoticeDrafted", "campaign:n2", Map.of("incident", ID, "state", "not_affected"));
    incident.audit.append("omar", "NoticeSendingEnded", "campaign:n2", Map.of("sent", "90"));

    assertThat(report.result(ID).evidence().told().accepted()).isEqualTo(7);
  }

  @Test
  void whoWasWrittenToByWhoseDecisionIsAmongTheMeasures() {
    Installation installation = incident.installation;
    new NoticeDecisions(installation.control(), installation.audit(), installation.clock())
        .decide(
            incident.officer,
            ID,
            new NoticeDecision.Choice(NoticeGroup.NOT_AFFECTED, false, "It would only alarm them."),
            new NoticeDecision.Basis(List.of(), false));

    assertThat(report.result(ID).evidence().measures())
        .extracting(Measure::words)
        .contains(
            "it was decided not to write to people who are not affected (It would only alarm"
                + " them.)");
  }
}
