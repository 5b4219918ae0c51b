package dev.firebreak.cli;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says in words, tables and JSON what a [Drill] says.
final class DrillPrinter {
  private static final String NOT_MEASURED =
      "unknown: no export was given (--data), and the journal holds nothing that this vendor has";

  private static final List<String> NEED_VALUES =
      List.of("classes", "shareIdentifiable", "severity");

  private DrillPrinter() {}

  static void print(PrintWriter out, Drill drill) {
    out.println("If " + drill.vendor() + " were breached now:");
    out.println();
    out.println(
        PeoplePrinter.number(drill.people().total())
            + " people, "
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
    duties(out, drill);
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

  /// docs/reference/commands.md lists the keys.
  static Map<String, Object> document(Drill drill) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", drill.vendor().value());
    drill.knownSince().ifPresent(since -> document.put("knownSince", since.toString()));
    document.putAll(PeoplePrinter.document(drill.people()));
    Map<String, Object> residences = new LinkedHashMap<>();
    residences.putAll(new TreeMap<>(drill.residences().byPlace()));
    residences.put("unknown", drill.residences().unknown());
    document.put("residences", residences);
    document.put(
        "measuredOn",
        drill.measured().map(measured -> lower(measured.source().basis())).orElse("nothing"));
    drill.measured().ifPresent(measured -> document.put("measured", document(measured)));
    document.put(
        "assumed", Map.of("moment", Moment.VENDOR_TOLD_US.key(), "at", drill.at().toString()));
    document.put("dutyCounts", IncidentJson.duties(drill.duties()));
    document.put("duties", drill.duties().stream().map(IncidentJson::duty).toList());
    document.put("unknown", unknown(drill));
    return document;
  }

  private static Map<String, Object> document(Drill.Measured measured) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rowsRead", measured.source().rowsRead());
    document.put("rowsRejected", measured.source().rowsRejected());
    document.put("messagesMissing", measured.source().missing());
    document.put("people", measured.people().total());
    document.put("categories", PeoplePrinter.document(measured.forms()));
    document.put("unexplainedFields", measured.unexplainedFields());
    document.put(
        "quasiIdentifiers",
        measured.risk().quasiIdentifiers().stream().map(DataCategory::key).toList());
    document.put("classes", measured.risk().classes());
    document.put("smallestClass", measured.risk().smallestClassSize());
    document.put(
        "unmeasured", measured.risk().unmeasured().stream().map(DataCategory::key).toList());
    measured.risk().unique().ifPresent(share -> document.put("shareUnique", share));
    Map<String, Object> identifiable = new LinkedHashMap<>();
    identifiable.put("low", measured.shareIdentifiableLow());
    identifiable.put("high", measured.shareIdentifiableHigh());
    document.put("shareIdentifiable", identifiable);
    document.put("severity", IncidentJson.severityWithFactors(measured.severity()));
    Map<String, Object> risk = new LinkedHashMap<>();
    risk.put("low", lower(measured.reading().low()));
    risk.put("high", lower(measured.reading().high()));
    risk.put("why", measured.reading().why());
    document.put("risk", risk);
    return document;
  }

  /// What nobody could say, with the reason; empty where all is known.
  private static Map<String, String> unknown(Drill drill) {
    Map<String, String> unknown = new LinkedHashMap<>();
    if (drill.measured().isEmpty()) {
      NEED_VALUES.forEach(what -> unknown.put(what, NOT_MEASURED));
    }
    if (!drill.people().directory()) {
      unknown.put("countries", "unknown: needs an accounts directory (--accounts FILE)");
    }
    return unknown;
  }

  private static String words(Drill.Basis basis) {
    return switch (basis) {
      case EXPORT -> "the export";
      case JOURNAL -> "the messages that the journal still holds and the vendor has";
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
