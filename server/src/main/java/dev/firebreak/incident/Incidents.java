package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The incidents of an installation with what people recorded, found and decided. Each change is in
/// the audit log before it takes effect; nothing recorded is ever overwritten. Thread-safe.
public final class Incidents {
  /// Longest title, evidence, statement or reason, in characters.
  public static final int TEXT_CHARS_MAX = 2_000;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{2,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;

  public Incidents(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// Opens an incident.
  ///
  /// @param id 3 to 64 characters of a-z, 0-9 and hyphens, as `2025-11-mixpanel`; never used before
  public Incident open(ConfirmedOperator operator, String id, VendorId vendor, String title) {
    require(operator, Role.RESPONDER);
    if (!ID.matcher(id).matches()) {
      throw wrong("an incident's id has 3 to 64 characters of a-z, 0-9 and hyphens");
    }
    checkText("a title", title);
    if (find(id).isPresent()) {
      throw wrong("there is an incident " + id + " already; choose another id");
    }
    Instant now = clock.instant();
    audit.append(
        operator.name(), "IncidentOpened", subject(id), Map.of("vendor", vendor.toString()));
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO incident (id, vendor, title, opened_at, opened_by)"
                    + " VALUES (?, ?, ?, ?, ?)",
                id,
                vendor.value(),
                title,
                now.toEpochMilli(),
                operator.name()));
    return get(id);
  }

  /// Whether an incident at this vendor is open: nothing that it may need is destroyed then.
  public boolean hasOpen(VendorId vendor) {
    return list().stream()
        .anyMatch(incident -> incident.vendor().equals(vendor) && incident.closing().isEmpty());
  }

