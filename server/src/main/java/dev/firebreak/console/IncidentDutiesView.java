package dev.firebreak.console;

import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyGroup;
import dev.firebreak.incident.Incident;
import java.util.List;

/// The duties of an incident. Public for the template alone.
public record IncidentDutiesView(Incident incident, DutiesView duties) {
  /// The groups whose duties are listed one by one.
  public List<DutyGroup> groups() {
    return List.of(
        DutyGroup.OWED_NOW, DutyGroup.DECISION_NEEDED, DutyGroup.OWED_LATER, DutyGroup.MET);
  }
}
