package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment.CategoryExposure;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.demo.traffic.OutsideKnowledge;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.AttackFigures;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentReport;
import dev.firebreak.incident.IncidentResult;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.LocalDataSetReader;
import dev.firebreak.incident.PersonsAnnex;
import dev.firebreak.incident.ReportPages.Kind;
import dev.firebreak.incident.ReportPhase;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.testkit.company.Person;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The incident at one of the two vendors, from opening to duties. Confined to the replay's thread.
final class Side {
  /// How an attack that knows given fields is named, before its number.
  static final String GIVEN_FIELDS = "knowledge";

  private static final int PROVISIONAL = 0;

  private final DemoWorld world;
  private final IncidentServices services;
  private final String id;
  private final VendorId vendor;
  private final DutyDesk duties;
  private Optional<Instant> told = Optional.empty();
  private Set<String> placesTold = Set.of();

  Side(DemoWorld world, IncidentServices services, String id, VendorId vendor) {
    this.world = world;
    this.services = services;
    this.id = id;
    this.vendor = vendor;
    duties = new DutyDesk(world, services, id);
  }

  String id() {
    return id;
  }

  /// Opens the incident with what the vendor said.
  void open(String title) {
    services
        .incidents()
        .open(world.responder.confirm("IncidentOpened", Role.RESPONDER), id, vendor, title);
    record(Moment.ACCESS_BEGAN, Story.ACCESS_BEGAN, "the vendor's letter of 25 November");
    record(Moment.ACCESS_ENDED, Story.STOLEN, "the vendor's letter of 25 November");
    record(Moment.VENDOR_AWARE, Story.ACCESS_BEGAN, "the vendor's letter of 25 November");
    record(Moment.VENDOR_TOLD_US, Story.TOLD, "the vendor's letter of 25 November");
    record(Moment.REASONABLY_CERTAIN, Story.TOLD, "the letter names our project");
  }

  void record(Moment moment, Instant at, String evidence) {
    services
        .incidents()
        .record(
            world.responder.confirm("MomentRecorded", Role.RESPONDER), id, moment, at, evidence);
  }

  /// Reads the files as handed over and tries the attackers.
  Findings assess(List<Path> files, OutsideKnowledge knowledge, Steps steps) {
    LocalDataSetReader reader =
        new LocalDataSetReader(
            new DataSetAssessor(),
            new dev.firebreak.incident.OutsideKnowledge(
                Optional.of(knowledge.profile()),
                Optional.of(knowledge.actions()),
                Optional.of(knowledge.olderLeak()),
                List.of(knowledge.device()),
                dev.firebreak.incident.OutsideKnowledge.OWN_ACTIONS_DEFAULT));
    return services
        .assessments()
        .assess(
            world.responder.confirm("DataSetAssessed", Role.RESPONDER),
            id,
            Assessments.Task.stolen(
                files,
                Optional.of(world.accounts()),
                reader,
                (step, rows) -> steps.detail(step + ": " + rows)));
  }

  /// The duties of this side.
  DutyDesk duties() {
    return duties;
  }

  /// What the company's own systems say, signed; the notices may then say it too.
  void sign(String statement, String attachment, String sha256) {
    services
        .incidents()
        .sign(
            world.officer.confirm("FindingSigned", Role.PRIVACY_OFFICER),
            id,
            statement,
            attachment,
            sha256);
  }

  /// Accounts on the provisional list.
  Set<String> provisionalAccounts() {
    Set<String> accounts = new HashSet<>();
    services
        .assessments()
        .people(
            world.responder.name(),
            id,
            PROVISIONAL,
            "grading the provisional list",
            person -> person.accountId().ifPresent(accounts::add));
    return accounts;
  }

  /// Remembers that people were told to whom a notice was owed, and where they live.
  void told(Set<String> places, Optional<Instant> at) {
    placesTold = Set.copyOf(places);
    told = at;
  }

  /// Where the people live who were told on this side; empty where nobody or everybody was.
  Set<String> placesTold() {
    return placesTold;
  }

  /// What is owed and not met yet is met now, as far as it can be.
  void meet(Instant notified) {
    duties.meet(told, notified);
  }

  /// The addresses of those of these people who live in some places.
  static Set<String> residents(List<Person> people, Set<String> places) {
    return people.stream()
        .filter(person ->
            places.contains(person.place().country())
                || places.contains(person.place().country() + "-" + person.place().regionCode()))
        .map(Person::email)
        .collect(Collectors.toSet());
  }

