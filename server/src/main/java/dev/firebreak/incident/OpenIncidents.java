package dev.firebreak.incident;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyUse;
import dev.firebreak.keys.KeyVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Incidents that need a vendor's keys: those that are open, and those under a legal hold.
/// Thread-safe.
public final class OpenIncidents implements KeyUse {
  private final Incidents incidents;
  private final IncidentStatements statements;

  public OpenIncidents(ControlDatabase control, AuditLog audit, Clock clock) {
    incidents = new Incidents(control, audit, clock);
    statements = new IncidentStatements(incidents, control, audit, clock);
  }

  @Override
  public List<String> needs(KeyVersion version) {
    List<String> needs = new ArrayList<>();
    for (Incident incident : incidents.list()) {
      if (!incident.vendor().equals(version.vendor())) {
        continue;
      }
      if (incident.closing().isEmpty()) {
        needs.add("the incident " + incident.id() + " is open");
      } else if (statements.isHeld(incident.id())) {
        needs.add("the incident " + incident.id() + " is under a legal hold");
      }
    }
    return needs;
  }
}
