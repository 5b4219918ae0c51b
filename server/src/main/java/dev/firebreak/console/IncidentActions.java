package dev.firebreak.console;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.Slot;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DutyDecision;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.Incidents;
import dev.firebreak.installation.Installation;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the console does in an incident: open one, record a moment, decide a duty, sign what is not
/// owed, correct what a field was taken for, close. Thread-safe.
final class IncidentActions {
  private static final int ID_CHARS_MAX = 64;
  private static final int TIME_CHARS_MAX = 40;

  private final Installation installation;
  private final IncidentServices services;

  IncidentActions(Installation installation, IncidentServices services) {
    this.installation = installation;
    this.services = services;
  }

  void addTo(Actions actions) {
    actions
        .with(Route.INCIDENT_OPEN_PAGE, Route.INCIDENT_OPEN, new Opening())
        .with(Route.MOMENT_PAGE, Route.MOMENT, new Recording())
        .with(Route.DUTY_DECISION_PAGE, Route.DUTY_DECISION, new Deciding())
        .with(Route.NOT_OWED_PAGE, Route.NOT_OWED, new SigningNotOwed())
        .with(Route.MAPPING_PAGE, Route.MAPPING, new Mapping())
        .with(Route.INCIDENT_CLOSE_PAGE, Route.INCIDENT_CLOSE, new Closing());
  }

  private static String page(String incident) {
    return "/incidents/" + incident;
  }

