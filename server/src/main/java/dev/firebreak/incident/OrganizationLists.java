package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes the lists that organisations are handed about their own members. That somebody decided to
/// hand them out, to whom and why, is in the audit log before anything is read. Thread-safe.
public final class OrganizationLists {
  /// People on all lists of one call; more take several calls.
  static final int PEOPLE_MAX = 200_000;

  private final AuditLog audit;
  private final Assessments assessments;
  private final IncidentReport report;

  private OrganizationLists(Installation installation, IncidentServices services) {
    audit = installation.audit();
    assessments = services.assessments();
    report = services.report();
  }

  public static OrganizationLists of(Installation installation) {
    return new OrganizationLists(installation, IncidentServices.of(installation));
  }

  /// Whose lists are wanted.
  ///
  /// @param only the directory's ids of these organisations; empty for every one that has members
  ///   in the data
  public record Wanted(OrganizationList.Audience audience, Set<String> only) {
    public Wanted {
      only = Set.copyOf(only);
      if (audience == OrganizationList.Audience.CONTROLLERS && only.isEmpty()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            "whose processor the company is, no data shows: name these customers");
      }
    }
  }

  /// The lists, by organisation.
  ///
  /// @param operator a privacy officer, who decides that they are handed out
  /// @param reason why; it is kept
  /// @throws FirebreakException NOT_FOUND before any file was read, or where an organisation that
  ///   is wanted is not in the findings; INPUT_TOO_LARGE beyond 200 000 people
  public List<OrganizationList> make(
      ConfirmedOperator operator, String id, Wanted wanted, String reason) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    Incidents.checkText("a reason", reason);
    IncidentResult result = report.result(id);
    if (result.findings().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "no file of the incident was assessed yet: nobody is named");
    }
    audit.append(
        operator.name(),
        "OrganizationListsDecided",
        Incidents.subject(id),
        Map.of(
            "for",
            wanted.audience().name().toLowerCase(Locale.ROOT),
            "organizations",
            wanted.only().isEmpty() ? "all" : Integer.toString(wanted.only().size()),
            "version",
            Integer.toString(result.version()),
            "reason",
            reason));
    Map<String, OrganizationExposure> cards = cards(operator, result, wanted, reason);
    Map<String, List<PersonExposure>> members = members(operator, result, cards.keySet(), reason);
    return cards.values().stream()
        .map(card ->
            OrganizationList.of(
                result,
                wanted.audience(),
                card,
                members.getOrDefault(card.organization(), List.of())))
        .toList();
  }

  private Map<String, OrganizationExposure> cards(
      ConfirmedOperator operator, IncidentResult result, Wanted wanted, String reason) {
    Map<String, OrganizationExposure> cards = new TreeMap<>();
    assessments.organizations(
        operator.name(),
        result.incident().id(),
        result.version(),
        reason,
        card -> {
          boolean asked =
              wanted.only().isEmpty()
                  ? card.membersFound() > 0
                  : wanted.only().contains(card.organization());
          if (card.known() && asked) {
            cards.put(card.organization(), card);
          }
        });
    Set<String> missing = new TreeSet<>(wanted.only());
    missing.removeAll(cards.keySet());
    if (!missing.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          missing.size()
              + " of the organizations that were named are not in the findings; take them off the"
              + " list: nothing was found about them");
    }
    return cards;
  }

  private Map<String, List<PersonExposure>> members(
      ConfirmedOperator operator, IncidentResult result, Set<String> wanted, String reason) {
    Map<String, List<PersonExposure>> members = new HashMap<>();
    int[] count = {0};
    assessments.people(
        operator.name(),
        result.incident().id(),
        result.version(),
        reason,
        person -> {
          String organization = person.organizationId().orElse("");
          if (!wanted.contains(organization) || person.ambiguous()) {
            return;
          }
          if (++count[0] > PEOPLE_MAX) {
            throw new FirebreakException(
                ErrorCode.INPUT_TOO_LARGE,
                "these organizations have more than "
                    + PEOPLE_MAX
                    + " people in the data; name fewer of them at once");
          }
          members.computeIfAbsent(organization, _ -> new ArrayList<>()).add(person);
        });
    return members;
  }
}
