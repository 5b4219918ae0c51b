package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the life of closed incidents' files: where their retention is over and no legal hold
/// stands, the incident's key is destroyed, and with it everything that was sealed under it. What
/// was recorded of the incident stays, and so does its decision record, which is made anew before.
/// Without one nothing is destroyed: GDPR Art. 33(5) asks for it. Thread-safe.
///
/// A destruction is audited, then noted, then done: what a crash interrupts is finished by the next
/// sweep.
public final class IncidentRetention {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentRetention.class);
  private static final String SWEEPER = "system:retention";

  private final Installation installation;
  private final Incidents incidents;
  private final IncidentStatements statements;
  private final IncidentVault vault;
  private final IncidentReport report;

  private IncidentRetention(Installation installation) {
    this.installation = installation;
    incidents = new Incidents(installation.control(), installation.audit(), installation.clock());
    statements =
        new IncidentStatements(
            incidents, installation.control(), installation.audit(), installation.clock());
    vault = new IncidentVault(installation);
    report = IncidentServices.of(installation).report();
  }

  public static IncidentRetention of(Installation installation) {
    return new IncidentRetention(installation);
  }

  /// What becomes of the files of a closed incident.
  public enum Fate {
    /// Their key is destroyed.
    DESTROYED,
    /// A legal hold stands, whatever the retention.
    HELD,
    /// Their retention is not over.
    KEPT,
    /// Their retention is over, and another operator than who closed the incident must sweep.
    NEEDS_ANOTHER_OPERATOR,
    /// Their retention is over, and no decision record could be made; the log says why.
    NO_RECORD
  }

  /// A closed incident.
  ///
  /// @param keepUntil until when its files are kept
  /// @param fate what this sweep made of them
  public record Swept(String incident, Instant keepUntil, Fate fate) {}

  /// Destroys what is due; who closed an incident does not end its files alone.
  ///
  /// @return every closed incident whose files were there before
  public List<Swept> sweep(ConfirmedOperator operator) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    return sweep(operator.name());
  }

  /// Destroys what is due by the settings, without a person.
  List<Swept> sweep() {
    return sweep(SWEEPER);
  }

  private synchronized List<Swept> sweep(String actor) {
    List<Swept> swept = new ArrayList<>();
    for (Incident incident : incidents.list()) {
      if (incident.closing().isEmpty()) {
        continue;
      }
      Incident.Closing closing = incident.closing().get();
      if (closing.destroyedAt().isPresent()) {
        finish(incident.id());
        continue;
      }
      Fate fate = fate(actor, incident.id(), closing);
      if (fate == Fate.DESTROYED) {
        destroy(actor, incident.id(), closing);
      }
      swept.add(new Swept(incident.id(), closing.keepUntil(), fate));
    }
    return swept;
  }

  private Fate fate(String actor, String id, Incident.Closing closing) {
    if (statements.isHeld(id)) {
      return Fate.HELD;
    }
    if (closing.keepUntil().isAfter(installation.clock().instant())) {
      return Fate.KEPT;
    }
    if (actor.equals(closing.by())) {
      return Fate.NEEDS_ANOTHER_OPERATOR;
    }
    return keepRecord(id) ? Fate.DESTROYED : Fate.NO_RECORD;
  }

  /// Where it cannot be made, the one from the closing will do.
  private boolean keepRecord(String id) {
    try {
      report.keepRecord(id);
      return true;
    } catch (FirebreakException e) {
      LOG.atError()
          .addKeyValue("incident", id)
          .addKeyValue("code", e.code())
          .log("DecisionRecordNotMade");
      return report.recordMadeAt(id).isPresent();
    }
  }

  private void destroy(String actor, String id, Incident.Closing closing) {
    installation
        .audit()
        .append(
            actor,
            "IncidentKeyDestroyed",
            Incidents.subject(id),
            Map.of(
                "closedAt", closing.at().toString(),
                "keptUntil", closing.keepUntil().toString()));
    installation
        .control()
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE incident SET destroyed_at = ? WHERE id = ? AND destroyed_at IS NULL",
                installation.clock().millis(),
                id));
    finish(id);
  }

  private void finish(String id) {
    try {
      if (vault.isLeft(id)) {
        vault.destroy(id);
      }
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the files of the incident " + id + " could not be removed; its key is destroyed",
          e);
    }
  }
}
