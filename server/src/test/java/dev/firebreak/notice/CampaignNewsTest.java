package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeFacts.State;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CampaignNewsTest {
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
  void whoWasToldThatNothingIsKnownIsStillToldThatTheyAreAffected() {
    for (State earlier : List.of(State.UNKNOWN, State.NOT_AFFECTED)) {
      List<AudienceMember> people =
          earlier == State.UNKNOWN
              ? NoticeFixtures.members(3)
              : List.of(NoticeFixtures.unexposed(0), NoticeFixtures.unexposed(1));
      Campaign first =
          desk.campaigns.draft(NoticeFixtures.draft(earlier, false), people, desk.ines);
      assertThat(desk.campaigns.lint(first.id())).isEmpty();
      desk.campaigns.approve(first.id(), desk.omar);
      desk.send(first.id(), relay, 1);
      Campaign second = desk.campaigns.draft(NoticeFixtures.draft(true), people, desk.ines);
      assertThat(desk.campaigns.status(second.id()).total()).isEqualTo(people.size());
      desk.campaigns.withdraw(second.id(), desk.omar);
    }
  }

  @Test
  void newsAreNotDraftedWhileAnEarlierCampaignIsOpen() {
    String first = desk.approved(30).id();
    List<AudienceMember> people = NoticeFixtures.members(31);
    assertCode(
        ErrorCode.CHECK_FAILED,
        () -> desk.campaigns.draft(NoticeFixtures.draft(true), people, desk.ines));
    relay.answer(_ -> {
      desk.campaigns.stop(first, desk.omar);
      return new MailResult.Accepted("250 ok");
    });
    desk.send(first, relay, 1);
    assertCode(
        ErrorCode.CHECK_FAILED,
        () -> desk.campaigns.draft(NoticeFixtures.draft(true), people, desk.ines));
    relay.answer(_ -> new MailResult.Accepted("250 ok"));
    desk.send(first, relay, 1);
    Campaign second = desk.campaigns.draft(NoticeFixtures.draft(true), people, desk.ines);
    assertThat(desk.campaigns.status(second.id()).total()).isEqualTo(1);
  }

  @Test
  void withdrawnCampaignIsNeverSentAndItsOpenPeopleAreNewsAgain() {
    String first = desk.approved(30).id();
    relay.answer(_ -> {
      desk.campaigns.stop(first, desk.omar);
      return new MailResult.Accepted("250 ok");
    });
    desk.send(first, relay, 1);
    desk.campaigns.withdraw(first, desk.omar);
    assertCode(ErrorCode.WRONG_USE, () -> desk.send(first, relay, 1));
    assertThat(relay.accepted()).hasSize(SendSettings.CLAIMS);
    Campaign second =
        desk.campaigns.draft(NoticeFixtures.draft(true), NoticeFixtures.members(30), desk.ines);
    assertThat(desk.campaigns.status(second.id()).total()).isEqualTo(30 - SendSettings.CLAIMS);
  }

  @Test
  void campaignWithdrawnWhileItIsSentStops() {
    String id = desk.approved(30).id();
    relay.answer(_ -> {
      if (desk.campaigns.find(id).status() == CampaignStatus.SENDING) {
        desk.campaigns.withdraw(id, desk.omar);
      }
      return new MailResult.Accepted("250 ok");
    });
    CampaignProgress progress = desk.send(id, relay, 1);
    assertThat(progress.sent()).isEqualTo(SendSettings.CLAIMS);
    assertThat(progress.queued()).isEqualTo(30 - SendSettings.CLAIMS);
    assertThat(desk.campaigns.find(id).status()).isEqualTo(CampaignStatus.WITHDRAWN);
  }

  @Test
  void newsAreJudgedAgainAtTheApproval() {
    Campaign first =
        desk.campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(5), desk.ines);
    Campaign news =
        desk.campaigns.draft(NoticeFixtures.draft(true), NoticeFixtures.members(5), desk.ines);
    desk.campaigns.lint(first.id());
    desk.campaigns.lint(news.id());
    desk.campaigns.approve(first.id(), desk.omar);
    assertCode(ErrorCode.CHECK_FAILED, () -> desk.campaigns.approve(news.id(), desk.omar));
    desk.send(first.id(), relay, 1);
    assertCode(ErrorCode.CHECK_FAILED, () -> desk.campaigns.approve(news.id(), desk.omar));
  }

  @Test
  void campaignDraftedBeforeApprovedNewsIsNotApprovedAnyMore() {
    Campaign first =
        desk.campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(5), desk.ines);
    Campaign news =
        desk.campaigns.draft(NoticeFixtures.draft(true), NoticeFixtures.members(5), desk.ines);
    desk.campaigns.lint(first.id());
    desk.campaigns.lint(news.id());
    desk.campaigns.approve(news.id(), desk.omar);
    assertCode(ErrorCode.CHECK_FAILED, () -> desk.campaigns.approve(first.id(), desk.omar));
  }

  @Test
  void secondFileWritesOnlyToWhomNothingWasTold() {
    desk.send(desk.approved(100).id(), relay, 4);
    Campaign second =
        desk.campaigns.draft(NoticeFixtures.draft(true), NoticeFixtures.members(104), desk.omar);
    desk.campaigns.lint(second.id());
    desk.campaigns.approve(second.id(), desk.ines);
    FakeMailTransport secondRelay = new FakeMailTransport();
    desk.send(second.id(), secondRelay, 4);
    assertThat(secondRelay.accepted().stream().map(OutgoingMail::to))
        .containsExactlyInAnyOrder(
            "person100@example.org",
            "person101@example.org",
            "person102@example.org",
            "person103@example.org");
    assertCode(
        ErrorCode.NOT_FOUND,
        () ->
            desk.campaigns.draft(
                NoticeFixtures.draft(true), NoticeFixtures.members(104), desk.omar));
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
