package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What people state about incidents: flags, answers to the duty catalogue's questions, and what an
/// authority asks for and no data shows. Each is in the audit log before it takes effect; nothing
/// is ever overwritten. Thread-safe.
public final class IncidentStatements {
  /// Nothing of the incident may be destroyed.
  public static final String LEGAL_HOLD = "legal-hold";

  /// Law enforcement asked that people are told later. It is shown and moves no due time.
  public static final String LAW_ENFORCEMENT_DELAY = "law-enforcement-delay";

  /// The flags that there are.
  public static final List<String> FLAGS = List.of(LEGAL_HOLD, LAW_ENFORCEMENT_DELAY);

  /// What can be stated of each kind; a duty's id for a delay.
  public static final Map<IncidentStatement.Kind, List<String>> NAMES =
      Map.of(
          IncidentStatement.Kind.NATURE,
          List.of("confidentiality", "integrity", "availability"),
          IncidentStatement.Kind.PEOPLE,
          List.of(
              "customers",
              "prospects",
              "subscribers",
              "visitors",
              "employees",
              "patients",
              "students",
              "children",
              "vulnerable",
              "others"),
          IncidentStatement.Kind.MEASURE,
          List.of("taken", "proposed"),
          IncidentStatement.Kind.CIRCUMSTANCE,
          List.of("unknown-receivers", "altered", "lost", "meant"),
          IncidentStatement.Kind.CONTEXT,
          List.of("-3", "-2", "-1", "0", "+1", "+2", "+3"));

  private final Incidents incidents;
  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;

  public IncidentStatements(
      Incidents incidents, ControlDatabase control, AuditLog audit, Clock clock) {
    this.incidents = incidents;
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// Raises a flag, with the document that shows why.
  ///
  /// @param flag one of [#FLAGS]
  /// @param until last day; empty where it is open
  public void raise(
      ConfirmedOperator operator,
      String id,
      String flag,
      Optional<LocalDate> until,
      IncidentStatement.Grounds grounds) {
    checkFlag(flag);
    if (grounds.attachment().isEmpty()) {
      throw wrong("a flag is raised with the document that shows why");
    }
    sign(
        operator, id, statement(operator, IncidentStatement.Kind.FLAG, flag, true, until, grounds));
  }

  /// Takes a flag down.
  public void lower(
      ConfirmedOperator operator, String id, String flag, IncidentStatement.Grounds grounds) {
    checkFlag(flag);
    sign(
        operator,
        id,
        statement(operator, IncidentStatement.Kind.FLAG, flag, false, Optional.empty(), grounds));
  }

  /// Answers a question about the incident.
  ///
  /// @param question its key, which the caller checked
  void answer(
      ConfirmedOperator operator,
      String id,
      String question,
      boolean yes,
      IncidentStatement.Grounds grounds) {
    sign(
        operator,
        id,
        statement(
            operator, IncidentStatement.Kind.ANSWER, question, yes, Optional.empty(), grounds));
  }

  /// States something of a kind that is neither a flag nor an answer.
  ///
  /// @param name one of [#NAMES]; of a delay a duty's id, which the caller checked
  /// @param holds false takes an earlier statement back, or says that a circumstance is not so
  void state(
      ConfirmedOperator operator,
      String id,
      IncidentStatement.Kind kind,
      String name,
      boolean holds,
      IncidentStatement.Grounds grounds) {
    List<String> names = NAMES.getOrDefault(kind, List.of(name));
    if (!names.contains(name)) {
      throw wrong("it is one of " + String.join(", ", names));
    }
    if (!holds
        && (kind == IncidentStatement.Kind.MEASURE || kind == IncidentStatement.Kind.CONTEXT)) {
      throw wrong("this is not taken back but stated anew; a context of 0 shifts nothing");
    }
    sign(operator, id, statement(operator, kind, name, holds, Optional.empty(), grounds));
  }

  /// What is stated and counts, beside flags and answers: the latest of each name; of a context the
  /// latest; every measure. In the order of signing.
  public List<IncidentStatement> stated(String id) {
    Map<String, IncidentStatement> latest = new LinkedHashMap<>();
    int number = 0;
    for (IncidentStatement statement : history(id)) {
      String key =
          switch (statement.kind()) {
            case FLAG, ANSWER -> "";
            case NATURE, PEOPLE, DELAY, CIRCUMSTANCE ->
                statement.kind().key() + " " + statement.name();
            case CONTEXT -> statement.kind().key();
            case MEASURE -> statement.kind().key() + " " + number++;
          };
      if (!key.isEmpty()) {
        latest.remove(key);
        latest.put(key, statement);
      }
    }
    return latest.values().stream().filter(IncidentStatements::counts).toList();
  }

  /// That something is not so is told of circumstances only.
  private static boolean counts(IncidentStatement statement) {
    return switch (statement.kind()) {
      case CIRCUMSTANCE -> true;
      case CONTEXT -> !statement.name().equals("0");
      case FLAG, ANSWER, NATURE, PEOPLE, DELAY, MEASURE -> statement.holds();
    };
  }

  /// Every statement, in the order of signing.
  public List<IncidentStatement> history(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM incident_statement WHERE incident = :id ORDER BY sequence")
                .bind("id", id)
                .map((row, context) -> statement(row))
                .list());
  }

