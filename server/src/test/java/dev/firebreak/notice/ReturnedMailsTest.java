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

  /// As Postfix writes them.
  private byte[] report(String action, String status, String recipient, String messageId) {
    return bytes(
        """
        From: MAILER-DAEMON@relay.example.net (Mail Delivery System)
        To: %s
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
         boundary="B/relay"

        --B/relay
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --B/relay
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example.net
        Arrival-Date: Wed, 26 Nov 2025 09:00:00 +0000 (UTC)

        Final-Recipient: rfc822; %s
        Action: %s
        Status: %s
        Diagnostic-Code: smtp; 550 5.1.1 user unknown

        --B/relay
        Content-Description: Undelivered Message
        Content-Type: text/rfc822-headers

        Return-Path: <%s>
        Message-ID:
         %s
        Subject: not read

        --B/relay--
        """
            .formatted(
                mail.envelopeFrom(), recipient, action, status, mail.envelopeFrom(), messageId));
  }

  /// RFC 5965, without the recipient, as many providers send them.
  private byte[] complaint() {
    return bytes(
        """
        From: feedback@provider.example.net
        To: complaints@example.com
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary=arf

        --arf
        Content-Type: text/plain

        An abuse report.

        --arf
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: SomeGenerator/1.0
        Version: 1
        Original-Mail-From: <%s>

        --arf
        Content-Type: message/rfc822

        From: notices@example.com
        Message-ID: %s
        Subject: not read

        text
        --arf--
        """
            .formatted(mail.envelopeFrom(), mail.messageId()));
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
