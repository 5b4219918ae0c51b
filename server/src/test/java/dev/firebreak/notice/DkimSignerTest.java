package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DkimSignerTest {
  @TempDir Path folder;
  private NoticeDesk desk;
  private DkimKeys keys;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    keys = new DkimKeys(desk.control, desk.keys, desk.clock);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /// RFC 8463 §A.3, with the signature that is Ed25519: the check itself is right.
  @Test
  void checkKnowsTheStandardsExample() throws GeneralSecurityException {
    String mail =
        """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
         Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.
        """
            .replace("\n", "\r\n");
    String key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    assertThat(DkimCheck.verifies(mail, key)).isTrue();
    assertThat(DkimCheck.verifies(mail.replace("lost", "won"), key)).isFalse();
  }

  @Test
  void bothSignaturesVerify() throws Exception {
    String mail = signed();
    assertThat(verifiesByJdkim(mail)).isTrue();
    assertThat(verifiesEd25519(mail)).isTrue();
  }

  @Test
  void foldingAndSpacesOnTheWayDoNotMatter() throws Exception {
    String mail =
        signed()
            .replace("List-Id: ", "LIST-ID:   ")
            .replace("Auto-Submitted: ", "Auto-Submitted:\r\n\t")
            .replaceFirst("\r\n\r\n", "\r\nReceived: from a by b\r\n\r\n");
    assertThat(verifiesByJdkim(mail + "\r\n\r\n")).isTrue();
    assertThat(verifiesEd25519(mail + "\r\n\r\n")).isTrue();
  }

  @Test
  void whateverIsAddedOrAlteredBreaksBoth() throws Exception {
    String mail = signed();
    List<String> altered =
        List.of(
            mail.replace("copied", "kept"),
            mail.replaceFirst("Reply-To: privacy@", "Reply-To: fraud@"),
            mail.replaceFirst("To: ada@", "To: bob@"),
            mail.replaceFirst("\r\n\r\n", "\r\nSubject: Pay now\r\n\r\n"),
            mail.replaceFirst("\r\n\r\n", "\r\nFrom: boss@example.com\r\n\r\n"),
            mail.replaceFirst("\r\n\r\n", "\r\nContent-Type: text/plain\r\n\r\n"));
    for (String each : altered) {
      assertThat(each).isNotEqualTo(mail);
      assertThatThrownBy(() -> verifiesByJdkim(each)).isInstanceOf(FailException.class);
      assertThat(verifiesEd25519(each)).isFalse();
    }
  }

  @Test
  void keysStayAndAnotherSelectorHasOthers() throws Exception {
    List<DkimRecord> first = keys.records("example.com", "fb1");
    assertThat(new DkimKeys(desk.control, desk.keys, desk.clock).records("example.com", "fb1"))
        .isEqualTo(first);
    assertThat(first)
        .extracting(DkimRecord::name)
        .containsExactly("fb1-rsa._domainkey.example.com", "fb1-ed25519._domainkey.example.com");
    assertThat(keys.records("example.com", "fb2").getFirst().publicKey())
        .isNotEqualTo(first.getFirst().publicKey());
  }

  private String signed() throws MessagingException, IOException {
    String text = "Copied:\n\n.a line with a dot  \n" + "a long line, ".repeat(100) + "\n\näöü ✓\n";
    OutgoingMail outgoing =
        new OutgoingMail(
            "<abc@example.com>",
            "notices+abc@example.com",
            "ada@example.org",
            "notices@example.com",
            "privacy@example.com",
            new RenderedNotice(
                "ABC", "Daten über Sie wurden kopiert", text + "copied", "<p>copied</p>"),
            new TreeMap<>(
                Map.of("List-Id", "<a.notices.example.com>", "Auto-Submitted", "auto-generated")),
            Instant.parse("2025-11-26T08:00:00Z"));
    NoticeMessage message =
        new NoticeMessage(
            Session.getInstance(new Properties()),
            outgoing,
            Optional.of(keys.signer("example.com", "fb1")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out, new String[] {"Bcc", "Content-Length"});
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private boolean verifiesByJdkim(String mail) throws Exception {
    DKIMVerifier verifier =
        new DKIMVerifier((_, selector, domain) ->
            keys.records(domain.toString(), "fb1").stream()
                .filter(each -> each.name().startsWith(selector + "."))
                .map(DkimRecord::text)
                .toList());
    var verified =
        verifier.verify(new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    return verified.stream().anyMatch(each -> each.getSelector().toString().equals("fb1-rsa"));
  }

  private boolean verifiesEd25519(String mail) throws GeneralSecurityException {
    return DkimCheck.verifies(mail, keys.records("example.com", "fb1").getLast().publicKey());
  }
}
