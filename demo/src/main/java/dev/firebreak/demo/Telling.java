package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.FindingsAudience;
import dev.firebreak.notice.Campaign;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.notice.VerificationAnswer;
import dev.firebreak.testkit.smtp.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells the people of an incident: drafted and linted by one operator, approved by another, sent.
/// Confined to the replay's thread.
final class Telling {
  private static final Pattern WORD = Pattern.compile("(Word: )([a-z]+(-[a-z]+)*)");

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

  /// Whether mails are told apart.
  record Verified(boolean genuine, boolean forged, boolean altered, boolean replayed) {
    boolean allRight() {
      return genuine && forged && altered && replayed;
    }
  }

  /// Sends to everyone of the latest findings; `onlyNews` leaves out whom an earlier campaign of
  /// the incident told as much.
  CampaignProgress tell(String incident, boolean onlyNews, Steps steps) {
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
                onlyNews ? "people of the corrected file" : "people of the first file",
                facts,
                NoticeIssuer.of(world.firebreak.config()),
                "",
                onlyNews),
            source.people(
                incident, facts.state(), world.responder.confirm("AudienceRead", Role.RESPONDER)),
            world.responder.confirm("NoticeDrafted", Role.RESPONDER));
    List<LintFinding> complaints = campaigns.lint(campaign.id());
    if (!complaints.stream().allMatch(LintFinding::warning)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED, "the linter refuses the notice: " + complaints);
    }
    campaigns.approve(campaign.id(), world.officer.confirm("NoticeApproved", Role.PRIVACY_OFFICER));
    var mail = world.firebreak.config().mail().orElseThrow();
    return campaigns.send(
        campaign.id(),
        world.officer.confirm("NoticeSent", Role.PRIVACY_OFFICER),
        new SmtpMailTransport(mail),
        SendSettings.of(mail),
        accepted -> steps.detail(accepted + " notices accepted"));
  }

  /// A genuine notice verifies; a forged one, an altered one, and a genuine pair in somebody else's
  /// mail do not.
  Verified verify(ReceivedMail mail, ReceivedMail another) {
    NoticeVerifier verifier =
        new NoticeVerifier(
            world.firebreak.control(), world.firebreak.keys(), campaigns, world.clock);
    String text = new String(mail.content(), StandardCharsets.UTF_8);
    Matcher word = WORD.matcher(text);
    if (!word.find()) {
      throw new IllegalStateException("the notice has no word in its text");
    }
    String guessed = word.group(2).charAt(0) == 'b' ? "d" : "b";
    String forged = text.replace(word.group(2), guessed + word.group(2).substring(1));
    Matcher others = WORD.matcher(new String(another.content(), StandardCharsets.UTF_8));
    String borrowed = others.find() ? text.replace(word.group(2), others.group(2)) : forged;
    String altered = text.replace("privacy@example.com", "privacy@example.net");
    return new Verified(
        isGenuine(verifier.verifyMail(mail.content(), mail.recipient())),
        !isGenuine(verifier.verifyMail(bytes(forged), mail.recipient()))
            && !isGenuine(verifier.verifyMail(bytes(borrowed), mail.recipient())),
        !altered.equals(text) && !isGenuine(verifier.verifyMail(bytes(altered), mail.recipient())),
        !isGenuine(verifier.verifyMail(mail.content(), another.recipient())));
  }

  private static boolean isGenuine(VerificationAnswer answer) {
    return answer instanceof VerificationAnswer.Genuine;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
