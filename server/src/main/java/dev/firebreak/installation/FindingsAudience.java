package dev.firebreak.installation;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.RiskLevel;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AbsenceFinding;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.ManualFinding;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.AudienceSelection;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.notice.NoticePeople;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What a campaign takes from an incident: its latest findings, and its provisional list for those
/// who are not in them. Thread-safe.
public final class FindingsAudience implements NoticeSource {
  private static final String REASON = "audience of a campaign";
  private static final int PROVISIONAL = 0;

  /// As the catalogue says whom a duty is owed to.
  private static final String PEOPLE = "individuals";

  private final IncidentServices services;

  public FindingsAudience(IncidentServices services) {
    this.services = services;
  }

  @Override
  public NoticePeople people(
      String incident, State state, AudienceSelection selection, ConfirmedOperator reader) {
    NoticePeople.Builder people = new NoticePeople.Builder();
    if (state == State.AFFECTED) {
      Findings findings = latest(incident);
      read(
          incident,
          findings.version(),
          reader,
          person -> {
            PhishingRisk risk = findings.phishingRisk(person);
            if (selection.takes(person) && selection.takes(risk.band())) {
              people.add(person, risk.score());
            }
          });
      return people.build();
    }
    if (!selection.bands().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "only people of whom something was found have a phishing risk; select others by place,"
              + " kind of data or role");
    }
    boolean known = state == State.NOT_AFFECTED;
    Set<String> found =
        known || services.assessments().latest(incident).isPresent()
            ? found(incident, known, reader)
            : Set.of();
    if (selection.asked().isPresent()) {
      return asked(incident, known, selection.asked().get(), found, reader);
    }
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
              && selection.takes(person)) {
            people.add(provisional(person, known));
          }
        });
    return people.build();
  }

  /// Those who asked and are not in the stolen file: as the provisional list has them, and as the
  /// accounts directory had them when they asked where they are not in it.
  private NoticePeople asked(
      String incident,
      boolean known,
      Map<String, AudienceMember> asked,
      Set<String> found,
      ConfirmedOperator reader) {
    Map<String, AudienceMember> members = new TreeMap<>();
    asked.forEach((account, member) -> {
      if (!found.contains(account)) {
        members.put(account, member.withoutKinds());
      }
    });
    if (services.assessments().provisional(incident).isPresent()) {
      read(
          incident,
          PROVISIONAL,
          reader,
          person ->
              person
                  .accountId()
                  .filter(members::containsKey)
                  .ifPresent(account -> members.put(account, provisional(person, known))));
    }
    return new NoticePeople(List.copyOf(members.values()), List.of());
  }

  private static AudienceMember provisional(PersonExposure person, boolean known) {
    AudienceMember member =
        AudienceMember.of(person, Long.bitCount(person.clear() | person.generalized()));
    return known ? member.withoutKinds() : member;
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
  public NoticeDecision.Basis basis(String incident) {
    List<String> lines = new ArrayList<>();
    for (DutyStanding standing : services.duties().standings(incident)) {
      DutyFinding finding = standing.finding();
      if (finding.duty().towards().contains(PEOPLE)
          && standing.effective() != DutyFinding.Status.NOT_OWED) {
        lines.add(
            finding.duty().id()
                + ": "
                + standing
                    .decision()
                    .map(decision -> "decided as owed by " + decision.decidedBy())
                    .orElse(finding.status().name().toLowerCase(Locale.ROOT)));
      }
    }
    if (lines.isEmpty()) {
      lines.add("no duty to tell people is owed or unclear");
    }
    Optional<Findings> findings = services.assessments().latest(incident);
    findings.ifPresent(found -> lines.addAll(risk(found)));
    return new NoticeDecision.Basis(
        lines,
        findings.filter(found -> found.risk().reading().high() == RiskLevel.UNLIKELY).isPresent());
  }

  private static List<String> risk(Findings findings) {
    RiskReading reading = findings.risk().reading();
    List<String> bands = new ArrayList<>();
    for (PhishingRisk.Band band : PhishingRisk.Band.values()) {
      bands.add(findings.risk().phishing().in(band) + " " + band.name().toLowerCase(Locale.ROOT));
    }
    return List.of(
        "risk for people by version "
            + findings.version()
            + " of the findings: "
            + word(reading.low())
            + (reading.low() == reading.high() ? "" : " to " + word(reading.high())),
        "people by phishing risk: " + String.join(", ", bands));
  }

  private static String word(RiskLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
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
