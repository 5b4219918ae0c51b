package dev.firebreak.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Everything that happened in and about an incident, in the order of time: what was recorded of
/// it, what was handed over, found, signed and decided. Evidence is told in the words of whoever
/// recorded it. Thread-safe.
public final class IncidentTimeline {
  private final Incidents incidents;
  private final IncidentStatements statements;
  private final Assessments assessments;

  public IncidentTimeline(
      Incidents incidents, IncidentStatements statements, Assessments assessments) {
    this.incidents = incidents;
    this.statements = statements;
    this.assessments = assessments;
  }

  /// Something that happened.
  ///
  /// @param at when; of a moment when it happened, not when it was recorded
  /// @param kind `opened`, `moment`, `files`, `findings`, `signed`, `decision`, `statement`,
  ///   `closed`
  /// @param words what
  /// @param by the operator, or `system:` with a component
  public record Entry(Instant at, String kind, String words, String by) {}

  /// All entries, the earliest first.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is no such incident
  public List<Entry> of(String id) {
    Incident incident = incidents.get(id);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(incident.openedAt(), "opened", "incident opened", incident.openedBy()));
    moments(id, entries);
    found(id, entries);
    signed(id, entries);
    incident
        .closing()
        .ifPresent(closing ->
            entries.add(
                new Entry(closing.at(), "closed", "closed: " + closing.reason(), closing.by())));
    entries.sort(Comparator.comparing(Entry::at));
    return List.copyOf(entries);
  }

  private void moments(String id, List<Entry> entries) {
    for (RecordedMoment moment : incidents.history(id)) {
      entries.add(
          new Entry(
              moment.at(),
              "moment",
              moment.moment().words()
                  + moment.duty().map(duty -> " (" + duty + ")").orElse("")
                  + ": "
                  + moment.evidence(),
              moment.recordedBy()));
    }
  }

  private void found(String id, List<Entry> entries) {
    Map<Integer, List<CustodyEntry>> versions = new TreeMap<>();
    for (CustodyEntry file : assessments.custody(id)) {
      if (file.version() > 0) {
        versions.computeIfAbsent(file.version(), _ -> new ArrayList<>()).add(file);
      }
    }
    versions.forEach((version, files) -> {
      CustodyEntry first = files.getFirst();
      entries.add(
          new Entry(
              first.at(),
              "files",
              files.size()
                  + " files handed over for findings "
                  + version
                  + (first.from().isEmpty() ? "" : ", from " + first.from()),
              first.by()));
    });
    for (MadeVersion made : assessments.versions(id)) {
      entries.add(
          new Entry(
              made.at(),
              "findings",
              String.format(
                  Locale.ROOT,
                  made.version() == 0
                      ? "provisional list made: %2$,d people"
                      : "findings %1$d made: %2$,d people",
                  made.version(),
                  made.people()),
              made.by()));
    }
  }

  private void signed(String id, List<Entry> entries) {
    for (ManualFinding finding : incidents.manualFindings(id)) {
      entries.add(
          new Entry(
              finding.signedAt(), "signed", "signed: " + finding.statement(), finding.signedBy()));
    }
    for (DutyDecision decision : incidents.decisions(id)) {
      entries.add(
          new Entry(
              decision.decidedAt(),
              "decision",
              decision.duty()
                  + " "
                  + decision.decision().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + ": "
                  + decision.reason(),
              decision.decidedBy()));
    }
    for (IncidentStatement statement : statements.history(id)) {
      entries.add(
          new Entry(
              statement.signedAt(),
              "statement",
              words(statement) + statement.grounds().reason(),
              statement.signedBy()));
    }
  }

  private static String words(IncidentStatement statement) {
    return switch (statement.kind()) {
      case FLAG, ANSWER -> statement.name() + (statement.holds() ? " yes: " : " no: ");
      case NATURE, PEOPLE, DELAY, MEASURE, CIRCUMSTANCE, CONTEXT ->
          statement.kind().key() + " " + statement.name() + (statement.holds() ? ": " : " no: ");
    };
  }

  /// A version of findings as it was made; 0 is the provisional list, of which only the last is
  /// known.
  record MadeVersion(int version, Instant at, String by, long people) {}
}
