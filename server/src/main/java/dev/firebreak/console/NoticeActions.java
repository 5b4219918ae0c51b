package dev.firebreak.console;

import dev.firebreak.access.StatedReason;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.FindingsAudience;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.LintFinding;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.notice.RenderedNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the console does with notices: decide whether to write, check, preview one person's,
/// approve, send, pause, withdraw. Whoever drafted a campaign cannot approve it, so sending takes
/// two people, each in a session of their own. Thread-safe.
final class NoticeActions {
  private static final int ACCOUNT_CHARS_MAX = 200;
  private static final int REASON_CHARS_MAX = 2_000;

  private final Campaigns campaigns;
  private final NoticeDecisions decisions;
  private final NoticeReads reads;
  private final NoticeSends sends;
  private final NoticeSource source;

  NoticeActions(
      Installation installation,
      Campaigns campaigns,
      NoticeDecisions decisions,
      NoticeReads reads,
      NoticeSends sends) {
    this.campaigns = campaigns;
    this.decisions = decisions;
    this.reads = reads;
    this.sends = sends;
    source = new FindingsAudience(IncidentServices.of(installation));
  }

  void addTo(Actions actions) {
    actions
        .with(Route.NOTICE_DECISION_PAGE, Route.NOTICE_DECISION, new Deciding())
        .with(Route.NOTICE_CHECK_PAGE, Route.NOTICE_CHECK, new Checking())
        .with(Route.NOTICE_PREVIEW_PAGE, Route.NOTICE_PREVIEW, new Previewing())
        .with(
            Route.NOTICE_APPROVE_PAGE,
            Route.NOTICE_APPROVE,
            new Step(
                "NoticeApproved",
                "approve",
                decision -> {
                  var _ = campaigns.approve(decision.names().getFirst(), decision.operator());
                }))
        .with(
            Route.NOTICE_SEND_PAGE,
            Route.NOTICE_SEND,
            new Step(
                "NoticeSent",
                "send",
                decision -> sends.begin(decision.names().getFirst(), decision.operator())))
        .with(
            Route.NOTICE_PAUSE_PAGE,
            Route.NOTICE_PAUSE,
            new Step(
                "NoticeStopped",
                "pause",
                decision -> campaigns.stop(decision.names().getFirst(), decision.operator())))
        .with(
            Route.NOTICE_WITHDRAW_PAGE,
            Route.NOTICE_WITHDRAW,
            new Step(
                "NoticeWithdrawn",
                "withdraw",
                decision -> {
                  var _ = campaigns.withdraw(decision.names().getFirst(), decision.operator());
                }));
  }

  private static String page(String campaign) {
    return "/notices/" + campaign;
  }