  /// The incident, still open; what is closed has no page to do something.
  private Incident open(List<String> names) {
    Incident incident = services.incidents().get(names.getFirst());
    if (incident.closing().isPresent()) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "the incident is closed");
    }
    return incident;
  }

  private static Sheet.Field text(Frame frame, String name, String key) {
    return new Sheet.Field(
        name,
        frame.say(key),
        frame.say(key + ".hint"),
        Sheet.Kind.TEXT,
        Incidents.TEXT_CHARS_MAX,
        List.of());
  }

  private static Sheet.Field choice(
      Frame frame, String name, String key, List<Sheet.Choice> choices) {
    return new Sheet.Field(
        name, frame.say(key), frame.say(key + ".hint"), Sheet.Kind.CHOICE, 0, choices);
  }

  private static Sheet sheet(
      Frame frame, String word, Incident incident, List<String> effects, Sheet.Field... fields) {
    return new Sheet(
        frame.say("act." + word + ".title"),
        page(incident.id()),
        incident.title(),
        List.of(Sheet.Passage.effects(frame, effects)),
        List.of(fields),
        frame.say("act." + word + ".button"));
  }

  /// A moment as people write it, in UTC: `2025-11-25 14:30`, or as ISO 8601 has it.
  private static Optional<Instant> instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    String zoned = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d") ? iso : iso + "Z";
    try {
      return Optional.of(OffsetDateTime.parse(zoned).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private final class Opening implements Action {
    @Override
    public String name() {
      return "IncidentOpened";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      TreeSet<String> vendors = new TreeSet<>();
      installation
          .deliveries()
          .vendors()
          .list()
          .forEach(status -> vendors.add(status.vendor().value()));
      return new Sheet(
          frame.say("act.open.title"),
          Route.INCIDENTS.path(),
          frame.say("nav.incidents"),
          List.of(
              Sheet.Passage.effects(
                  frame, List.of(frame.say("act.open.effect1"), frame.say("act.open.effect2")))),
          List.of(
              Sheet.Field.line(
                  "title",
                  frame.say("act.open.name"),
                  frame.say("act.open.name.hint"),
                  Incidents.TEXT_CHARS_MAX),
              Sheet.Field.line(
                  "vendor",
                  frame.say("vendor.vendor"),
                  vendors.isEmpty()
                      ? frame.say("act.open.vendor.hint")
                      : String.join(", ", vendors),
                  ID_CHARS_MAX),
              Sheet.Field.line(
                  "id", frame.say("act.open.id"), frame.say("act.open.id.hint"), ID_CHARS_MAX)),
          frame.say("act.open.button"));
    }

    @Override
    public void check(Form form) {
      form.require("title", Incidents.TEXT_CHARS_MAX);
      form.require("id", ID_CHARS_MAX);
      String vendor = form.require("vendor", ID_CHARS_MAX);
      try {
        var _ = new VendorId(vendor);
      } catch (IllegalArgumentException e) {
        form.wrong("vendor", "act.open.vendor.wrong");
      }
    }

    @Override
    public Done act(Decision decision) {
      Form form = decision.form();
      Incident opened =
          services
              .incidents()
              .open(
                  decision.operator(),
                  form.value("id"),
                  new VendorId(form.value("vendor")),
                  form.value("title"));
      return new Done(page(opened.id()), Note.of("act.open.done", opened.id()));
    }
  }

  private final class Recording implements Action {
    @Override
    public String name() {
      return "MomentRecorded";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      List<Sheet.Choice> moments =
          Stream.of(Moment.values())
              .filter(moment -> moment != Moment.DUTY_MET)
              .map(moment -> new Sheet.Choice(moment.key(), moment.words()))
              .toList();
      return IncidentActions.sheet(
          frame,
          "moment",
          open(names),
          List.of(frame.say("act.moment.effect1"), frame.say("act.moment.effect2")),
          choice(frame, "moment", "act.moment.which", moments),
          Sheet.Field.line(
              "at", frame.say("act.moment.at"), frame.say("act.moment.at.hint"), TIME_CHARS_MAX),
          text(frame, "evidence", "act.moment.evidence"));
    }

    @Override
    public void check(Form form) {
      form.require("evidence", Incidents.TEXT_CHARS_MAX);
      if (Moment.ofKey(form.value("moment")).isEmpty()) {
        form.wrong("moment", "action.missing");
      }
      Optional<Instant> at = instant(form.require("at", TIME_CHARS_MAX));
      if (at.isEmpty()) {
        form.wrong("at", "act.moment.at.wrong");
      } else if (at.get().isAfter(installation.clock().instant())) {
        form.wrong("at", "act.moment.at.future");
      }
    }

    @Override
    public Done act(Decision decision) {
      Form form = decision.form();
      String id = decision.names().getFirst();
      services
          .incidents()
          .record(
              decision.operator(),
              id,
              Moment.ofKey(form.value("moment")).orElseThrow(),
              instant(form.value("at")).orElseThrow(),
              form.value("evidence"));
      return new Done(page(id), Note.of("act.moment.done"));
    }
  }

  private final class Deciding implements Action {
    @Override
    public String name() {
      return "DutyDecided";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      Incident incident = open(names);
      DutyStanding standing = standing(names);
      DutyFinding finding = standing.finding();
      List<Sheet.Passage> passages = new ArrayList<>();
      passages.add(
          new Sheet.Passage(
              finding.duty().law().name() + ", " + finding.duty().towards(),
              List.of(finding.duty().law().citation()),
              true));
      passages.add(new Sheet.Passage(frame.say("act.duty.found"), finding.reasons(), true));
      if (!finding.missing().isEmpty()) {
        passages.add(new Sheet.Passage(frame.say("duty.why"), finding.missing(), true));
      }
      List<String> effects = new ArrayList<>();
      effects.add(frame.say("act.duty.evaluated", frame.say("dutystatus", finding.status())));
      standing
          .nextDueAt()
          .ifPresent(
              due -> effects.add(frame.say("act.duty.due", frame.time(due), frame.left(due))));
      effects.add(frame.say("act.duty.effect1"));
      passages.add(Sheet.Passage.effects(frame, effects));
      return new Sheet(
          frame.say("act.duty.title"),
          page(incident.id()) + "/duties",
          incident.title(),
          passages,
          List.of(
              choice(
                  frame,
                  "decision",
                  "act.duty.decision",
                  List.of(
                      new Sheet.Choice("", frame.say("act.choose")),
                      status(frame, DutyFinding.Status.OWED),
                      status(frame, DutyFinding.Status.NOT_OWED))),
              text(frame, "because", "act.duty.because"),
              text(frame, "missing", "act.duty.missing")),
          frame.say("act.duty.button"));
    }

    private static Sheet.Choice status(Frame frame, DutyFinding.Status status) {
      return new Sheet.Choice(status.name(), frame.say("dutystatus", status));
    }

    private DutyStanding standing(List<String> names) {
      return services.duties().standings(names.getFirst()).stream()
          .filter(standing -> standing.finding().duty().id().equals(names.getLast()))
          .findFirst()
          .orElseThrow(() ->
              new FirebreakException(ErrorCode.NOT_FOUND, "no duty of the catalogue has this id"));
    }

    @Override
    public void check(Form form) {
      form.require("because", Incidents.TEXT_CHARS_MAX);
      if (decision(form).isEmpty()) {
        form.wrong("decision", "action.missing");
      }
    }

    private static Optional<DutyFinding.Status> decision(Form form) {
      return Stream.of(DutyFinding.Status.OWED, DutyFinding.Status.NOT_OWED)
          .filter(status -> status.name().equals(form.value("decision")))
          .findFirst();
    }

    @Override
    public Done act(Decision decided) {
      Form form = decided.form();
      String id = decided.names().getFirst();
      String duty = decided.names().getLast();
      services
          .duties()
          .decide(
              decided.operator(),
              id,
              duty,
              decision(form).orElseThrow(),
              new DutyDecision.Grounds(form.value("because"), form.value("missing")));
      return new Done(page(id) + "/duties", Note.of("act.duty.done", duty));
    }
  }

  private final class SigningNotOwed implements Action {
    @Override
    public String name() {
      return "DutyDecided";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      Incident incident = open(names);
      List<String> unsigned =
          services.duties().view(incident.id()).unsigned().stream()
              .map(standing ->
                  standing.finding().duty().law().name()
                      + ": "
                      + String.join("; ", standing.finding().missing()))
              .toList();
      return new Sheet(
          frame.say("act.notowed.title", unsigned.size()),
          page(incident.id()) + "/duties",
          incident.title(),
          List.of(
              Sheet.Passage.effects(frame, List.of(frame.say("act.notowed.effect1"))),
              new Sheet.Passage(frame.say("duties.list"), unsigned, true)),
          List.of(text(frame, "because", "act.duty.because")),
          frame.say("act.notowed.button"));
    }

    @Override
    public void check(Form form) {
      form.require("because", Incidents.TEXT_CHARS_MAX);
    }

    @Override
    public Done act(Decision decision) {
      String id = decision.names().getFirst();
      List<String> signed =
          services.duties().signNotOwed(decision.operator(), id, decision.form().value("because"));
      return new Done(
          page(id) + "/duties", Note.of("act.notowed.done", Integer.toString(signed.size())));
    }
  }

  /// Corrections count from the next assessment on; until then the page of the files shows them
  /// beside what the fields are taken for.
  private final class Mapping implements Action {
    private static final String AUTOMATIC = "auto";

    @Override
    public String name() {
      return "MappingCorrected";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      Incident incident = open(names);
      List<Sheet.Choice> fields = new ArrayList<>();
      for (Assessment.Field field : services.mapping().view(incident.id()).fields()) {
        String taken = field.category().map(DataCategory::key).orElse("?");
        fields.add(new Sheet.Choice(field.path(), field.path() + " (" + taken + ")"));
      }
      List<Sheet.Choice> categories = new ArrayList<>();
      categories.add(new Sheet.Choice(AUTOMATIC, frame.say("act.mapping.auto")));
      Stream.of(DataCategory.values())
          .map(DataCategory::key)
          .sorted()
          .forEach(key -> categories.add(new Sheet.Choice(key, key)));
      List<Sheet.Choice> slots = new ArrayList<>();
      slots.add(new Sheet.Choice("", frame.say("act.mapping.slot.auto")));
      for (Slot slot : Slot.values()) {
        slots.add(new Sheet.Choice(slot.key(), slot.key()));
      }
      return new Sheet(
          frame.say("act.mapping.title"),
          page(incident.id()) + "/files",
          incident.title(),
          List.of(
              Sheet.Passage.effects(
                  frame,
                  List.of(frame.say("act.mapping.effect1"), frame.say("act.mapping.effect2")))),
          List.of(
              choice(frame, "field", "act.mapping.field", fields),
              choice(frame, "category", "act.mapping.category", categories),
              choice(frame, "slot", "act.mapping.slot", slots)),
          frame.say("act.mapping.button"));
    }

    @Override
    public void check(Form form) {
      form.require("field", Incidents.TEXT_CHARS_MAX);
      form.require("category", ID_CHARS_MAX);
    }

    @Override
    public Done act(Decision decision) {
      Form form = decision.form();
      String id = decision.names().getFirst();
      String slot = form.value("slot");
      String category = form.value("category");
      String assigned =
          slot.isEmpty() || category.equals(AUTOMATIC) ? category : category + ":" + slot;
      services
          .mapping()
          .replace(
              decision.operator(),
              id,
              services
                  .mapping()
                  .corrections(id)
                  .with(List.of(form.value("field") + "=" + assigned)));
      return new Done(page(id) + "/files", Note.of("act.mapping.done", form.value("field")));
    }
  }

  private final class Closing implements Action {
    @Override
    public String name() {
      return "IncidentClosed";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      Incident incident = open(names);
      Duration retention = installation.config().incidentRetention();
      long running =
          services.duties().standings(incident.id()).stream()
              .filter(DutyStanding::isRunning)
              .count();
      List<String> effects = new ArrayList<>();
      if (running > 0) {
        effects.add(frame.say("act.close.running", running));
      }
      effects.add(
          frame.say(
              "act.close.effect1", frame.time(installation.clock().instant().plus(retention))));
      effects.add(frame.say("act.close.effect2"));
      return IncidentActions.sheet(
          frame, "close", incident, effects, text(frame, "because", "act.close.because"));
    }

    @Override
    public void check(Form form) {
      form.require("because", Incidents.TEXT_CHARS_MAX);
    }

    @Override
    public Done act(Decision decision) {
      String id = decision.names().getFirst();
      services
          .incidents()
          .close(
              decision.operator(),
              id,
              decision.form().value("because"),
              installation.config().incidentRetention());
      services.report().keepRecord(id);
      return new Done(page(id), Note.of("act.close.done", id));
    }
  }
}
