package dev.firebreak.incident;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Organisations and persons of a version of findings by name, for a report that only roles may
/// read that may see persons. A page holds so many only; whoever wants all exports the list.
///
/// @param organizations cards, those with the most people found first
/// @param furtherOrganizations how many more there are
/// @param people by their names in the list
/// @param furtherPeople how many more there are
public record PersonsAnnex(
    List<OrganizationExposure> organizations,
    long furtherOrganizations,
    List<PersonExposure> people,
    long furtherPeople) {
  /// The most organisations on a page.
  public static final int ORGANIZATIONS_MAX = 200;

  /// The most people on a page.
  public static final int PEOPLE_MAX = 1_000;

  public PersonsAnnex {
    organizations = List.copyOf(organizations);
    people = List.copyOf(people);
  }

  /// Whose reading it is, and why; both come into the audit log.
  public record Reader(String name, String reason) {}

  static PersonsAnnex read(
      Assessments assessments,
      IncidentResult result,
      Reader reader,
      Predicate<OrganizationExposure> organizationWanted,
      Predicate<PersonExposure> personWanted) {
    String id = result.incident().id();
    List<OrganizationExposure> organizations = new ArrayList<>();
    List<PersonExposure> people = new ArrayList<>();
    long[] further = {0, 0};
    assessments.organizations(
        reader.name(),
        id,
        result.version(),
        reader.reason(),
        card -> {
          if (organizationWanted.test(card)) {
            further[0] += addUpTo(organizations, ORGANIZATIONS_MAX, card);
          }
        });
    assessments.people(
        reader.name(),
        id,
        result.version(),
        reader.reason(),
        person -> {
          if (personWanted.test(person)) {
            further[1] += addUpTo(people, PEOPLE_MAX, person);
          }
        });
    organizations.sort(
        Comparator.comparingLong(OrganizationExposure::membersFound)
            .reversed()
            .thenComparing(OrganizationExposure::organization));
    people.sort(Comparator.comparing(PersonExposure::person));
    return new PersonsAnnex(organizations, further[0], people, further[1]);
  }

  private static <T> int addUpTo(List<T> list, int max, T entry) {
    if (list.size() < max) {
      list.add(entry);
      return 0;
    }
    return 1;
  }

  @Override
  public String toString() {
    return "PersonsAnnex[organizations=" + organizations.size() + ", people=" + people.size() + "]";
  }
}
