package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three versions of findings, each with a campaign of news.
final class FollowUpTest {
  private static final long EMAIL = DataCategory.EMAIL.mask();
  private static final long NAME = DataCategory.NAME.mask();
  private static final long PHONE = DataCategory.PHONE.mask();
  private static final long DEVICE = DataCategory.DEVICE_ID.mask();

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

  private static AudienceMember person(int index, long clear, long tokenized) {
    AudienceMember member = NoticeFixtures.member(index);
    return new AudienceMember(
        member.accountId(),
        member.email(),
        member.name(),
        "en",
        clear,
        0,
        tokenized,
        true,
        "member",
        10 - index);
  }

  private List<String> told(AudienceMember... people) {
    Campaign campaign =
        desk.campaigns.draft(
            NoticeFixtures.draft(State.AFFECTED, true), List.of(people), desk.ines);
    assertThat(desk.campaigns.lint(campaign.id())).isEmpty();
    List<String> texts = new java.util.ArrayList<>();
    for (int i = 1; i <= desk.campaigns.status(campaign.id()).total(); i++) {
      RenderedNotice notice = desk.campaigns.preview(campaign.id(), i, "ines");
      texts.add(notice.subject() + "\n" + notice.text());
    }
    desk.campaigns.approve(campaign.id(), desk.omar);
    desk.send(campaign.id(), relay, 1);
    return texts;
  }

  @Test
  void whoIsNewlyExposedIsToldWhatChangedAndNobodyElseIsWrittenTo() {
    assertThat(told(person(0, EMAIL, 0), person(1, EMAIL, DEVICE), person(2, EMAIL | NAME, 0)))
        .hasSize(3)
        .allSatisfy(
            text -> assertThat(text).contains("This was not exposed:", "your phone number"));

    List<String> second =
        told(
            person(0, EMAIL | PHONE, 0),
            person(1, EMAIL, DEVICE),
            person(2, EMAIL, 0),
            person(3, EMAIL, 0));
    assertThat(second).hasSize(2);
    assertThat(second.getFirst())
        .contains(
            "we found more about you",
            "You are affected, as we told you",
            "new since our last notice:\n\n- your phone number",
            "Our last notice was wrong about these:\n\n- your phone number",
            "The rest of it still holds.")
        .doesNotContain("- your mail address", "This was not exposed", "We did not send");
    assertThat(second.getLast())
        .contains("You are affected: data about you was stolen", "- your mail address");

    List<String> third =
        told(
            person(0, EMAIL | PHONE, 0),
            person(1, EMAIL | DEVICE, 0),
            person(2, EMAIL | DEVICE, 0),
            person(3, EMAIL, DEVICE));
    assertThat(third).hasSize(3);
    assertThat(third.getFirst())
        .contains(
            "- a number that stands for your device", "What our last notice said still holds.")
        .doesNotContain("- your mail address");
    assertThat(third.get(1)).contains("Our last notice named these by mistake:\n\n- your name");
    assertThat(third.getLast())
        .contains("only as codes in their place:\n\n- a number that stands for your device")
        .doesNotContain("new since our last notice");
  }
}