  /// All incidents, the latest first.
  public List<Incident> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM incident ORDER BY opened_at DESC, id")
                .map((row, context) -> incident(row))
                .list());
  }

  public Optional<Incident> find(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM incident WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> incident(row))
                .findOne());
  }

  /// The incident of this id.
  ///
  /// @throws FirebreakException NOT_FOUND where there is none
  public Incident get(String id) {
    return find(id)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "there is no incident of that id; `firebreak incident list` shows all"));
  }

  /// The incident of this id, still open.
  public Incident getOpen(String id) {
    Incident incident = get(id);
    if (incident.closing().isPresent()) {
      throw wrong("the incident " + id + " is closed; open another one that refers to it");
    }
    return incident;
  }

  /// The incident of this id, open or closed, whose files were not destroyed.
  Incident getKept(String id) {
    Incident incident = get(id);
    if (incident.destroyedAt().isPresent()) {
      throw wrong("the files of the incident " + id + " are destroyed already");
    }
    return incident;
  }

  /// Closes an incident; its files stay sealed where they are until their retention is over.
  ///
  /// @param retention how long its files are kept from now on
  public void close(ConfirmedOperator operator, String id, String reason, Duration retention) {
    require(operator, Role.PRIVACY_OFFICER);
    getOpen(id);
    checkText("a reason", reason);
    Instant keepUntil = clock.instant().plus(retention);
    audit.append(
        operator.name(), "IncidentClosed", subject(id), Map.of("keepUntil", keepUntil.toString()));
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE incident SET closed_at = ?, closed_by = ?, closing_reason = ?,"
                    + " keep_until = ? WHERE id = ? AND closed_at IS NULL",
                clock.millis(),
                operator.name(),
                reason,
                keepUntil.toEpochMilli(),
                id));
  }

  /// Records a moment; an earlier record of the same moment stays as history.
  ///
  /// @param at not in the future
  public void record(
      ConfirmedOperator operator, String id, Moment moment, Instant at, String evidence) {
    require(operator, Role.RESPONDER);
    record(operator.name(), id, Optional.empty(), moment, at, evidence);
  }

  /// Records that one duty, or a later step of it, was met.
  void record(
      ConfirmedOperator operator,
      String id,
      String duty,
      Moment moment,
      Instant at,
      String evidence) {
    require(operator, Role.RESPONDER);
    if (!moment.isOfDuty()) {
      throw wrong("this moment is one of the whole incident, not of a duty");
    }
    record(operator.name(), id, Optional.of(duty), moment, at, evidence);
  }

  /// Records a moment that the program itself saw.
  void recordSeen(String id, Moment moment, Instant at, String evidence) {
    record("system:incident", id, Optional.empty(), moment, at, evidence);
  }

  private void record(
      String actor, String id, Optional<String> duty, Moment moment, Instant at, String evidence) {
    getOpen(id);
    checkText("evidence", evidence);
    if (moment == Moment.DUTY_MET && duty.isEmpty()) {
      throw wrong("duty-met is the moment of one duty: name it");
    }
    if (at.isAfter(clock.instant())) {
      throw wrong("a moment lies in the past; " + at + " is still to come");
    }
    Map<String, String> details = new TreeMap<>();
    details.put("moment", moment.key());
    details.put("at", at.toString());
    duty.ifPresent(one -> details.put("duty", one));
    audit.append(actor, "MomentRecorded", subject(id), details);
    insert(
        "INSERT INTO incident_moment (incident, sequence, moment, duty, at_millis, evidence,"
            + " recorded_by, recorded_at) VALUES (?, (SELECT count(*) + 1 FROM incident_moment"
            + " WHERE incident = ?), ?, ?, ?, ?, ?, ?)",
        id,
        id,
        moment.key(),
        duty.orElse(null),
        at.toEpochMilli(),
        evidence,
        actor,
        clock.millis());
  }

  /// Every record of every moment, in the order of recording.
  public List<RecordedMoment> history(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM incident_moment WHERE incident = :id ORDER BY sequence")
                .bind("id", id)
                .map((row, context) -> moment(row))
                .list());
  }

  /// The moments of the incident that count: the latest record of each. What was recorded for
  /// single duties alone stands in for a moment that nobody recorded for the whole incident.
  public Map<Moment, RecordedMoment> moments(String id) {
    Map<Moment, RecordedMoment> moments = new EnumMap<>(Moment.class);
    List<RecordedMoment> history = history(id);
    history.stream()
        .filter(recorded -> recorded.duty().isPresent())
        .filter(recorded -> recorded.moment() != Moment.DUTY_MET)
        .forEach(recorded -> moments.put(recorded.moment(), recorded));
    history.stream()
        .filter(recorded -> recorded.duty().isEmpty())
        .forEach(recorded -> moments.put(recorded.moment(), recorded));
    return moments;
  }

  /// Records what a person found and signs, with a document that is kept elsewhere.
  ///
  /// @param attachmentSha256 64 hex digits in lower case
  public void sign(
      ConfirmedOperator operator,
      String id,
      String statement,
      String attachment,
      String attachmentSha256) {
    sign(operator, id, statement, new Attachment(attachment, attachmentSha256, null));
  }

  /// A document that shows something.
  ///
  /// @param sha256 64 hex digits in lower case
  /// @param bytes its size where it lies sealed with the incident; null where only its digest is
  ///   kept
  record Attachment(String name, String sha256, @Nullable Long bytes) {}

  void sign(ConfirmedOperator operator, String id, String statement, Attachment attachment) {
    require(operator, Role.PRIVACY_OFFICER);
    getOpen(id);
    checkText("a statement", statement);
    checkText("an attachment's name", attachment.name());
    if (!SHA256.matcher(attachment.sha256()).matches()) {
      throw wrong("an attachment's SHA-256 has 64 hex digits");
    }
    audit.append(
        operator.name(), "FindingSigned", subject(id), Map.of("attachment", attachment.sha256()));
    insert(
        "INSERT INTO incident_manual_finding (incident, sequence, statement, attachment,"
            + " attachment_sha256, attachment_bytes, signed_by, signed_at) VALUES (?, (SELECT"
            + " count(*) + 1 FROM incident_manual_finding WHERE incident = ?), ?, ?, ?, ?, ?, ?)",
        id,
        id,
        statement,
        attachment.name(),
        attachment.sha256(),
        attachment.bytes(),
        operator.name(),
        clock.millis());
  }

  public List<ManualFinding> manualFindings(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM incident_manual_finding WHERE incident = :id"
                        + " ORDER BY sequence")
                .bind("id", id)
                .map((row, context) -> manualFinding(row))
                .list());
  }

  /// Records a person's decision about a duty; an earlier one stays as history.
  void decide(
      ConfirmedOperator operator,
      String id,
      DutyFinding evaluated,
      DutyFinding.Status decision,
      DutyDecision.Grounds grounds,
      DutyDecision.Under under) {
    require(operator, Role.PRIVACY_OFFICER);
    getOpen(id);
    checkText("a reason", grounds.reason());
    String duty = evaluated.duty().id();
    audit.append(
        operator.name(),
        "DutyDecided",
        subject(id),
        Map.of(
            "duty", duty,
            "decision", decision.name(),
            "evaluated", evaluated.status().name(),
            "catalogue", under.sha256(),
            "holidays", under.holidays().sha256()));
    insert(
        "INSERT INTO incident_decision (incident, sequence, duty, decision, evaluated, reason,"
            + " missing, catalogue, catalogue_sha256, holidays, holidays_sha256, decided_by,"
            + " decided_at) VALUES (?,"
            + " (SELECT count(*) + 1 FROM incident_decision WHERE incident = ?), ?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?)",
        id,
        id,
        duty,
        decision.name(),
        evaluated.status().name(),
        grounds.reason(),
        grounds.missing(),
        under.version(),
        under.sha256(),
        under.holidays().version(),
        under.holidays().sha256(),
        operator.name(),
        clock.millis());
  }

  /// Every decision about every duty, in the order of deciding.
  public List<DutyDecision> decisions(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM incident_decision WHERE incident = :id ORDER BY sequence")
                .bind("id", id)
                .map((row, context) -> decision(row))
                .list());
  }

  static String subject(String id) {
    return "incident:" + id;
  }

  static void require(ConfirmedOperator operator, Role role) {
    if (!operator.role().includes(role)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "this needs the role " + role + " or a higher one");
    }
  }

  private void insert(String sql, @Nullable Object... values) {
    control.writer().useHandle(handle -> handle.execute(sql, values));
  }

  static void checkText(String what, String text) {
    if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
      throw wrong(what + " has 1 to " + TEXT_CHARS_MAX + " characters");
    }
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }

  private static Incident incident(ResultSet row) throws SQLException {
    long closedAt = row.getLong("closed_at");
    Optional<Incident.Closing> closing =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Incident.Closing(
                    Instant.ofEpochMilli(closedAt),
                    row.getString("closed_by"),
                    row.getString("closing_reason"),
                    keepUntil(row, closedAt),
                    instant(row, "destroyed_at")));
    return new Incident(
        row.getString("id"),
        new VendorId(row.getString("vendor")),
        row.getString("title"),
        Instant.ofEpochMilli(row.getLong("opened_at")),
        row.getString("opened_by"),
        closing);
  }

  /// One closed before there was a retention is kept as long as the default says.
  private static Instant keepUntil(ResultSet row, long closedAt) throws SQLException {
    return instant(row, "keep_until")
        .orElse(Instant.ofEpochMilli(closedAt).plus(FirebreakConfig.INCIDENT_RETENTION_DEFAULT));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static RecordedMoment moment(ResultSet row) throws SQLException {
    return new RecordedMoment(
        Moment.ofKey(row.getString("moment")).orElseThrow(),
        Optional.ofNullable(row.getString("duty")),
        Instant.ofEpochMilli(row.getLong("at_millis")),
        row.getString("evidence"),
        row.getString("recorded_by"),
        Instant.ofEpochMilli(row.getLong("recorded_at")));
  }

  private static ManualFinding manualFinding(ResultSet row) throws SQLException {
    return new ManualFinding(
        row.getString("statement"),
        row.getString("attachment"),
        row.getString("attachment_sha256"),
        row.getString("signed_by"),
        Instant.ofEpochMilli(row.getLong("signed_at")));
  }

  private static DutyDecision decision(ResultSet row) throws SQLException {
    return new DutyDecision(
        row.getString("duty"),
        DutyFinding.Status.valueOf(row.getString("decision")),
        DutyFinding.Status.valueOf(row.getString("evaluated")),
        new DutyDecision.Grounds(row.getString("reason"), row.getString("missing")),
        new DutyDecision.Under(
            row.getString("catalogue"),
            row.getString("catalogue_sha256"),
            new DutyCatalogue.Holidays(
                row.getString("holidays"), row.getString("holidays_sha256"))),
        row.getString("decided_by"),
        Instant.ofEpochMilli(row.getLong("decided_at")));
  }
}
