package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSet;
import dev.firebreak.assessment.MappingInput;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.ReconciledOrganization;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.RejectedRows;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.risk.SeverityInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Says who is affected by an incident: from the ledger before any file, then from each file that
/// is handed over. Originals and results are sealed; plaintext exists in a work folder only while
/// an assessment runs and is gone afterwards, also when it failed. Thread-safe; one assessment of
/// one incident at a time.
public final class Assessments {
  private final Installation installation;
  private final Incidents incidents;
  private final FindingsArchive archive;
  private final Custody custody;
  private final KeptKnowledge knowledge;
  private final Duration worthSealing;

  /// @param installation whose ledger, keys and data directory are used
  /// @param incidents where incidents are kept
  public Assessments(Installation installation, Incidents incidents) {
    this(installation, incidents, AssessmentCheckpoints.WORTH_SEALING);
  }

  /// @param worthSealing work that took so long is kept for one who resumes
  Assessments(Installation installation, Incidents incidents, Duration worthSealing) {
    this.worthSealing = worthSealing;
    this.installation = installation;
    this.incidents = incidents;
    archive = new FindingsArchive(installation);
    custody = new Custody(installation);
    knowledge = new KeptKnowledge(new IncidentVault(installation));
  }

  /// The files of an assessment and what to read them with.
  ///
  /// @param files as handed over
  /// @param accounts the accounts directory; empty where there is none
  /// @param rules how they are understood
  /// @param reader what reads them
  /// @param circumstances what happened to the data, for the severity
  /// @param context shifts of the kind of data that a person decided
  /// @param conduct who is told how far it is, and who may end it
  public record Task(
      List<Path> files,
      Optional<Path> accounts,
      AssessmentRules rules,
      DataSetReader reader,
      SeverityInput.Circumstances circumstances,
      List<SeverityInput.ContextShift> context,
      Conduct conduct) {
    public Task {
      files = List.copyOf(files);
      context = List.copyOf(context);
    }

    /// The same understood otherwise.
    public Task with(AssessmentRules other) {
      return new Task(files, accounts, other, reader, circumstances, context, conduct);
    }

    /// The same conducted otherwise.
    Task with(Conduct other) {
      return new Task(files, accounts, rules, reader, circumstances, context, other);
    }

    Task withoutFiles() {
      return new Task(List.of(), accounts, rules, reader, circumstances, context, conduct);
    }

    /// Data that an outsider copied, without shifts.
    ///
    /// @param progress told the stage and the rows so far
    public static Task stolen(
        List<Path> files,
        Optional<Path> accounts,
        DataSetReader reader,
        BiConsumer<String, Long> progress) {
      return stolen(files, accounts, reader, Conduct.telling(progress));
    }

    /// As above.
    public static Task stolen(
        List<Path> files, Optional<Path> accounts, DataSetReader reader, Conduct conduct) {
      return new Task(
          files,
          accounts,
          AssessmentRules.DEFAULT,
          reader,
          SeverityInput.Circumstances.STOLEN,
          List.of(),
          conduct);
    }
  }

