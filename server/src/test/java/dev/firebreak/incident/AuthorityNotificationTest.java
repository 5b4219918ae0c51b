package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.Duty;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AuthorityNotification.Gap;
import dev.firebreak.incident.AuthorityNotification.Item;
import dev.firebreak.incident.IncidentStatement.Kind;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What an authority asks for, filled from what is known and from nothing else.
class AuthorityNotificationTest extends OpenIncident {
  private static final String GDPR = "eu-gdpr-33-authority";
  private static final Instant TOLD_US = Instant.parse("2025-11-25T15:19:00Z");

  @Test
  void withoutAnyFactEverythingIsStillToBeFilledIn() {
    AuthorityNotification notification = report.notification(ID, GDPR);
    assertThat(gapsOf(notification))
        .containsOnly(
            "nature of the breach",
            "categories and approximate number of data subjects",
            "categories and approximate number of records",
            "likely consequences",
            "measures taken or proposed, mitigation included");
    assertThat(notification.items())
        .filteredOn(item -> !item.sentences().isEmpty())
        .extracting(Item::phrase)
        .containsExactly("data protection officer or other contact point");
    assertThat(page(notification, false))
        .contains("Still to be filled in", "incident statement ID nature");
  }

  @Test
  void findingsAndStatementsFillEveryPhraseOfArticle33() throws IOException {
    assessTwoPeople();
    record(Moment.VENDOR_TOLD_US, TOLD_US);
    state(Kind.NATURE, "confidentiality", "a data set was copied");
    state(Kind.PEOPLE, "customers", "people who use our product");
    state(Kind.MEASURE, "taken", "the vendor was cut off");

    AuthorityNotification notification = report.notification(ID, GDPR);
    assertThat(notification.gaps()).isEmpty();
    assertThat(notification.items()).noneMatch(item -> item.sentences().isEmpty());
    String page = page(notification, false).replaceAll("\\s+", " ");
    assertThat(page)
        .contains(
            "Loss of confidentiality: a data set was copied",
            "2 people of the accounts directory",
            "customers: people who use our product",
            "In clear: e-mail address",
            "Taken: the vendor was cut off",
            "Phase 1, the first notification")
        .doesNotContain("Still to be filled in", IncidentFixture.CANARY);
    assertThat(String.join(" ", ReportTexts.ofPdf(pdf(notification))))
        .contains("a data set was copied", "Phase 1");
    assertThat(notification.json())
        .containsEntry("duty", GDPR)
        .containsEntry("phase", 1)
        .containsEntry("stillToBeFilledIn", List.of());
  }

  @Test
  void lateNotificationGivesItsReasonsOrSaysThatNobodyStatedThem() throws IOException {
    record(Moment.VENDOR_TOLD_US, TOLD_US);
    assertThat(gapsOf(report.notification(ID, GDPR))).doesNotContain("reasons for the delay");
    incident.pass(Duration.ofDays(4));
    assertThat(gapsOf(report.notification(ID, GDPR))).contains("reasons for the delay");
    state(Kind.DELAY, GDPR, "the vendor named no contact");
    AuthorityNotification explained = report.notification(ID, GDPR);
    assertThat(gapsOf(explained)).doesNotContain("reasons for the delay");
    assertThat(page(explained, false)).contains("the vendor named no contact");
  }

  @Test
  void whatWasSentLiesSealedAndMeetsTheDutyOnce() throws IOException {
    record(Moment.VENDOR_TOLD_US, TOLD_US);
    Path sent = Files.writeString(folder.resolve("notification.pdf"), "as it was sent");
    Path further = Files.writeString(folder.resolve("further.pdf"), "what we know by now");
    SentNotifications notifications = SentNotifications.of(incident.installation);
    Instant at = Instant.parse("2025-11-26T08:00:00Z");

    SentNotifications.Sent first = notifications.record(incident.officer, ID, GDPR, sent, at);
    incident.pass(Duration.ofDays(9));
    SentNotifications.Sent second =
        notifications.record(incident.officer, ID, GDPR, further, at.plus(Duration.ofDays(8)));

    assertThat(first.metNow()).isTrue();
    assertThat(second.metNow()).isFalse();
    DutyFinding finding = standing(GDPR).finding();
    assertThat(finding.metAt()).contains(at);
    assertThat(incident.assessments.custody(ID))
        .extracting(CustodyEntry::sealedAs)
        .containsExactly("notification-1", "notification-2");
    Path exported = folder.resolve("exported");
    incident.assessments.export(incident.officer, ID, "notification-1", "asked for", exported);
    assertThat(exported).hasContent("as it was sent");
    assertThat(first.sha256()).isEqualTo(Sha256.hex(Files.readAllBytes(sent)));
    assertThat(report.html(ID)).contains("notification.pdf", first.sha256());
    assertThat(
            new IncidentTimeline(incident.incidents, incident.statements, incident.assessments)
                .of(ID))
        .anyMatch(entry -> entry.words().contains("sealed as notification-1"));
    assertThat(incident.auditedActions()).contains("NotificationSent", "MomentRecorded");
    assertThat(page(report.notification(ID, GDPR), false)).contains("Phase 2, further information");
  }

  @Test
  void onlyAPrivacyOfficerRecordsItAndOnlyForADutyThatThereIs() throws IOException {
    Path sent = Files.writeString(folder.resolve("notification.pdf"), "as it was sent");
    SentNotifications notifications = SentNotifications.of(incident.installation);
    assertThatThrownBy(
            () -> notifications.record(incident.responder, ID, GDPR, sent, IncidentFixture.NOW))
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(
            () -> notifications.record(incident.officer, ID, "no-duty", sent, IncidentFixture.NOW))
        .hasMessageContaining("no such duty");
    assertThatThrownBy(() ->
            notifications.record(
                incident.officer, ID, GDPR, sent, IncidentFixture.NOW.plusSeconds(60)))
        .hasMessageContaining("still to come");
    assertThat(incident.assessments.custody(ID)).isEmpty();
  }

  /// The file of phrases follows the catalogue: a phrase that no law uses any more is none.
  @Test
  void everyAnsweredPhraseStandsInTheCatalogue() {
    List<String> phrases =
        DutyCatalogue.shipped().duties().stream()
            .map(Duty::contents)
            .flatMap(contents -> contents.items().stream())
            .distinct()
            .toList();
    assertThat(phrases).containsAll(NotificationContents.shipped().phrases());
  }

  private void assessTwoPeople() throws IOException {
    incident.addPerson("acct-1", DataCategory.EMAIL.mask(), "IE");
    incident.addPerson("acct-2", DataCategory.EMAIL.mask(), "DE");
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
  }

  private DutyStanding standing(String duty) {
    return incident.duties.standings(ID).stream()
        .filter(each -> each.finding().duty().id().equals(duty))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> gapsOf(AuthorityNotification notification) {
    return notification.gaps().stream().map(Gap::phrase).collect(Collectors.toList());
  }

  private String page(AuthorityNotification notification, boolean paper) {
    return report.pages().authority(notification, paper);
  }

  private byte[] pdf(AuthorityNotification notification) {
    return report.pages().pdf(page(notification, true), notification.result().heading().madeAt());
  }

  private void record(Moment moment, Instant at) {
    incident.incidents.record(incident.responder, ID, moment, at, "the vendor's mail");
  }

  private void state(Kind kind, String name, String text) {
    incident.duties.state(
        incident.officer, ID, kind, name, true, IncidentStatement.Grounds.of(text));
  }
}
