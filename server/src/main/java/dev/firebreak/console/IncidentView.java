package dev.firebreak.console;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyGroup;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentTimeline;
import java.util.List;
import java.util.Optional;

/// What one incident's page shows. Public for the template alone.
///
/// @param timeline everything that happened, the earliest first
/// @param findings the latest ones; empty before any, and once the files are destroyed
/// @param duties empty once the files are destroyed
/// @param campaigns notices about it
public record IncidentView(
    Incident incident,
    List<IncidentTimeline.Entry> timeline,
    Optional<Findings> findings,
    Optional<DutiesView> duties,
    List<CampaignRow> campaigns) {
  public IncidentView {
    timeline = List.copyOf(timeline);
    campaigns = List.copyOf(campaigns);
  }

  /// The groups whose duties are listed one by one; what is not owed is a number.
  public List<DutyGroup> groups() {
    return List.of(
        DutyGroup.OWED_NOW, DutyGroup.DECISION_NEEDED, DutyGroup.OWED_LATER, DutyGroup.MET);
  }

  /// What was exposed, by category and form.
  public List<FormBars> bars() {
    return findings.stream()
        .flatMap(found ->
            found.categories().entrySet().stream()
                .map(entry -> {
                  Assessment.CategoryExposure exposed = entry.getValue();
                  return new FormBars(
                      entry.getKey(),
                      exposed.peopleClear(),
                      exposed.peopleGeneralized(),
                      exposed.peopleTokenized(),
                      found.people().total());
                }))
        .toList();
  }
}
