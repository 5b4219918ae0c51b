package dev.firebreak.history;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.AssessedDataSet;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.DisclosureHistory;
import dev.firebreak.assessment.MappingInput;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.AuditedTokenLookup;
import dev.firebreak.incident.WorkFolder;
import dev.firebreak.installation.Installation;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Takes history from before Firebreak into the ledger, out of a vendor's own export; ADR 28 has
/// the rules. The export is read as a stolen data set is, with the same limits and rejections;
/// plaintext lies in a work folder meanwhile and is gone afterwards, also after a failure.
///
/// An import that was interrupted is run again: what it had brought stays, and is not brought
/// twice. Thread-safe; one import at a time, another is refused.
public final class HistoryImport {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Installation installation;
  private final DataSetAssessor assessor;
  private final ImportStore imports;

  public HistoryImport(Installation installation, DataSetAssessor assessor) {
    this.installation = installation;
    this.assessor = assessor;
    imports = new ImportStore(installation.control());
  }

  /// What is to be imported.
  ///
  /// @param files the export
  /// @param accounts the accounts directory; empty where there is none
  /// @param encoding of texts without a mark; empty to find out
  /// @param reason why; it is kept
  /// @param tried true to add nothing
  public record Task(
      VendorId vendor,
      List<Path> files,
      Optional<Path> accounts,
      Optional<Charset> encoding,
      String reason,
      boolean tried) {
    public Task {
      files = List.copyOf(files);
    }
  }

  /// What came of it.
  ///
  /// @param read what reading the export told
  /// @param history with its outcome; of a task that was only tried, what it would have been
  /// @param again true where the same files had been imported before, so that nothing was added
  public record Result(Assessment read, ImportedHistory history, boolean again) {}

  /// Imports, or only tries.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where no row could be read, and as an assessment
  public Result run(ConfirmedOperator operator, Task task, Conduct conduct) throws IOException {
    if (!operator.role().includes(Role.RESPONDER)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "an import needs the role responder or higher");
    }
    if (!ONE_AT_A_TIME.tryLock()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "another import goes on; wait for its end and try again");
    }
    try {
      audit(operator, task, "LedgerImportBegun", Map.of("reason", task.reason()));
      return read(operator, task, conduct);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private Result read(ConfirmedOperator operator, Task task, Conduct conduct) throws IOException {
    try (WorkFolder work =
            new WorkFolder(Files.createTempDirectory(installation.directory().work(), "import-"));
        AssessedDataSet read = assessor.openForHistory(request(operator, task, work, conduct))) {
      return take(operator, task, read);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private AssessmentRequest request(
      ConfirmedOperator operator, Task task, WorkFolder work, Conduct conduct) throws IOException {
    return new AssessmentRequest(
            task.files(),
            task.accounts(),
            new AuditedTokenLookup(
                installation.keys(),
                installation.audit(),
                operator.name(),
                subject(task.vendor()),
                "import of history: " + task.reason()),
            0,
            Files.createDirectory(work.path().resolve("work")),
            Files.createDirectory(work.path().resolve("result")),
            conduct)
        .with(MappingInput.NONE.with(task.encoding()));
  }

  private Result take(ConfirmedOperator operator, Task task, AssessedDataSet data)
      throws IOException {
    Assessment read = data.assessment();
    if (read.rowsRead() == read.rowsRejected()) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "the export is empty or holds no row that could be read; nothing was imported");
    }
    ImportedHistory history = begun(operator, task, read);
    Optional<ImportedHistory> before =
        imports.of(task.vendor()).stream()
            .filter(each -> each.id().equals(history.id()) && each.finishedAt().isPresent())
            .findFirst();
    if (before.isPresent()) {
      return new Result(read, before.get(), true);
    }
    if (!task.tried()) {
      imports.begin(history);
    }
    ImportedHistory done =
        history.finished(installation.clock().instant(), add(history, task.tried(), data));
    if (!task.tried()) {
      audit(operator, task, "LedgerImported", details(done));
      imports.finish(done);
    }
    return new Result(read, done, false);
  }

  private ImportedHistory begun(ConfirmedOperator operator, Task task, Assessment read) {
    String sha256 = SourceFiles.sha256Of(read.originals());
    return new ImportedHistory(
        ImportedHistory.id(task.vendor(), sha256),
        task.vendor(),
        sha256,
        read.originals().stream()
            .map(file -> new ImportedHistory.File(file.name(), file.bytes(), file.sha256()))
            .toList(),
        operator.name(),
        task.reason(),
        installation.clock().instant(),
        Optional.empty(),
        Optional.empty(),
        shown(read));
  }

  private ImportOutcome add(ImportedHistory history, boolean tried, AssessedDataSet data)
      throws IOException {
    installation.deliveries().feedLedger();
    Optional<Instant> own = installation.ledger().knowsSince(history.vendor());
    HistoryFacts facts =
        new HistoryFacts(
            history,
            new HistoryFacts.Terms(
                installation.keys().subjectKeyring(),
                known(history),
                installation.deliveries().suppressions(),
                installation.ledger().heldFrom(history.vendor()),
                own.map(since -> since.minusMillis(1)).orElse(history.begunAt()),
                installation.ledger().watermark(history.source())),
            batch -> {
              if (!tried) {
                installation.ledger().append(batch);
              }
            });
    new DisclosureHistory(data)
        .forEach(own.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE), facts::add);
    return facts.end(data.assessment().rowsRejected());
  }

  private KnownHistory known(ImportedHistory history) throws IOException {
    KnownHistory known = new KnownHistory(history.policyVersion(), KnownHistory.Bounds.DEFAULT);
    installation.ledger().forEach(history.vendor(), Optional.empty(), Optional.empty(), known::add);
    return known;
  }

  /// The categories that the export shows of anybody.
  private static Masks shown(Assessment read) {
    Masks masks = Masks.NONE;
    for (Map.Entry<DataCategory, Assessment.CategoryExposure> entry :
        read.categories().entrySet()) {
      masks = masks.union(entry.getValue().masks(entry.getKey()));
    }
    return masks;
  }

  private static Map<String, String> details(ImportedHistory history) {
    ImportOutcome outcome = history.outcome().orElseThrow();
    return Map.of(
        "files", history.sha256(),
        "facts", Long.toString(outcome.facts()),
        "people", Long.toString(outcome.people()),
        "rows", Long.toString(outcome.taken()));
  }

  private void audit(
      ConfirmedOperator operator, Task task, String action, Map<String, String> details) {
    installation.audit().append(operator.name(), action, subject(task.vendor()), details);
  }

  private static String subject(VendorId vendor) {
    return "vendor:" + vendor;
  }
}
