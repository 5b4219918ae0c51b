package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingDomainTest {
  private static final DkimRecord KEY =
      new DkimRecord("fb1-rsa._domainkey.example.com", DkimAlgorithm.RSA, "AAAA");
  private static final SendingDomain DOMAIN = new SendingDomain("example.com", List.of(KEY));
  private static final String SPF = "v=spf1 include:relay.example.net -all";
  private static final String DKIM = "v=DKIM1; k=rsa; p=AAAA";
  private static final String DMARC = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com";

  @Test
  void rightRecordsLeaveNothingToSay() {
    assertThat(check(SPF, DKIM, DMARC)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                             | there is no SPF record",
        "v=spf1 include:relay.example.net | SPF has no end",
        "v=spf1 mx +all                   | SPF lets anybody send",
        "v=spf1 -all                      | SPF lets nobody send",
        "v=spf1 a mx a:a mx:b a:c a:d a:e a:f a:g a:h include:i -all"
            + " | SPF asks for 11 look-ups; receivers stop at 10",
      })
  void spfIsToldWithWhatToFix(String spf, String wrong) {
    assertBlocking(check(spf == null ? "" : spf.strip(), DKIM, DMARC), wrong.strip());
  }

  @Test
  void severalSpfRecordsAreNone() {
    assertBlocking(check(SPF + "\n" + SPF, DKIM, DMARC), "there are several SPF records");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                       | there is no DKIM key",
        "v=DKIM1; k=rsa; p=         | the DKIM key is revoked",
        "v=DKIM1; k=rsa; p=BBBB     | the DKIM key is another",
        "v=DKIM1; k=ed25519; p=AAAA | the DKIM key is another",
      })
  void dkimIsToldWithWhatToPublish(String dkim, String wrong) {
    List<DomainFinding> findings = check(SPF, dkim == null ? "" : dkim.strip(), DMARC);
    assertBlocking(findings, wrong);
    assertThat(findings.getFirst().fix()).contains(KEY.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                                | there is no DMARC record",
        "v=DMARC1; p=none; rua=mailto:a@b.c  | DMARC has receivers deliver forged notices (p=none)",
        "v=DMARC1; p=maybe; rua=mailto:a@b.c | DMARC has no policy",
      })
  void dmarcIsToldWithWhatToFix(String dmarc, String wrong) {
    assertBlocking(check(SPF, DKIM, dmarc == null ? "" : dmarc.strip()), wrong);
  }

  @Test
  void whatCouldBeBetterIsAdvice() {
    List<DomainFinding> findings =
        check(SPF.replace("-all", "?all"), DKIM + "; t=y", "v=DMARC1; p=quarantine; pct=50");
    assertThat(findings).hasSize(4).noneMatch(DomainFinding::blocking);
  }

  @Test
  void policyOfTheDomainAboveHoldsForSubdomains() {
    SendingDomain below = new SendingDomain("mail.example.com", List.of());
    String records =
        """
        mail.example.com. 300 IN TXT "v=spf1 mx ~all"
        _dmarc.example.com TXT "v=DMARC1; p=reject; sp=none; rua=mailto:a@example.com"
        """;
    assertBlocking(
        below.check(PastedRecords.parse(records)),
        "DMARC has receivers deliver forged notices (p=none)");
    assertThat(below.check(PastedRecords.parse(records.replace("sp=none; ", "")))).isEmpty();
  }

  @Test
  void longRecordsAreJoined() {
    PastedRecords records =
        PastedRecords.parse(
            "; a comment\n\nA.example.com. IN TXT \"v=DKIM1; \" \"p=\\\"AA\"\nb.example.com TXT x");
    assertThat(records.of("a.EXAMPLE.com")).containsExactly("v=DKIM1; p=\"AA");
    assertThat(records.of("b.example.com.")).containsExactly("x");
    assertThat(records.of("c.example.com")).isEmpty();
    assertThatThrownBy(() -> PastedRecords.parse("b.example.com TXT x\nhello"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void recordsThatCannotBeLookedUpAreNotMissing() {
    TxtRecords silent =
        name -> {
          throw new IOException(name);
        };
    assertThatThrownBy(() -> DOMAIN.check(silent))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("--records");
  }

  private static List<DomainFinding> check(String spf, String dkim, String dmarc) {
    return DOMAIN.check(name ->
        switch (name.toLowerCase(Locale.ROOT)) {
          case "example.com" -> spf.lines().toList();
          case "fb1-rsa._domainkey.example.com" -> dkim.lines().toList();
          case "_dmarc.example.com" -> dmarc.lines().toList();
          default -> List.of();
        });
  }

  private static void assertBlocking(List<DomainFinding> findings, String wrong) {
    assertThat(findings).hasSize(1).allMatch(DomainFinding::blocking);
    assertThat(findings.getFirst().wrong()).isEqualTo(wrong);
    assertThat(findings.getFirst().fix()).isNotBlank();
  }
}
