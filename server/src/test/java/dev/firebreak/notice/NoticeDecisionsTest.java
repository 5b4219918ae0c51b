package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeDecision.Basis;
import dev.firebreak.notice.NoticeDecision.Choice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether to write is decided before anybody is written to.
final class NoticeDecisionsTest {
  private static final String OTHER = "2025-12";
  private static final Basis OWED = new Basis(List.of("eu-gdpr-34-individuals: owed"), false);

  @TempDir Path folder;
  private NoticeDesk desk;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void decide(NoticeGroup group, boolean write, String reason, Basis basis) {
    NoticeDecision recorded =
        desk.decisions().decide(desk.ines, OTHER, new Choice(group, write, reason), basis);
    assertThat(recorded.decidedBy()).isEqualTo("ines");
  }

  private String lintedCampaignOf(String incident) {
    CampaignDraft draft = NoticeFixtures.draft(false);
    String id =
        desk.campaigns
            .draft(
                new CampaignDraft(
                    incident, draft.title(), draft.facts(), draft.issuer(), "", false),
                NoticeFixtures.members(3),
                desk.ines)
            .id();
    desk.campaigns.lint(id);
    return id;
  }

  @Test
  void campaignWithoutDecisionIsNotApproved() {
    String id = lintedCampaignOf(OTHER);
    assertThatThrownBy(() -> desk.campaigns.approve(id, desk.omar))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("notice decide 2025-12 affected write");
    decide(NoticeGroup.NOT_AFFECTED, true, "Several hundred people asked us.", OWED);
    assertThatThrownBy(() -> desk.campaigns.approve(id, desk.omar))
        .hasMessageContaining("nobody decided whether to write to people who are affected");
    decide(NoticeGroup.AFFECTED, true, "", OWED);
    assertThat(desk.campaigns.approve(id, desk.omar).status()).isEqualTo(CampaignStatus.APPROVED);
  }

  @Test
  void approvedCampaignIsNotSentAfterADecisionNotToWrite() {
    String id = desk.approved(3).id();
    FakeMailTransport relay = new FakeMailTransport();
    desk.decide(NoticeGroup.AFFECTED, false);
    assertThatThrownBy(() -> desk.send(id, relay, 1))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("it was decided not to write to people who are affected");
    assertThat(relay.accepted()).isEmpty();
    desk.decide(NoticeGroup.AFFECTED, true);
    assertThat(desk.send(id, relay, 1).sent()).isEqualTo(3);
  }

  @Test
  void reasonIsNeededWhereWritingAlarmsOrSilenceHides() {
    for (NoticeGroup group : NoticeGroup.values()) {
      if (group != NoticeGroup.AFFECTED) {
        assertThatThrownBy(() -> decide(group, true, "no", OWED))
            .isInstanceOf(FirebreakException.class)
            .hasMessageContaining("to write to " + group.words() + " needs a reason");
      }
      assertThatThrownBy(() -> decide(group, false, "", OWED))
          .hasMessageContaining("not to write needs a reason");
    }
    assertThatThrownBy(() -> decide(NoticeGroup.AFFECTED, true, "", new Basis(List.of(), true)))
        .hasMessageContaining("the findings' risk is low");
    decide(NoticeGroup.AFFECTED, true, "", OWED);
  }

  @Test
  void decisionsKeepTheirBasisAndAreAudited() {
    decide(NoticeGroup.AFFECTED, false, "Nobody can be named from this data.", OWED);
    decide(NoticeGroup.AFFECTED, true, "", OWED);
    assertThat(desk.decisions().of(OTHER))
        .extracting(NoticeDecision::write)
        .containsExactly(false, true);
    assertThat(desk.decisions().of(OTHER).getFirst().basis()).isEqualTo(OWED.lines());
    assertThat(desk.audit.show(AuditFilter.newest(1)).getFirst().details())
        .containsEntry("decision", "write")
        .containsEntry("group", "people who are affected");
  }

  @Test
  void responderCannotDecide() {
    ConfirmedOperator rosa = ConfirmedOperators.of("rosa", Role.RESPONDER, NoticeDesk.START);
    assertThatThrownBy(() ->
            desk.decisions().decide(rosa, OTHER, new Choice(NoticeGroup.AFFECTED, true, ""), OWED))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("privacy_officer");
  }
}
