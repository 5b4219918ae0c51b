package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.SeverityInput;
import java.time.Instant;

/// What follows from a data set that was read: absences, severity, risk. Nothing here looks at a
/// person again; it works on what reading counted.
///
/// @param task the files and what is known of their fate
/// @param reading what was read
/// @param ledger what the ledger says about the vendor
/// @param tally the people, counted while they were sealed
record FindingsJudgment(
    Assessments.Task task,
    DataSetReader.Reading reading,
    LedgerStatement ledger,
    PeopleTally tally) {

  Findings findings(int version, Instant madeAt, double machineSeconds) {
    Assessment read = reading.assessment();
    Findings.People people = tally.people(read.found(), read.ambiguous(), read.unresolved());
    EnisaSeverity severity = severity(people);
    Findings.Phishing phishing = tally.phishing();
    return new Findings(
        version,
        madeAt,
        new Findings.DataRead(
            read.originals(),
            read.rowsRead(),
            read.rowsRejected(),
            read.rejected(),
            read.fields(),
            new Findings.EventSpan(read.firstEventMillis(), read.lastEventMillis(), machineSeconds),
            ledger),
        people,
        read.categories(),
        AbsenceFinding.of(read, ledger),
        new Findings.Risk(
            read.risk(),
            reading.attacks(),
            severity,
            phishing,
            RiskJudgment.of(severity, phishing)));
  }

  private EnisaSeverity severity(Findings.People people) {
    long clear = 0;
    long generalized = 0;
    long tokenized = 0;
    for (var entry : reading.assessment().categories().entrySet()) {
      long bit = entry.getKey().mask();
      clear |= entry.getValue().peopleClear() > 0 ? bit : 0;
      generalized |= entry.getValue().peopleGeneralized() > 0 ? bit : 0;
      tokenized |= entry.getValue().peopleTokenized() > 0 ? bit : 0;
    }
    double identified =
        reading.attacks().stream()
            .filter(AttackFigures::publicKnowledge)
            .mapToDouble(AttackFigures::share)
            .max()
            .orElse(0);
    return EnisaSeverity.of(
        new SeverityInput(
            clear,
            generalized,
            tokenized,
            people.total(),
            people.shareDirect(),
            Math.min(1, identified),
            reading.assessment().risk().shareUnique(),
            task.circumstances(),
            task.context()));
  }
}
