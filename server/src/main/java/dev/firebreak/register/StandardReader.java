package dev.firebreak.register;

import dev.firebreak.standard.ExpiryPlan;
import dev.firebreak.standard.Requirement;
import dev.firebreak.standard.Standard;
import dev.firebreak.yaml.YamlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads one standard's file; whatever is wrong becomes a problem of its section. Confined.
final class StandardReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final YamlSection requires;
  private final Set<String> questions;
  private final List<Requirement> found = new ArrayList<>();

  private StandardReader(YamlSection requires, Set<String> questions) {
    this.requires = requires;
    this.questions = questions;
  }

  /// @param fileName without its ending: the standard's name
  /// @param questions keys of the questions that a review asks
  static Standard read(String fileName, YamlSection root, Set<String> questions) {
    String name = root.required("standard", "1 to 64 of a-z, 0-9 and -", StandardReader::name, "");
    if (!name.equals(fileName) && !name.isEmpty()) {
      root.problem("standard", "is " + name + " in a file named " + fileName + "; rename one");
    }
    YamlSection requires = root.requiredSection("requires");
    StandardReader reader = new StandardReader(requires, questions);
    reader.readRequirements();
    ExpiryPlan plan = root.section("expiry").map(StandardReader::plan).orElse(ExpiryPlan.DEFAULT);
    Standard standard = new Standard(name, root.text("title"), reader.found, plan);
    requires.finish();
    root.finish();
    return standard;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("no name");
    }
    return text;
  }

  private void readRequirements() {
    flag("contract-in-force", new Requirement.ContractInForce());
    flag("dpa-in-force", new Requirement.AgreementInForce());
    list("regions-within", Requirement.RegionsWithin::new);
    list("transfers-covered", Requirement.TransfersCovered::new);
    number("retention-days-at-most", Requirement.RetentionAtMost::new);
    number("notice-hours-at-most", Requirement.NoticeWithin::new);
    number("review-months-at-most", Requirement.ReviewWithin::new);
    for (String question : requires.texts("answers-yes")) {
      if (!questions.contains(question)) {
        requires.problem(
            "answers-yes",
            "no question is named "
                + question
                + "; `firebreak vendor review questions` lists them");
      }
      found.add(new Requirement.AnswerIsYes(question));
    }
    list("evidence-current", this::evidence);
    flag("actions-in-time", new Requirement.ActionsInTime());
    flag("holds-as-declared", new Requirement.HoldsAsDeclared());
    if (found.isEmpty()) {
      requires.problem("asks for nothing; docs/reference/register.md lists what there is");
    }
  }

  private Requirement evidence(Set<String> kinds) {
    if (!kinds.stream().allMatch(kind -> KIND.matcher(kind).matches())) {
      requires.problem("evidence-current", "expected kinds as certificate, penetration-test");
    }
    return new Requirement.EvidenceCurrent(kinds);
  }

  private void flag(String key, Requirement requirement) {
    if (requires.optional(key, "yes, or leave it out", StandardReader::yes).isPresent()) {
      found.add(requirement);
    }
  }

  private static Boolean yes(String text) {
    if (!text.equals("yes") && !text.equals("true")) {
      throw new IllegalArgumentException("not yes");
    }
    return true;
  }

  private void list(String key, Function<Set<String>, Requirement> requirement) {
    if (requires.keys().contains(key)) {
      found.add(requirement.apply(Set.copyOf(requires.texts(key))));
    }
  }

  private void number(String key, Function<Integer, Requirement> requirement) {
    Optional<Integer> number = requires.optional(key, "a whole number", StandardReader::count);
    number.map(requirement).ifPresent(found::add);
  }

  private static Integer count(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("below 1");
    }
    return number;
  }

  private static ExpiryPlan plan(YamlSection section) {
    ExpiryPlan standard = ExpiryPlan.DEFAULT;
    List<Integer> warnDays = new ArrayList<>();
    for (String days : section.texts("warn-days")) {
      try {
        warnDays.add(count(days));
      } catch (IllegalArgumentException e) {
        section.problem("warn-days", "expected days as [30, 14, 7, 1]");
      }
    }
    int heldAfter =
        section
            .optional("held-after-days", "1 or more", StandardReader::count)
            .orElse(standard.heldAfterDays());
    int grace =
        section
            .optional("grace-days", "1 or more", StandardReader::count)
            .orElse(standard.graceDays());
    boolean warned = section.keys().contains("warn-days");
    section.finish();
    return new ExpiryPlan(warned ? warnDays : standard.warnDays(), heldAfter, grace);
  }
}
