package dev.firebreak.incident;

import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.risk.PhishingRisk;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says whether somebody is in the data set of an incident, for whoever has them on the telephone.
/// An operator asks with a reason, and the audit log has it before the answer: with a keyed digest
/// of whom they asked about, as of every look-up, never an identifier. Thread-safe.
public final class PeopleSearch {
  /// Searches of one operator within an hour.
  public static final int AN_HOUR_MAX = 60;

  /// The most people of an answer.
  public static final int FOUND_MAX = 20;

  /// Longest identifier, in characters.
  public static final int IDENTIFIER_CHARS_MAX = 320;

  /// Who may search, as for every list of persons.
  public static final Role ROLE = Role.PRIVACY_OFFICER;

  private static final String ACTION = "PersonSearched";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Incidents incidents;
  private final Assessments assessments;
  private final HashChainAuditLog audit;
  private final SubjectKeyring subjects;
  private final Clock clock;

  public PeopleSearch(Installation installation, Incidents incidents, Assessments assessments) {
    this.incidents = incidents;
    this.assessments = assessments;
    audit = new HashChainAuditLog(installation.control(), installation.clock());
    subjects = installation.keys().subjectKeyring();
    clock = installation.clock();
  }

  /// Who asks, and why.
  public record Asker(String operator, Role role, String reason) {}

  /// What the data set says.
  ///
  /// @param version of the findings; 0 for the provisional list, where no file was read yet
  /// @param people whom the identifier names; several where the data has several entries of them,
  ///   [#FOUND_MAX] at most
  /// @param further how many more it names
  /// @param inList people of that list
  /// @param unresolved of them those without one certain account: who is not found by one
  ///   identifier may stand there under another
  /// @param rowsRejected rows that could not be read: nobody can say who is in them
  public record Answer(
      int version,
      List<Found> people,
      long further,
      long inList,
      long unresolved,
      long rowsRejected) {
    public Answer {
      people = List.copyOf(people);
    }
  }

  /// Somebody of the data set.
  ///
  /// @param person what the data has of them, identifiers included
  /// @param risk how much that helps who writes to them; empty on the provisional list
  /// @param rank their place by it, 1 for the highest; empty where the ranking is not known
  public record Found(PersonExposure person, Optional<PhishingRisk> risk, Optional<Long> rank) {
    @Override
    public String toString() {
      return "Found[" + person + "]";
    }
  }

  /// Looks for somebody in the latest findings, or in the provisional list before there are any.
  ///
  /// @param identifier an account id, an e-mail address, or an id as the vendor has it
  /// @throws FirebreakException NOT_FOUND without an incident of that id or any list; NOT_ALLOWED
  ///   without the role; WRONG_USE without identifier or reason; NOT_ALLOWED above the limit of an
  ///   hour
  public Answer find(Asker asker, String id, String identifier) {
    if (!asker.role().includes(ROLE)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "only a privacy officer or a higher role may look for a person");
    }
    StatedReason.check(asker.reason());
    String sought = identifier.strip();
    if (sought.isEmpty() || sought.length() > IDENTIFIER_CHARS_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "an identifier has 1 to " + IDENTIFIER_CHARS_MAX + " characters");
    }
    incidents.get(id);
    Optional<Findings> findings = assessments.latest(id);
    int version = findings.map(Findings::version).orElse(FindingsArchive.PROVISIONAL);
    audit.together(() -> note(asker, id, version, sought));
    SoughtPeople people = assessments.seek(id, version, sought);
    return new Answer(
        version,
        people.people().stream()
            .limit(FOUND_MAX)
            .map(person -> found(person, people, findings))
            .toList(),
        Math.max(0, people.people().size() - FOUND_MAX),
        findings
            .map(found -> found.people().total())
            .or(() -> assessments.provisional(id).map(ProvisionalList::people))
            .orElse(0L),
        findings.map(each -> each.people().ambiguous() + each.people().unresolved()).orElse(0L),
        findings.map(each -> each.data().rowsRejected()).orElse(0L));
  }

  private static Found found(
      PersonExposure person, SoughtPeople people, Optional<Findings> findings) {
    Optional<PhishingRisk> risk = findings.map(each -> each.phishingRisk(person));
    return new Found(
        person,
        risk,
        risk.filter(_ -> !people.scores().isEmpty()).map(each -> 1 + people.ahead(each.score())));
  }

  private void note(Asker asker, String id, int version, String sought) {
    AuditFilter lastHour =
        new AuditFilter(
            asker.operator(), ACTION, null, clock.instant().minus(HOUR), AN_HOUR_MAX + 1);
    if (audit.show(lastHour).size() >= AN_HOUR_MAX) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          asker.operator()
              + " searched "
              + AN_HOUR_MAX
              + " times within an hour, which is the limit; for many people use"
              + " `firebreak incident people`");
    }
    audit.append(
        asker.operator(),
        ACTION,
        Incidents.subject(id),
        new TreeMap<>(
            Map.of(
                "version", Integer.toString(version),
                "subjectSha256", Sha256.hex(subjects.account(sought).toString()),
                "reason", asker.reason())));
  }
}
