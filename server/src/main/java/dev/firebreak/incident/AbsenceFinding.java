package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /// Categories of which detectors know only some types: an opaque session token or a key of an
  /// unknown maker looks like any other text.
  private static final Map<DataCategory, String> KNOWN_TYPES =
      Map.of(
          DataCategory.CREDENTIALS,
          "JSON web tokens, authorization headers, credentials and telling parameters in addresses",
          DataCategory.API_KEY,
          "private keys and keys of well-known makers");

  public AbsenceFinding {
    if (searched.isEmpty() && neverSentSince.isEmpty()) {
      throw new IllegalArgumentException("an absence rests on something");
    }
  }

  /// A search that found nothing.
  ///
  /// @param values how many values were looked at; at least 1
  /// @param recall the detector's stated recall, 0 to 1
  /// @param samples how many samples that recall rests on; 0 where nobody said
  /// @param unreadRows rows of the data set that could not be read, so were not searched
  /// @param missingPeople people whom the vendor got in the time of the data set, which lacks them:
  ///   what else was taken of them was not searched
  public record Searched(
      long values, double recall, long samples, long unreadRows, long missingPeople) {}

  /// How strong an absence is.
  public enum Grade {
    SEARCHED,
    NEVER_SENT,
    BOTH
  }

  /// The grade. A search that left rows out, or whose detectors know only some types, never makes
  /// [Grade#BOTH].
  public Grade grade() {
    if (neverSentSince.isEmpty()) {
      return Grade.SEARCHED;
    }
    return searched.filter(this::isWhole).isPresent() ? Grade.BOTH : Grade.NEVER_SENT;
  }

  private boolean isWhole(Searched search) {
    return search.unreadRows() == 0 && !KNOWN_TYPES.containsKey(category);
  }

  /// Whether a notice may say that this category was not exposed: only where both grounds hold.
  public boolean mayBeSaidNotExposed() {
    return grade() == Grade.BOTH;
  }

  /// The finding in words, no stronger than its grounds.
  public String words() {
    return switch (grade()) {
      case SEARCHED ->
          ReportWords.capital(searchedWords(searched.orElseThrow()))
              + ". The ledger does not vouch for it, so this is no proof that it was never there.";
      case NEVER_SENT ->
          "We did not send it through Firebreak since "
              + ReportWords.time(neverSentSince.orElseThrow())
              + ". "
              + searched
                  .map(search -> ReportWords.capital(searchedWords(search)) + ".")
                  .orElse("The data set could not be searched for it.");
      case BOTH ->
          "Was not exposed: "
              + searchedWords(searched.orElseThrow())
              + ", and we did not send it through Firebreak since "
              + ReportWords.time(neverSentSince.orElseThrow())
              + ".";
    };
  }

  private String searchedWords(Searched search) {
    String types = KNOWN_TYPES.get(category);
    return String.format(
            Locale.ROOT,
            "searched for in %,d values and not found, by a detector that finds %s in tests",
            search.values(),
            recall(search))
        + (types == null ? "" : ", but knows only some types: " + types)
        + (search.unreadRows() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d rows could not be read", search.unreadRows()))
        + (search.missingPeople() == 0
            ? ""
            : "; "
                + ReportWords.people(search.missingPeople())
                + " whose data the vendor had"
                + (search.missingPeople() == 1 ? " is" : " are")
                + " not in this file");
  }

  private static String recall(Searched search) {
    return search.samples() == 0
        ? String.format(Locale.ROOT, "%.1f %% of them", search.recall() * 100)
        : String.format(
            Locale.ROOT,
            "%,d of %,d",
            Math.round(search.recall() * search.samples()),
            search.samples());
  }

  /// The absences that a data set and the ledger allow to state. A category that stands in the data
  /// in any form has none. Signs of traffic past Firebreak, or from before it, or from before the
  /// last erasure, end the second ground for all.
  static List<AbsenceFinding> of(
      Assessment assessment, LedgerStatement ledger, ReconciliationFigures compared) {
    boolean vouches = ledger.doubts(assessment, compared).isEmpty();
    List<AbsenceFinding> findings = new ArrayList<>();
    for (DataCategory category : DataCategory.values()) {
      if (NOT_PERSONAL.contains(category) || isPresent(assessment, category)) {
        continue;
      }
      Optional<Searched> searched =
          Optional.ofNullable(assessment.searches().get(category))
              .filter(search -> search.detections() == 0 && search.valuesSearched() > 0)
              .map(search ->
                  new Searched(
                      search.valuesSearched(),
                      search.recall(),
                      search.samples(),
                      assessment.rowsRejected(),
                      compared.people(ReconciledPerson.Cause.MISSING)));
      Optional<Instant> neverSent =
          vouches && ledger.neverSent(category) ? ledger.vouchesSince() : Optional.empty();
      if (searched.isPresent() || neverSent.isPresent()) {
        findings.add(new AbsenceFinding(category, searched, neverSent));
      }
    }
    return List.copyOf(findings);
  }

  private static boolean isPresent(Assessment assessment, DataCategory category) {
    Assessment.CategoryExposure exposure = assessment.categories().get(category);
    Assessment.Search search = assessment.searches().get(category);
    boolean exposed = exposure != null && exposure.people() > 0;
    boolean detected = search != null && search.detections() > 0;
    boolean mapped =
        assessment.fields().stream()
            .anyMatch(
                field -> field.values() > 0 && field.category().equals(Optional.of(category)));
    return exposed || detected || mapped;
  }
}
