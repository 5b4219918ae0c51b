package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeDecision.Basis;
import dev.firebreak.notice.NoticeDecision.Choice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decisions whether to write to people. Mailing is easy; whether it helps those who get the
/// mail is for a person to say, with the duties and the risk in sight. No campaign is approved or
/// sent without the decision to write to its group. Thread-safe.
public final class NoticeDecisions {
  private static final int REASON_LENGTH_MIN = 10;
  private static final int REASON_LENGTH_MAX = 2_000;

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;

  public NoticeDecisions(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// Records a decision; an earlier one about the group stays as history.
  ///
  /// @param officer a privacy officer, who signs it
  /// @throws FirebreakException WRONG_USE where a reason is needed and there is none: to write to
  ///   people who are not affected, of whom nothing is known or whose risk is low, and not to write
  public NoticeDecision decide(
      ConfirmedOperator officer, String incident, Choice choice, Basis basis) {
    Campaigns.require(officer, Role.PRIVACY_OFFICER, "NoticeDecided");
    requireReason(choice, basis);
    NoticeDecision decision =
        new NoticeDecision(
            incident,
            choice.group(),
            choice.write(),
            choice.reason().strip(),
            basis.lines(),
            officer.name(),
            clock.instant());
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(
              officer.name(),
              "NoticeDecided",
              "incident:" + incident,
              Map.of(
                  "group", decision.group().words(),
                  "decision", decision.write() ? "write" : "do not write",
                  "reason", decision.reason()));
          handle.execute(
              "INSERT INTO notice_decision (incident, people, sequence, write, reason, basis,"
                  + " decided_by, decided_at_millis) VALUES (?, ?, (SELECT count(*) + 1 FROM"
                  + " notice_decision WHERE incident = ? AND people = ?), ?, ?, ?, ?, ?)",
              incident,
              decision.group().key(),
              incident,
              decision.group().key(),
              decision.write() ? 1 : 0,
              decision.reason(),
              String.join("\n", decision.basis()),
              decision.decidedBy(),
              decision.decidedAt().toEpochMilli());
        });
    return decision;
  }

  /// Every decision about an incident, oldest first.
  public List<NoticeDecision> of(String incident) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM notice_decision WHERE incident = :incident"
                        + " ORDER BY decided_at_millis, people, sequence")
                .bind("incident", incident)
                .map((row, _) -> decision(row))
                .list());
  }

  /// @throws FirebreakException CHECK_FAILED where nobody decided to write to the group
  void requireWrite(String incident, NoticeGroup group) {
    Optional<NoticeDecision> latest =
        of(incident).stream()
            .filter(decision -> decision.group() == group)
            .reduce((_, later) -> later);
    if (latest.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "nobody decided whether to write to "
              + group.words()
              + " of the incident "
              + incident
              + "; a privacy officer does with `notice decide "
              + incident
              + " "
              + group.key()
              + " write`");
    }
    if (!latest.get().write()) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "it was decided not to write to "
              + group.words()
              + " of the incident "
              + incident
              + ": `notice decisions "
              + incident
              + "` has the reason");
    }
  }

  private static void requireReason(Choice choice, Basis basis) {
    String reason = choice.reason().strip();
    boolean needed = !choice.write() || choice.group().needsReasonToWrite() || basis.lowRisk();
    if (needed && reason.length() < REASON_LENGTH_MIN) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          choice.write()
              ? "to write to "
                  + choice.group().words()
                  + " needs a reason: --because"
                  + (basis.lowRisk() ? "; the findings' risk is low" : "")
              : "not to write needs a reason: --because");
    }
    if (reason.length() > REASON_LENGTH_MAX || reason.chars().anyMatch(Character::isISOControl)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "a reason is one line of at most " + REASON_LENGTH_MAX + " characters");
    }
  }

  private static NoticeDecision decision(ResultSet row) throws SQLException {
    String people = row.getString("people");
    return new NoticeDecision(
        row.getString("incident"),
        NoticeGroup.parse(people)
            .orElseThrow(() -> new IllegalStateException("unknown group " + people)),
        row.getBoolean("write"),
        row.getString("reason"),
        row.getString("basis").lines().toList(),
        row.getString("decided_by"),
        Instant.ofEpochMilli(row.getLong("decided_at_millis")));
  }
}
