package dev.firebreak.incident;

import dev.firebreak.assessment.ReconciledPerson.Cause;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The comparison with the ledger in sentences: numbers and kinds, nobody's values.
public final class ReconciliationWords {
  private ReconciliationWords() {}

  /// What was compared, then what the file lacks, then what the ledger does not know.
  public static List<String> of(ReconciliationFigures figures) {
    if (!figures.compared()) {
      return List.of(
          "Not compared: the ledger never saw this vendor, so it makes no statement for this"
              + " period.");
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "The ledger and the file both have %,d people; of %,d of them one side has kinds of"
                + " data that the other lacks.",
            figures.both(),
            figures.differing()));
    missing(figures, sentences);
    unknown(figures, sentences);
    sentences.add(
        String.format(
            Locale.ROOT,
            "Of %,d organizations %,d have such members; %,d stand in the ledger alone, %,d in the"
                + " file alone.",
            figures.organizations().compared(),
            figures.organizations().differing(),
            figures.organizations().ledgerOnly(),
            figures.organizations().fileOnly()));
    return List.copyOf(sentences);
  }

  private static void missing(ReconciliationFigures figures, List<String> sentences) {
    people(
        figures,
        Cause.MISSING,
        "%,d people are not in the file although the vendor got their data in its time: the file is"
            + " incomplete, or it was deleted at the vendor.",
        sentences);
    people(
        figures,
        Cause.BEFORE_FILE,
        "%,d people are not in the file because all we sent of them is older than its first event:"
            + " the vendor's retention, or a narrower export.",
        sentences);
    people(
        figures,
        Cause.AFTER_FILE,
        "%,d people are not in the file because all we sent of them is later than its last event.",
        sentences);
    people(
        figures,
        Cause.AFTER_ACCESS,
        "%,d people are not in the file because all we sent of them was sent after the access had"
            + " ended.",
        sentences);
    kinds(
        "Kinds that the vendor got in the file's time and that the file lacks (people): ",
        figures.missing(),
        sentences);
    kinds("Kinds that it got at other times only (people): ", figures.outside(), sentences);
  }

  private static void unknown(ReconciliationFigures figures, List<String> sentences) {
    people(
        figures,
        Cause.UNKNOWN,
        "%,d people of the file are unknown to the ledger: their data went past Firebreak, or the"
            + " vendor has it from elsewhere.",
        sentences);
    people(
        figures,
        Cause.BEFORE_LEDGER,
        "%,d people of the file have rows only from before the ledger.",
        sentences);
    people(
        figures,
        Cause.MENTIONED,
        "%,d people unknown to the ledger are only mentioned in rows about others.",
        sentences);
    kinds("Kinds that the file has and the ledger does not (people): ", figures.added(), sentences);
    kinds(
        "Kinds that stand in clear and only ever went out as tokens (people): ",
        figures.clearer(),
        sentences);
  }

  private static void people(
      ReconciliationFigures figures, Cause cause, String words, List<String> sentences) {
    long people = figures.people(cause);
    if (people > 0) {
      String text = String.format(Locale.ROOT, words, people);
      sentences.add(
          people == 1
              ? text.replaceFirst("people are", "person is").replaceFirst("people", "person")
              : text);
    }
  }

  private static void kinds(String lead, Map<DataCategory, Long> counts, List<String> sentences) {
    if (!counts.isEmpty()) {
      sentences.add(
          lead
              + counts.entrySet().stream()
                  .map(entry ->
                      CategoryWords.of(entry.getKey())
                          + " "
                          + String.format(Locale.ROOT, "%,d", entry.getValue()))
                  .collect(Collectors.joining("; "))
              + ".");
    }
  }
}
