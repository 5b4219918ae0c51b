package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeFacts.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CampaignsTest {
  @TempDir Path folder;
  private NoticeDesk desk;
  private final FakeMailTransport relay = new FakeMailTransport();

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void everybodyGetsExactlyOneMailRiskiestFirst() {
    String id = desk.approved(100).id();
    CampaignProgress progress = desk.send(id, relay, 1);
    assertThat(progress.sent()).isEqualTo(100);
    assertThat(progress.doubted()).isZero();
    assertThat(recipients()).doesNotHaveDuplicates().hasSize(100);
    assertThat(relay.accepted().getFirst().to()).isEqualTo("person13@example.org");
    assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.FINISHED);
    assertThat(progress.lastAcceptedAt()).contains(NoticeDesk.START);
  }

  @Test
  void secondRunSendsNothing() {
    String id = desk.approved(20).id();
    desk.send(id, relay, 3);
    desk.send(id, relay, 3);
    assertThat(relay.accepted()).hasSize(20);
  }

  @Test
  void drafterCannotApproveAndNothingIsSentUnapproved() {
    Campaign campaign =
        desk.campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(3), desk.ines);
    assertCode(ErrorCode.CHECK_FAILED, () -> desk.campaigns.approve(campaign.id(), desk.omar));
    assertThat(desk.campaigns.lint(campaign.id())).isEmpty();
    assertCode(
        ErrorCode.SECOND_OPERATOR_NEEDED, () -> desk.campaigns.approve(campaign.id(), desk.ines));
    assertCode(ErrorCode.SECOND_OPERATOR_NEEDED, () -> desk.send(campaign.id(), relay, 1));
    assertThat(relay.accepted()).isEmpty();
  }

  @Test
  void whomTheDrafterEnrolledIsNoSecondOperator() {
    Operators operators = new Operators(desk.control, desk.keys, desk.audit, desk.clock);
    operators.addFirst("ines");
    ConfirmedOperator admin = ConfirmedOperators.of("ines", Role.ADMIN, NoticeDesk.START);
    operators.add(admin, "adam", Role.ADMIN);
    ConfirmedOperator adam = ConfirmedOperators.of("adam", Role.ADMIN, NoticeDesk.START);
    operators.add(adam, "omar", Role.PRIVACY_OFFICER);
    Campaign campaign =
        desk.campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(3), desk.ines);
    desk.campaigns.lint(campaign.id());
    assertCode(
        ErrorCode.SECOND_OPERATOR_NEEDED, () -> desk.campaigns.approve(campaign.id(), desk.omar));
    Campaign other =
        desk.campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(3), desk.omar);
    desk.campaigns.lint(other.id());
    assertThat(desk.campaigns.approve(other.id(), desk.ines).approvedBy()).contains("ines");
  }

  @Test
  void responderCanNeitherApproveNorSend() {
    String id = desk.approved(1).id();
    ConfirmedOperator responder = ConfirmedOperators.of("rosa", Role.RESPONDER, NoticeDesk.START);
    assertCode(ErrorCode.NOT_ALLOWED, () -> desk.campaigns.approve(id, responder));
    assertCode(
        ErrorCode.NOT_ALLOWED,
        () -> desk.campaigns.send(id, responder, relay, desk.settings(1), _ -> {}));
  }

  @Test
  void campaignChangedAfterApprovalIsNotSent() {
    for (String change :
        List.of(
            "UPDATE notice_campaign SET template = template || ' Call 555.'",
            "UPDATE notice_campaign SET facts = replace(facts, 'Mixpanel', 'Another')",
            "UPDATE notice_addressee SET text_digest = 'x' WHERE ordinal = 1",
            "DELETE FROM notice_addressee WHERE ordinal = 2")) {
      String id = desk.approved(3).id();
      desk.control.writer().useHandle(handle -> handle.execute(change));
      assertCode(ErrorCode.DATA_DAMAGED, () -> desk.send(id, relay, 1));
    }
    assertThat(relay.accepted()).isEmpty();
  }

  @Test
  void mailHasTheHeadersOfANotice() {
    String id = desk.approved(1).id();
    desk.send(id, relay, 1);
    OutgoingMail mail = relay.accepted().getFirst();
    assertThat(mail.messageId()).matches("<[0-9a-f]{40}@example\\.com>");
    assertThat(mail.envelopeFrom())
        .isEqualTo("notices+" + mail.notice().number().toLowerCase(Locale.ROOT) + "@example.com");
    assertThat(mail.headers())
        .containsEntry("Auto-Submitted", "auto-generated")
        .containsEntry("List-Id", "<" + id + ".notices.example.com>")
        .containsKey("Feedback-ID")
        .doesNotContainKey("List-Unsubscribe");
  }

  @Test
  void deferredMailIsTriedAgainWithTheSameMessageIdUntilGivenUp() {
    relay.answer(attempt ->
        attempt < 3 ? new MailResult.Deferred("451 later") : new MailResult.Accepted("250 ok"));
    CampaignProgress progress = desk.send(desk.approved(10).id(), relay, 2);
    assertThat(progress.sent()).isEqualTo(10);
    assertThat(progress.doubted()).isZero();
    relay.answer(_ -> new MailResult.Deferred("451 later"));
    CampaignProgress second = desk.send(desk.approved(10).id(), relay, 2);
    assertThat(second.givenUp()).isEqualTo(10);
  }

  @Test
  void refusedMailIsNotTriedAgain() {
    relay.answer(_ -> new MailResult.Refused("550 no such user"));
    String id = desk.approved(5).id();
    assertThat(desk.send(id, relay, 2).bounced()).isEqualTo(5);
    assertThat(desk.send(id, relay, 2).bounced()).isEqualTo(5);
    assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.FINISHED);
  }

  @Test
  void mailWithoutAnswerIsDoubtedAndSentAgain() {
    relay.answer(attempt ->
        attempt == 1 ? new MailResult.Unknown("none") : new MailResult.Accepted("250 ok"));
    CampaignProgress progress = desk.send(desk.approved(5).id(), relay, 2);
    assertThat(progress.sent()).isEqualTo(5);
    assertThat(progress.doubted()).isEqualTo(5);
    List<String> ids = relay.accepted().stream().map(OutgoingMail::messageId).toList();
    assertThat(new HashSet<>(ids)).hasSize(5);
  }

  @Test
  void unreachableRelayLosesNobody() {
    String id = desk.approved(30).id();
    relay.unreachable(true);
    assertCode(ErrorCode.MAIL_UNREACHABLE, () -> desk.send(id, relay, 2));
    assertThat(desk.campaigns.status(id).queued()).isEqualTo(30);
    relay.unreachable(false);
    assertThat(desk.send(id, relay, 2).sent()).isEqualTo(30);
    assertThat(desk.campaigns.status(id).doubted()).isZero();
  }

  @Test
  void killsLoseNobodyAndDoubleOnlyWhomTheyLeaveInDoubt() {
    Random random = new Random(20251109);
    String id = desk.approved(300).id();
    List<String> arrived = new ArrayList<>();
    for (int kill = 0; kill < 8; kill++) {
      FakeMailTransport dying = new FakeMailTransport();
      NoticeDesk process = desk;
      dying.killAfter(1 + random.nextInt(40));
      assertThatThrownBy(() -> process.send(id, dying, 4))
          .isInstanceOf(FakeMailTransport.Killed.class);
      process.close();
      arrived.addAll(dying.accepted().stream().map(OutgoingMail::to).toList());
      open();
    }
    CampaignProgress progress = desk.send(id, relay, 4);
    arrived.addAll(recipients());
    assertThat(progress.sent()).isEqualTo(300);
    assertThat(new HashSet<>(arrived)).hasSize(300);
    assertThat(doubted(id)).containsAll(doubles(arrived));
    assertThat(progress.doubted()).isLessThanOrEqualTo(8L * 4 * SendSettings.CLAIMS);
    int before = relay.accepted().size();
    desk.send(id, relay, 4);
    assertThat(relay.accepted()).hasSize(before);
  }

  @Test
  void laterRunFencesAnEarlierOneOff() {
    String id = desk.approved(10).id();
    CampaignStore store = new CampaignStore(desk.control);
    OutcomeDesk first = new OutcomeDesk(desk.control, store, id, desk.settings(1), desk.clock);
    first.begin();
    OutcomeDesk.Batch claimed = first.exchange(List.of(), 8);
    assertThat(claimed.claims()).hasSize(8);
    assertThat(desk.send(id, relay, 1).doubted()).isEqualTo(8);
    OutcomeDesk.Outcome late =
        OutcomeDesk.Outcome.of(claimed.claims().getFirst(), new MailResult.Refused("550"));
    assertThat(first.exchange(List.of(late), 8).claims()).isEmpty();
    assertThat(desk.campaigns.status(id).sent()).isEqualTo(10);
  }

  @Test
  void stoppedCampaignGoesOnWhenSentAgain() {
    String id = desk.approved(50).id();
    relay.answer(_ -> {
      desk.campaigns.stop(id, desk.omar);
      return new MailResult.Accepted("250 ok");
    });
    assertThat(desk.send(id, relay, 1).sent()).isEqualTo(SendSettings.CLAIMS);
    assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.STOPPED);
    relay.answer(_ -> new MailResult.Accepted("250 ok"));
    assertThat(desk.send(id, relay, 1).sent()).isEqualTo(50);
  }

  @Test
  void paceIsKept() {
    String id = desk.approved(20).id();
    SendSettings base = desk.settings(2);
    SendSettings paced =
        new SendSettings(2, 10, base.attemptsMax(), base.firstRetry(), base.pause());
    desk.campaigns.send(id, desk.ines, relay, paced, _ -> {});
    assertThat(desk.now.get()).isAfterOrEqualTo(NoticeDesk.START.plusMillis(1_800));
  }

  @Test
  void nobodyOfWhomSomethingWasFoundIsToldThatTheyAreNotAffected() {
    List<AudienceMember> people = List.of(NoticeFixtures.unexposed(0), NoticeFixtures.member(1));
    assertCode(
        ErrorCode.CHECK_FAILED,
        () ->
            desk.campaigns.draft(
                NoticeFixtures.draft(State.NOT_AFFECTED, false), people, desk.ines));
  }

  @Test
  void lostWatcherNeitherStopsTheSendingNorLeavesDoubt() {
    String id = desk.approved(250).id();
    CampaignProgress progress =
        desk.campaigns.send(
            id,
            desk.ines,
            relay,
            desk.settings(1),
            _ -> {
              throw new UncheckedIOException(new IOException("Broken pipe"));
            });
    assertThat(progress.sent()).isEqualTo(250);
    assertThat(progress.sending()).isZero();
    assertThat(progress.doubted()).isZero();
    assertThat(recipients()).doesNotHaveDuplicates();
  }

  @Test
  void watcherIsToldOnlyOfDurableOutcomes() {
    String id = desk.approved(250).id();
    List<Long> told = new ArrayList<>();
    desk.campaigns.send(
        id,
        desk.ines,
        relay,
        desk.settings(1),
        accepted -> {
          told.add(accepted);
          assertThat(desk.campaigns.status(id).sent()).isGreaterThanOrEqualTo(accepted);
        });
    assertThat(told).hasSizeGreaterThan(1).contains(250L);
    assertThat(desk.campaigns.status(id).sent()).isEqualTo(250);
  }

  @Test
  void textThatIsWrongForTheLastReaderOnlyIsFound() {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(20));
    members.add(
        new AudienceMember(
            "acc-x",
            "x@example.org",
            "Own Systems",
            "en",
            NoticeFixtures.EXPOSED,
            0,
            0,
            true,
            "member",
            -1));
    String id = desk.campaigns.draft(NoticeFixtures.draft(false), members, desk.ines).id();
    assertThat(desk.campaigns.lint(id)).extracting(LintFinding::rule).containsExactly("value");
    assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.DRAFT);
  }

  @Test
  void peopleWithoutAddressAreSetAsideAndReadingThemIsAudited() {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(2));
    members.add(new AudienceMember("acc-x", "", "", "en", 1, 0, 0, false, "", 1));
    String id = desk.campaigns.draft(NoticeFixtures.draft(false), members, desk.ines).id();
    assertThat(desk.campaigns.status(id).setAside()).containsEntry("MISSING", 1L);
    assertThat(desk.campaigns.setAside(id, desk.omar)).containsEntry("MISSING", List.of("acc-x"));
    assertThat(desk.audit.show(AuditFilter.newest(1)).getFirst().action())
        .isEqualTo("NoticeSetAsideRead");
  }

  @Test
  void everyStepIsAuditedWithoutPersonalData() {
    String id = desk.approved(3).id();
    desk.campaigns.preview(id, 1, "omar");
    desk.send(id, relay, 1);
    List<AuditEntry> entries = desk.audit.show(AuditFilter.newest(100));
    assertThat(entries)
        .extracting(AuditEntry::action)
        .filteredOn(action -> !action.equals("NoticeDecided"))
        .containsExactly(
            "NoticeDrafted",
            "NoticeLintBegun",
            "NoticeLinted",
            "NoticeApproved",
            "NoticePreviewed",
            "NoticeSendingBegun",
            "NoticeSendingEnded");
    assertThat(entries.toString()).doesNotContain("example.org").doesNotContain("acc-");
  }

  @Test
  void addressesAreNotOnDiskInClear() throws IOException {
    desk.send(desk.approved(50).id(), relay, 2);
    desk.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("@example.org").doesNotContain("Ada Example");
      }
    }
    open();
  }

  private List<String> recipients() {
    return relay.accepted().stream().map(OutgoingMail::to).toList();
  }

  private static Set<String> doubles(List<String> arrived) {
    Set<String> once = new HashSet<>();
    Set<String> doubles = new HashSet<>();
    arrived.stream().filter(to -> !once.add(to)).forEach(doubles::add);
    return doubles;
  }

  private Set<String> doubted(String id) {
    PersonSeal seal = new PersonSeal(desk.keys, id);
    return new HashSet<>(
        desk.control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT number, sealed_person FROM notice_addressee WHERE doubted = 1")
                    .map((row, _) -> seal.open(row.getString(1), row.getBytes(2)).address())
                    .list()));
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
