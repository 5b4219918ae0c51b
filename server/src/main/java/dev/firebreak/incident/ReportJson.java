package dev.firebreak.incident;

import dev.firebreak.ledger.PolicyUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The report as a document for machines; docs/reference/incident.md has every key. It prints an
/// [IncidentResult] and computes nothing.
final class ReportJson {
  private ReportJson() {}

  static Map<String, Object> of(IncidentResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", 1);
    map.put("legalAdvice", false);
    map.put("vendorName", result.heading().vendor());
    map.put("madeAt", result.heading().madeAt().toString());
    map.put("auditHead", result.heading().auditHead());
    result
        .heading()
        .handedOut()
        .ifPresent(out -> {
          map.put("phase", out.phase());
          map.put("handedTo", out.to());
        });
    map.put("incident", IncidentJson.incident(result.incident()));
    map.put("executive", executive(result.executive()));
    map.put("timeline", result.timeline().marks().stream().map(ReportJson::mark).toList());
    map.put("spans", spans(result.timeline()));
    map.put("moments", result.recorded().history().stream().map(IncidentJson::moment).toList());
    result.provisional().ifPresent(list -> map.put("provisional", IncidentJson.provisional(list)));
    result.findings().ifPresent(found -> map.put("findings", IncidentJson.findings(found)));
    result
        .findings()
        .ifPresent(found ->
            map.put(
                "policies",
                found.data().ledger().policies().stream().map(ReportJson::policy).toList()));
    map.put("places", places(result.places()));
    map.put("consequences", result.consequences());
    map.put("notKnownYet", result.unknown());
    map.put("lures", result.lures().stream().map(ReportJson::lure).toList());
    duties(map, result);
    result
        .findings()
        .ifPresent(found ->
            map.put("fields", found.data().fields().stream().map(IncidentJson::field).toList()));
    evidence(map, result);
    return map;
  }

  private static void duties(Map<String, Object> map, IncidentResult result) {
    DutiesView duties = result.duties();
    map.put("catalogue", IncidentJson.catalogue(duties.catalogue().edition()));
    Map<String, Object> groups = new LinkedHashMap<>();
    for (DutyGroup group : DutyGroup.values()) {
      groups.put(group.key(), duties.in(group).size());
    }
    map.put("dutyGroups", groups);
    map.put("notOwedUnsigned", duties.unsigned().size());
    List<Map<String, Object>> standings = new ArrayList<>();
    for (DutyStanding standing : duties.standings()) {
      Map<String, Object> one = IncidentJson.standing(standing);
      one.put("group", duties.group(standing).key());
      one.put("untilWhen", duties.dueWords(standing));
      one.put("timeLeft", duties.left(standing));
      standings.add(one);
    }
    map.put("duties", standings);
    List<Map<String, Object>> questions = new ArrayList<>();
    duties
        .openQuestions()
        .forEach((question, count) ->
            questions.add(Map.of("key", question.key(), "asks", question.asks(), "duties", count)));
    map.put("openQuestions", questions);
    map.put("flags", duties.flags().stream().map(IncidentJson::statement).toList());
  }

  private static void evidence(Map<String, Object> map, IncidentResult result) {
    map.put(
        "decisions", result.recorded().decisions().stream().map(IncidentJson::decision).toList());
    map.put("stated", result.recorded().stated().stream().map(IncidentJson::statement).toList());
    map.put(
        "lateWithoutReasons",
        result.lateWithoutReasons().stream().map(one -> one.finding().duty().id()).toList());
    map.put("manualFindings", result.recorded().manual().stream().map(ReportJson::manual).toList());
    IncidentResult.Evidence evidence = result.evidence();
    map.put("measures", evidence.measures().stream().map(ReportJson::measure).toList());
    map.put("told", told(result));
    map.put("custody", evidence.custody().stream().map(CustodyJson::entry).toList());
    map.put("phases", evidence.phases().stream().map(IncidentJson::phase).toList());
    evidence.changes().ifPresent(changes -> map.put("changes", changes(changes)));
  }

