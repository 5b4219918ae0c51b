package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.RecipientDomain.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientDomainsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void nameServerDecidesWhoIsSetAsideBeforeAnythingIsSent() throws IOException {
    try (FakeNameServer server =
        new FakeNameServer(
            Map.of(
                "mail.example", List.of("MX in.mail.example"),
                "old.example", List.of("A"),
                "null.example", List.of("MX ."),
                "bare.example", List.of()))) {
      RecipientDomains.Checked checked =
          new RecipientDomains(new DnsRecords("dns://" + server.address()), LONG)
              .check(
                  people(
                      "a@mail.example",
                      "b@old.example",
                      "c@null.example",
                      "d@null.example",
                      "e@bare.example",
                      "f@gone.example",
                      "g@x.broken.example"));
      assertThat(checked.people().members())
          .extracting(AudienceMember::email)
          .containsExactly("a@mail.example", "b@old.example", "g@x.broken.example");
      assertThat(checked.people().unreachable())
          .extracting(NoticePeople.Unreachable::person)
          .containsExactly("acc-2", "acc-3", "acc-4", "acc-5");
      assertThat(checked.people().unreachable())
          .allMatch(one -> one.reason() == SetAsideReason.DOMAIN_TAKES_NO_MAIL);
      assertThat(checked.domains())
          .containsExactly(
              new RecipientDomain("null.example", 2, Finding.TAKES_NO_MAIL, ""),
              new RecipientDomain("bare.example", 1, Finding.TAKES_NO_MAIL, ""),
              new RecipientDomain("gone.example", 1, Finding.TAKES_NO_MAIL, ""),
              new RecipientDomain("x.broken.example", 1, Finding.UNANSWERED, ""));
    }
  }

  @Test
  void silentDnsSetsNobodyAsideAndIsNotAskedForEver() {
    AtomicInteger asked = new AtomicInteger();
    String[] addresses = new String[500];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "a@d" + i + ".example";
    }
    MailRecords silent =
        (_, _) -> {
          asked.incrementAndGet();
          throw new IOException("no answer");
        };
    RecipientDomains.Checked checked = new RecipientDomains(silent, LONG).check(people(addresses));
    assertThat(checked.people().members()).hasSize(500);
    assertThat(checked.domains()).hasSize(500).allMatch(d -> d.finding() == Finding.UNANSWERED);
    assertThat(asked.get()).isLessThan(100);
  }

  @Test
  void domainsThatAreNotAnsweredInTimeSetNobodyAside() {
    CountDownLatch never = new CountDownLatch(1);
    MailRecords slow =
        (domain, _) -> {
          if (domain.equals("slow.example")) {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException("given up", e);
            }
          }
          return List.of("10 in.example.");
        };
    RecipientDomains.Checked checked =
        new RecipientDomains(slow, Duration.ofMillis(300))
            .check(people("a@slow.example", "b@slow.example"));
    assertThat(checked.people().members()).hasSize(2);
    assertThat(checked.domains())
        .containsExactly(new RecipientDomain("slow.example", 2, Finding.UNANSWERED, ""));
  }

  @Test
  void eachDomainIsAskedAboutOnce() {
    AtomicInteger asked = new AtomicInteger();
    MailRecords counting =
        (_, _) -> {
          asked.incrementAndGet();
          return List.of("10 in.example.");
        };
    var _ =
        new RecipientDomains(counting, LONG)
            .check(people("a@one.example", "b@ONE.example", "c@two.example", "no address"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void pastedRecordsAnswerForTheirDomainsAndNoOthers() {
    PastedRecords pasted =
        PastedRecords.parse(
            """
            ; from dig
            mail.example.  300 IN MX 10 in.mail.example.
            null.example MX 0 .
            gone.example NXDOMAIN
            old.example A 192.0.2.1
            """);
    RecipientDomains.Checked checked =
        new RecipientDomains(pasted, LONG)
            .check(
                people(
                    "a@mail.example",
                    "b@null.example",
                    "c@gone.example",
                    "d@old.example",
                    "e@other.example"));
    assertThat(checked.people().members())
        .extracting(AudienceMember::email)
        .containsExactly("a@mail.example", "d@old.example", "e@other.example");
    assertThatThrownBy(() -> PastedRecords.parse("mail.example MX"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("line 1 is no record");
  }

  @ParameterizedTest
  @CsvSource({
    "gmial.com, gmail.com",
    "gmal.com, gmail.com",
    "gmail.co, gmail.com",
    "gmaill.com, gmail.com",
    "hotmeil.com, hotmail.com",
    "t-onlin.de, t-online.de",
  })
  void misspelledDomainIsFlaggedAndItsPeopleAreWrittenTo(String domain, String likely) {
    RecipientDomains.Checked checked = RecipientDomains.unasked(people("a@" + domain));
    assertThat(checked.domains())
        .containsExactly(new RecipientDomain(domain, 1, Finding.LOOKS_MISSPELLED, likely));
    assertThat(checked.people().members())
        .extracting(AudienceMember::email)
        .containsExactly("a@" + domain);
  }

  @ParameterizedTest
  @CsvSource({
    "gmail.com",
    "mail.com",
    "ymail.com",
    "hotmail.de",
    "example.com",
    "gnu.org",
    "gmx.at"
  })
  void realDomainsAreNotFlagged(String domain) {
    assertThat(RecipientDomains.unasked(people("a@" + domain)).domains()).isEmpty();
  }

  @Test
  void whoeverApprovesIsWarnedOfMisspelledDomains() {
    try (NoticeDesk desk = new NoticeDesk(folder)) {
      String id =
          desk.campaigns
              .draft(NoticeFixtures.draft(false), people("a@gmial.com", "b@mail.com"), desk.ines)
              .id();
      assertThat(desk.campaigns.lint(id))
          .containsExactly(
              LintFinding.warning(
                  "recipient-domain",
                  "gmial.com: looks like gmail.com; 1 person; ask them, nothing is changed"));
      assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.LINTED);
    }
  }

  private static NoticePeople people(String... addresses) {
    List<AudienceMember> members = new ArrayList<>();
    for (String address : addresses) {
      AudienceMember like = NoticeFixtures.member(members.size());
      members.add(
          new AudienceMember(
              like.accountId(),
              address,
              like.name(),
              like.language(),
              like.clear(),
              like.generalized(),
              like.tokenized(),
              like.secondFactor(),
              like.role(),
              like.phishingScore()));
    }
    return new NoticePeople(members, List.of());
  }
}
