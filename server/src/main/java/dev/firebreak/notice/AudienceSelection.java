package dev.firebreak.notice;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.risk.PhishingRisk.Band;
import dev.firebreak.taxonomy.DataCategory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which people of a state a campaign is about. An empty set selects everybody; somebody must be in
/// each set that is not empty. Immutable.
///
/// @param places ISO 3166-1 or 3166-2 codes of where they live, by the accounts directory, as `KR`
///   or `US-CA`; people of whom it does not know that are left out
/// @param categories kinds of data of which at least one is theirs in the file, in any form
/// @param bands of phishing risk; only for people of findings
/// @param roles as the accounts directory has them; people of whom it does not know theirs are left
///   out
/// @param asked accounts of people who asked, by id; empty where it does not matter who did
public record AudienceSelection(
    Set<String> places,
    Set<DataCategory> categories,
    Set<Band> bands,
    Set<String> roles,
    Optional<Map<String, AudienceMember>> asked) {
  /// Everybody of a state.
  public static final AudienceSelection EVERYBODY =
      new AudienceSelection(Set.of(), Set.of(), Set.of(), Set.of());

  public AudienceSelection {
    places = Set.copyOf(places);
    categories = Set.copyOf(categories);
    bands = Set.copyOf(bands);
    roles = Set.copyOf(roles);
    asked = asked.map(Map::copyOf);
  }

  /// Whether they asked or not.
  public AudienceSelection(
      Set<String> places, Set<DataCategory> categories, Set<Band> bands, Set<String> roles) {
    this(places, categories, bands, roles, Optional.empty());
  }

  /// Those who asked.
  public static AudienceSelection asked(Map<String, AudienceMember> accounts) {
    return new AudienceSelection(Set.of(), Set.of(), Set.of(), Set.of(), Optional.of(accounts));
  }

  /// Those who live in some places.
  public static AudienceSelection livingIn(Set<String> places) {
    return new AudienceSelection(places, Set.of(), Set.of(), Set.of());
  }

  /// The group that must have been decided about.
  public NoticeGroup group(State state) {
    if (asked.isPresent()) {
      return NoticeGroup.ASKED;
    }
    return state == State.AFFECTED && bands.equals(Set.of(Band.LOW))
        ? NoticeGroup.AFFECTED_LOW_RISK
        : NoticeGroup.of(state);
  }

  /// Whether somebody is selected, whatever their band.
  public boolean takes(PersonExposure person) {
    return livesHere(person)
        && (asked.isEmpty() || person.accountId().filter(asked.get()::containsKey).isPresent())
        && (categories.isEmpty() || hasKind(person))
        && (roles.isEmpty() || person.role().filter(roles::contains).isPresent());
  }

  /// Whether a band is selected.
  public boolean takes(Band band) {
    return bands.isEmpty() || bands.contains(band);
  }

  private boolean hasKind(PersonExposure person) {
    long found = person.clear() | person.generalized() | person.tokenized();
    return categories.stream().anyMatch(category -> (found & category.mask()) != 0);
  }

  private boolean livesHere(PersonExposure person) {
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
}
