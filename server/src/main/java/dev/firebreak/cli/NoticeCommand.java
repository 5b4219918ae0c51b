package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Enrolments;
import dev.firebreak.access.Role;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.AudienceSelection;
import dev.firebreak.notice.Campaign;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticeLanguage;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.notice.NoticeTemplates;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.RecipientDomain;
import dev.firebreak.notice.RecipientDomains;
import dev.firebreak.notice.RenderedNotice;
import dev.firebreak.notice.SendEstimate;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.notice.VerificationAnswer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak notice draft|lint|preview|approve|send|withdraw|set-aside|status|verify`.
@Command(name = "notice", description = "Telling people, verifiably.")
final class NoticeCommand {
  private static final int DOMAINS_SHOWN_MAX = 20;

  private final CommandContext context;
  private final Function<Installation, NoticeSource> source;

  NoticeCommand(CommandContext context, Function<Installation, NoticeSource> source) {
    this.context = context;
    this.source = source;
  }

  @Command(name = "draft", description = "Freezes an audience from findings, and a wording.")
  int draft(
      @Parameters(paramLabel = "INCIDENT") String incident,
      @Mixin NoticeDraftOptions options,
      @Mixin RecipientDomainOptions domains,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    Installation installation = context.installation();
    ConfirmedOperator drafter = operator.confirm(context, "NoticeDrafted", Role.RESPONDER);
    NoticeSource findings = source.apply(installation);
    NoticeFacts facts = options.facts(findings, incident);
    AudienceSelection selection =
        options.selection(
            () -> NoticeAskCommand.questions(installation).accounts(incident, drafter));
    Map<NoticeLanguage, String> wordings =
        new EnumMap<>(options.templates(context.workingDirectory()));
    String base = wordings.getOrDefault(facts.language(), "");
    wordings.remove(facts.language());
    CampaignDraft draft =
        new CampaignDraft(
            incident,
            options.title,
            facts,
            NoticeIssuer.of(installation.config()),
            base,
            wordings,
            selection.group(facts.state()),
            options.onlyNews);
    RecipientDomains.Checked people =
        domains.check(context, findings.people(incident, facts.state(), selection, drafter));
    Campaign campaign = campaigns().draft(draft, people.people(), drafter);
    if (json) {
      JsonOutput.print(context.out(), drafted(campaign, people.domains()));
      return 0;
    }
    show(campaign, false);
    people.domains().stream()
        .limit(DOMAINS_SHOWN_MAX)
        .forEach(domain -> context.out().println("  " + domain.words()));
    if (people.domains().size() > DOMAINS_SHOWN_MAX) {
      context.out().println("  and more domains: " + (people.domains().size() - DOMAINS_SHOWN_MAX));
    }
    Map<String, Long> setAside = new TreeMap<>(campaigns().status(campaign.id()).setAside());
    if (!setAside.isEmpty()) {
      context.out().println("Mail cannot reach: " + setAside);
      context.out().println("Who they are: notice set-aside " + campaign.id());
    }
    return 0;
  }

  private static Map<String, Object> drafted(Campaign campaign, List<RecipientDomain> domains) {
    Map<String, Object> document = document(campaign);
    document.put(
        "domains",
        domains.stream()
            .map(each ->
                Map.of(
                    "domain", each.domain(),
                    "finding", each.key(),
                    "people", each.people(),
                    "likely", each.likely()))
            .toList());
    return document;
  }

  @Command(name = "lint", description = "Checks every different text of a campaign.")
  int lint(@Parameters(paramLabel = "CAMPAIGN") String id, @Option(names = "--json") boolean json) {
    List<LintFinding> findings = campaigns().lint(id);
    if (json) {
      JsonOutput.print(
          context.out(),
          findings.stream()
              .map(f -> Map.of("rule", f.rule(), "reason", f.reason(), "warning", f.warning()))
              .toList());
    } else {
      findings.forEach(f ->
          context.out().println((f.warning() ? "warning: " : "") + f.rule() + ": " + f.reason()));
    }
    long broken = findings.stream().filter(f -> !f.warning()).count();
    if (broken > 0) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED, "the notices break " + broken + " rules; draft anew");
    }
    if (!json) {
      context
          .out()
          .println(
              (findings.isEmpty() ? "Nothing to object to." : "No rule is broken.")
                  + " Next: notice approve "
                  + id);
    }
    return 0;
  }

  @Command(name = "preview", description = "Prints one text; holds what was exposed of a person.")
  int preview(
      @Parameters(paramLabel = "CAMPAIGN") String id,
      @Option(names = "--place", defaultValue = "1", description = "in the order of sending")
          long place,
      @Option(
              names = "--person",
              paramLabel = "ACCOUNT",
              description = "of the person with this account")
          @Nullable String person,
      @Option(names = "--html") boolean html,
      @Option(
              names = "--picture",
              paramLabel = "FILE",
              description =
                  "a new file: PNG as a telephone shows it, where Chromium is installed,"
                      + " else the page")
          @Nullable Path picture,
      @Option(names = "--dark", description = "the picture in dark colors") boolean dark,
      @Mixin OperatorMixin operator) {
    ConfirmedOperator reader = operator.confirm(context, "NoticePreviewed", Role.RESPONDER);
    RenderedNotice notice =
        person == null
            ? campaigns().preview(id, place, reader.name())
            : campaigns().previewOf(id, person, reader.name());
    if (picture != null) {
      Path made =
          new NoticePicture(notice.html(), dark).write(context.workingDirectory().resolve(picture));
      context.out().println("Wrote " + made + ".");
      return 0;
    }
    context.out().println("Subject: " + notice.subject());
    context.out().println();
    context.out().print(html ? notice.html() : notice.text());
    return 0;
  }

  @Command(
      name = "approve",
      description = "Approves; not who drafted it, nor whom the drafter enrolled.")
  int approve(
      @Parameters(paramLabel = "CAMPAIGN") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator approver = operator.confirm(context, "NoticeApproved", Role.PRIVACY_OFFICER);
    Campaign campaign = campaigns().approve(id, approver);
    show(campaign, json);
    if (!json) {
      context.out().println("Enrolled " + enrolled(campaign.draftedBy()));
      context.out().println("Enrolled " + enrolled(approver.name()));
    }
    return 0;
  }

  private String enrolled(String name) {
    Enrolments enrolments = new Enrolments(context.installation().control());
    return name + " by " + enrolments.enrolledBy(name).orElse("nobody who is known");
  }

  @Command(name = "send", description = "Sends an approved campaign, or goes on with it.")
  int send(
      @Parameters(paramLabel = "CAMPAIGN") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    FirebreakConfig config = context.installation().config();
    NoticeIssuer.of(config);
    FirebreakConfig.Mail mail = config.mail().orElseThrow();
    mail.requireSecrets();
    ConfirmedOperator sender = operator.confirm(context, "NoticeSent", Role.PRIVACY_OFFICER);
    Installation installation = context.installation();
    MailSigning signing =
        new MailSigning(installation.control(), installation.keys(), installation.clock());
    SendEstimate estimate =
        new SendEstimate(campaigns().status(id).open(), installation.clock().instant());
    CampaignProgress progress =
        campaigns()
            .send(
                id,
                sender,
                new SmtpMailTransport(mail, signing.signer(mail)),
                SendSettings.of(mail),
                accepted ->
                    context
                        .err()
                        .println(estimate.words(accepted, installation.clock().instant())));
    show(progress, json);
    return 0;
  }

  @Command(
      name = "withdraw",
      description = {
        "Ends a campaign that is not finished: it is never sent again.",
        "Whom it did not reach counts as not told; a new draft can write to them."
      })
  int withdraw(
      @Parameters(paramLabel = "CAMPAIGN") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator officer = operator.confirm(context, "NoticeWithdrawn", Role.PRIVACY_OFFICER);
    show(campaigns().withdraw(id, officer), json);
    return 0;
  }

  @Command(
      name = "set-aside",
      description = {
        "Lists whom no mail of the campaign goes to, and why: they are to be told in another way.",
        "Prints account ids, and identifiers of the stolen file where there is no account."
      })
  int setAside(
      @Parameters(paramLabel = "CAMPAIGN") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--out", paramLabel = "FILE", description = "a new file, CSV")
          @Nullable Path out) {
    ConfirmedOperator reader = operator.confirm(context, "NoticeSetAsideRead", Role.RESPONDER);
    String csv = SetAsideCsv.of(campaigns().setAside(id, reader));
    if (out == null) {
      context.out().print(csv);
      return 0;
    }
    Path file = context.workingDirectory().resolve(out);
    SetAsideCsv.write(file, csv);
    context.out().println("Wrote " + file + ".");
    return 0;
  }

  @Command(name = "status", description = "Counts by outcome, or all campaigns.")
  int status(
      @Parameters(paramLabel = "CAMPAIGN", arity = "0..1") @Nullable String id,
      @Option(names = "--json") boolean json) {
    if (id != null) {
      show(campaigns().status(id), json);
      return 0;
    }
    List<Campaign> all = campaigns().list("");
    if (json) {
      JsonOutput.print(context.out(), all.stream().map(NoticeCommand::document).toList());
    } else {
      all.forEach(campaign -> show(campaign, false));
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = {
        "Says whether a notice is from us: a whole mail, or what a person typed.",
        "Exit code 1 where it is not."
      })
  int verify(
      @Parameters(paramLabel = "MAIL.eml", arity = "0..1") @Nullable Path mail,
      @Option(names = "--number") @Nullable String number,
      @Option(names = "--word") @Nullable String word,
      @Option(names = "--address", required = true, description = "the recipient's own")
          String address,
      @Option(names = "--json") boolean json) {
    Installation installation = context.installation();
    NoticeVerifier verifier =
        new NoticeVerifier(
            installation.control(), installation.keys(), campaigns(), installation.clock());
    VerificationAnswer answer;
    if (mail != null) {
      Path file = context.workingDirectory().resolve(mail);
      answer = verifier.verifyMail(NoticeTemplates.readMail(file), address);
    } else if (number != null && word != null) {
      answer = verifier.verify(number, word, address);
    } else {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "give a mail's file, or --number and --word, with --address");
    }
    return switch (answer) {
      case VerificationAnswer.Genuine genuine -> genuine(genuine, json);
      case VerificationAnswer.NotFromUs _ -> {
        if (json) {
          JsonOutput.print(context.out(), Map.of("genuine", false));
        }
        throw new FirebreakException(
            ErrorCode.CHECK_FAILED, "not from us: we did not send this to this address");
      }
    };
  }

  private int genuine(VerificationAnswer.Genuine genuine, boolean json) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("genuine", true);
      document.put("sentOn", genuine.sentOn().toString());
      document.put("subject", genuine.notice().subject());
      document.put("text", genuine.notice().text());
      JsonOutput.print(context.out(), document);
    } else {
      context.out().println("Sent to this address on " + genuine.sentOn() + ". The text is:");
      context.out().println();
      context.out().println(genuine.notice().subject());
      context.out().println();
      context.out().print(genuine.notice().text());
    }
    return 0;
  }

  private Campaigns campaigns() {
    return campaigns(context.installation());
  }

  /// The campaigns of an installation.
  static Campaigns campaigns(Installation installation) {
    return new Campaigns(
        installation.control(), installation.keys(), installation.audit(), installation.clock());
  }

  private void show(Campaign campaign, boolean json) {
    if (json) {
      JsonOutput.print(context.out(), document(campaign));
      return;
    }
    context
        .out()
        .println(
            campaign.id()
                + "  "
                + text(campaign)
                + "  drafted by "
                + campaign.draftedBy()
                + campaign.approvedBy().map(by -> ", approved by " + by).orElse("")
                + "  "
                + campaign.title());
  }

  private void show(CampaignProgress progress, boolean json) {
    Map<String, Object> document = document(progress);
    if (json) {
      JsonOutput.print(context.out(), document);
    } else {
      document.forEach((key, value) -> context.out().println(key + ": " + value));
    }
  }

  private static Map<String, Object> document(Campaign campaign) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", campaign.id());
    document.put("incident", campaign.incident());
    document.put("title", campaign.title());
    document.put("status", text(campaign));
    document.put("audienceHash", campaign.audienceHash());
    document.put("contentHash", campaign.contentHash());
    document.put("draftedBy", campaign.draftedBy());
    campaign.approvedBy().ifPresent(by -> document.put("approvedBy", by));
    return document;
  }

  private static Map<String, Object> document(CampaignProgress progress) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("total", progress.total());
    document.put("sent", progress.sent());
    document.put("queued", progress.queued());
    document.put("sending", progress.sending());
    document.put("deferred", progress.deferred());
    document.put("bounced", progress.bounced());
    document.put("inDoubt", progress.inDoubt());
    document.put("givenUp", progress.givenUp());
    document.put("returned", progress.returned());
    document.put("optedOut", progress.optedOut());
    document.put("doubted", progress.doubted());
    document.put("complaints", progress.complaints());
    document.put("acknowledged", progress.acknowledged());
    document.put("setAside", new TreeMap<>(progress.setAside()));
    progress.lastAcceptedAt().ifPresent(at -> document.put("lastAcceptedAt", at.toString()));
    return document;
  }

  private static String text(Campaign campaign) {
    return campaign.status().name().toLowerCase(Locale.ROOT);
  }
}
