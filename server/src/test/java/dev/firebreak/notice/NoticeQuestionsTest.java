package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.Account;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.notice.NoticeFacts.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeQuestionsTest {
  private static final String REASON = "She wrote to support from Ada@example.org, ticket 4711";

  @TempDir Path folder;
  private NoticeDesk desk;
  private NoticeQuestions questions;
  private ConfirmedOperator rosa;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    questions = new NoticeQuestions(desk.control, desk.keys, desk.audit, desk.clock);
    rosa = ConfirmedOperators.of("rosa", Role.RESPONDER, NoticeDesk.START);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void whoAskedIsKeptSealedAndTheLatestQuestionCounts() throws Exception {
    questions.add(NoticeFixtures.INCIDENT, NoticeFixtures.member(1), REASON, rosa);
    questions.add(NoticeFixtures.INCIDENT, NoticeFixtures.member(1, "de"), "again", rosa);
    questions.add("2025-12", NoticeFixtures.member(2), REASON, rosa);

    assertThat(questions.list(NoticeFixtures.INCIDENT, rosa))
        .extracting(NoticeQuestions.Question::reason)
        .containsExactly(REASON, "again");
    Map<String, AudienceMember> accounts = questions.accounts(NoticeFixtures.INCIDENT, rosa);
    assertThat(accounts).containsOnlyKeys("acc-1");
    assertThat(accounts.values())
        .singleElement()
        .satisfies(account -> {
          assertThat(account.language()).isEqualTo("de");
          assertThat(account.clear()).as("a question finds nothing").isZero();
        });
    assertThatThrownBy(() -> questions.accounts("2026-01", rosa))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("notice ask");

    String stored = Files.readString(folder.resolve("control.db"), StandardCharsets.ISO_8859_1);
    String log = Files.readString(folder.resolve("control.db-wal"), StandardCharsets.ISO_8859_1);
    assertThat(stored + log).doesNotContain("ticket 4711", "person1@example.org", "acc-1");
    assertThat(desk.audit.show(AuditFilter.newest(100)))
        .filteredOn(entry -> entry.action().equals("NoticeAsked"))
        .hasSize(3)
        .allMatch(entry -> entry.actor().equals("rosa") && entry.details().isEmpty());
  }

  @Test
  void aReasonIsNeededAndAResponder() {
    for (String reason : List.of("", "  ", "x".repeat(1_001))) {
      assertThatThrownBy(
              () -> questions.add(NoticeFixtures.INCIDENT, NoticeFixtures.member(1), reason, rosa))
          .hasMessageContaining("a reason has");
    }
    ConfirmedOperator viewer = ConfirmedOperators.of("vera", Role.VIEWER, NoticeDesk.START);
    assertThatThrownBy(
            () -> questions.add(NoticeFixtures.INCIDENT, NoticeFixtures.member(1), REASON, viewer))
        .hasMessageContaining("responder");
  }

  @Test
  void theAnswerGoesThroughLintApprovalAndVerificationLikeAnyNotice() {
    AudienceSelection asked =
        AudienceSelection.asked(Map.of("acc-1", NoticeFixtures.member(1).withoutKinds()));
    CampaignDraft draft =
        new CampaignDraft(
            NoticeFixtures.INCIDENT,
            "Answers",
            NoticeFixtures.facts(State.NOT_AFFECTED),
            NoticeFixtures.ISSUER,
            "",
            Map.of(),
            asked.group(State.NOT_AFFECTED),
            false);
    String id = desk.campaigns.draft(draft, List.of(NoticeFixtures.unexposed(1)), desk.ines).id();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    desk.decide(NoticeGroup.ASKED, false);
    assertThatThrownBy(() -> desk.campaigns.approve(id, desk.omar))
        .as("whether to answer is decided, too")
        .isInstanceOf(FirebreakException.class);
    desk.decide(NoticeGroup.ASKED, true);
    desk.decide(NoticeGroup.NOT_AFFECTED, false);
    desk.campaigns.approve(id, desk.omar);
    FakeMailTransport relay = new FakeMailTransport();
    desk.send(id, relay, 1);

    OutgoingMail mail = relay.accepted().getFirst();
    assertThat(mail.to()).isEqualTo("person1@example.org");
    assertThat(mail.notice().text()).startsWith("You are not affected");
    String word = mail.notice().text().replaceAll("(?s).*- Word: (\\S+).*", "$1");
    assertThat(desk.verifier.verify(mail.notice().number(), word, "person1@example.org"))
        .isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void onlyTheAccountsOwnAddressIsAnswered() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("accounts.csv"),
            """
            account_id,email,language
            acc-1,Ada@example.org,de
            acc-2,ada@Example.org,en
            acc-3,grace@example.org,en
            acc-4,,en
            """);
    try (DuckDb database =
        DuckDb.open(Files.createDirectory(folder.resolve("work")), 64 << 20, 1, List.of(file))) {
      AccountsDirectory directory = AccountsDirectory.load(database, file);
      assertThat(in(directory, null, "ADA@example.org"))
          .extracting(Account::accountId)
          .containsExactly("acc-1", "acc-2");
      assertThat(in(directory, "acc-3", "grace@example.org")).hasSize(1);
      assertThat(in(directory, "acc-4", null)).hasSize(1);
      assertRefused(directory, "acc-3", "ada@example.org", "not the account's current one");
      assertRefused(directory, "acc-4", "ada@example.org", "not the account's current one");
      assertRefused(directory, null, "thief@example.com", "no account of the directory");
      assertRefused(directory, "acc-9", "ada@example.org", "no account of the directory");
      assertRefused(directory, null, null, "name who asked");
      assertRefused(directory, "acc-1", "no address", "name who asked");
    }
  }

  private static void assertRefused(
      AccountsDirectory directory,
      @Nullable String account,
      @Nullable String address,
      String message) {
    assertThatThrownBy(() -> in(directory, account, address))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("example.com");
  }

  private static List<Account> in(
      AccountsDirectory directory, @Nullable String account, @Nullable String address)
      throws SQLException {
    return new Asker(Optional.ofNullable(account), Optional.ofNullable(address)).in(directory);
  }
}
