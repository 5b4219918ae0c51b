package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.FindingsAudience;
import dev.firebreak.notice.AudienceSelection;
import dev.firebreak.notice.Campaign;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticePeople;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.testkit.smtp.ReceivedMail;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells the people of an incident: drafted and linted by one operator, approved by another, sent.
/// Confined to the replay's thread.
final class Telling {
  private final DemoWorld world;
  private final Campaigns campaigns;
  private final FindingsAudience source;

  Telling(DemoWorld world, IncidentServices services) {
    this.world = world;
    campaigns =
        new Campaigns(
            world.firebreak.control(),
            world.firebreak.keys(),
            world.firebreak.audit(),
            world.clock);
    source = new FindingsAudience(services);
  }

  /// Whom a campaign is about.
  ///
  /// @param title for operators
  /// @param places where they live; empty for everywhere
  /// @param onlyNews leaves out whom an earlier campaign of the incident told as much
  record Audience(String title, Set<String> places, boolean onlyNews) {
    static Audience everybody(String title) {
      return new Audience(title, Set.of(), false);
    }
  }

  /// Sends to people of the latest findings; empty where nobody is left to tell.
  Optional<CampaignProgress> tell(String incident, Audience audience, Steps steps) {
    NoticePeople people =
        source.people(
            incident,
            NoticeFacts.State.AFFECTED,
            AudienceSelection.livingIn(audience.places()),
            world.responder.confirm("AudienceRead", Role.RESPONDER));
    if (people.members().isEmpty()) {
      return Optional.empty();
    }
    NoticeFacts facts =
        new NoticeFacts(
            NoticeFacts.State.AFFECTED,
            Story.VENDOR_NAME,
            LocalDate.ofInstant(Story.STOLEN, ZoneOffset.UTC),
            LocalDate.ofInstant(Story.TOLD, ZoneOffset.UTC),
            source.signedFindings(incident),
            source.absences(incident, NoticeFacts.State.AFFECTED),
            List.of(
                "We stopped sending data to " + Story.VENDOR_NAME + ".",
                "We are checking every company that works for us."),
            LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC).plusDays(14));
    Campaign campaign =
        campaigns.draft(
            new CampaignDraft(
                incident,
                audience.title(),
                facts,
                NoticeIssuer.of(world.firebreak.config()),
                "",
                audience.onlyNews()),
            people,
            world.responder.confirm("NoticeDrafted", Role.RESPONDER));
    List<LintFinding> complaints = campaigns.lint(campaign.id());
    if (!complaints.stream().allMatch(LintFinding::warning)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED, "the linter refuses the notice: " + complaints);
    }
    decideToWrite(incident);
    campaigns.approve(campaign.id(), world.officer.confirm("NoticeApproved", Role.PRIVACY_OFFICER));
    var mail = world.firebreak.config().mail().orElseThrow();
    return Optional.of(
        campaigns.send(
            campaign.id(),
            world.officer.confirm("NoticeSent", Role.PRIVACY_OFFICER),
            new SmtpMailTransport(mail),
            SendSettings.of(mail),
            accepted -> steps.detail(accepted + " notices accepted")));
  }

  private void decideToWrite(String incident) {
    NoticeDecisions decisions =
        new NoticeDecisions(world.firebreak.control(), world.firebreak.audit(), world.clock);
    if (decisions.of(incident).isEmpty()) {
      decisions.decide(
          world.officer.confirm("NoticeDecided", Role.PRIVACY_OFFICER),
          incident,
          new NoticeDecision.Choice(
              NoticeGroup.AFFECTED, true, "what was stolen makes a convincing lure possible"),
          source.basis(incident));
    }
  }

  /// Checks mails of these campaigns, as people who got them would.
  NoticeChecks.Verdicts verify(List<ReceivedMail> mails) {
    return new NoticeChecks(world, campaigns).of(mails);
  }
}
