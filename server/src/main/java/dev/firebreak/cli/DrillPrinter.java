package dev.firebreak.cli;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.DrillLeague;
import dev.firebreak.incident.DrillTrend;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says in words and tables what a [Drill] says.
final class DrillPrinter {
  static final String NOT_MEASURED =
      "unknown: no export was given (--data), and the journal holds nothing that this vendor has";

  static final List<String> NEED_VALUES = List.of("classes", "shareIdentifiable", "severity");

  private static final long BAR_CHARS = 40;

  private DrillPrinter() {}

  static void print(PrintWriter out, Drill drill) {
    out.println("If " + drill.vendor() + " were breached now:");
    out.println();
    out.println(
        PeoplePrinter.number(drill.peopleTotal())
            + " people"
            + (drill.exportShowsMore()
                ? " as the export shows; the ledger knows "
                    + PeoplePrinter.number(drill.people().total())
                    + " people, "
                : ", ")
            + PeoplePrinter.number(drill.people().events())
            + " events. "
            + drill.people().basis().sentence());
    PeoplePrinter.grounds(out, drill.people());
    out.println();
    out.println("What the vendor has, by number of people:");
    PeoplePrinter.categories(out, drill.people());
    out.println();
    if (drill.people().directory()) {
      out.println("Where they live, as the accounts directory has it:");
      PeoplePrinter.countries(out, drill.people());
    } else {
      out.println("Where they live: unknown: needs an accounts directory (--accounts FILE).");
    }
    out.println();
    drill
        .measured()
        .ifPresentOrElse(
            measured -> measured(out, measured),
            () -> {
              for (String what : NEED_VALUES) {
                out.println(what + ": " + NOT_MEASURED + ".");
              }
            });
    out.println();
    trend(out, drill.trend());
    drill.otherPolicy().ifPresent(other -> otherPolicy(out, drill, other));
    duties(out, drill);
  }

  static void print(PrintWriter out, DrillLeague league) {
    TextTable table =
        new TextTable("", "vendor", "people", "in clear", "severity", "duties owed", "why");
    for (DrillLeague.Place place : league.places()) {
      table.row(
          league.places().indexOf(place) + 1,
          place.drill().vendor(),
          place.drill().peopleTotal(),
          place.drill().inClear(),
          place.severity().map(DrillPrinter::range).orElse("unknown"),
          place.owed(),
          place.why());
    }
    table.print(out);
  }

  private static String range(EnisaSeverity severity) {
    return String.format(Locale.ROOT, "%.2f - %.2f", severity.low(), severity.high());
  }

  private static void trend(PrintWriter out, DrillTrend trend) {
    if (trend.points().size() < 2) {
      return;
    }
    out.println("How it grew, by the days of sending:");
    TextTable table = new TextTable("until", "people", "in clear", "");
    for (DrillTrend.Point point : trend.points()) {
      table.row(
          point.day(),
          point.people(),
          point.inClear(),
          "#".repeat((int) (BAR_CHARS * point.people() / trend.peopleMax())));
    }
    table.print(out);
    out.println();
  }

  private static void otherPolicy(PrintWriter out, Drill drill, Drill.OtherPolicy other) {
    out.println("Under policy " + other.policyVersion() + ":");
    TextTable table = new TextTable("", "is", "would be");
    table.row(
        "severity by ENISA",
        drill.measured().map(measured -> range(measured.severity())).orElse("unknown"),
        other.severity().map(DrillPrinter::range).orElse("unknown"));
    table.row(
        "with a direct identifier in clear",
        percent(other.was().shareDirect()),
        percent(other.left().shareDirect()));
    other
        .was()
        .categories()
        .forEach((category, was) -> {
          Assessment.CategoryExposure left = other.left().categories().get(category);
          table.row(
              category.key() + " in clear",
              PeoplePrinter.number(was.peopleClear()),
              PeoplePrinter.number(left == null ? 0 : left.peopleClear()));
        });
    table.print(out);
    other.bounds().forEach(bound -> out.println("- " + bound));
    out.println();
  }

  private static void measured(PrintWriter out, Drill.Measured measured) {
    out.println(
        "Measured on "
            + words(measured.source().basis())
            + ": "
            + PeoplePrinter.number(measured.source().rowsRead())
            + " rows ("
            + PeoplePrinter.number(measured.source().rowsRejected())
            + " could not be read), "
            + PeoplePrinter.number(measured.people().total())
            + " people.");
    if (measured.source().missing() > 0) {
      out.println(
          "  "
              + PeoplePrinter.number(measured.source().missing())
              + " messages that the vendor has are no longer in the journal.");
    }
    out.println("  " + classes(measured));
    out.println(
        "  Identifiable: "
            + percent(measured.shareIdentifiableLow())
            + " (a direct identifier in clear) to "
            + percent(measured.shareIdentifiableHigh())
            + " (and everybody who is unique). No attacker was tried.");
    measured
        .sharesByClassSize()
        .forEach(
            (size, share) -> out.println("  " + percent(share) + " have a class of " + size + "."));
    severity(out, measured.severity());
    out.println(
        "  Risk to people: "
            + lower(measured.reading().low())
            + " to "
            + lower(measured.reading().high())
            + ": "
            + String.join("; ", measured.reading().why())
            + ".");
  }

  private static String classes(Drill.Measured measured) {
    if (!measured.risk().unmeasured().isEmpty()) {
      return RiskPrinter.unknown(measured.risk());
    }
    if (measured.risk().quasiIdentifiers().isEmpty()) {
      return "No quasi-identifier in clear: nothing to single people out by.";
    }
    return PeoplePrinter.number(measured.risk().classes())
        + " classes by "
        + String.join(
            ", ", measured.risk().quasiIdentifiers().stream().map(DataCategory::key).toList())
        + ": the smallest has "
        + PeoplePrinter.number(measured.risk().smallestClassSize())
        + ", "
        + percent(measured.risk().shareUnique())
        + " of the people are unique.";
  }

  private static void severity(PrintWriter out, EnisaSeverity severity) {
    out.println(
        String.format(
            Locale.ROOT,
            "  Severity by ENISA: %.2f to %.2f (%s to %s)",
            severity.low(),
            severity.high(),
            severity.lowBand().words(),
            severity.highBand().words()));
    for (EnisaSeverity.Factor factor :
        List.of(severity.kind(), severity.identification(), severity.circumstances())) {
      out.println(
          String.format(
              Locale.ROOT,
              "    %-3s  %.2f to %.2f  %s",
              factor.name(),
              factor.low(),
              factor.high(),
              factor.evidence()));
    }
    severity.flags().forEach(flag -> out.println("    " + flag));
  }

  private static void duties(PrintWriter out, Drill drill) {
    out.println("Duties, if the vendor told us now:");
    List<DutyStanding> standings =
        drill.duties().stream().map(duty -> new DutyStanding(duty, Optional.empty())).toList();
    new DutyPrinter(out)
        .print(new DutiesView(standings, DutyCatalogue.shipped(), List.of(), drill.at()), false);
  }

  private static String words(Drill.Basis basis) {
    return switch (basis) {
      case EXPORT -> "the export";
      case JOURNAL -> "the messages that the journal still holds and the vendor has";
    };
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
