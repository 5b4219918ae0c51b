package dev.firebreak.incident;

import dev.firebreak.assessment.ReconciledPerson.Cause;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
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
        "The ledger and the file both have "
            + ReportWords.people(figures.both())
            + "; of "
            + ReportWords.number(figures.differing())
            + " of them one side has kinds of data that the other lacks.");
    missing(figures, sentences);
    unknown(figures, sentences);
    sentences.add(
        "Of "
            + ReportWords.count(figures.organizations().compared(), "organization")
            + " "
            + ReportWords.number(figures.organizations().differing())
            + (figures.organizations().differing() == 1 ? " has" : " have")
            + " such members; in the ledger alone: "
            + ReportWords.number(figures.organizations().ledgerOnly())
            + ", in the file alone: "
            + ReportWords.number(figures.organizations().fileOnly())
            + ".");
    return List.copyOf(sentences);
  }

  private static void missing(ReconciliationFigures figures, List<String> sentences) {
    people(
        figures,
        Cause.MISSING,
        Who.ARE,
        " not in the file although the vendor got their data in its time: the file is incomplete,"
            + " or it was deleted at the vendor.",
        sentences);
    people(
        figures,
        Cause.BEFORE_FILE,
        Who.ARE,
        " not in the file because all we sent of them is older than its first event: the vendor's"
            + " retention, or a narrower export.",
        sentences);
    people(
        figures,
        Cause.AFTER_FILE,
        Who.ARE,
        " not in the file because all we sent of them is later than its last event.",
        sentences);
    people(
        figures,
        Cause.AFTER_ACCESS,
        Who.ARE,
        " not in the file because all we sent of them was sent after the access had ended.",
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
        Who.OF_THE_FILE_ARE,
        " unknown to the ledger: their data went past Firebreak, or the vendor has it from"
            + " elsewhere.",
        sentences);
    people(
        figures,
        Cause.BEFORE_LEDGER,
        Who.OF_THE_FILE_HAVE,
        " rows only from before the ledger.",
        sentences);
    people(
        figures,
        Cause.MENTIONED,
        Who.UNKNOWN_ARE,
        " only mentioned in rows about others.",
        sentences);
    kinds("Kinds that the file has and the ledger does not (people): ", figures.added(), sentences);
    kinds(
        "Kinds that stand in clear and only ever went out as tokens (people): ",
        figures.clearer(),
        sentences);
  }

  /// Whom a sentence is about, with its verb for one person and for several.
  private enum Who {
    ARE(" is", " are"),
    OF_THE_FILE_ARE(" of the file is", " of the file are"),
    OF_THE_FILE_HAVE(" of the file has", " of the file have"),
    UNKNOWN_ARE(" unknown to the ledger is", " unknown to the ledger are");

    private final String one;
    private final String several;

    Who(String one, String several) {
      this.one = one;
      this.several = several;
    }
  }

  private static void people(
      ReconciliationFigures figures, Cause cause, Who who, String rest, List<String> sentences) {
    long people = figures.people(cause);
    if (people > 0) {
      sentences.add(ReportWords.people(people) + (people == 1 ? who.one : who.several) + rest);
    }
  }

  private static void kinds(String lead, Map<DataCategory, Long> counts, List<String> sentences) {
    if (!counts.isEmpty()) {
      sentences.add(
          lead
              + counts.entrySet().stream()
                  .map(entry ->
                      CategoryWords.of(entry.getKey()) + " " + ReportWords.number(entry.getValue()))
                  .collect(Collectors.joining("; "))
              + ".");
    }
  }
}
