package dev.firebreak.standard;

import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Compares what is known of a vendor with what a standard asks. What is not known is not met.
public final class StandardCheck {
  private final VendorFacts facts;
  private final LocalDate today;

  private StandardCheck(VendorFacts facts, LocalDate today) {
    this.facts = facts;
    this.today = today;
  }

  /// A finding for every requirement, in the standard's order.
  public static List<RequirementFinding> check(
      Standard standard, VendorFacts facts, LocalDate today) {
    StandardCheck check = new StandardCheck(facts, today);
    return standard.requirements().stream().map(check::finding).toList();
  }

  private RequirementFinding finding(Requirement requirement) {
    String label = requirement.label();
    return switch (requirement) {
      case Requirement.ContractInForce _ -> term(label, "contract", facts.contract());
      case Requirement.AgreementInForce _ ->
          term(label, "data processing agreement", facts.agreement());
      case Requirement.RegionsWithin(Set<String> allowed) -> regions(label, allowed);
      case Requirement.TransfersCovered(Set<String> home) -> transfers(label, home);
      case Requirement.RetentionAtMost(int days) ->
          atMost(label, facts.retentionDays(), days, "days of retention at the vendor");
      case Requirement.NoticeWithin(int hours) ->
          atMost(label, facts.noticeHours(), hours, "hours agreed to tell of an incident");
      case Requirement.ReviewWithin(int months) -> review(label, months);
      case Requirement.AnswerIsYes(String question) -> answer(label, question);
      case Requirement.EvidenceCurrent(Set<String> kinds) -> evidence(label, kinds);
      case Requirement.ActionsInTime _ -> actions(label);
      case Requirement.HoldsAsDeclared _ -> holds(label);
    };
  }

  private RequirementFinding term(String label, String what, Optional<VendorFacts.Term> found) {
    if (found.isEmpty()) {
      return unmet(label, "no " + what + " is on file", "sign one and enter it in the file");
    }
    VendorFacts.Term term = found.get();
    if (today.isBefore(term.begins())) {
      return unmet(label, "the " + what + " begins on " + term.begins(), "wait for it, or renew");
    }
    if (term.ends().isEmpty()) {
      return met(label, "the " + what + " runs on");
    }
    LocalDate ends = term.ends().get();
    String verb = today.isAfter(ends) ? " ended on " : " ends on ";
    return dated(label, "the " + what + verb + ends, "renew it and enter the new date", ends);
  }

  private RequirementFinding regions(String label, Set<String> allowed) {
    if (facts.regions().isEmpty()) {
      return unmet(label, "no region is on file", "ask the vendor where it processes");
    }
    Set<String> outside = new TreeSet<>(facts.regions());
    outside.removeAll(allowed);
    return outside.isEmpty()
        ? met(label, "processes in " + String.join(", ", facts.regions()))
        : unmet(
            label,
            "processes in " + String.join(", ", outside),
            "move the project to " + String.join(" or ", new TreeSet<>(allowed)));
  }

  private RequirementFinding transfers(String label, Set<String> home) {
    Set<String> uncovered = new TreeSet<>(facts.regions());
    uncovered.removeAll(home);
    uncovered.removeAll(facts.transferRegions());
    return uncovered.isEmpty()
        ? met(label, "every region is at home or has a mechanism")
        : unmet(
            label,
            "no transfer mechanism for " + String.join(", ", uncovered),
            "agree on one and enter it under transfers");
  }

  private static RequirementFinding atMost(
      String label, OptionalInt found, int limit, String what) {
    if (found.isEmpty()) {
      return unmet(label, "the " + what + " are not known", "ask, agree and enter them");
    }
    String reason = found.getAsInt() + " " + what + ", at most " + limit + " are allowed";
    return found.getAsInt() <= limit
        ? met(label, reason)
        : unmet(label, reason, "agree on " + limit + " or less");
  }

  private RequirementFinding review(String label, int months) {
    if (facts.review().isEmpty()) {
      return unmet(label, "was never reviewed", renew());
    }
    VendorFacts.Review review = facts.review().get();
    if (!review.accepted()) {
      return dated(
          label,
          "the review " + review.id() + " ended with a refusal",
          "end the vendor, or review it again",
          review.closedOn().minusDays(1));
    }
    LocalDate lastDay = review.closedOn().plusMonths(months).minusDays(1);
    return dated(
        label,
        "last reviewed on " + review.closedOn() + " (" + review.id() + ")",
        renew(),
        lastDay);
  }

  private RequirementFinding answer(String label, String question) {
    String answer =
        facts.review().map(review -> review.answers().getOrDefault(question, "")).orElse("");
    if (answer.equals("yes")) {
      return met(label, "answered yes to " + question);
    }
    return unmet(
        label,
        answer.isEmpty() ? "no answer to " + question : "answered " + answer + " to " + question,
        "have it mended, then review again");
  }

  private RequirementFinding evidence(String label, Set<String> kinds) {
    List<VendorFacts.Evidence> shown =
        facts.review().map(VendorFacts.Review::evidence).orElse(List.of());
    Set<String> missing = new TreeSet<>(kinds);
    shown.forEach(each -> missing.remove(each.kind()));
    if (!missing.isEmpty()) {
      return unmet(label, "no evidence of " + String.join(", ", missing), "ask for it in a review");
    }
    List<LocalDate> ends = new ArrayList<>();
    shown.forEach(each -> each.expiresOn().ifPresent(ends::add));
    if (ends.isEmpty()) {
      return met(label, shown.size() + " pieces of evidence, none with an end");
    }
    LocalDate first = ends.stream().min(LocalDate::compareTo).orElseThrow();
    String verb = today.isAfter(first) ? "expired on " : "expires on ";
    return dated(label, "evidence " + verb + first, "ask for newer evidence in a review", first);
  }

  private RequirementFinding actions(String label) {
    return facts
        .oldestOpenAction()
        .map(due -> dated(label, "an open action is due on " + due, "close the action", due))
        .orElseGet(() -> met(label, "no action is open"));
  }

  private RequirementFinding holds(String label) {
    if (facts.undeclared().isEmpty()) {
      return unmet(
          label,
          "no export of the vendor was looked at",
          "have one made and run firebreak scan FILE --vendor " + facts.vendor());
    }
    List<DataCategory> undeclared = facts.undeclared().get();
    return undeclared.isEmpty()
        ? met(label, "its exports show nothing but what is declared")
        : unmet(
            label,
            "its exports show "
                + String.join(", ", undeclared.stream().map(DataCategory::key).toList()),
            "have it deleted there, or declare it in the file");
  }

  private String renew() {
    return "firebreak vendor review start " + facts.vendor();
  }

  private RequirementFinding dated(String label, String reason, String todo, LocalDate lastDay) {
    return new RequirementFinding(
        label, !today.isAfter(lastDay), reason, todo, Optional.of(lastDay));
  }

  private static RequirementFinding met(String label, String reason) {
    return new RequirementFinding(label, true, reason, "", Optional.empty());
  }

  private static RequirementFinding unmet(String label, String reason, String todo) {
    return new RequirementFinding(label, false, reason, todo, Optional.empty());
  }
}
