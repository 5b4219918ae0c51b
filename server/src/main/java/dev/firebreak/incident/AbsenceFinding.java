package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A category that was not exposed, as far as the evidence goes (docs/adr/0014-absence-grades.md).
/// At least one of the two grounds is there.
///
/// @param category what was not exposed
/// @param searched empty where the data set was not or could not be searched for it
/// @param neverSentSince empty where the ledger cannot vouch for it
public record AbsenceFinding(
    DataCategory category, Optional<Searched> searched, Optional<Instant> neverSentSince) {
  private static final Set<DataCategory> NOT_PERSONAL =
      EnumSet.of(DataCategory.UNCLASSIFIED, DataCategory.OPERATIONS, DataCategory.TELEMETRY);

  public AbsenceFinding {
    if (searched.isEmpty() && neverSentSince.isEmpty()) {
      throw new IllegalArgumentException("an absence rests on something");
    }
  }

  /// A search that found nothing.
  ///
  /// @param values how many values were looked at; at least 1
  /// @param recall the detector's stated recall, 0 to 1
  public record Searched(long values, double recall) {}

  /// How strong an absence is.
  public enum Grade {
    SEARCHED,
    NEVER_SENT,
    BOTH
  }

  public Grade grade() {
    if (searched.isPresent() && neverSentSince.isPresent()) {
      return Grade.BOTH;
    }
    return searched.isPresent() ? Grade.SEARCHED : Grade.NEVER_SENT;
  }

  /// Whether a notice may say that this category was not exposed: only where both grounds hold.
  public boolean mayBeSaidNotExposed() {
    return grade() == Grade.BOTH;
  }

  /// The finding in words, no stronger than its grounds.
  public String words() {
    return switch (grade()) {
      case SEARCHED ->
          searchedWords()
              + ". The ledger does not vouch for it, so this is no proof that it was never there.";
      case NEVER_SENT ->
          "We did not send it through Firebreak since "
              + neverSentSince.orElseThrow()
              + ". The data set could not be searched for it.";
      case BOTH ->
          "Was not exposed: "
              + searchedWords()
              + ", and we did not send it through Firebreak since "
              + neverSentSince.orElseThrow()
              + ".";
    };
  }

  private String searchedWords() {
    Searched search = searched.orElseThrow();
    return String.format(
        Locale.ROOT,
        "searched for in %,d values and not found, by a detector that finds %.1f %% of them in"
            + " tests",
        search.values(),
        search.recall() * 100);
  }

  /// The absences that a data set and the ledger allow to state. A category that stands in the data
  /// in any form has none.
  static List<AbsenceFinding> of(Assessment assessment, LedgerStatement ledger) {
    List<AbsenceFinding> findings = new ArrayList<>();
    for (DataCategory category : DataCategory.values()) {
      if (NOT_PERSONAL.contains(category) || isPresent(assessment, category)) {
        continue;
      }
      Optional<Searched> searched =
          Optional.ofNullable(assessment.searches().get(category))
              .filter(search -> search.detections() == 0 && search.valuesSearched() > 0)
              .map(search -> new Searched(search.valuesSearched(), search.recall()));
      Optional<Instant> neverSent =
          ledger.neverSent(category) ? ledger.knowsSince() : Optional.empty();
      if (searched.isPresent() || neverSent.isPresent()) {
        findings.add(new AbsenceFinding(category, searched, neverSent));
      }
    }
    return List.copyOf(findings);
  }

  private static boolean isPresent(Assessment assessment, DataCategory category) {
    Assessment.CategoryExposure exposure = assessment.categories().get(category);
    Assessment.Search search = assessment.searches().get(category);
    boolean exposed =
        exposure != null
            && exposure.peopleClear() + exposure.peopleGeneralized() + exposure.peopleTokenized()
                > 0;
    boolean detected = search != null && search.detections() > 0;
    boolean mapped =
        assessment.fields().stream()
            .anyMatch(
                field -> field.values() > 0 && field.category().equals(Optional.of(category)));
    return exposed || detected || mapped;
  }
}
