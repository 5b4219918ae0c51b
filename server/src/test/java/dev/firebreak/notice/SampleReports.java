package dev.firebreak.notice;

import java.nio.charset.StandardCharsets;

/// Reports about a mail as other servers write them.
final class SampleReports {
  private SampleReports() {}

  /// As Postfix writes them.
  static byte[] delivery(
      OutgoingMail mail, String action, String status, String recipient, String messageId) {
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
  static byte[] complaint(OutgoingMail mail) {
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
