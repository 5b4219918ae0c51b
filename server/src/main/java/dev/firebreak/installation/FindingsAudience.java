package dev.firebreak.installation;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AbsenceFinding;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ManualFinding;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a campaign takes from an incident: its latest findings. Thread-safe.
public final class FindingsAudience implements NoticeSource {
  private final IncidentServices services;

  public FindingsAudience(IncidentServices services) {
    this.services = services;
  }

  @Override
  public List<AudienceMember> audience(String incident, ConfirmedOperator reader) {
    Findings findings = latest(incident);
    List<AudienceMember> audience = new ArrayList<>();
    services
        .assessments()
        .people(
            reader.name(),
            incident,
            findings.version(),
            "audience of a campaign",
            person -> {
              if (person.accountId().isPresent() && !person.ambiguous()) {
                double score = findings.phishingRisk(person).score();
                audience.add(AudienceMember.of(person, score));
              }
            });
    return audience;
  }

  @Override
  public Map<DataCategory, AbsenceGrade> absences(String incident) {
    Map<DataCategory, AbsenceGrade> absences = new EnumMap<>(DataCategory.class);
    for (AbsenceFinding absence : latest(incident).absences()) {
      absences.put(
          absence.category(),
          switch (absence.grade()) {
            case SEARCHED -> AbsenceGrade.SEARCHED;
            case NEVER_SENT -> AbsenceGrade.NEVER_SENT;
            case BOTH -> AbsenceGrade.BOTH;
          });
    }
    return absences;
  }

  @Override
  public List<String> signedFindings(String incident) {
    return services.incidents().manualFindings(incident).stream()
        .map(ManualFinding::statement)
        .toList();
  }

  private Findings latest(String incident) {
    return services
        .assessments()
        .latest(incident)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "the incident "
                    + incident
                    + " has no findings yet; `firebreak incident assess` makes them"));
  }
}