  private static Map<String, Object> executive(ExecutivePage page) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Map<String, String>> figures = new ArrayList<>();
    page.figures()
        .forEach(figure -> figures.add(Map.of("value", figure.value(), "label", figure.label())));
    map.put("figures", figures);
    page.items().forEach(item -> map.put(item.key(), item.sentences()));
    return map;
  }

  private static Map<String, Object> mark(Timeline.Mark mark) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("moment", mark.key());
    map.put("words", mark.words());
    map.put("at", mark.at().toString());
    mark.sincePrevious().ifPresent(span -> map.put("sincePrevious", span.toString()));
    return map;
  }

  private static Map<String, Object> spans(Timeline timeline) {
    Map<String, Object> map = new LinkedHashMap<>();
    timeline.spans().forEach((key, span) -> map.put(key, span.toString()));
    return map;
  }

  private static Map<String, Object> places(ReportPlaces places) {
    Map<String, Object> map = new LinkedHashMap<>();
    Map<String, Object> all = new LinkedHashMap<>();
    places.all().forEach(place -> all.put(place.code(), place.people()));
    map.put("all", all);
    Map<String, Object> countries = new LinkedHashMap<>();
    places.countries().forEach(country -> countries.put(country.code(), country.people()));
    map.put("countries", countries);
    map.put("furtherCountries", places.furtherCountries());
    map.put("furtherPeople", places.furtherPeople());
    map.put("unknown", places.unknown());
    return map;
  }

  private static Map<String, Object> policy(PolicyUse policy) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", policy.version());
    map.put("events", policy.events());
    map.put("firstDay", policy.firstDay().toString());
    map.put("lastDay", policy.lastDay().toString());
    return map;
  }

  private static Map<String, Object> lure(Lure.Side side) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("title", side.title());
    map.put("row", side.shown());
    map.put("subject", side.lure().subject());
    map.put("sentences", side.lure().body());
    map.put("valuesUsed", side.lure().used().size());
    return map;
  }

  private static Map<String, Object> manual(ManualFinding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("statement", finding.statement());
    map.put("attachment", finding.attachment());
    map.put("attachmentSha256", finding.attachmentSha256());
    map.put("signedBy", finding.signedBy());
    map.put("signedAt", finding.signedAt().toString());
    return map;
  }

  private static Map<String, Object> measure(Measure measure) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("at", measure.at().toString());
    map.put("by", measure.by());
    map.put("action", measure.action());
    map.put("words", measure.words());
    map.put("auditEntry", measure.auditEntry());
    return map;
  }

  private static Map<String, Object> told(IncidentResult result) {
    Told told = result.evidence().told();
    List<Map<String, Object>> campaigns = new ArrayList<>();
    for (Told.Campaign campaign : told.campaigns()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("campaign", campaign.name());
      one.put("accepted", campaign.accepted());
      one.put("at", campaign.at().toString());
      campaigns.add(one);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("noticesAccepted", told.accepted());
    map.put("campaigns", campaigns);
    map.put("words", result.told());
    return map;
  }

  private static Map<String, Object> changes(PhaseChanges changes) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sincePhase", changes.since());
    map.put("since", changes.at().toString());
    map.put("peopleBefore", changes.people().before());
    map.put("peopleNow", changes.people().now());
    map.put("newlyAffected", changes.people().newly());
    map.put("noLongerAffected", changes.people().noLonger());
    map.put("newlyExposed", changes.people().newlyExposed());
    List<Map<String, String>> lines = new ArrayList<>();
    for (PhaseChanges.Line line : changes.lines()) {
      Map<String, String> one = new LinkedHashMap<>();
      one.put("kind", line.kind());
      one.put("key", line.what());
      one.put("name", line.name());
      one.put("before", line.before());
      one.put("now", line.now());
      lines.add(one);
    }
    map.put("changed", lines);
    return map;
  }
}
