package dev.firebreak.demo;

import dev.firebreak.assessment.Assessment.ClassDetail;
import dev.firebreak.assessment.Assessment.Lowering;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.AttackFigures;
import dev.firebreak.incident.Findings;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.risk.SeverityInput;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The two stolen files beside each other, as a table for people; where Firebreak's side is not
/// zero, what would lower it and what that costs the analytics.
final class SideBySide {
  private static final int LOWERINGS_SHOWN = 3;

  private static final List<Map.Entry<String, DataCategory>> CLEAR =
      List.of(
          Map.entry("names", DataCategory.NAME),
          Map.entry("e-mail addresses", DataCategory.EMAIL),
          Map.entry("cities", DataCategory.CITY),
          Map.entry("regions", DataCategory.REGION),
          Map.entry("exact browsers", DataCategory.USER_AGENT),
          Map.entry("full referrer addresses", DataCategory.REFERRER),
          Map.entry("user ids", DataCategory.ACCOUNT_ID),
          Map.entry("organization ids", DataCategory.ORGANIZATION_ID));

  private static final List<Map.Entry<String, DataCategory>> COARSE =
      List.of(
          Map.entry("countries", DataCategory.COUNTRY),
          Map.entry("browsers, by their name only", DataCategory.USER_AGENT),
          Map.entry("referring sites (origins)", DataCategory.REFERRER));

  private final Steps steps;

  SideBySide(Steps steps) {
    this.steps = steps;
  }

  /// One side.
  ///
  /// @param readable people by category, as it is or in a coarser form
  record Read(Findings findings, Map<DataCategory, Long> readable) {}

  /// What a coarser field would leave of the share unique and of the severity.
  ///
  /// @param costs what the vendor could not count any more
  record Lowered(Lowering lowering, double severityHigh, String costs) {
    String words() {
      return lowering
          .to()
          .map(to -> "with " + to.words() + " instead of " + lowering.from().words())
          .orElse("without " + lowering.from().words());
    }
  }

  void print(Read direct, Read guarded, HourCost cost) {
    steps.result("%-34s %12s %12s", "people of whom the file has", "direct", "Firebreak");
    for (Map.Entry<String, DataCategory> row : CLEAR) {
      steps.result(
          "%-34s %12d %12d",
          row.getKey(),
          Side.clear(direct.findings(), row.getValue()),
          Side.clear(guarded.findings(), row.getValue()));
    }
    steps.result("what is left, in a coarser form or better");
    for (Map.Entry<String, DataCategory> row : COARSE) {
      steps.result(
          "  %-32s %12d %12d",
          row.getKey(),
          direct.readable().getOrDefault(row.getValue(), 0L),
          guarded.readable().getOrDefault(row.getValue(), 0L));
    }
    Findings.Risk left = direct.findings().risk();
    Findings.Risk right = guarded.findings().risk();
    steps.result(
        "%-34s %12.3f %12.3f",
        "share unique", left.figures().shareUnique(), right.figures().shareUnique());
    steps.result(
        "%-34s %5.2f - %4.2f %5.2f - %4.2f",
        "ENISA severity",
        left.severity().low(),
        left.severity().high(),
        right.severity().low(),
        right.severity().high());
    for (Lowered lowered : lowered(guarded.findings())) {
      steps.result(
          "  %s: share unique %.3f, severity up to %.2f; it costs %s",
          lowered.words(),
          lowered.lowering().left().shareUnique(),
          lowered.severityHigh(),
          lowered.costs());
    }
    for (AttackFigures attack : left.attacks()) {
      right.attacks().stream()
          .filter(other -> other.name().equals(attack.name()))
          .forEach(other -> print(attack, other, cost));
    }
  }

  private void print(AttackFigures direct, AttackFigures guarded, HourCost cost) {
    steps.result(
        "%-34s %12s %12s",
        "found by " + words(direct.name()),
        direct.reidentified() + "/" + direct.targets(),
        guarded.reidentified() + "/" + guarded.targets());
    Optional<AttackFigures.Lowered> lowered =
        guarded.lowered().filter(l -> l.reidentified() < guarded.reidentified());
    if (lowered.isEmpty()) {
      return;
    }
    steps.result(
        "  with %s: %d/%d; what that costs the analytics:",
        lowered.get().by(), lowered.get().reidentified(), guarded.targets());
    for (HourCost.Difference difference : cost.differences()) {
      steps.result(
          "    %s %s becomes %s, or %s with the events of an hour the other way round",
          difference.measure(), difference.exact(), difference.asArrived(), difference.reversed());
    }
    steps.result(
        "    unchanged: %s; the order of %.0f %% of neighboring events is lost",
        String.join(", ", cost.unchanged()), 100 * cost.orderLost());
  }

  /// What would lower the share unique most, one field at a time, best first; none where it is 0.
  static List<Lowered> lowered(Findings findings) {
    double now = findings.risk().figures().shareUnique();
    return findings.risk().figures().detail().map(ClassDetail::lowerings).orElse(List.of()).stream()
        .filter(lowering -> lowering.left().shareUnique() < now)
        .sorted(Comparator.comparingDouble(lowering -> lowering.left().shareUnique()))
        .limit(LOWERINGS_SHOWN)
        .map(lowering ->
            new Lowered(
                lowering, severityHigh(findings, lowering.left().shareUnique()), costs(lowering)))
        .toList();
  }

  /// `[{from, to, shareUnique, severityHigh, costs}]`.
  static List<Map<String, Object>> json(Findings findings) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Lowered lowered : lowered(findings)) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("from", lowered.lowering().from().key());
      map.put("to", lowered.lowering().to().map(QuasiIdentifier::key).orElse("nothing"));
      map.put("shareUnique", lowered.lowering().left().shareUnique());
      map.put("severityHigh", lowered.severityHigh());
      map.put("costs", lowered.costs());
      list.add(map);
    }
    return list;
  }

  /// The severity's upper end if so many people were unique and all else stayed.
  private static double severityHigh(Findings findings, double shareUnique) {
    EnisaSeverity now = findings.risk().severity();
    EnisaSeverity left =
        EnisaSeverity.of(
            new SeverityInput(
                new SeverityInput.Held(Masks.NONE, findings.people().total(), Map.of()),
                new SeverityInput.Shares(
                    findings.people().shareDirect(),
                    AttackFigures.bestPublicShare(findings.risk().attacks()),
                    OptionalDouble.of(shareUnique)),
                SeverityInput.Circumstances.STOLEN,
                List.of()));
    return now.kind().high() * left.identification().high() + now.circumstances().high();
  }

  private static String costs(Lowering lowering) {
    QuasiIdentifier from = lowering.from();
    if (from == QuasiIdentifier.COUNTRY) {
      return "the measure eventsByCountry";
    }
    return "none of the four measures, and every count by "
        + from.words()
        + lowering.to().map(to -> " finer than by " + to.words()).orElse("");
  }

  private static String words(String attack) {
    return switch (attack) {
      case "profile" -> "a public profile";
      case "threeActions" -> "three known actions";
      case "olderLeak" -> "an older leak";
      default -> attack.startsWith(Side.GIVEN_FIELDS) ? "country, browser, system" : attack;
    };
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
}