  /// Makes the provisional list from the ledger; an earlier one is replaced.
  public ProvisionalList provisional(
      ConfirmedOperator operator, String id, Optional<Path> accounts) {
    Incidents.require(operator, Role.RESPONDER);
    Incident incident = incidents.getOpen(id);
    long startNanos = System.nanoTime();
    Instant until = until(id);
    archive.audit(operator.name(), "ProvisionalListMade", id, Map.of("until", until.toString()));
    try (WorkFolder work = archive.workFolder(id)) {
      ProvisionalSearch search = new ProvisionalSearch();
      search.readLedger(installation.ledger(), incident.vendor(), until);
      archive.sealPeople(
          id,
          FindingsArchive.PROVISIONAL,
          consumer -> {
            if (accounts.isPresent()) {
              search.nameAccounts(
                  accounts.get(), installation.keys().subjectKeyring(), work.path(), consumer);
            }
          });
      ProvisionalList list =
          search.list(
              installation.clock().instant(),
              until,
              new ProvisionalList.Sources(
                  installation.ledger().knowsSince(incident.vendor()),
                  accounts.isPresent(),
                  secondsSince(startNanos)));
      archive.add(operator, id, list);
      return list;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /// The provisional list made last.
  public Optional<ProvisionalList> provisional(String id) {
    return archive.provisional(id);
  }

  /// Reads the files and makes the next version of findings. Records when the data set was
  /// received, where nobody did, and when the affected list was complete: where every row was read.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where no row could be read, and what the reader
  ///   throws for files that it cannot use; nothing is kept
  public Findings assess(ConfirmedOperator operator, String id, Task task) {
    return assess(operator, id, task, "");
  }

  /// As [#assess], with what the operator says of where the files came from, for the chain of
  /// custody.
  public Findings assess(ConfirmedOperator operator, String id, Task task, String from) {
    Incidents.require(operator, Role.RESPONDER);
    return run(new Custody.Receipt(now(), operator, from), id, task, Start.FILES);
  }

  /// Goes on with an assessment of the same files that was cancelled or killed: stages that were
  /// finished and kept are not done again. The result is that of an assessment without a break.
  ///
  /// @throws FirebreakException NOT_FOUND where nothing was kept, or it was of something else
  public Findings resume(ConfirmedOperator operator, String id, Task task) {
    Incidents.require(operator, Role.RESPONDER);
    return run(new Custody.Receipt(now(), operator, ""), id, task, Start.RESUMED);
  }

  /// What an assessment begins with.
  ///
  /// @param before the version whose converted rows are read instead of files; 0 for files
  /// @param resumed whether it goes on with what was kept
  private record Start(int before, boolean resumed) {
    static final Start FILES = new Start(0, false);
    static final Start RESUMED = new Start(0, true);
  }

  /// Makes the next version of findings from the converted rows of the latest, by the mapping as it
  /// is now; the originals are not read. The task's files are not looked at. Outside knowledge that
  /// the task's reader does not have is that of the latest version.
  ///
  /// @throws FirebreakException NOT_FOUND where no converted rows were kept
  public Findings assessAgain(ConfirmedOperator operator, String id, Task task) {
    Incidents.require(operator, Role.RESPONDER);
    int converted = latest(id).map(l -> l.data().mapping().convertedVersion()).orElse(0);
    if (converted == 0) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "no converted rows of the incident were kept; name the stolen files instead of --again");
    }
    return run(new Custody.Receipt(now(), operator, ""), id, task, new Start(converted, false));
  }

