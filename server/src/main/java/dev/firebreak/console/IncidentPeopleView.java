package dev.firebreak.console;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.PeopleSearch;
import dev.firebreak.notice.AccountNotices;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether somebody is in an incident's data set. It shows kinds of data and evidence, and neither
/// what was typed nor a value of anybody. Public for the template alone.
///
/// @param refusal key of what was wrong with the question; empty text for nothing
/// @param answer empty before anybody was looked for
public record IncidentPeopleView(
    Incident incident, String refusal, String reason, Optional<Answer> answer) {

  /// What was found.
  ///
  /// @param people in the order of the answer
  public record Answer(PeopleSearch.Answer search, List<Person> people) {
    public Answer {
      people = List.copyOf(people);
    }
  }

  /// Somebody of the data set.
  ///
  /// @param notices of this incident to their account
  public record Person(PeopleSearch.Found found, List<AccountNotices.Told> notices) {
    public Person {
      notices = List.copyOf(notices);
    }

    /// How certain it is, as the key of its words: one account, several that fit, or none.
    public String grade() {
      PersonExposure person = found.person();
      if (person.ambiguous()) {
        return "person.ambiguous";
      }
      return person.accountId().isPresent() ? "person.account" : "person.unresolved";
    }

    /// Kinds of data of a mask.
    public String kinds(long mask) {
      return mask == 0
          ? "–"
          : DataCategory.keysOfMask(mask).stream().sorted().collect(Collectors.joining(", "));
    }

    public Optional<Instant> firstSeen() {
      return moment(found.person().firstSeenMillis());
    }

    public Optional<Instant> lastSeen() {
      return moment(found.person().lastSeenMillis());
    }

    private static Optional<Instant> moment(long millis) {
      return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    @Override
    public String toString() {
      return "Person[" + found + "]";
    }
  }

  @Override
  public String toString() {
    return "IncidentPeopleView[" + incident.id() + "]";
  }
}
