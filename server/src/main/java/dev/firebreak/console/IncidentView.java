package dev.firebreak.console;

import dev.firebreak.duty.Moment;
import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentTimeline;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.incident.RecordedMoment;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one incident's page shows. Public for the template alone.
///
/// @param timeline everything that happened, the earliest first
/// @param findings the latest ones; empty before any, and once the files are destroyed
/// @param recorded what was recorded beside it
/// @param duties empty once the files are destroyed
/// @param campaigns notices about it
public record IncidentView(
    Incident incident,
    List<IncidentTimeline.Entry> timeline,
    Optional<Findings> findings,
    Optional<DutiesView> duties,
    Recorded recorded,
    List<CampaignRow> campaigns) {
  private static final int CLOCKS_MAX = 8;

  public IncidentView {
    timeline = List.copyOf(timeline);
    campaigns = List.copyOf(campaigns);
  }

  /// What was recorded.
  ///
  /// @param provisional the list from before any file; empty before it was made
  /// @param moments those that count
  public record Recorded(
      Optional<ProvisionalList> provisional, Map<Moment, RecordedMoment> moments) {
    public Recorded {
      Map<Moment, RecordedMoment> ordered = new EnumMap<>(Moment.class);
      ordered.putAll(moments);
      moments = Collections.unmodifiableMap(ordered);
    }
  }

  /// The clocks that run out first.
  public List<DutyStanding> clocks() {
    return duties.stream()
        .flatMap(view -> view.standings().stream())
        .filter(standing -> standing.nextDueAt().isPresent())
        .sorted(Comparator.comparing(standing -> standing.nextDueAt().orElseThrow()))
        .limit(CLOCKS_MAX)
        .toList();
  }

  /// How many clocks run.
  public long running() {
    return duties.stream()
        .flatMap(view -> view.standings().stream())
        .filter(standing -> standing.nextDueAt().isPresent())
        .count();
  }
}