  private synchronized Findings run(Custody.Receipt receipt, String id, Task task, Start start) {
    Incident incident = incidents.getOpen(id);
    int version = archive.latestVersion(id).orElse(0) + 1;
    try (WorkFolder work = archive.workFolder(id);
        StageLog log = new StageLog(id, task.conduct().progress())) {
      AssessmentPlan plan = new AssessmentPlan(task, archive.corrections(id), start.before());
      AssessmentCheckpoints checkpoints =
          archive.checkpoints(
              new AssessmentCheckpoints.Run(
                  id, version, work.path(), plan::digest, receipt.at(), receipt.from()),
              worthSealing);
      Custody.Receipt first = receipt;
      if (start.resumed()) {
        first = receipt.resumed(checkpoints.require());
      } else {
        checkpoints.forget();
      }
      Task given = start.before() == 0 ? task : task.withoutFiles();
      Conduct conduct = task.conduct().with(log).with(checkpoints);
      try {
        Attempt attempt = new Attempt(version, work.path(), checkpoints);
        return run(first, incident, given.with(conduct), start, attempt);
      } catch (FirebreakException e) {
        throw e.code() == ErrorCode.CANCELLED ? cancelled(checkpoints.isKept()) : e;
      }
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /// @param version that will be made
  /// @param work the folder for plaintext
  /// @param checkpoints where stages are kept
  private record Attempt(int version, Path work, AssessmentCheckpoints checkpoints) {}

  private Findings run(
      Custody.Receipt receipt, Incident incident, Task task, Start start, Attempt attempt)
      throws IOException {
    String id = incident.id();
    int version = attempt.version();
    long startNanos = System.nanoTime();
    LedgerStatement ledger = LedgerStatement.of(installation.ledger(), incident.vendor());
    SourceFiles files = start.before() == 0 ? SourceFiles.of(task.files()) : SourceFiles.NONE;
    AssessmentRequest request =
        new AssessmentRequests(installation, incident)
            .of(receipt.by(), task, ledger, mapping(id, start, task), attempt.work());
    DataSetReader reader = task.reader();
    if (start.before() != 0) {
      OutsideKnowledge kept = knowledge.restore(id, version - 1, attempt.work());
      reader = reader.with(reader.knowledge().or(kept));
    }
    DataSetReader.Reading reading = reader.read(request).requireRows();
    knowledge.keep(id, version, reader.knowledge());
    AssessmentSealing sealing = new AssessmentSealing(installation, archive, incident, version);
    AssessmentSealing.Tallied tallied =
        sealing.people(
            reading,
            task,
            new AssessmentSealing.Around(ledger, until(id), accessEnded(id)),
            attempt.work(),
            () -> originals(receipt, id, files, reading, attempt));
    boolean sealed =
        start.before() == 0
            && (attempt.checkpoints().hasConverted()
                || archive.sealConverted(id, version, attempt.work().resolve(DataSet.CONVERTED)));
    Findings findings =
        new FindingsJudgment(
                StatedSeverity.of(installation, incidents, id, task),
                reading,
                ledger,
                tallied,
                sealed ? version : start.before())
            .findings(version, now(), secondsSince(startNanos));
    if (start.before() == 0) {
      custody.record(id, version, findings.data().originals(), receipt);
    }
    task.conduct().cancellation().check();
    archive.add(receipt.by(), id, findings);
    attempt.checkpoints().forget();
    if (findings.data().rowsRejected() == 0) {
      incidents.recordSeen(id, Moment.AFFECTED_LIST_COMPLETE, now(), "findings version " + version);
    }
    return findings;
  }

  /// Seals what was handed over, where files were.
  private void originals(
      Custody.Receipt receipt,
      String id,
      SourceFiles files,
      DataSetReader.Reading reading,
      Attempt attempt)
      throws IOException {
    if (!files.files().isEmpty()) {
      recordReceipt(id, receipt.at(), files.files().size());
      custody.seal(id, attempt.version(), files, reading.assessment().originals());
    }
    custody.sealRejected(id, attempt.version(), attempt.work());
  }

  private static FirebreakException cancelled(boolean kept) {
    return new FirebreakException(
        ErrorCode.CANCELLED,
        kept
            ? "cancelled; the stages that were finished are sealed. The same command with --resume"
                + " goes on from there"
            : "cancelled before anything was worth keeping; nothing is left. Run the command"
                + " again");
  }

  private Instant now() {
    return installation.clock().instant();
  }

  /// Gives everybody of whom the ledger and a version differ to the consumer. The reading is in the
  /// audit log before it begins.
  ///
  /// @throws FirebreakException NOT_FOUND where the version was not compared
  public void reconciled(
      String actor, String id, int version, String reason, Consumer<ReconciledPerson> consumer) {
    archive.reconciled(actor, id, version, reason, consumer);
  }

  /// As [#reconciled], by organisation, those with the most differences first.
  public void reconciledOrganizations(
      String actor,
      String id,
      int version,
      String reason,
      Consumer<ReconciledOrganization> consumer) {
    archive.reconciledOrganizations(actor, id, version, reason, consumer);
  }

  private MappingInput mapping(String id, Start start, Task task) {
    int before = start.before();
    return new MappingInput(
        archive.corrections(id).byPath(),
        before == 0 ? Optional.empty() : Optional.of(archive.converted(id, before)),
        before == 0 ? task.rules().encoding() : Optional.empty());
  }

  /// Every file that was handed over, with who did, when and from where.
  public List<CustodyEntry> custody(String id) {
    return custody.entries(id);
  }

  /// Writes a sealed file of the chain of custody to a new file; [Custody#export].
  public CustodyEntry export(
      ConfirmedOperator operator, String id, String sealedAs, String reason, Path out) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    Incidents.checkText("a reason", reason);
    return custody.export(operator, id, sealedAs, reason, out);
  }

  /// Gives every rejected row of a version to the consumer, with its beginning, which holds values
  /// of persons. The reading is in the audit log before it begins.
  public void rejected(
      ConfirmedOperator operator,
      String id,
      int version,
      String reason,
      Consumer<RejectedRows.Entry> consumer) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    Incidents.checkText("a reason", reason);
    custody.rejected(operator.name(), id, version, reason, consumer);
  }

