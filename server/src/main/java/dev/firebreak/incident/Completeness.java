package dev.firebreak.incident;

import dev.firebreak.assessment.PlantedRecords.Planted;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.risk.BinomialInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How complete the vendor's file is, as far as planted records and the ledger tell. Immutable.
///
/// @param planted records that the company planted at the vendor
/// @param counted those of them that were sent before the access ended
/// @param found those of the counted that the file has
/// @param share the 95 % interval of the share of records that the file has (Clopper-Pearson);
///   empty where nothing was planted in time
/// @param ledgerPeople people whom the vendor got in the file's time, by the ledger; 0 without one
/// @param ledgerFound those of them whom the file has
public record Completeness(
    long planted,
    long counted,
    long found,
    Optional<BinomialInterval> share,
    long ledgerPeople,
    long ledgerFound) {
  /// Nothing is known.
  public static final Completeness UNKNOWN = new Completeness(0, 0, 0, Optional.empty(), 0, 0);

  /// The confidence of the interval.
  public static final double CONFIDENCE = 0.95;

  private static final List<String> ASSUMPTIONS =
      List.of(
          "the planted records look like all others to the vendor and to the thief, and each was"
              + " kept or lost for itself: one that is missing with a whole file says more than"
              + " one",
          "each was received by the vendor when it was sent",
          "none was deleted there before the access ended: what is older than the vendor's"
              + " retention should not be on the list");

  /// @param accessEnded what was sent later the file need not have
  static Completeness of(
      List<Planted> records, Instant accessEnded, ReconciliationFigures compared) {
    List<Planted> counted =
        records.stream()
            .filter(record -> record.sentMillis() <= accessEnded.toEpochMilli())
            .toList();
    long found = counted.stream().filter(Planted::found).count();
    return new Completeness(
        records.size(),
        counted.size(),
        found,
        counted.isEmpty()
            ? Optional.empty()
            : Optional.of(BinomialInterval.clopperPearson(found, counted.size(), CONFIDENCE)),
        compared.both() + compared.people(ReconciledPerson.Cause.MISSING),
        compared.both());
  }

  /// True where a planted record should be in the file and is not.
  public boolean lacks() {
    return found < counted;
  }

  /// What is known and on which assumptions.
  public List<String> words() {
    List<String> words = new ArrayList<>();
    share.ifPresentOrElse(
        interval -> {
          words.add(
              String.format(
                  Locale.ROOT,
                  "The file has %,d of %,d planted records that were sent before the access ended:"
                      + " with 95 %% confidence it has %.1f %% to %.1f %% of all such records"
                      + " (Clopper-Pearson).",
                  found,
                  counted,
                  interval.low() * 100,
                  interval.high() * 100));
          ASSUMPTIONS.forEach(assumption -> words.add("Assumed: " + assumption + "."));
        },
        () ->
            words.add(
                "How complete the file is, is not known: "
                    + (planted == 0
                        ? "no planted records were given."
                        : "all planted records were sent after the access had ended.")));
    if (ledgerPeople > 0) {
      words.add(
          String.format(
              Locale.ROOT,
              "Of %,d people whom the vendor got in the file's time, by the ledger, the file has"
                  + " %,d.",
              ledgerPeople,
              ledgerFound));
    }
    return List.copyOf(words);
  }
}
