package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentReport;
import dev.firebreak.incident.IncidentResult;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.PersonsAnnex;
import dev.firebreak.incident.ReportPages;
import dev.firebreak.incident.ReportPhase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak incident report`.
@Command(
    name = "report",
    description = {
      "Writes the report as HTML and PDF, or prints it as JSON; counts and kinds only.",
      "--hand-out keeps it as the next phase, with what changed since the one before.",
      "After the incident's key was destroyed: the decision record that was kept."
    })
final class IncidentReportCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "HTML (default: ID.html, where no other form is asked for)")
  private @Nullable Path out;

  @Option(names = "--pdf", paramLabel = "FILE", description = "PDF, tagged for screen readers")
  private @Nullable Path pdf;

  @Option(
      names = "--decision-record",
      description = "the record of GDPR Art. 33(5) instead: facts, effects, measures, reasons")
  private boolean decisionRecord;

  @Option(
      names = "--hand-out",
      paramLabel = "WHOM",
      description = "keep it sealed as the next phase, handed to WHOM; needs --operator")
  private @Nullable String handOut;

  @Option(names = "--phase", paramLabel = "N", description = "phase N as it was handed out")
  private @Nullable Integer phase;

  @Option(
      names = "--persons",
      description = "with organizations and people by name; needs --operator and --because")
  private boolean persons;

  @Option(names = "--operator", paramLabel = "NAME", description = "who hands out, or sees persons")
  private @Nullable String operator;

  @Option(names = "--because", paramLabel = "TEXT", description = "why persons are named; kept")
  private @Nullable String reason;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  IncidentReportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    checkOptions();
    IncidentReport report = IncidentServices.of(context.installation()).report();
    if (handOut != null) {
      ConfirmedOperator by = confirm("ReportHandedOut");
      ReportPhase kept = report.handOut(by, id, handOut);
      context.err().println("Kept as phase " + kept.number() + ", handed to " + kept.to() + ".");
      writeKept(report, kept.number());
    } else if (phase != null) {
      writeKept(report, phase);
    } else if (!persons && isDestroyed() && report.recordMadeAt(id).isPresent()) {
      writeRecord(report);
    } else {
      writeNow(report);
    }
    return 0;
  }

  private void checkOptions() {
    boolean handedOut = handOut != null || phase != null;
    if ((handOut != null && phase != null) || (handedOut && (persons || decisionRecord))) {
      throw wrong(
          "--hand-out and --phase are about the report as it is handed out: without"
              + " --persons and --decision-record, one of them at a time");
    }
    if ((handOut != null || persons) && operator == null) {
      throw wrong("--hand-out and --persons need --operator NAME");
    }
    if (persons && (reason == null || json)) {
      throw wrong("--persons needs --because TEXT, and is for pages; `incident people` has JSON");
    }
  }

  private void writeKept(IncidentReport report, int number) {
    PageFiles files = new PageFiles(context, out, pdf, id + ".html", json);
    files.html(() -> report.kept(id, number, ReportPhase.Form.HTML));
    files.pdf(() -> report.kept(id, number, ReportPhase.Form.PDF));
    if (json) {
      context
          .out()
          .println(
              new String(report.kept(id, number, ReportPhase.Form.JSON), StandardCharsets.UTF_8));
    }
  }

  private boolean isDestroyed() {
    return IncidentServices.of(context.installation())
        .incidents()
        .get(id)
        .destroyedAt()
        .isPresent();
  }

  /// What outlives the incident's key.
  private void writeRecord(IncidentReport report) {
    context
        .err()
        .println(
            "The key of the incident's files was destroyed. This is its decision record (GDPR Art."
                + " 33(5)), made at "
                + report.recordMadeAt(id).orElseThrow()
                + " before that.");
    PageFiles files = new PageFiles(context, out, pdf, id + ".html", json);
    files.html(() -> report.record(id, ReportPhase.Form.HTML));
    files.pdf(() -> report.record(id, ReportPhase.Form.PDF));
    if (json) {
      context
          .out()
          .println(new String(report.record(id, ReportPhase.Form.JSON), StandardCharsets.UTF_8));
    }
  }

  private void writeNow(IncidentReport report) {
    Optional<PersonsAnnex.Reader> reader =
        persons
            ? Optional.of(
                new PersonsAnnex.Reader(confirm("PersonsReported").name(), "report: " + reason))
            : Optional.empty();
    IncidentResult result = report.result(id);
    Optional<PersonsAnnex> annex = reader.map(one -> report.persons(result, one));
    ReportPages.Kind kind =
        decisionRecord ? ReportPages.Kind.DECISION_RECORD : ReportPages.Kind.REPORT;
    PageFiles files = new PageFiles(context, out, pdf, id + ".html", json);
    files.html(() -> report.pages().html(kind, result, annex).getBytes(StandardCharsets.UTF_8));
    files.pdf(() -> report.pages().pdf(kind, result, annex));
    if (json) {
      JsonOutput.print(context.out(), report.json(result));
    }
  }

  private ConfirmedOperator confirm(String action) {
    return OperatorMixin.confirm(
        context, operator == null ? "" : operator, action, Role.PRIVACY_OFFICER);
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