  /// The next phase of the report goes to the authority at home.
  void handOut(DemoOperator operator) {
    services
        .report()
        .handOut(operator.confirm("ReportHandedOut", Role.PRIVACY_OFFICER), id, Story.AUTHORITY);
  }

  /// The figures of this side, by the names that `demo --json` promises.
  Map<String, Object> json(Findings findings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("names", clear(findings, DataCategory.NAME));
    json.put("emails", clear(findings, DataCategory.EMAIL));
    json.put("cities", clear(findings, DataCategory.CITY));
    json.put("regions", clear(findings, DataCategory.REGION));
    json.put("browsers", clear(findings, DataCategory.USER_AGENT));
    json.put("referrers", clear(findings, DataCategory.REFERRER));
    Map<DataCategory, Long> readable = readable(findings);
    json.put("referrerOrigins", readable.getOrDefault(DataCategory.REFERRER, 0L));
    json.put("browserFamilies", readable.getOrDefault(DataCategory.USER_AGENT, 0L));
    json.put("countries", readable.getOrDefault(DataCategory.COUNTRY, 0L));
    json.put("userIds", clear(findings, DataCategory.ACCOUNT_ID));
    json.put("orgIds", clear(findings, DataCategory.ORGANIZATION_ID));
    Map<String, Object> reidentified = new LinkedHashMap<>();
    for (AttackFigures attack : findings.risk().attacks()) {
      String name = attack.name().startsWith(GIVEN_FIELDS) ? "device" : attack.name();
      reidentified.put(name, attack.reidentified());
      attack
          .lowered()
          .ifPresent(lowered -> reidentified.put(name + "ByTheHour", lowered.reidentified()));
    }
    json.put("reidentified", reidentified);
    json.put("shareUnique", findings.risk().figures().shareUnique());
    json.put("severity", IncidentJson.severity(findings.risk().severity()));
    json.put("assessment", IncidentJson.assessment(findings));
    json.put("duties", IncidentJson.duties(duties.findings()));
    return json;
  }

  /// People whose data of this category stands in the file as it is.
  static long clear(Findings findings, DataCategory category) {
    CategoryExposure exposure = findings.categories().get(category);
    return exposure == null ? 0 : exposure.peopleClear();
  }

  /// Of how many people the file has each category, as it is or in a coarser form.
  Map<DataCategory, Long> readable(Findings findings) {
    Map<DataCategory, Long> people = new EnumMap<>(DataCategory.class);
    services
        .assessments()
        .people(
            world.responder.name(),
            id,
            findings.version(),
            "figures of the replay",
            person ->
                DataCategory.ofMask(person.clear() | person.generalized())
                    .forEach(category -> people.merge(category, 1L, Long::sum)));
    return people;
  }

  /// Writes the report and the decision record beside the other results: the last phase as it was
  /// handed out, else as it would be now.
  void writeReports(Path folder, String name) throws IOException {
    IncidentReport report = services.report();
    List<ReportPhase> phases = report.phases(id);
    IncidentResult result = report.result(id);
    Path html = folder.resolve("report-" + name + ".html");
    Path pdf = folder.resolve("report-" + name + ".pdf");
    if (phases.isEmpty()) {
      Files.writeString(html, report.pages().html(Kind.REPORT, result, Optional.empty()));
      Files.write(pdf, report.pages().pdf(Kind.REPORT, result, Optional.empty()));
    } else {
      int last = phases.getLast().number();
      Files.write(html, report.kept(id, last, ReportPhase.Form.HTML));
      Files.write(pdf, report.kept(id, last, ReportPhase.Form.PDF));
    }
    Files.writeString(
        folder.resolve("decision-record-" + name + ".html"),
        report.pages().html(Kind.DECISION_RECORD, result, Optional.empty()));
    Files.write(
        folder.resolve("decision-record-" + name + ".pdf"),
        report.pages().pdf(Kind.DECISION_RECORD, result, Optional.empty()));
  }

  /// Writes the page that one organisation gets about itself.
  void writeCard(Path folder, String organization) throws IOException {
    IncidentReport report = services.report();
    IncidentResult result = report.result(id);
    PersonsAnnex members =
        report.members(
            result,
            organization,
            new PersonsAnnex.Reader("demo-privacy-officer", "card of an organization"));
    Files.writeString(
        folder.resolve("organization.html"),
        report.pages().organization(result, members.organizations().getFirst(), members, false));
  }
}
