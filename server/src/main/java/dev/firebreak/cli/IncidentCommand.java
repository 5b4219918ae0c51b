package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.EmailRules;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AssessmentRules;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentJson;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ManualFinding;
import dev.firebreak.incident.ManualFindings;
import dev.firebreak.incident.OutsideKnowledge;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.incident.RecordedMoment;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident open|list|show|moment|provisional|assess|sign` and `close`; what is about
/// duties has commands of its own.
@Command(name = "incident", description = "A vendor was breached: who, what, what not, what now.")
final class IncidentCommand {
  private final CommandContext context;
  private final BiFunction<DataSetAssessor, OutsideKnowledge, DataSetReader> readers;

  /// @param readers makes what reads a stolen data set
  IncidentCommand(
      CommandContext context,
      BiFunction<DataSetAssessor, OutsideKnowledge, DataSetReader> readers) {
    this.context = context;
    this.readers = readers;
  }

  /// With the commands about duties.
  CommandLine line() {
    CommandLine line = new CommandLine(this);
    line.addSubcommand(new DutiesCommand(context));
    line.addSubcommand(new DecideCommand(context));
    line.addSubcommand(new AnswerCommand(context));
    line.addSubcommand(new FlagCommand(context));
    line.addSubcommand(new CalendarCommand(context));
    line.addSubcommand(new CatalogueCommand(context));
    line.addSubcommand(new StatementCommand(context));
    return line;
  }

  @Command(name = "open", description = "Opens an incident at a vendor.")
  int open(
      @Parameters(paramLabel = "ID", description = "as 2025-11-mixpanel") String id,
      @Option(names = "--vendor", required = true) String vendor,
      @Option(names = "--title", required = true) String title,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator by = operator.confirm(context, "IncidentOpened", Role.RESPONDER);
    Incident incident = services().incidents().open(by, id, new VendorId(vendor), title);
    return print(json, IncidentJson.incident(incident), "Opened " + incident.id() + ".");
  }

  @Command(name = "list", description = "Lists incidents, the latest first.")
  int list(@Option(names = "--json") boolean json) {
    List<Incident> incidents = services().incidents().list();
    if (json) {
      JsonOutput.print(context.out(), incidents.stream().map(IncidentJson::incident).toList());
      return 0;
    }
    for (Incident incident : incidents) {
      String state =
          incident.destroyedAt().isPresent()
              ? "destroyed"
              : incident.closing().isPresent() ? "closed" : "open";
      context
          .out()
          .println(
              incident.id() + "  " + state + "  " + incident.vendor() + "  " + incident.title());
    }
    return 0;
  }

  @Command(name = "show", description = "Shows what is known about an incident.")
  int show(@Parameters(paramLabel = "ID") String id, @Option(names = "--json") boolean json) {
    Incident incident = services().incidents().get(id);
    if (incident.destroyedAt().isPresent()) {
      return showDestroyed(incident, json);
    }
    Map<String, Object> report = services().report().json(id);
    if (json) {
      JsonOutput.print(context.out(), report);
      return 0;
    }
    context.out().println(incident.id() + ": " + incident.title() + " (" + incident.vendor() + ")");
    services()
        .incidents()
        .moments(id)
        .values()
        .forEach(m -> context.out().println("  " + m.at() + "  " + m.moment().words()));
    services().assessments().provisional(id).ifPresent(printer()::provisional);
    services().assessments().latest(id).ifPresent(printer()::findings);
    new DutyPrinter(context.out()).print(services().duties().view(id), false);
    return 0;
  }

  private int showDestroyed(Incident incident, boolean json) {
    List<RecordedMoment> history = services().incidents().history(incident.id());
    Map<String, Object> document = new LinkedHashMap<>(IncidentJson.incident(incident));
    document.put("moments", history.stream().map(IncidentJson::moment).toList());
    document.put(
        "decisions",
        services().incidents().decisions(incident.id()).stream()
            .map(IncidentJson::decision)
            .toList());
    document.put(
        "stated",
        services().statements().history(incident.id()).stream()
            .map(IncidentJson::statement)
            .toList());
    print(json, document, incident.id() + ": " + incident.title() + " (" + incident.vendor() + ")");
    if (!json) {
      history.forEach(m -> context.out().println("  " + m.at() + "  " + m.moment().words()));
      context
          .out()
          .println(
              "The key of its files was destroyed at "
                  + incident.destroyedAt().orElseThrow()
                  + ", after their retention: findings cannot be read any more.\n"
                  + "`incident report "
                  + incident.id()
                  + "` gives the decision record that was kept; `incident timeline` what was"
                  + " recorded, signed and decided.");
    }
    return 0;
  }

  @Command(
      name = "moment",
      description = "Records when something happened, with the evidence; a later record corrects.")
  int moment(
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "MOMENT", description = "as vendor-told-us") String moment,
      @Parameters(paramLabel = "TIME", description = "as 2025-11-25T14:30:00Z") String time,
      @Option(names = "--evidence", required = true) String evidence,
      @Option(
              names = "--duty",
              description = "the one duty that was met so, as us-ca-ag, or DUTY/STEP")
          @Nullable String duty,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    Moment wanted = Moment.ofKey(moment).orElseThrow(IncidentCommand::unknownMoment);
    Instant at = instant(time);
    ConfirmedOperator by = operator.confirm(context, "MomentRecorded", Role.RESPONDER);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("moment", wanted.key());
    document.put("at", at.toString());
    if (duty == null) {
      services().incidents().record(by, id, wanted, at, evidence);
    } else {
      services().duties().recordMet(by, id, duty, wanted, at, evidence);
      document.put("duty", duty);
    }
    return print(json, document, "Recorded: " + wanted.words() + ", " + at + ".");
  }

  @Command(name = "provisional", description = "Who is probably affected, from the ledger alone.")
  int provisional(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--accounts", description = "the accounts directory (CSV or Parquet)")
          @Nullable Path accounts,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator by = operator.confirm(context, "ProvisionalListMade", Role.RESPONDER);
    ProvisionalList list =
        services().assessments().provisional(by, id, accountsDirectory(accounts));
    if (json) {
      JsonOutput.print(context.out(), IncidentJson.provisional(list));
    } else {
      printer().provisional(list);
    }
    return 0;
  }

  @Command(name = "assess", description = "Reads the stolen files: who is in them, and what.")
  int assess(
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "FILE", arity = "0..*") @Nullable List<Path> given,
      @Option(
              names = "--again",
              description = "no files: the rows of the latest version, by the mapping as it is now")
          boolean again,
      @Option(
              names = "--resume",
              description = "goes on with an assessment of the same files that was cancelled")
          boolean resume,
      @Option(names = "--accounts", description = "the accounts directory (CSV or Parquet)")
          @Nullable Path accounts,
      @Option(
              names = "--from",
              paramLabel = "TEXT",
              description = "where the files came from, for the chain of custody")
          @Nullable String from,
      @Mixin KnowledgeMixin knowledge,
      @Option(
              names = "--email-rules",
              defaultValue = "exact",
              description = "exact, or provider: dots and +tags as each mail provider takes them")
          String emailRules,
      @Mixin EngineMixin engine,
      @Mixin EncodingMixin encoding,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    AssessmentRules rules = new AssessmentRules(emailRules(emailRules), encoding.of(!again));
    List<Path> files = resolved(given);
    if (files.isEmpty() != again || (again && resume)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "name the stolen files, or --again alone without any");
    }
    DataSetReader reader = readers.apply(engine.assessor(), knowledge.files(context));
    ConfirmedOperator by = operator.confirm(context, "AssessmentMade", Role.RESPONDER);
    Findings findings;
    try (ProgressLine progress = ProgressLine.of(context)) {
      Assessments.Task task =
          Assessments.Task.stolen(
                  files,
                  accountsDirectory(accounts),
                  reader,
                  Conduct.plain().with(progress).with(context.cancellation()))
              .with(rules);
      findings =
          resume
              ? services().assessments().resume(by, id, task)
              : assessed(by, id, task, again ? Optional.empty() : Optional.of(text(from)));
    }
    return printed(findings, json);
  }

  private int printed(Findings findings, boolean json) {
    if (json) {
      JsonOutput.print(context.out(), IncidentJson.findings(findings));
    } else {
      printer().findings(findings);
    }
    return 0;
  }

  /// @param from where the files came from; empty for the rows of the latest version
  private Findings assessed(
      ConfirmedOperator by, String id, Assessments.Task task, Optional<String> from) {
    Assessments assessments = services().assessments();
    return from.isPresent()
        ? assessments.assess(by, id, task, from.get())
        : assessments.assessAgain(by, id, task);
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  @Command(
      name = "sign",
      description = {
        "Signs what a person found, such as that our own systems were not affected.",
        "The document that shows it is sealed with the incident; `incident custody` exports it."
      })
  int sign(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--statement", required = true, description = "one or a few sentences")
          String statement,
      @Option(names = "--attachment", required = true, description = "the document that shows it")
          Path attachment,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    if (attachment.getFileName() == null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--attachment names a file");
    }
    ConfirmedOperator by = operator.confirm(context, "FindingSigned", Role.PRIVACY_OFFICER);
    ManualFinding signed =
        ManualFindings.of(context.installation())
            .sign(by, id, statement, context.workingDirectory().resolve(attachment));
    String name = signed.attachment();
    String sha256 = signed.attachmentSha256();
    return print(
        json,
        Map.of("statement", statement, "attachment", name, "sha256", sha256),
        "Signed by " + by.name() + ". SHA-256 of " + name + ": " + sha256);
  }

  @Command(
      name = "close",
      description = {
        "Closes an incident. Its files stay sealed until their retention is over",
        "(incident-retention); then their key is destroyed, unless a legal hold stands."
      })
  int close(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--because", required = true) String reason,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator by = operator.confirm(context, "IncidentClosed", Role.PRIVACY_OFFICER);
    services()
        .incidents()
        .close(by, id, reason, context.installation().config().incidentRetention());
    Incident closed = services().incidents().get(id);
    String until = closed.closing().map(c -> c.keepUntil().toString()).orElse("");
    keepRecord(id);
    return print(
        json,
        IncidentJson.incident(closed),
        "Closed "
            + id
            + ". Its files are kept until "
            + until
            + ".\n"
            + "Then their key is destroyed: findings, lists of people and reports that were handed"
            + " out cannot be read any more.\n"
            + "The decision record (GDPR Art. 33(5): facts, effects, measures, reasons, nobody's"
            + " values) stays, and `incident report` gives it.");
  }

  private void keepRecord(String id) {
    try {
      services().report().keepRecord(id);
    } catch (FirebreakException e) {
      context.err().println("No decision record could be made yet: " + e.getMessage());
    }
  }

  private static EmailRules emailRules(String text) {
    return switch (text) {
      case "exact" -> EmailRules.EXACT;
      case "provider" -> EmailRules.PROVIDER;
      default ->
          throw new FirebreakException(ErrorCode.WRONG_USE, "--email-rules is exact or provider");
    };
  }

  private IncidentPrinter printer() {
    return new IncidentPrinter(context.out());
  }

  private int print(boolean json, Map<String, Object> document, String words) {
    if (json) {
      JsonOutput.print(context.out(), new LinkedHashMap<>(document));
    } else {
      context.out().println(words);
    }
    return 0;
  }

  private Optional<Path> accountsDirectory(@Nullable Path given) {
    return resolved(given).or(() -> context.installation().config().accounts());
  }

  private List<Path> resolved(@Nullable List<Path> given) {
    return given == null
        ? List.of()
        : given.stream().map(context.workingDirectory()::resolve).toList();
  }

  private Optional<Path> resolved(@Nullable Path given) {
    return Optional.ofNullable(given).map(context.workingDirectory()::resolve);
  }

  private IncidentServices services() {
    return IncidentServices.of(context.installation());
  }

  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a time is as 2025-11-25T14:30:00Z or 2025-11-25T15:30:00+01:00", e);
    }
  }

  private static FirebreakException unknownMoment() {
    return new FirebreakException(
        ErrorCode.WRONG_USE,
        "a moment is one of "
            + Arrays.stream(Moment.values()).map(Moment::key).collect(Collectors.joining(", ")));
  }
}
