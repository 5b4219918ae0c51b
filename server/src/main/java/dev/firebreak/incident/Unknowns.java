package dev.firebreak.incident;

import dev.firebreak.duty.DutyFinding;
import dev.firebreak.duty.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is not known about an incident and would change what is said of it, in sentences.
final class Unknowns {
  /// Facts of every incident. Other moments are missed only by a duty whose clock they start.
  private static final List<Moment> FACTS =
      List.of(Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.VENDOR_AWARE, Moment.CONTAINED);

  private Unknowns() {}

  static List<String> of(IncidentResult result) {
    List<String> sentences = new ArrayList<>();
    if (result.findings().isPresent()) {
      ofFindings(sentences, result.findings().get());
    } else {
      sentences.add("What is in the data set, and about whom: none was read yet.");
    }
    moments(sentences, result);
    int questions = result.duties().openQuestions().size();
    if (questions > 0) {
      sentences.add(
          ReportWords.count(questions, "answer")
              + " about the company or the incident that would make duties clear.");
    }
    return List.copyOf(sentences);
  }

  private static void ofFindings(List<String> sentences, Findings findings) {
    Findings.People people = findings.people();
    if (findings.data().rowsRejected() > 0) {
      sentences.add(
          "What stands in "
              + ReportWords.count(findings.data().rowsRejected(), "row")
              + " that could not be read.");
    }
    if (people.ambiguous() > 0) {
      sentences.add(
          "Which of several accounts "
              + ReportWords.people(people.ambiguous())
              + " in the data set belong to.");
    }
    if (people.unresolved() > 0) {
      sentences.add(
          "Who "
              + ReportWords.people(people.unresolved())
              + " without an account are, beyond the identifiers in the data set.");
    }
    if (people.residences().unknown() > 0) {
      sentences.add("Where " + ReportWords.people(people.residences().unknown()) + " live.");
    }
    if (findings.unexplainedFields() > 0) {
      sentences.add(
          "What "
              + ReportWords.count(findings.unexplainedFields(), "field")
              + " of the data mean.");
    }
    if (findings.data().ledger().knowsSince().isEmpty()) {
      sentences.add("What else the vendor holds: no ledger knows what it was sent.");
    }
    if (!findings.data().ledgerDoubts().isEmpty()) {
      sentences.add("What reached the vendor past our ledger.");
    }
  }

  private static void moments(List<String> sentences, IncidentResult result) {
    Set<Moment> wanted = EnumSet.copyOf(FACTS);
    result.duties().in(DutyFinding.Status.OWED).stream()
        .filter(standing -> standing.finding().metAt().isEmpty())
        .filter(standing -> standing.finding().deadline().startedAt().isEmpty())
        .forEach(standing -> wanted.addAll(standing.finding().duty().clock().start().on()));
    wanted.removeAll(result.recorded().moments().keySet());
    wanted.removeIf(Moment::isOfDuty);
    if (result.findings().isEmpty()) {
      wanted.remove(Moment.AFFECTED_LIST_COMPLETE);
    }
    if (!wanted.isEmpty()) {
      sentences.add(
          "When "
              + Arrays.stream(Moment.values())
                  .filter(wanted::contains)
                  .map(Moment::words)
                  .collect(Collectors.joining("; when "))
              + ".");
    }
  }
}