  /// What is said of a campaign before something is done with it.
  private List<String> counts(Frame frame, String campaign) {
    CampaignProgress progress = campaigns.status(campaign);
    long setAside = progress.setAside().values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        frame.say("notice.counts", progress.total(), progress.total() - progress.open(), setAside));
  }

  @FunctionalInterface
  private interface Doing {
    void act(Action.Decision decision);
  }

  /// What takes a code and nothing else; its sentences have the keys `notice.WORD...`.
  private final class Step implements Action {
    private final String name;
    private final String word;
    private final Doing doing;

    Step(String name, String word, Doing doing) {
      this.name = name;
      this.word = word;
      this.doing = doing;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      String id = campaigns.find(names.getFirst()).id();
      List<String> effects = new ArrayList<>(counts(frame, id));
      for (int i = 1; frame.words().has("notice." + word + ".effect" + i); i++) {
        effects.add(frame.say("notice." + word + ".effect" + i));
      }
      return new Sheet(
          frame.say("notice." + word + ".title", id),
          page(id),
          id,
          List.of(Sheet.Passage.effects(frame, effects)),
          List.of(),
          frame.say("notice." + word + ".button"));
    }

    @Override
    public Done act(Decision decision) {
      String id = decision.names().getFirst();
      doing.act(decision);
      return new Done(page(id), Note.of("notice." + word + ".done", id));
    }
  }

  /// The linter over every text.
  private final class Checking implements Action {
    @Override
    public String name() {
      return "NoticeLinted";
    }

    @Override
    public boolean stepUp() {
      return false;
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      String id = campaigns.find(names.getFirst()).id();
      List<String> effects = new ArrayList<>(counts(frame, id));
      effects.add(frame.say("notice.check.effect1"));
      return new Sheet(
          frame.say("notice.check.title", id),
          page(id),
          id,
          List.of(Sheet.Passage.effects(frame, effects)),
          List.of(),
          frame.say("notice.check.button"));
    }

    @Override
    public Done act(Decision decision) {
      String id = decision.names().getFirst();
      List<LintFinding> findings = reads.check(id);
      long warnings = findings.stream().filter(LintFinding::warning).count();
      return new Done(
          page(id),
          Note.of(
              "notice.check.done",
              Long.toString(findings.size() - warnings),
              Long.toString(warnings)));
    }
  }

  /// The text of one person, with the reason for reading it.
  private final class Previewing implements Action {
    @Override
    public String name() {
      return "NoticePreviewed";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      String id = campaigns.find(names.getFirst()).id();
      return new Sheet(
          frame.say("notice.preview.title", id),
          page(id),
          id,
          List.of(Sheet.Passage.effects(frame, List.of(frame.say("notice.preview.effect1")))),
          List.of(
              Sheet.Field.line(
                  "account",
                  frame.say("notice.preview.account"),
                  frame.say("notice.preview.account.hint"),
                  ACCOUNT_CHARS_MAX),
              Sheet.Field.reason(frame)),
          frame.say("notice.preview.button"));
    }

    @Override
    public void check(Form form) {
      form.require("account", ACCOUNT_CHARS_MAX);
      form.require("reason", StatedReason.CHARS_MAX);
    }

    @Override
    public Shown act(Decision decision) {
      String id = decision.names().getFirst();
      RenderedNotice notice =
          campaigns.previewOf(
              id,
              decision.form().value("account"),
              decision.operator(),
              decision.form().value("reason"));
      return new Shown(
          "noticePerson",
          Map.of(
              "campaign", id,
              "account", decision.form().value("account"),
              "notice", notice));
    }
  }

  /// Whether to write to the people of an incident.
  private final class Deciding implements Action {
    @Override
    public String name() {
      return "NoticeDecided";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      String incident = names.getFirst();
      List<String> basis = source.basis(incident).lines();
      return new Sheet(
          frame.say("notice.decide.title", incident),
          "/incidents/" + incident,
          incident,
          List.of(
              new Sheet.Passage(frame.say("notice.decide.basis"), basis, true),
              Sheet.Passage.effects(
                  frame,
                  List.of(frame.say("notice.decide.effect1"), frame.say("notice.decide.effect2")))),
          List.of(
              new Sheet.Field(
                  "group",
                  frame.say("notice.decide.group"),
                  "",
                  Sheet.Kind.CHOICE,
                  0,
                  Stream.of(NoticeGroup.values())
                      .map(each ->
                          new Sheet.Choice(each.key(), frame.say("noticegroup." + each.key())))
                      .toList()),
              new Sheet.Field(
                  "write",
                  frame.say("notice.decide.write"),
                  "",
                  Sheet.Kind.CHOICE,
                  0,
                  List.of(
                      new Sheet.Choice("", frame.say("notice.decide.choose")),
                      new Sheet.Choice("yes", frame.say("notice.decide.yes")),
                      new Sheet.Choice("no", frame.say("notice.decide.no")))),
              new Sheet.Field(
                  "because",
                  frame.say("action.reason"),
                  frame.say("notice.decide.because"),
                  Sheet.Kind.TEXT,
                  REASON_CHARS_MAX,
                  List.of())),
          frame.say("notice.decide.button"));
    }

    @Override
    public void check(Form form) {
      if (NoticeGroup.parse(form.value("group")).isEmpty()) {
        form.wrong("group", "action.missing");
      }
      if (!List.of("yes", "no").contains(form.value("write"))) {
        form.wrong("write", "action.missing");
      }
    }

    @Override
    public Done act(Decision decision) {
      String incident = decision.names().getFirst();
      NoticeGroup group = NoticeGroup.parse(decision.form().value("group")).orElseThrow();
      boolean write = decision.form().value("write").equals("yes");
      String because = decision.form().value("because").replaceAll("\\s+", " ");
      NoticeDecision recorded =
          decisions.decide(
              decision.operator(),
              incident,
              new NoticeDecision.Choice(group, write, because),
              source.basis(incident));
      return new Done(
          "/incidents/" + incident,
          Note.of(recorded.write() ? "notice.decide.towrite" : "notice.decide.nottowrite"));
    }
  }
}
