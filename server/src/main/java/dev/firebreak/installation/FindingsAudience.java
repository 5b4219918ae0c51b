package dev.firebreak.installation;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AbsenceFinding;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ManualFinding;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.notice.NoticePeople;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What a campaign takes from an incident: its latest findings, and its provisional list for those
/// who are not in them. Thread-safe.
public final class FindingsAudience implements NoticeSource {
  private static final String REASON = "audience of a campaign";
  private static final int PROVISIONAL = 0;

  private final IncidentServices services;

  public FindingsAudience(IncidentServices services) {
    this.services = services;
  }

  @Override
  public NoticePeople people(
      String incident, State state, Set<String> places, ConfirmedOperator reader) {
    NoticePeople.Builder people = new NoticePeople.Builder();
    if (state == State.AFFECTED) {
      Findings findings = latest(incident);
      read(
          incident,
          findings.version(),
          reader,
          person -> {
            if (livesIn(places, person)) {
              people.add(person, findings.phishingRisk(person).score());
            }
          });
      return people.build();
    }
    boolean known = state == State.NOT_AFFECTED;
    Set<String> found =
        known || services.assessments().latest(incident).isPresent()
            ? found(incident, known, reader)
            : Set.of();
    if (services.assessments().provisional(incident).isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the incident "
              + incident
              + " has no provisional list, so nobody knows whom to write to;"
              + " `firebreak incident provisional` makes it from the ledger");
    }
    read(
        incident,
        PROVISIONAL,
        reader,
        person -> {
          if (person.accountId().filter(account -> !found.contains(account)).isPresent()
              && livesIn(places, person)) {
            AudienceMember member =
                AudienceMember.of(person, Long.bitCount(person.clear() | person.generalized()));
            people.add(known ? member.withoutKinds() : member);
          }
        });
    return people.build();
  }

  /// Accounts in the stolen file. To tell the others that they are not affected, every row must
  /// have been read, and every account in it be known.
  private Set<String> found(String incident, boolean conclusive, ConfirmedOperator reader) {
    Findings findings = latest(incident);
    if (conclusive && (findings.data().rowsRejected() > 0 || findings.people().ambiguous() > 0)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          String.format(
              Locale.ROOT,
              "%d rows of the stolen file could not be read and %d people in it fit several"
                  + " accounts: nobody can be told that they are not affected",
              findings.data().rowsRejected(),
              findings.people().ambiguous()));
    }
    Set<String> found = new HashSet<>();
    read(incident, findings.version(), reader, person -> person.accountId().ifPresent(found::add));
    return found;
  }

  private static boolean livesIn(Set<String> places, PersonExposure person) {
    return places.isEmpty()
        || person
            .country()
            .filter(country ->
                places.contains(country)
                    || person
                        .region()
                        .filter(region -> places.contains(country + "-" + region))
                        .isPresent())
            .isPresent();
  }

  private void read(
      String incident, int version, ConfirmedOperator reader, Consumer<PersonExposure> consumer) {
    services.assessments().people(reader.name(), incident, version, REASON, consumer);
  }

  @Override
  public Map<DataCategory, AbsenceGrade> absences(String incident, State state) {
    Map<DataCategory, AbsenceGrade> absences = new EnumMap<>(DataCategory.class);
    if (state == State.UNKNOWN) {
      return absences;
    }
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
