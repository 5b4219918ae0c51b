package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.ReturnedMails.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReturnedMailsTest {
  @TempDir Path folder;
  private final FakeMailTransport relay = new FakeMailTransport();
  private NoticeDesk desk;
  private ReturnedMails returned;
  private String campaign;
  private OutgoingMail mail;

  @BeforeEach
  void send() {
    desk = new NoticeDesk(folder);
    returned = new ReturnedMails(desk.control, desk.keys, desk.audit, desk.clock);
    campaign = desk.approved(10).id();
    desk.send(campaign, relay, 1);
    mail = relay.accepted().getFirst();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void failedDeliveryIsReturnedAndGoesToTheSecondChannel() {
    assertThat(take(report("failed", "5.1.1", mail.to(), mail.messageId())))
        .isEqualTo(Result.FAILED);
    CampaignProgress progress = desk.campaigns.status(campaign);
    assertThat(progress.sent()).isEqualTo(9);
    assertThat(progress.returned()).isEqualTo(1);
    assertThat(progress.total()).isEqualTo(10);
    assertThat(desk.campaigns.setAside(campaign, desk.omar))
        .containsEntry("RETURNED", List.of("acc-" + mail.to().replaceAll("\\D", "")));
  }

  @Test
  void sameReportTwiceChangesNothing() {
    byte[] report = report("failed", "5.1.1", mail.to(), mail.messageId());
    take(report);
    CampaignProgress once = desk.campaigns.status(campaign);
    assertThat(take(report)).isEqualTo(Result.FAILED);
    assertThat(desk.campaigns.status(campaign)).isEqualTo(once);
    assertThat(desk.send(campaign, relay, 1)).isEqualTo(once);
    assertThat(relay.accepted()).hasSize(10);
  }

  @Test
  void addressOrMessageIdOfTheNoticeIsEnough() {
    assertThat(take(report("failed", "5.2.2", "somebody@example.net", mail.messageId())))
        .isEqualTo(Result.FAILED);
    mail = relay.accepted().get(1);
    assertThat(take(report("failed", "4.4.7", mail.to(), "<other@example.com>")))
        .isEqualTo(Result.FAILED);
    assertThat(desk.campaigns.status(campaign).returned()).isEqualTo(2);
  }

  @Test
  void inventedReportsChangeNothing() {
    CampaignProgress before = desk.campaigns.status(campaign);
    byte[] other = report("failed", "5.1.1", "somebody@example.net", "<other@example.com>");
    assertThat(take(other)).isEqualTo(Result.UNKNOWN);
    String unknown =
        new String(report("failed", "5.1.1", mail.to(), mail.messageId()), StandardCharsets.UTF_8)
            .replace(mail.envelopeFrom(), "notices+00000-00000@example.com");
    assertThat(take(bytes(unknown))).isEqualTo(Result.UNKNOWN);
    assertThat(take(bytes("From: a@example.org\nSubject: Out of office\n\nBack on Monday.\n")))
        .isEqualTo(Result.UNKNOWN);
    assertThat(take(new byte[] {0, 1, 2})).isEqualTo(Result.UNKNOWN);
    assertThat(take(report("delivered", "2.0.0", mail.to(), mail.messageId())))
        .isEqualTo(Result.UNKNOWN);
    assertThat(desk.campaigns.status(campaign)).isEqualTo(before);
  }

  @Test
  void delayAndComplaintLeaveTheOutcome() {
    assertThat(take(report("delayed", "4.4.1", mail.to(), mail.messageId())))
        .isEqualTo(Result.DELAYED);
    assertThat(take(complaint())).isEqualTo(Result.COMPLAINT);
    CampaignProgress progress = desk.campaigns.status(campaign);
    assertThat(progress.sent()).isEqualTo(10);
    assertThat(progress.complaints()).isEqualTo(1);
  }

  @Test
  void auditNamesNoAddress() {
    take(report("failed", "5.1.1", mail.to(), mail.messageId()));
    List<Map<String, Object>> entries =
        desk.control
            .reader()
            .withHandle(h -> h.createQuery("SELECT * FROM audit_entry").mapToMap().list());
    assertThat(entries.toString()).contains("NoticeReturned").doesNotContain("@example.org");
  }

  private Result take(byte[] report) {
    return returned.take(report);
  }

  private byte[] report(String action, String status, String recipient, String messageId) {
    return SampleReports.delivery(mail, action, status, recipient, messageId);
  }

  private byte[] complaint() {
    return SampleReports.complaint(mail);
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
