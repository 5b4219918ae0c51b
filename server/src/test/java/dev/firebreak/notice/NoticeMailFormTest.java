package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A notice as it goes over the wire keeps to the letter of RFC 5322 and RFC 2045, whatever its
/// texts hold.
class NoticeMailFormTest {
  private static final int LINE_MAX = 998;
  private static final int QUOTED_LINE_MAX = 76;
  private static final Pattern QUOTED_LINE =
      Pattern.compile("(?:[!-<>-~ \\t]|=[0-9A-F]{2})*(?:[!-<>-~]|=[0-9A-F]{2})?=?");

  @TempDir Path folder;

  @Test
  void formIsThatOfTheStandards() throws Exception {
    try (NoticeDesk desk = new NoticeDesk(folder)) {
      FakeMailTransport relay = new FakeMailTransport();
      desk.send(desk.approved(3).id(), relay, 1);
      DkimSigner signer =
          new DkimKeys(desk.control, desk.keys, desk.clock).signer("example.com", "fb1");
      for (OutgoingMail mail : relay.accepted()) {
        check(mail, signer);
      }
    }
  }

  @Test
  void messageIdIsOneForAddresseeAndText() {
    try (NoticeDesk desk = new NoticeDesk(folder)) {
      FakeMailTransport relay = new FakeMailTransport();
      relay.answer(attempt ->
          attempt == 1 ? new MailResult.Unknown("no answer") : new MailResult.Accepted("250 ok"));
      desk.send(desk.approved(5).id(), relay, 1);
      List<OutgoingMail> mails = relay.accepted();
      assertThat(mails).hasSize(10);
      assertThat(mails.stream().map(OutgoingMail::messageId).distinct()).hasSize(5);
      assertThat(mails.stream().map(mail -> mail.to() + mail.messageId()).distinct()).hasSize(5);
    }
  }

  private static void check(OutgoingMail mail, DkimSigner signer) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NoticeMessage(Session.getInstance(new Properties()), mail, Optional.of(signer))
        .writeTo(out, new String[] {"Bcc", "Content-Length"});
    byte[] bytes = out.toByteArray();
    for (byte each : bytes) {
      assertThat(each).isPositive();
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(text.split("\r\n", -1)).allMatch(line -> line.length() <= LINE_MAX);
    MailEntity entity = MailEntity.of(bytes);
    for (String once :
        List.of(
            "from",
            "reply-to",
            "to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "auto-submitted",
            "list-id",
            "feedback-id")) {
      assertThat(entity.values(once)).as(once).hasSize(1);
    }
    assertThat(entity.once("auto-submitted")).isEqualTo("auto-generated");
    assertThat(entity.once("message-id")).matches("<[0-9a-f]{40}@example\\.com>");
    assertThat(entity.once("date"))
        .matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} [+-]\\d{4}.*");
    assertThat(entity.values("list-unsubscribe")).isEmpty();
    assertThat(entity.values("dkim-signature")).hasSize(2);
    String boundary =
        entity.once("content-type").replaceFirst("(?s).*boundary=\"([^\"]+)\".*", "$1");
    for (MailEntity part : entity.parts(boundary)) {
      assertThat(part.once("content-transfer-encoding")).isEqualTo("quoted-printable");
      assertThat(part.body().split("\n", -1))
          .allMatch(
              line -> line.length() <= QUOTED_LINE_MAX && QUOTED_LINE.matcher(line).matches());
    }
    assertThat(ReceivedNotice.parse(bytes)).isPresent();
  }
}
