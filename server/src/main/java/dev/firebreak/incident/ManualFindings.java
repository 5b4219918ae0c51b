package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.installation.Installation;
import java.nio.file.Path;

/// Findings that persons sign, each with a document that lies sealed with the incident and stands
/// in its chain of custody. Thread-safe.
public final class ManualFindings {
  private final Incidents incidents;
  private final Attachments attachments;

  private ManualFindings(Installation installation) {
    incidents = new Incidents(installation.control(), installation.audit(), installation.clock());
    attachments = new Attachments(new IncidentVault(installation));
  }

  public static ManualFindings of(Installation installation) {
    return new ManualFindings(installation);
  }

  /// Seals the document and records the finding.
  ///
  /// @param statement one or a few sentences
  /// @param document what shows it, at most 256 MiB
  public synchronized ManualFinding sign(
      ConfirmedOperator operator, String id, String statement, Path document) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    incidents.getOpen(id);
    Incidents.checkText("a statement", statement);
    int number = incidents.manualFindings(id).size() + 1;
    incidents.sign(operator, id, statement, attachments.seal(id, "attachment-" + number, document));
    return incidents.manualFindings(id).getLast();
  }
}