  List<IncidentTimeline.MadeVersion> versions(String id) {
    return archive.versions(id);
  }

  /// A version of findings.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such version
  public Findings findings(String id, int version) {
    return archive.findings(id, version);
  }

  /// The latest version of findings; empty before any file was read.
  public Optional<Findings> latest(String id) {
    return archive.latestVersion(id).map(version -> findings(id, version));
  }

  /// Gives everybody of a version to the consumer; version 0 is the provisional list. The reading
  /// is in the audit log before it begins.
  ///
  /// @param actor the operator's name, or `system:` with a component
  /// @param reason why they are read, as `campaign notice-1`
  public void people(
      String actor, String id, int version, String reason, Consumer<PersonExposure> consumer) {
    archive.people(actor, id, version, reason, consumer);
  }

  /// Those of a version whom an identifier names; [PeopleSearch] audits it.
  SoughtPeople seek(String id, int version, String identifier) {
    return archive.seek(id, version, identifier);
  }

  /// Gives the phishing risk of every account of a version to the consumer. The reading is in the
  /// audit log before it begins.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such version
  void phishing(
      String actor, String id, int version, String reason, Consumer<PhishingEntry> consumer) {
    archive.phishing(actor, id, version, reason, consumer);
  }

  /// Gives every organisation of a version of findings to the consumer, those with the most people
  /// found first. The reading is in the audit log before it begins.
  ///
  /// @param version from 1
  public void organizations(
      String actor,
      String id,
      int version,
      String reason,
      Consumer<OrganizationExposure> consumer) {
    archive.organizations(actor, id, version, reason, consumer);
  }

  /// What changes from one version to another; 0 is the provisional list. Holds a small entry for
  /// every account of both in memory. Both readings are in the audit log.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such version
  public FindingsDelta delta(String actor, String id, int earlier, int later) {
    return FindingsDelta.of(forms(actor, id, earlier), forms(actor, id, later));
  }

  /// How good the provisional list was, measured against the latest file.
  public Optional<ProvisionalList.Grade> grade(String actor, String id) {
    Optional<Integer> latest = archive.latestVersion(id);
    if (latest.isEmpty() || !archive.hasProvisionalPeople(id)) {
      return Optional.empty();
    }
    FindingsDelta delta = delta(actor, id, FindingsArchive.PROVISIONAL, latest.get());
    long people = provisional(id).map(ProvisionalList::accounts).orElse(0L);
    return Optional.of(
        new ProvisionalList.Grade(people, delta.newly().size(), delta.noLonger().size()));
  }

  private Map<String, FindingsDelta.Forms> forms(String actor, String id, int version) {
    Map<String, FindingsDelta.Forms> forms = new HashMap<>();
    people(
        actor,
        id,
        version,
        "delta of versions",
        person ->
            person
                .accountId()
                .ifPresent(account ->
                    forms.merge(
                        account, FindingsDelta.Forms.of(person), (one, other) -> one.and(other))));
    return forms;
  }

  /// Once something was read of it: a mistyped path is no data set.
  private void recordReceipt(String id, Instant at, int files) {
    if (!incidents.moments(id).containsKey(Moment.DATA_SET_RECEIVED)) {
      incidents.recordSeen(
          id, Moment.DATA_SET_RECEIVED, at, files + " files handed to the assessment");
    }
  }

  /// Disclosures count up to the end of access; where nobody knows it, up to the vendor's word,
  /// else up to now.
  private Instant until(String id) {
    return accessEnded(id)
        .or(() ->
            Optional.ofNullable(incidents.moments(id).get(Moment.VENDOR_TOLD_US))
                .map(RecordedMoment::at))
        .orElseGet(() -> installation.clock().instant());
  }

  private Optional<Instant> accessEnded(String id) {
    return Optional.ofNullable(incidents.moments(id).get(Moment.ACCESS_ENDED))
        .map(RecordedMoment::at);
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static FirebreakException disk(IOException e) {
    return new FirebreakException(
        ErrorCode.DISK,
        "the assessment could not be finished; nothing of it was kept. Check the space on the disk"
            + " of the data directory and that the files can be read",
        e);
  }
}
