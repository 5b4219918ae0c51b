package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NoticeVerifierTest {
  private static final VerificationAnswer NO = new VerificationAnswer.NotFromUs();

  @TempDir Path folder;
  private NoticeDesk desk;
  private OutgoingMail mail;
  private OutgoingMail other;
  private String number;
  private String word;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    FakeMailTransport relay = new FakeMailTransport();
    desk.send(desk.approved(10).id(), relay, 1);
    mail = relay.accepted().get(0);
    other = relay.accepted().get(1);
    number = mail.notice().number();
    word = word(mail);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void genuineNoticeVerifiesWithItsText() {
    VerificationAnswer answer = desk.verifier.verify(number, word, mail.to());
    assertThat(answer).isEqualTo(genuine(mail));
  }

  @Test
  void genuineNoticeVerifiesAfterTheWordsOfTheProgramHaveChanged() throws Exception {
    desk.control
        .writer()
        .useHandle(handle ->
            handle.execute("UPDATE notice_campaign SET template = 'Subject: x\n\n{state}'"));
    assertThat(desk.verifier.verify(number, word, mail.to())).isEqualTo(genuine(mail));
    assertThat(verify(eml(mail))).isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void spellingThatPeopleUseIsAccepted() {
    assertThat(
            desk.verifier.verify(
                " " + number.toLowerCase(java.util.Locale.ROOT).replace("-", "") + " ",
                word.toUpperCase(java.util.Locale.ROOT).replace("-", " "),
                mail.to().toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void everythingElseGetsTheSameAnswer() {
    assertThat(desk.verifier.verify("ZZZZZ-ZZZZZ", word, mail.to())).isEqualTo(NO);
    assertThat(desk.verifier.verify(number, "bada-bada-bada-bada", mail.to())).isEqualTo(NO);
    assertThat(desk.verifier.verify(number, word, other.to())).isEqualTo(NO);
    assertThat(desk.verifier.verify(number, word, "stranger@example.org")).isEqualTo(NO);
    assertThat(desk.verifier.verify(number, word(other), mail.to())).isEqualTo(NO);
    assertThat(desk.verifier.verify(number, "", mail.to())).isEqualTo(NO);
    assertThat(desk.verifier.verify("", "", "")).isEqualTo(NO);
    assertThat(desk.verifier.verify("x".repeat(10_000), "y".repeat(10_000), "z")).isEqualTo(NO);
  }

  @Test
  void noticeThatWasNotSentDoesNotVerify() {
    String id = desk.approved(1).id();
    RenderedNotice unsent = desk.campaigns.preview(id, 1, "omar");
    assertThat(desk.verifier.verify(unsent.number(), word(unsent.text()), "person0@example.org"))
        .isEqualTo(NO);
  }

  @Test
  void noticeThatArrivedWithoutAnAnswerVerifiesWhateverBecameOfLaterAttempts() {
    for (MailResult later :
        List.of(new MailResult.Refused("550 no"), new MailResult.Deferred("451 later"))) {
      FakeMailTransport relay = new FakeMailTransport();
      relay.answer(attempt -> attempt == 1 ? new MailResult.Unknown("reset") : later);
      desk.send(desk.approved(1).id(), relay, 1);
      OutgoingMail arrived = relay.accepted().getFirst();
      assertThat(desk.verifier.verify(arrived.notice().number(), word(arrived), arrived.to()))
          .as(later.toString())
          .isInstanceOf(VerificationAnswer.Genuine.class);
    }
  }

  @Test
  void genuineMailVerifiesAlsoAfterServersReencodedIt() throws Exception {
    String eml = eml(mail);
    assertThat(verify(eml)).isInstanceOf(VerificationAnswer.Genuine.class);
    String received =
        "Return-Path: <notices@example.com>\r\nReceived: from relay.example.net\r\n"
            + "DKIM-Signature: v=1; a=rsa-sha256\r\n"
            + eml;
    assertThat(verify(received)).isInstanceOf(VerificationAnswer.Genuine.class);
    assertThat(verify(eml.replace("\r\n", "\n"))).isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void genuineMailOfSomebodyElseIsNotFromUs() throws Exception {
    assertThat(desk.verifier.verifyMail(bytes(eml(mail)), other.to())).isEqualTo(NO);
  }

  @Test
  void alteredMailIsNotFromUs() throws Exception {
    String eml = eml(mail);
    for (List<String> change :
        List.of(
            List.of("https://example.com/notices", "https://example.net/notices"),
            List.of("<li>From now on:", "<li><a href=\"https://evil.example\">From now on</a>:"),
            List.of("We never ask for passwords", "We ask for passwords"),
            List.of("write to privacy@example.com", "write to fraud@example.net"),
            List.of("</body>", "<img src=\"https://evil.example/p.gif\"></body>"),
            List.of("Reply-To: privacy@example.com", "Reply-To: fraud@example.net"),
            List.of("From: notices@example.com", "From: notices@example.net"),
            List.of("From: notices@example.com", "From: Fraud <notices@example.com>"),
            List.of("Subject: You are", "Subject: URGENT You are"),
            List.of("Subject: You", "Subject: Other\r\nSubject: You"),
            List.of("From: notices@", "From: fraud@example.net\r\nFrom: notices@"))) {
      assertThat(eml).as(change.getFirst()).contains(change.getFirst());
      assertThat(verify(eml.replace(change.getFirst(), change.getLast())))
          .as(change.toString())
          .isEqualTo(NO);
    }
  }

  @Test
  void alterationOfOnePartAloneIsFound() throws Exception {
    String eml = eml(mail);
    int first = eml.indexOf("stolen file");
    int last = eml.lastIndexOf("stolen file");
    assertThat(first).isPositive().isLessThan(last);
    assertThat(verify(altered(eml, first))).isEqualTo(NO);
    assertThat(verify(altered(eml, last))).isEqualTo(NO);
  }

  @Test
  void genuinePairInAnotherMailIsNotFromUs() throws Exception {
    RenderedNotice lure =
        new RenderedNotice(
            number,
            mail.notice().subject(),
            "Sign in at evil.example.\n- Notice number: " + number + "\n- Word: " + word + "\n",
            "<p>Sign in at evil.example.</p>");
    OutgoingMail forged =
        new OutgoingMail(
            mail.messageId(),
            mail.envelopeFrom(),
            mail.to(),
            mail.from(),
            mail.replyTo(),
            lure,
            mail.headers(),
            mail.date());
    assertThat(verify(eml(forged))).isEqualTo(NO);
  }

  @Test
  void attachmentOrFurtherPartIsNotFromUs() throws Exception {
    String eml = eml(mail);
    String boundary = eml.substring(eml.indexOf("boundary=\"") + 10);
    boundary = boundary.substring(0, boundary.indexOf('"'));
    String end = "--" + boundary + "--";
    String more = "--" + boundary + "\r\nContent-Type: text/html\r\n\r\n<p>Pay.</p>\r\n" + end;
    assertThat(verify(eml.replace(end, more))).isEqualTo(NO);
    assertThat(verify(eml.replace("multipart/alternative", "multipart/mixed"))).isEqualTo(NO);
  }

  /// A mail whose program reads another boundary than we do shows text that we never compared.
  @Test
  void mailThatProgramsMayReadInAnotherWayIsNotFromUs() throws Exception {
    String eml = eml(mail).replace("\r\n", "\n");
    String boundary = eml.replaceFirst("(?s).*?boundary=\"([^\"]+)\".*", "$1");
    String type = "multipart/alternative; \n\tboundary=\"" + boundary + "\"";
    String begin = "--" + boundary + "\n";
    String end = "--" + boundary + "--\n";
    assertThat(eml).contains(type).contains(begin).contains(end);
    String evil = "--EVIL\nContent-Type: text/plain\n\nPay at evil.example.\n--EVIL--\n";
    String body = eml.substring(eml.indexOf("\n\n") + 2);
    for (String doubtful :
        List.of(
            eml.replace(type, "multipart/alternative; boundary=EVIL; boundary=\"" + boundary + "\"")
                .replace(body, evil + body),
            eml.replace(
                    type, "multipart/alternative; boundary=EVIL; boundary*0=\"" + boundary + "\"")
                .replace(body, evil + body),
            eml.replace(
                    type, "multipart/alternative; boundary=EVIL; boundary*=us-ascii''" + boundary)
                .replace(body, evil + body),
            eml.replace(type, "multipart/alternative; x=y; boundary=\"" + boundary + "\""),
            eml.replace(type, "multipart/alternative (c); boundary=\"" + boundary + "\""),
            eml.replace(body, "Pay at evil.example.\n" + body),
            eml + "Pay at evil.example.\n",
            eml.replace(begin, begin + "Content-Type: text/html\n"),
            eml.replace(begin, begin + "Content-Location: https://evil.example/\n"),
            eml.replace(begin, begin + "Content-Disposition: inline\n"),
            eml.replace(begin, begin.stripTrailing() + "x\n"),
            eml.replace("charset=UTF-8", "charset=UTF-7"),
            eml.replace("charset=UTF-8", "charset=UTF-8; format=flowed"),
            eml.replace("charset=UTF-8", "charset=UTF-8; charset=UTF-7"),
            eml.replace("MIME-Version: 1.0", "MIME-Version: 1.0\nMIME-Version: 1.0"),
            eml.replace("MIME-Version: 1.0\n", ""),
            eml.replace(
                "MIME-Version: 1.0", "MIME-Version: 1.0\nContent-Base: https://evil.example/"),
            eml.replace(
                "MIME-Version: 1.0", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64"),
            eml.replace(
                "MIME-Version: 1.0",
                "MIME-Version: 1.0\nList-Unsubscribe: <https://evil.example/>"),
            eml.replace("MIME-Version: 1.0", "MIME-Version: 1.0\nMail-Reply-To: fraud@example.net"),
            eml.replace(
                "MIME-Version: 1.0", "MIME-Version: 1.0\nX-Note: a\r\rPay at evil.example."),
            eml.replace("MIME-Version: 1.0", "MIME-Version: 1.0\n \nPay at evil.example: now"),
            eml.replace("Subject: You", "Subject: =?utf-7?Q?You?="),
            eml.replace("Subject:", "Subject :"),
            eml.replace(
                "From: notices@example.com", "From: notices@example.com, fraud@example.net"),
            eml.replace("From: notices@example.com", "From: \"a\" <notices@example.com>"))) {
      assertThat(doubtful).isNotEqualTo(eml);
      assertThat(verify(doubtful)).as(doubtful.substring(0, 900)).isEqualTo(NO);
    }
    assertThat(verify(eml)).isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void genuineMailVerifiesInEveryTransferEncoding() throws Exception {
    String eml = eml(mail).replace("\r\n", "\n");
    String text = mail.notice().text();
    int at = eml.indexOf(text.substring(0, 40));
    String part = eml.substring(at, eml.indexOf("\n------", at));
    String base64 =
        Base64.getMimeEncoder(76, new byte[] {'\n'})
            .encodeToString(part.getBytes(StandardCharsets.UTF_8));
    String quoted = part.replace("=", "=3D").replace("data", "da=\nta").replace(".", "=2E");
    for (List<String> encoded :
        List.of(List.of("base64", base64), List.of("quoted-printable", quoted))) {
      String again =
          eml.replace(part, encoded.getLast())
              .replaceFirst("Encoding: 7bit", "Encoding: " + encoded.getFirst());
      assertThat(again).contains("Encoding: " + encoded.getFirst());
      assertThat(verify(again))
          .as(encoded.getFirst())
          .isInstanceOf(VerificationAnswer.Genuine.class);
      assertThat(verify(again.replace("\n", "\r\n")))
          .as(encoded.getFirst())
          .isInstanceOf(VerificationAnswer.Genuine.class);
    }
  }

  @Test
  void rubbishIsNotFromUs() {
    for (String rubbish :
        List.of("", "x", "Subject: a\r\n\r\nb", "\0\0\0", "a".repeat(2_000_000))) {
      assertThat(verify(rubbish)).isEqualTo(NO);
    }
  }

  private VerificationAnswer verify(String eml) {
    return desk.verifier.verifyMail(bytes(eml), mail.to());
  }

  private static String altered(String eml, int at) {
    return eml.substring(0, at) + "secret" + eml.substring(at + 6);
  }

  private static byte[] bytes(String eml) {
    return eml.getBytes(StandardCharsets.UTF_8);
  }

  private static String word(OutgoingMail mail) {
    return word(mail.notice().text());
  }

  private static String word(String text) {
    return text.substring(text.indexOf("- Word: ") + 8).strip();
  }

  private static VerificationAnswer genuine(OutgoingMail mail) {
    return new VerificationAnswer.Genuine(
        LocalDate.of(2025, 11, 26),
        mail.notice(),
        mail.notice().digest(),
        NoticeFixtures.ISSUER,
        "");
  }

  private static String eml(OutgoingMail mail) throws MessagingException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NoticeMessage(Session.getInstance(new Properties()), mail, Optional.empty()).writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
