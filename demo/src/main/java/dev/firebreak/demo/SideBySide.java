package dev.firebreak.demo;

import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.AttackFigures;
import dev.firebreak.incident.Findings;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The two stolen files beside each other, as a table for people.
final class SideBySide {
  private static final List<Map.Entry<String, DataCategory>> ROWS =
      List.of(
          Map.entry("names", DataCategory.NAME),
          Map.entry("e-mail addresses", DataCategory.EMAIL),
          Map.entry("cities", DataCategory.CITY),
          Map.entry("regions", DataCategory.REGION),
          Map.entry("exact browsers", DataCategory.USER_AGENT),
          Map.entry("referrers", DataCategory.REFERRER),
          Map.entry("user ids", DataCategory.ACCOUNT_ID),
          Map.entry("organization ids", DataCategory.ORGANIZATION_ID));

  private final Steps steps;
  private final double orderLost;

  /// @param orderLost what times by the hour would cost, see [HourCost]
  SideBySide(Steps steps, double orderLost) {
    this.steps = steps;
    this.orderLost = orderLost;
  }

  /// What is owed on either side, and on Firebreak's side why not; of the others their number.
  void printDuties(List<DutyFinding> direct, List<DutyFinding> guarded) {
    steps.result("%-34s %12s %12s", "duty", "direct", "Firebreak");
    List<String> reasons = new ArrayList<>();
    int others = 0;
    for (int i = 0; i < direct.size(); i++) {
      DutyFinding left = direct.get(i);
      DutyFinding right = guarded.get(i);
      if (left.status() != DutyFinding.Status.OWED && right.status() != DutyFinding.Status.OWED) {
        others++;
        continue;
      }
      String due = left.deadline().dueAt().map(at -> "due " + at.toLocalDateTime()).orElse("");
      String line =
          "%-34s %12s %12s %-4s%s"
              .formatted(left.duty().id(), words(left), words(right), note(right, reasons), due);
      steps.result("%s", line.stripTrailing());
    }
    for (int i = 0; i < reasons.size(); i++) {
      steps.result("  (%d) %s", i + 1, reasons.get(i));
    }
    steps.result("%d further duties of the catalogue are owed on neither side", others);
  }

  /// The number of the reason why a duty is not owed, which the list of reasons has from now on.
  private static String note(DutyFinding duty, List<String> reasons) {
    if (duty.status() != DutyFinding.Status.NOT_OWED || duty.missing().isEmpty()) {
      return "";
    }
    String reason = duty.missing().getFirst();
    if (!reasons.contains(reason)) {
      reasons.add(reason);
    }
    return "(" + (reasons.indexOf(reason) + 1) + ")";
  }

  private static String words(DutyFinding duty) {
    return duty.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void print(Findings direct, Findings guarded) {
    steps.result("%-34s %12s %12s", "people of whom the file has", "direct", "Firebreak");
    for (Map.Entry<String, DataCategory> row : ROWS) {
      steps.result(
          "%-34s %12d %12d",
          row.getKey(), Side.clear(direct, row.getValue()), Side.clear(guarded, row.getValue()));
    }
    steps.result(
        "%-34s %12.3f %12.3f",
        "share unique",
        direct.risk().figures().shareUnique(),
        guarded.risk().figures().shareUnique());
    for (AttackFigures attack : direct.risk().attacks()) {
      guarded.risk().attacks().stream()
          .filter(other -> other.name().equals(attack.name()))
          .forEach(other -> print(attack, other));
    }
    steps.result(
        "%-34s %5.2f - %4.2f %5.2f - %4.2f",
        "ENISA severity",
        direct.risk().severity().low(),
        direct.risk().severity().high(),
        guarded.risk().severity().low(),
        guarded.risk().severity().high());
  }

  private void print(AttackFigures direct, AttackFigures guarded) {
    steps.result(
        "%-34s %12s %12s",
        "found by " + words(direct.name()),
        direct.reidentified() + "/" + direct.targets(),
        guarded.reidentified() + "/" + guarded.targets());
    guarded
        .lowered()
        .filter(lowered -> lowered.reidentified() < guarded.reidentified())
        .ifPresent(lowered ->
            steps.result(
                "  with %s: %d; the price: the order of %.0f %% of neighbouring events",
                lowered.by(), lowered.reidentified(), 100 * orderLost));
  }

  private static String words(String attack) {
    return switch (attack) {
      case "profile" -> "a public profile";
      case "threeActions" -> "three known actions";
      case "olderLeak" -> "an older leak";
      default -> attack;
    };
  }
}
