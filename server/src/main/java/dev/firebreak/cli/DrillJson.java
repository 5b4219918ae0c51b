package dev.firebreak.cli;

import dev.firebreak.duty.Moment;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.DrillLeague;
import dev.firebreak.incident.DrillTrend;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says in JSON what a [Drill] says.
final class DrillJson {
  private DrillJson() {}

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
        drill
            .measured()
            .map(measured -> DrillPrinter.lower(measured.source().basis()))
            .orElse("nothing"));
    drill.measured().ifPresent(measured -> document.put("measured", document(measured)));
    document.put(
        "assumed", Map.of("moment", Moment.VENDOR_TOLD_US.key(), "at", drill.at().toString()));
    document.put("dutyCounts", IncidentJson.duties(drill.duties()));
    document.put("duties", drill.duties().stream().map(IncidentJson::duty).toList());
    document.put("trend", drill.trend().points().stream().map(DrillJson::point).toList());
    drill.otherPolicy().ifPresent(other -> document.put("otherPolicy", document(other)));
    document.put("unknown", unknown(drill));
    return document;
  }

  /// The same of every vendor in its place, short.
  static List<Map<String, Object>> document(DrillLeague league) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (DrillLeague.Place place : league.places()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("place", documents.size() + 1);
      document.put("vendor", place.drill().vendor().value());
      document.put("name", place.name());
      document.put("people", place.drill().peopleTotal());
      document.put("inClear", place.drill().inClear());
      place
          .severity()
          .ifPresent(severity -> document.put("severity", IncidentJson.severity(severity)));
      document.put("dutyCounts", IncidentJson.duties(place.drill().duties()));
      document.put("declared", place.declared().stream().map(DataCategory::key).toList());
      document.put("why", place.why());
      document.put("statement", place.drill().people().basis().sentence());
      documents.add(document);
    }
    return documents;
  }

  private static Map<String, Object> point(DrillTrend.Point point) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("day", point.day().toString());
    document.put("people", point.people());
    document.put("inClear", point.inClear());
    return document;
  }

  private static Map<String, Object> document(Drill.OtherPolicy other) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("policyVersion", other.policyVersion());
    document.put("was", document(other.was()));
    document.put("left", document(other.left()));
    other
        .severity()
        .ifPresent(
            severity -> document.put("severity", IncidentJson.severityWithFactors(severity)));
    document.put("bounds", other.bounds());
    return document;
  }

  private static Map<String, Object> document(Drill.Forms forms) {
    Map<String, Object> categories = new LinkedHashMap<>();
    forms
        .categories()
        .forEach((category, people) ->
            categories.put(
                category.key(),
                Map.of(
                    "clear", people.peopleClear(),
                    "generalized", people.peopleGeneralized(),
                    "token", people.peopleTokenized())));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("shareDirect", forms.shareDirect());
    document.put("categories", categories);
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
    document.put("sharesByClassSize", measured.sharesByClassSize());
    document.put("severity", IncidentJson.severityWithFactors(measured.severity()));
    Map<String, Object> risk = new LinkedHashMap<>();
    risk.put("low", DrillPrinter.lower(measured.reading().low()));
    risk.put("high", DrillPrinter.lower(measured.reading().high()));
    risk.put("why", measured.reading().why());
    document.put("risk", risk);
    return document;
  }

  /// What nobody could say, with the reason; empty where all is known.
  private static Map<String, String> unknown(Drill drill) {
    Map<String, String> unknown = new LinkedHashMap<>();
    if (drill.measured().isEmpty()) {
      DrillPrinter.NEED_VALUES.forEach(what -> unknown.put(what, DrillPrinter.NOT_MEASURED));
    }
    if (!drill.people().directory()) {
      unknown.put("countries", "unknown: needs an accounts directory (--accounts FILE)");
    }
    return unknown;
  }
}
