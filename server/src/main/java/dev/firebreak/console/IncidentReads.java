package dev.firebreak.console;

import dev.firebreak.incident.DutiesView;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.IncidentTimeline;
import dev.firebreak.incident.ReportPhase;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.Campaigns;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the pages of incidents and notices show. Thread-safe.
final class IncidentReads {
  private final IncidentServices services;
  private final IncidentTimeline timeline;
  private final Campaigns campaigns;

  IncidentReads(Installation installation) {
    services = IncidentServices.of(installation);
    timeline =
        new IncidentTimeline(services.incidents(), services.statements(), services.assessments());
    campaigns =
        new Campaigns(
            installation.control(),
            installation.keys(),
            installation.audit(),
            installation.clock());
  }

  IncidentServices services() {
    return services;
  }

  /// The decision record as it is now, or as it was kept when the files were destroyed.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is none of that id
  String decisionRecord(String id) {
    return services.incidents().get(id).destroyedAt().isPresent()
        ? new String(services.report().record(id, ReportPhase.Form.HTML), StandardCharsets.UTF_8)
        : services.report().decisionRecord(id);
  }

  /// All incidents, the latest first.
  List<IncidentRow> list() {
    return services.incidents().list().stream().map(this::row).toList();
  }

  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is none of that id
  IncidentView incident(String id) {
    Incident incident = services.incidents().get(id);
    boolean readable = incident.destroyedAt().isEmpty();
    return new IncidentView(
        incident,
        timeline.of(id),
        readable ? services.assessments().latest(id) : Optional.empty(),
        readable ? Optional.of(services.duties().view(id)) : Optional.empty(),
        new IncidentView.Recorded(
            readable ? services.assessments().provisional(id) : Optional.empty(),
            services.incidents().moments(id)),
        campaigns(id));
  }

  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is none of that id
  String report(String id) {
    return services.report().html(id);
  }

  /// Campaigns, the latest first; an empty incident selects all.
  List<CampaignRow> campaigns(String incident) {
    return campaigns.list(incident).reversed().stream()
        .map(campaign -> new CampaignRow(campaign, campaigns.status(campaign.id())))
        .toList();
  }

  /// The running duties of open incidents that have a time.
  ///
  /// @param incident its id
  /// @param standing the duty
  record Running(String incident, DutyStanding standing) {}

  /// The running duties of open incidents that have a time, the nearest first.
  List<Running> running() {
    return services.incidents().list().stream()
        .filter(incident -> incident.closing().isEmpty())
        .flatMap(incident ->
            services.duties().standings(incident.id()).stream()
                .filter(standing -> standing.nextDueAt().isPresent())
                .map(standing -> new Running(incident.id(), standing)))
        .sorted(Comparator.comparing(running -> running.standing().nextDueAt().orElseThrow()))
        .toList();
  }

  private IncidentRow row(Incident incident) {
    if (incident.closing().isPresent()) {
      return new IncidentRow(incident, 0, Optional.empty());
    }
    DutiesView duties = services.duties().view(incident.id());
    return new IncidentRow(
        incident,
        duties.standings().stream().filter(DutyStanding::isRunning).count(),
        duties.standings().stream()
            .flatMap(standing -> standing.nextDueAt().stream())
            .min(Comparator.naturalOrder()));
  }
}