  /// The flags that are raised; one whose last day is over stays raised until somebody lowers it.
  public List<IncidentStatement> flags(String id) {
    Map<String, IncidentStatement> latest = new LinkedHashMap<>();
    history(id).stream()
        .filter(statement -> statement.kind() == IncidentStatement.Kind.FLAG)
        .forEach(statement -> latest.put(statement.name(), statement));
    return latest.values().stream().filter(IncidentStatement::holds).toList();
  }

  /// Whether a legal hold stands: nothing of the incident may be destroyed.
  public boolean isHeld(String id) {
    return flags(id).stream().anyMatch(flag -> flag.name().equals(LEGAL_HOLD));
  }

  /// The answers that count, by the question's key.
  public Map<String, Boolean> answers(String id) {
    Map<String, Boolean> answers = new TreeMap<>();
    history(id).stream()
        .filter(statement -> statement.kind() == IncidentStatement.Kind.ANSWER)
        .forEach(statement -> answers.put(statement.name(), statement.holds()));
    return answers;
  }

  private void sign(ConfirmedOperator operator, String id, IncidentStatement statement) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    if (statement.kind() == IncidentStatement.Kind.FLAG) {
      // a court's order may come after the closing
      incidents.getKept(id);
    } else {
      incidents.getOpen(id);
    }
    Incidents.checkText("a reason", statement.grounds().reason());
    Map<String, String> details = new TreeMap<>();
    details.put("kind", statement.kind().name());
    details.put("name", statement.name());
    details.put("holds", Boolean.toString(statement.holds()));
    statement.until().ifPresent(day -> details.put("until", day.toString()));
    statement.grounds().sha256().ifPresent(digest -> details.put("attachment", digest));
    audit.append(operator.name(), "IncidentStatementSigned", Incidents.subject(id), details);
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO incident_statement (incident, sequence, kind, name, holds, until_day,"
                    + " reason, attachment, attachment_sha256, signed_by, signed_at) VALUES (?,"
                    + " (SELECT count(*) + 1 FROM incident_statement WHERE incident = ?), ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ?)",
                id,
                id,
                statement.kind().key(),
                statement.name(),
                statement.holds(),
                statement.until().map(LocalDate::toString).orElse(null),
                statement.grounds().reason(),
                statement.grounds().attachment().orElse(null),
                statement.grounds().sha256().orElse(null),
                statement.signedBy(),
                statement.signedAt().toEpochMilli()));
  }

  private IncidentStatement statement(
      ConfirmedOperator operator,
      IncidentStatement.Kind kind,
      String name,
      boolean holds,
      Optional<LocalDate> until,
      IncidentStatement.Grounds grounds) {
    return new IncidentStatement(
        kind, name, holds, until, grounds, operator.name(), clock.instant());
  }

  private static IncidentStatement statement(ResultSet row) throws SQLException {
    return new IncidentStatement(
        IncidentStatement.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getBoolean("holds"),
        Optional.ofNullable(row.getString("until_day")).map(LocalDate::parse),
        new IncidentStatement.Grounds(
            row.getString("reason"),
            Optional.ofNullable(row.getString("attachment")),
            Optional.ofNullable(row.getString("attachment_sha256"))),
        row.getString("signed_by"),
        Instant.ofEpochMilli(row.getLong("signed_at")));
  }

  private static void checkFlag(String flag) {
    if (!FLAGS.contains(flag)) {
      throw wrong("a flag is one of " + String.join(", ", FLAGS));
    }
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
