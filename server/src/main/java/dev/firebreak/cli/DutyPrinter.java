package dev.firebreak.cli;

import dev.firebreak.duty.Duty;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Question;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.IncidentStatement;
import java.io.PrintWriter;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What commands say about duties: in groups with their numbers, the nearest first, and what is not
/// owed as numbers of reasons.
final class DutyPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm VV", Locale.ENGLISH);
  private static final int REASON_CHARS_MAX = 160;

  private final PrintWriter out;

  DutyPrinter(PrintWriter out) {
    this.out = out;
  }

  /// @param all true to list every duty that is not owed, with what it lacks
  void print(DutiesView view, boolean all) {
    view.flags().forEach(this::flag);
    group(view, DutyFinding.Status.OWED, "OWED");
    group(view, DutyFinding.Status.UNCLEAR, "UNCLEAR, the clock runs");
    notOwed(view, all);
    questions(view);
    foot(view);
  }

  /// What is due within a time, or overdue.
  void reminders(DutiesView view, List<DutyStanding> due) {
    view.flags().forEach(this::flag);
    if (due.isEmpty()) {
      out.println("Nothing is due within that time.");
    } else {
      table(view, due);
    }
    foot(view);
  }

  /// One duty with everything that there is to know.
  void one(DutiesView view, DutyStanding standing) {
    DutyFinding finding = standing.finding();
    Duty duty = finding.duty();
    out.println(duty.law().name() + " (" + duty.law().citation() + "), to " + duty.towards());
    out.println("  evaluated: " + words(finding.status()));
    standing.decision().ifPresent(decision -> decision(standing, decision));
    out.println("  due: " + due(standing) + "  " + view.left(standing));
    out.println("  standard: " + finding.deadline().quality());
    finding.deadline().remarks().forEach(remark -> out.println("  " + remark));
    view.delay(standing).ifPresent(delay -> out.println("  " + delay));
    list("found", finding.reasons());
    list(finding.status() == DutyFinding.Status.NOT_OWED ? "missing" : "open", finding.missing());
    list("it must contain", duty.contents().items());
    list("may excuse, if a person decides so", duty.contents().exceptions());
    list("later steps", finding.progress().steps().stream().map(DutyPrinter::step).toList());
    out.println(
        "  checked: "
            + duty.check().verified().name().toLowerCase(Locale.ROOT)
            + ", confidence "
            + duty.check().confidence().name().toLowerCase(Locale.ROOT)
            + ", source "
            + duty.check().source());
    if (!duty.check().note().isEmpty()) {
      out.println("  note: " + duty.check().note());
    }
    foot(view);
  }

  private void decision(DutyStanding standing, dev.firebreak.incident.DutyDecision decision) {
    out.println(
        "  decided: "
            + words(decision.decision())
            + " by "
            + decision.decidedBy()
            + ", "
            + decision.decidedAt()
            + ", under catalogue "
            + decision.under().version()
            + ": "
            + decision.reason());
    if (!decision.grounds().missing().isEmpty()) {
      out.println("  missing, as signed: " + decision.grounds().missing());
    }
    if (standing.isOutdated()) {
      out.println("  the evaluation changed since the decision: decide again");
    }
  }

  private void list(String name, List<String> items) {
    if (!items.isEmpty()) {
      out.println("  " + name + ":");
      items.forEach(item -> out.println("    - " + item));
    }
  }

  private static String step(DutyFinding.Step step) {
    String due =
        step.dueAt()
            .map(time -> "by " + TIME.format(time))
            .or(() -> step.phase().words().map(period -> period + " after " + step.phase().after()))
            .orElse("no number in the law");
    String met = step.metAt().map(at -> ", met " + at).orElse("");
    return step.phase().id() + ": " + step.phase().what() + ", " + due + met;
  }

  private void group(DutiesView view, DutyFinding.Status status, String name) {
    List<DutyStanding> group = view.in(status);
    out.println(name + " (" + group.size() + ")");
    table(view, group);
  }

  private void table(DutiesView view, List<DutyStanding> group) {
    if (group.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("due", "", "duty", "to", "");
    for (DutyStanding standing : group) {
      table.row(
          due(standing),
          view.left(standing),
          standing.finding().duty().id(),
          standing.finding().duty().owedTo().getFirst(),
          mark(standing));
    }
    table.print(out);
    for (DutyStanding standing : group) {
      if (!standing.finding().missing().isEmpty()) {
        String why = String.join("; ", standing.finding().missing());
        out.println("    " + standing.finding().duty().id() + ": " + shortened(why));
      }
    }
  }

  private static String mark(DutyStanding standing) {
    if (standing.isOutdated()) {
      return "decided, evaluation changed since";
    }
    return standing.decision().isPresent() ? "decided" : "";
  }

  private static String due(DutyStanding standing) {
    Optional<ZonedDateTime> due = standing.finding().deadline().dueAt();
    return due.map(TIME::format)
        .or(() -> standing.dueAt().map(safe -> "safe until " + TIME.format(safe)))
        .orElse("no number");
  }

  private void notOwed(DutiesView view, boolean all) {
    List<DutyStanding> group = view.in(DutyFinding.Status.NOT_OWED);
    out.println(
        "NOT OWED (" + group.size() + "), not signed by anybody: " + view.unsigned().size());
    if (all) {
      group.forEach(standing ->
          out.println(
              "    "
                  + standing.finding().duty().id()
                  + (standing.decision().isPresent() ? " (decided)" : "")
                  + ": "
                  + shortened(String.join("; ", standing.finding().missing()))));
      return;
    }
    count(group, "no affected person lives", "no affected person lives in their places");
    count(group, "stated:", "the company is not what they bind");
    count(group, "not in force", "not in force then");
    count(group, "it is a proposal", "only proposed");
    count(group, "the authority recommends", "only recommended");
    long rest =
        group.stream()
            .filter(standing -> REASONS.stream().noneMatch(r -> has(standing, r)))
            .count();
    if (rest > 0) {
      out.println("  " + rest + " for other reasons");
    }
    if (!group.isEmpty()) {
      out.println("  --all shows each, --duty DUTY everything about one");
    }
  }

  private static final List<String> REASONS =
      List.of(
          "no affected person lives",
          "stated:",
          "not in force",
          "it is a proposal",
          "the authority recommends");

  private void count(List<DutyStanding> group, String reason, String words) {
    long number =
        group.stream()
            .filter(standing -> has(standing, reason))
            .filter(standing ->
                REASONS.subList(0, REASONS.indexOf(reason)).stream()
                    .noneMatch(earlier -> has(standing, earlier)))
            .count();
    if (number > 0) {
      out.println("  " + number + " " + words);
    }
  }

  private static boolean has(DutyStanding standing, String reason) {
    return standing.finding().missing().stream().anyMatch(text -> text.startsWith(reason));
  }

  private void questions(DutiesView view) {
    Map<Question, Long> open = view.openQuestions();
    if (open.isEmpty()) {
      return;
    }
    out.println("Answers that would make duties clear:");
    open.forEach((question, duties) -> {
      String where =
          question.of() == Question.Of.COMPANY
              ? "company.statements." + question.key()
              : "incident answer ID " + question.key();
      out.println("  " + question.asks() + " [" + where + ", duties: " + duties + "]");
    });
  }

  private void flag(IncidentStatement flag) {
    out.println(
        "FLAG "
            + flag.name()
            + flag.until().map(day -> " until " + day).orElse("")
            + ": "
            + flag.grounds().reason()
            + " ("
            + flag.signedBy()
            + "); it moves no due time");
  }

  private void foot(DutiesView view) {
    out.println(
        "Catalogue "
            + view.catalogue().edition().version()
            + ", SHA-256 "
            + view.catalogue().edition().sha256()
            + ".");
    out.println("This is not legal advice; a person decides.");
  }

  private static String words(DutyFinding.Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String shortened(String text) {
    return text.length() <= REASON_CHARS_MAX
        ? text
        : text.substring(0, REASON_CHARS_MAX).stripTrailing() + " ...";
  }
}
