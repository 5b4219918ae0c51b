package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.SeverityInput;
import dev.firebreak.taxonomy.Masks;
import java.time.Instant;

/// What follows from a data set that was read: absences, severity, risk. Nothing here looks at a
/// person again; it works on what reading counted.
///
/// @param task the files and what is known of their fate
/// @param reading what was read
/// @param ledger what the ledger says about the vendor
/// @param tallied what was counted while the people were sealed
/// @param convertedVersion the version that has the data's converted rows; 0 where none has
record FindingsJudgment(
    Assessments.Task task,
    DataSetReader.Reading reading,
    LedgerStatement ledger,
    AssessmentSealing.Tallied tallied,
    int convertedVersion) {

  Findings findings(int version, Instant madeAt, double machineSeconds) {
    Assessment read = reading.assessment();
    PeopleTally tally = tallied.people();
    Findings.People people = tally.people(read, task.rules().emailRules());
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
            read.rejectedByReason(),
            read.fields(),
            new Findings.EventSpan(read.firstEventMillis(), read.lastEventMillis(), machineSeconds),
            ledger,
            ledger.doubts(read, tallied.ledger()),
            MappingUsed.of(convertedVersion, read.fields())),
        people,
        read.categories(),
        AbsenceFinding.of(read, ledger, tallied.ledger()),
        new Findings.Risk(
            read.risk(),
            reading.attacks(),
            reading.traces(),
            severity,
            phishing,
            RiskJudgment.of(severity, phishing)),
        new Findings.Crosscheck(
            tallied.ledger(),
            Surprises.of(read, reading.observed().hours(), tallied.expected()),
            Completeness.of(
                reading.observed().planted(),
                tallied.expected().accessEnded().orElse(tallied.expected().now()),
                tallied.ledger())));
  }

  private EnisaSeverity severity(Findings.People people) {
    Masks masks = Masks.NONE;
    for (var entry : reading.assessment().categories().entrySet()) {
      masks = masks.union(entry.getValue().masks(entry.getKey()));
    }
    return EnisaSeverity.of(
        new SeverityInput(
            new SeverityInput.Held(masks, people.total(), tallied.people().shareByKind()),
            new SeverityInput.Shares(
                people.shareDirect(),
                AttackFigures.bestPublicShare(reading.attacks()),
                reading.assessment().risk().unique()),
            task.circumstances(),
            task.context()));
  }
}
