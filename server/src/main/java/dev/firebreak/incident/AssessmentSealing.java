package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentStage;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Seals what reading a data set gave, and on the way counts its people and compares them with the
/// ledger. Confined to one thread.
///
/// @param version that is being made
record AssessmentSealing(
    Installation installation, FindingsArchive archive, Incident incident, int version) {
  private static final int PEOPLE_BETWEEN_LOOKS = 10_000;

  /// What was counted while the people were sealed.
  ///
  /// @param expected what the data set was expected to hold
  record Tallied(PeopleTally people, ReconciliationFigures ledger, Expectation expected) {}

  /// What is known beside the data set.
  ///
  /// @param until what was disclosed later does not count
  /// @param accessEnded empty where nobody knows
  record Around(LedgerStatement ledger, Instant until, Optional<Instant> accessEnded) {}

  /// Seals something else before the people.
  @FunctionalInterface
  interface First {
    void seal() throws IOException;
  }

  Tallied people(
      DataSetReader.Reading reading,
      Assessments.Task task,
      Around around,
      Path workFolder,
      First first)
      throws IOException {
    Assessment read = reading.assessment();
    task.conduct().progress().at(AssessmentStage.SEAL, 0, read.rowsRead());
    first.seal();
    archive.sealOrganizations(incident.id(), version, reading.organizations());
    PeopleTally tally = new PeopleTally(read.lastEventMillis());
    try (LedgerComparison comparison =
        LedgerComparison.open(
            installation,
            incident,
            around.ledger(),
            read,
            around.until(),
            task.accounts(),
            workFolder)) {
      people(reading, task.conduct(), tally, comparison);
      return new Tallied(
          tally,
          comparison.seal(archive, incident.id(), version),
          new Expectation(
              Expectation.policies(installation.config(), incident.vendor()),
              around.accessEnded(),
              installation.clock().instant(),
              around.ledger().firstEvent()));
    }
  }

  private void people(
      DataSetReader.Reading reading,
      Conduct conduct,
      PeopleTally tally,
      LedgerComparison comparison)
      throws IOException {
    Assessment read = reading.assessment();
    double people = Math.max(1, read.found() + read.ambiguous() + read.unresolved());
    long[] count = {0};
    archive.sealPeople(
        incident.id(),
        version,
        consumer ->
            new ReadAhead<>(reading.people())
                .forEach(person -> {
                  if (++count[0] % PEOPLE_BETWEEN_LOOKS == 0) {
                    conduct.cancellation().check();
                    conduct.progress().at(AssessmentStage.SEAL, count[0] / people, read.rowsRead());
                  }
                  tally.add(person);
                  comparison.add(person);
                  consumer.accept(person);
                }),
        read.lastEventMillis());
  }
}
