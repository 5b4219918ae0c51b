package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.duty.Deadline;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Residences;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Documents about incidents as maps, lists, texts and numbers, for `--json`, the report and the
/// demo; docs/reference/incident.md has every key. No values of persons are in them.
public final class IncidentJson {
  private IncidentJson() {}

  public static Map<String, Object> incident(Incident incident) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", incident.id());
    map.put("vendor", incident.vendor().value());
    map.put("title", incident.title());
    map.put("openedAt", incident.openedAt().toString());
    map.put("openedBy", incident.openedBy());
    map.put("open", incident.closing().isEmpty());
    incident
        .closing()
        .ifPresent(closing -> {
          map.put("closedAt", closing.at().toString());
          map.put("closedBy", closing.by());
          map.put("closingReason", closing.reason());
          map.put("keepUntil", closing.keepUntil().toString());
          closing.destroyedAt().ifPresent(at -> map.put("destroyedAt", at.toString()));
        });
    return map;
  }

  public static Map<String, Object> moment(RecordedMoment moment) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("moment", moment.moment().key());
    moment.duty().ifPresent(duty -> map.put("duty", duty));
    map.put("at", moment.at().toString());
    map.put("evidence", moment.evidence());
    map.put("recordedBy", moment.recordedBy());
    map.put("recordedAt", moment.recordedAt().toString());
    return map;
  }

  /// `{affected, found, ambiguous, unresolved, absences {searched, neverSent, both}, rowsRead,
  /// rowsRejected}`; `affected` is the affected list: people of the accounts directory in the data.
  public static Map<String, Object> assessment(Findings findings) {
    Map<String, Object> absences = new LinkedHashMap<>();
    absences.put("searched", findings.absences(AbsenceFinding.Grade.SEARCHED));
    absences.put("neverSent", findings.absences(AbsenceFinding.Grade.NEVER_SENT));
    absences.put("both", findings.absences(AbsenceFinding.Grade.BOTH));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("affected", findings.people().found());
    map.put("found", findings.people().found());
    map.put("ambiguous", findings.people().ambiguous());
    map.put("unresolved", findings.people().unresolved());
    map.put("absences", absences);
    map.put("rowsRead", findings.data().rowsRead());
    map.put("rowsRejected", findings.data().rowsRejected());
    return map;
  }

  /// `{owed, notOwed, unclear}`: how many duties.
  public static Map<String, Object> duties(List<DutyFinding> duties) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("owed", count(duties, DutyFinding.Status.OWED));
    map.put("notOwed", count(duties, DutyFinding.Status.NOT_OWED));
    map.put("unclear", count(duties, DutyFinding.Status.UNCLEAR));
    return map;
  }

  /// `{low, high}`.
  public static Map<String, Object> severity(EnisaSeverity severity) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", severity.low());
    map.put("high", severity.high());
    return map;
  }

  public static Map<String, Object> duty(DutyFinding finding) {
    Deadline deadline = finding.deadline();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", finding.duty().id());
    map.put("law", finding.duty().law().name());
    map.put("citation", finding.duty().law().citation());
    map.put("owedTo", finding.duty().towards());
    map.put("status", finding.status().name().toLowerCase(Locale.ROOT));
    map.put("reasons", finding.reasons());
    map.put("missing", finding.missing());
    map.put("questions", finding.questions());
    deadline.startedOn().ifPresent(moment -> map.put("startedOn", moment.key()));
    deadline.startedAt().ifPresent(start -> map.put("startedAt", start.toString()));
    deadline.dueAt().ifPresent(due -> map.put("dueAt", due.toOffsetDateTime().toString()));
    deadline
        .earliestSafeDueAt()
        .ifPresent(due -> map.put("earliestSafeDueAt", due.toOffsetDateTime().toString()));
    finding
        .metAt()
        .ifPresent(met -> {
          map.put("metAt", met.toString());
          finding.metBefore().ifPresent(span -> map.put("metInTime", !span.isNegative()));
        });
    map.put("quality", deadline.quality());
    map.put("remarks", deadline.remarks());
    if (!finding.progress().steps().isEmpty()) {
      map.put("steps", finding.progress().steps().stream().map(IncidentJson::step).toList());
    }
    map.put("contents", finding.duty().contents().items());
    map.put("verified", finding.duty().check().verified().name().toLowerCase(Locale.ROOT));
    return map;
  }

  private static Map<String, Object> step(DutyFinding.Step step) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", step.phase().id());
    map.put("what", step.phase().what());
    step.dueAt().ifPresent(due -> map.put("dueAt", due.toOffsetDateTime().toString()));
    step.metAt().ifPresent(met -> map.put("metAt", met.toString()));
    return map;
  }

  /// A duty with `effective`, and with `decision` where a person decided.
  public static Map<String, Object> standing(DutyStanding standing) {
    Map<String, Object> map = duty(standing.finding());
    map.put("effective", standing.effective().name().toLowerCase(Locale.ROOT));
    standing
        .decision()
        .ifPresent(decision -> {
          map.put("decision", decision(decision));
          map.put("outdated", standing.isOutdated());
        });
    return map;
  }

  /// `{version, sha256, compiled}` of a duty catalogue.
  public static Map<String, Object> catalogue(DutyCatalogue.Edition edition) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", edition.version());
    map.put("sha256", edition.sha256());
    map.put("compiled", edition.compiled().toString());
    map.put("holidays", edition.holidays().version());
    map.put("holidaysSha256", edition.holidays().sha256());
    return map;
  }

  /// A file as it was handed over, with who did, when and from where.
  public static Map<String, Object> custody(CustodyEntry entry) {
    return CustodyJson.entry(entry);
  }

  /// A flag or an answer with who signed it.
  public static Map<String, Object> statement(IncidentStatement statement) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", statement.kind().key());
    map.put("name", statement.name());
    map.put("holds", statement.holds());
    statement.until().ifPresent(day -> map.put("until", day.toString()));
    map.put("reason", statement.grounds().reason());
    statement.grounds().attachment().ifPresent(name -> map.put("attachment", name));
    statement.grounds().sha256().ifPresent(digest -> map.put("attachmentSha256", digest));
    map.put("signedBy", statement.signedBy());
    map.put("signedAt", statement.signedAt().toString());
    return map;
  }

  public static Map<String, Object> decision(DutyDecision decision) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("duty", decision.duty());
    map.put("decision", decision.decision().name().toLowerCase(Locale.ROOT));
    map.put("evaluated", decision.evaluated().name().toLowerCase(Locale.ROOT));
    map.put("reason", decision.reason());
    map.put("missing", decision.grounds().missing());
    map.put("catalogue", decision.under().version());
    map.put("catalogueSha256", decision.under().sha256());
    map.put("holidays", decision.under().holidays().version());
    map.put("holidaysSha256", decision.under().holidays().sha256());
    map.put("decidedBy", decision.decidedBy());
    map.put("decidedAt", decision.decidedAt().toString());
    return map;
  }

  public static Map<String, Object> provisional(ProvisionalList list) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("people", list.people());
    map.put("accounts", list.accounts());
    map.put("otherSubjects", list.otherSubjects());
    map.put("until", list.until().toString());
    list.sources()
        .ledgerKnowsSince()
        .ifPresent(since -> map.put("ledgerKnowsSince", since.toString()));
    map.put("accountsDirectory", list.sources().accountsDirectory());
    Map<String, Object> categories = new LinkedHashMap<>();
    list.categories()
        .forEach((category, counts) ->
            categories.put(
                category.key(), forms(counts.clear(), counts.generalized(), counts.tokenized())));
    map.put("categories", categories);
    map.put("residences", residences(list.residences()));
    map.put("seconds", list.sources().machineSeconds());
    return map;
  }

  /// A report that was handed out.
  public static Map<String, Object> phase(ReportPhase phase) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("phase", phase.number());
    map.put("madeAt", phase.madeAt().toString());
    map.put("by", phase.by());
    map.put("to", phase.to());
    map.put("version", phase.version());
    Map<String, Object> digests = new LinkedHashMap<>();
    phase.sha256().forEach((form, sha256) -> digests.put(form.key(), sha256));
    map.put("sha256", digests);
    return map;
  }

  /// Organisations in numbers.
  public static Map<String, Object> organizations(Assessment.Organizations cards) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("withPeople", cards.withPeople());
    map.put("named", cards.named());
    map.put("membersNotFound", cards.membersNotFound());
    map.put("unknown", cards.unknown());
    map.put("admins", cards.admins());
    map.put("adminsFound", cards.adminsFound());
    return map;
  }

  /// Everything that a version of findings says.
  public static Map<String, Object> findings(Findings findings) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", findings.version());
    map.put("madeAt", findings.madeAt().toString());
    map.put("assessment", assessment(findings));
    map.put("shareDirect", findings.people().shareDirect());
    map.put("organizations", findings.people().organizations());
    map.put("withoutSecondFactor", findings.people().withoutSecondFactor());
    map.put("residences", residences(findings.people().residences()));
    map.put("foundBy", findings.people().grounds().methods());
    map.put("joinedAccounts", findings.people().grounds().joined());
    map.put("emailRules", findings.people().grounds().emailRules().name().toLowerCase(Locale.ROOT));
    map.put("organizationCards", organizations(findings.people().cards()));
    Map<String, Object> categories = new LinkedHashMap<>();
    findings
        .categories()
        .forEach((category, exposure) -> categories.put(category.key(), exposure(exposure)));
    map.put("exposed", categories);
    map.put("absences", findings.absences().stream().map(IncidentJson::absence).toList());
    map.put("sentButNotInFile", keys(findings.sentButNotInFile()));
    map.put("inFileButNeverSent", keys(findings.inFileButNeverSent()));
    map.put("reconciliation", CrosscheckJson.reconciliation(findings.crosscheck().ledger()));
    map.put(
        "surprises",
        findings.crosscheck().surprises().stream().map(CrosscheckJson::surprise).toList());
    map.put("completeness", CrosscheckJson.completeness(findings.crosscheck().completeness()));
    map.put("unexplainedFields", findings.unexplainedFields());
    map.put(
        "addedByVendor", findings.addedByVendor().stream().map(Assessment.Field::path).toList());
    map.put("mapping", mapping(findings.data().mapping()));
    map.put("severity", severityWithFactors(findings.risk().severity()));
    findings.risk().figures().unique().ifPresent(share -> map.put("shareUnique", share));
    map.put("reidentification", RiskJson.figures(findings.risk().figures()));
    map.put("attackers", findings.risk().attacks().stream().map(IncidentJson::attack).toList());
    map.put("ownActions", findings.risk().traces().stream().map(RiskJson::trace).toList());
    map.put("phishing", phishing(findings.risk().phishing()));
    map.put("risk", risk(findings));
    map.put("rejectedByReason", findings.data().rejectedByReason());
    map.put("originals", findings.data().originals().stream().map(CustodyJson::original).toList());
    map.put("seconds", findings.data().span().machineSeconds());
    return map;
  }

  /// What a version changes against an earlier one, in numbers of accounts.
  public static Map<String, Object> delta(int earlier, int later, FindingsDelta delta) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", earlier);
    map.put("to", later);
    map.put("newlyAffected", delta.newly().size());
    map.put("noLongerAffected", delta.noLonger().size());
    map.put("newlyExposed", delta.newlyExposed().size());
    map.put("noLongerExposed", delta.noLongerExposed().size());
    map.put("gained", counts(delta.gained()));
    map.put("lost", counts(delta.lost()));
    return map;
  }

  static Map<String, Object> counts(Map<DataCategory, Long> counts) {
    Map<String, Object> map = new LinkedHashMap<>();
    counts.forEach((category, n) -> map.put(category.key(), n));
    return map;
  }

  private static Map<String, Object> mapping(MappingUsed used) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("convertedVersion", used.convertedVersion());
    map.put("corrected", used.corrected());
    map.put("sha256", used.sha256());
    return map;
  }

  /// A field with its meaning and how its values look.
  public static Map<String, Object> field(Assessment.Field field) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", field.path());
    field.category().ifPresent(category -> map.put("category", category.key()));
    map.put("slot", field.meaning().slot().key());
    map.put("reason", field.meaning().reason());
    map.put("confidence", field.meaning().confidence());
    map.put("addedByVendor", field.meaning().addedByVendor());
    map.put("form", field.form().name().toLowerCase(Locale.ROOT));
    map.put("values", field.values());
    map.put("distinct", field.distinct());
    Map<String, Object> shapes = new LinkedHashMap<>();
    field.profile().shares().forEach((shape, share) -> shapes.put(shape.key(), share));
    map.put("shapes", shapes);
    map.put("charsMin", field.profile().charsMin());
    map.put("charsMax", field.profile().charsMax());
    return map;
  }

  /// `{version, fields, pending}`.
  public static Map<String, Object> mapping(IncidentMapping.View view) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", view.version());
    map.put("fields", view.fields().stream().map(IncidentJson::field).toList());
    map.put(
        "pending",
        new MappingCorrections(view.pending())
            .entries().stream()
                .map(e -> Map.of("path", e.path(), "category", e.category(), "slot", e.slot()))
                .toList());
    return map;
  }

  private static Map<String, Object> absence(AbsenceFinding absence) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("category", absence.category().key());
    map.put("grade", absence.grade().name().toLowerCase(Locale.ROOT));
    map.put("mayBeSaidNotExposed", absence.mayBeSaidNotExposed());
    map.put("words", absence.words());
    return map;
  }

  /// The range with its bands, flags and factors.
  public static Map<String, Object> severityWithFactors(EnisaSeverity severity) {
    Map<String, Object> map = severity(severity);
    map.put("lowBand", severity.lowBand().words());
    map.put("highBand", severity.highBand().words());
    map.put("flags", severity.flags());
    for (EnisaSeverity.Factor factor :
        List.of(severity.kind(), severity.identification(), severity.circumstances())) {
      map.put(
          factor.name(),
          Map.of("low", factor.low(), "high", factor.high(), "evidence", factor.evidence()));
    }
    return map;
  }

  private static Map<String, Object> attack(AttackFigures attack) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", attack.name());
    map.put("knowledge", attack.knowledge());
    map.put("targets", attack.targets());
    map.put("reidentified", attack.reidentified());
    map.put("wrong", attack.wrong());
    map.put("ambiguous", attack.ambiguous());
    map.put("compared", attack.compared());
    attack
        .lowered()
        .ifPresent(lowered -> {
          map.put("loweredBy", lowered.by());
          map.put("loweredTo", lowered.reidentified());
        });
    return map;
  }

  private static Map<String, Object> phishing(Findings.Phishing phishing) {
    Map<String, Object> map = new LinkedHashMap<>();
    phishing.bands().forEach((band, n) -> map.put(band.name().toLowerCase(Locale.ROOT), n));
    map.put("topScore", phishing.topScore());
    map.put("medianScore", phishing.median().score());
    return map;
  }

  private static Map<String, Object> risk(Findings findings) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", findings.risk().reading().low().name().toLowerCase(Locale.ROOT));
    map.put("high", findings.risk().reading().high().name().toLowerCase(Locale.ROOT));
    map.put("why", findings.risk().reading().why());
    return map;
  }

  static Map<String, Object> exposure(Assessment.CategoryExposure exposure) {
    return forms(exposure.peopleClear(), exposure.peopleGeneralized(), exposure.peopleTokenized());
  }

  private static Map<String, Object> forms(long clear, long generalized, long tokenized) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("clear", clear);
    map.put("generalized", generalized);
    map.put("tokenized", tokenized);
    return map;
  }

  private static Map<String, Object> residences(Residences residences) {
    Map<String, Object> map = new LinkedHashMap<>(new TreeMap<>(residences.byPlace()));
    map.put("unknown", residences.unknown());
    return map;
  }

  private static List<String> keys(List<DataCategory> categories) {
    return categories.stream().map(DataCategory::key).toList();
  }

  private static long count(List<DutyFinding> duties, DutyFinding.Status status) {
    ToLongFunction<DutyFinding> one = duty -> duty.status() == status ? 1 : 0;
    return duties.stream().mapToLong(one).sum();
  }
}
