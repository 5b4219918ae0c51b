package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.EmailRules;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.DisclosedPayloads;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.SeverityInput;
import dev.firebreak.taxonomy.Masks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Measures on values what a drill says of them. Plaintext exists in a work folder meanwhile and is
/// gone afterwards, also when it failed. Tokens are not resolved: nobody's name is needed.
/// Thread-safe.
final class DrillMeasurement {
  /// The most messages of the journal that one drill measures.
  static final long JOURNAL_ROWS_MAX = 20_000_000;

  private final Installation installation;
  private final DataSetReader reader;

  DrillMeasurement(Installation installation, DataSetReader reader) {
    this.installation = installation;
    this.reader = reader;
  }

  /// What is known beforehand.
  ///
  /// @param people whom the ledger counts
  /// @param disclosed what the ledger says the vendor has, which may be more than the data shows
  /// @param accounts the accounts directory
  /// @param trial is given everybody in the data; empty for nobody
  record Known(
      long people, Masks disclosed, Optional<Path> accounts, Optional<PolicyTrial> trial) {}

  /// @throws FirebreakException INPUT_UNREADABLE where the files hold no row
  Drill.Measured ofExport(List<Path> files, Known known) throws IOException {
    try (WorkFolder work = workFolder()) {
      Drill.Measured measured = measure(files, Drill.Basis.EXPORT, 0, known, work.path());
      if (measured.source().rowsRead() == measured.source().rowsRejected()) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE,
            "the export is empty or holds no row that could be read; nothing can be measured on"
                + " it");
      }
      return measured;
    }
  }

  /// Empty where the journals hold nothing about people that the vendor has.
  Optional<Drill.Measured> ofJournal(List<BindingDelivery> deliveries, Known known)
      throws IOException {
    try (WorkFolder work = workFolder()) {
      Path file = work.path().resolve("journal.ndjson");
      long missing = 0;
      long rows;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
        ExportShape shape = new ExportShape(out);
        for (BindingDelivery delivery : deliveries) {
          missing += write(delivery, shape);
        }
        rows = shape.rows();
      }
      return rows == 0
          ? Optional.empty()
          : Optional.of(measure(List.of(file), Drill.Basis.JOURNAL, missing, known, work.path()));
    }
  }

  private static long write(BindingDelivery delivery, ExportShape shape) throws IOException {
    long[] beyond = new long[1];
    long missing =
        new DisclosedPayloads(delivery)
            .forEach((kind, payload) -> {
              if (shape.rows() < JOURNAL_ROWS_MAX) {
                shape.write(kind, payload);
              } else {
                beyond[0]++;
              }
            });
    return missing + beyond[0];
  }

  private Drill.Measured measure(
      List<Path> files, Drill.Basis basis, long missing, Known known, Path work)
      throws IOException {
    DataSetReader.Reading reading =
        reader.read(
            new AssessmentRequest(
                files,
                known.accounts(),
                TokenLookup.NONE,
                known.disclosed().disclosed(),
                Files.createDirectory(work.resolve("work")),
                Files.createDirectory(work.resolve("result")),
                Conduct.plain()));
    Assessment read = reading.assessment();
    PeopleTally tally = new PeopleTally(read.lastEventMillis());
    reading
        .people()
        .forEach(person -> {
          tally.add(person);
          known.trial().ifPresent(trial -> trial.add(masks(person)));
        });
    Findings.People people = tally.people(read, EmailRules.EXACT);
    Masks forms = masks(read);
    EnisaSeverity severity = severity(read, people, tally, forms.union(known.disclosed()), known);
    return new Drill.Measured(
        new Drill.Source(basis, read.rowsRead(), read.rowsRejected(), missing),
        forms,
        people,
        read.risk(),
        severity,
        RiskJudgment.of(severity, tally.phishing()),
        Findings.unexplained(read.fields()));
  }

  /// No attacker is tried in a drill.
  private static EnisaSeverity severity(
      Assessment read, Findings.People people, PeopleTally tally, Masks masks, Known known) {
    return EnisaSeverity.of(
        new SeverityInput(
            new SeverityInput.Held(
                masks, Math.max(people.total(), known.people()), tally.shareByKind()),
            new SeverityInput.Shares(
                people.shareDirect(), OptionalDouble.empty(), read.risk().unique()),
            SeverityInput.Circumstances.STOLEN,
            List.of()));
  }

  private static Masks masks(PersonExposure person) {
    return new Masks(person.clear(), person.generalized(), person.tokenized(), 0);
  }

  private static Masks masks(Assessment read) {
    Masks masks = Masks.NONE;
    for (var entry : read.categories().entrySet()) {
      masks = masks.union(entry.getValue().masks(entry.getKey()));
    }
    return masks;
  }

  /// A temporary folder is its owner's alone (mode 0700).
  private WorkFolder workFolder() throws IOException {
    return new WorkFolder(Files.createTempDirectory(installation.directory().work(), "drill-"));
  }
}
