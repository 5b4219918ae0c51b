package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.AssessmentRequest.KnownLink;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.Moment;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.SeverityInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Says who is affected by an incident: from the ledger before any file, then from each file that
/// is handed over. Originals and results are sealed; plaintext exists in a work folder only while
/// an assessment runs and is gone afterwards, also when it failed. Thread-safe; one assessment of
/// one incident at a time.
public final class Assessments {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PROVISIONAL = 0;

  private final Installation installation;
  private final Incidents incidents;
  private final IncidentVault vault;

  /// @param installation whose ledger, keys and data directory are used
  /// @param incidents where incidents are kept
  public Assessments(Installation installation, Incidents incidents) {
    this.installation = installation;
    this.incidents = incidents;
    vault = new IncidentVault(installation.directory(), installation.keys());
  }

  /// People newly affected by a later version and those who no longer are.
  ///
  /// @param newly account ids found in the later version only
  /// @param noLonger account ids found in the earlier version only
  public record Delta(Set<String> newly, Set<String> noLonger) {
    public Delta {
      newly = Set.copyOf(newly);
      noLonger = Set.copyOf(noLonger);
    }

    @Override
    public String toString() {
      return "Delta[newly=" + newly.size() + ", noLonger=" + noLonger.size() + "]";
    }
  }

  /// The files of an assessment and what to read them with.
  ///
  /// @param files as handed over
  /// @param accounts the accounts directory; empty where there is none
  /// @param reader what reads them
  /// @param circumstances what happened to the data, for the severity
  /// @param context shifts of the kind of data that a person decided
  /// @param progress told the step and the rows so far
  public record Task(
      List<Path> files,
      Optional<Path> accounts,
      DataSetReader reader,
      SeverityInput.Circumstances circumstances,
      List<SeverityInput.ContextShift> context,
      BiConsumer<String, Long> progress) {
    public Task {
      files = List.copyOf(files);
      context = List.copyOf(context);
    }

    /// Data that an outsider copied, without shifts.
    public static Task stolen(
        List<Path> files,
        Optional<Path> accounts,
        DataSetReader reader,
        BiConsumer<String, Long> progress) {
      return new Task(
          files, accounts, reader, SeverityInput.Circumstances.STOLEN, List.of(), progress);
    }
  }

  /// Makes the provisional list from the ledger; an earlier one is replaced.
  public ProvisionalList provisional(
      ConfirmedOperator operator, String id, Optional<Path> accounts) {
    Incidents.require(operator, Role.RESPONDER);
    Incident incident = incidents.getOpen(id);
    long startNanos = System.nanoTime();
    Instant until = until(id);
    audit(operator, "ProvisionalListMade", id, Map.of("until", until.toString()));
    try (WorkFolder work = vault.workFolder(id)) {
      ProvisionalSearch search = new ProvisionalSearch();
      search.readLedger(installation.ledger(), incident.vendor(), until);
      vault.seal(
          id,
          peopleName(PROVISIONAL),
          out ->
              PeopleFile.write(
                  out,
                  consumer -> {
                    if (accounts.isPresent()) {
                      search.nameAccounts(
                          accounts.get(),
                          installation.keys().subjectKeyring(),
                          work.path(),
                          consumer);
                    }
                  }));
      ProvisionalList list =
          search.list(
              installation.clock().instant(),
              until,
              new ProvisionalList.Sources(
                  installation.ledger().knowsSince(incident.vendor()),
                  accounts.isPresent(),
                  secondsSince(startNanos)));
      sealJson(id, "provisional", list);
      insertVersion(id, PROVISIONAL, operator, list.people(), "none");
      return list;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /// The provisional list made last.
  public Optional<ProvisionalList> provisional(String id) {
    return vault.exists(id, "provisional")
        ? Optional.of(readJson(id, "provisional", ProvisionalList.class))
        : Optional.empty();
  }

  /// Reads the files and makes the next version of findings. Records when the data set was
  /// received, where nobody did, and when the affected list was complete.
  ///
  /// @throws FirebreakException what the reader throws for files that it cannot use; nothing is
  ///   kept
  public synchronized Findings assess(ConfirmedOperator operator, String id, Task task) {
    Incidents.require(operator, Role.RESPONDER);
    Incident incident = incidents.getOpen(id);
    long startNanos = System.nanoTime();
    int version = latestVersion(id).orElse(0) + 1;
    recordReceipt(id, task.files().size());
    try (WorkFolder work = vault.workFolder(id)) {
      LedgerStatement ledger = LedgerStatement.of(installation.ledger(), incident.vendor());
      AssessmentRequest request = request(operator, incident, task, ledger, work.path());
      DataSetReader.Reading reading = task.reader().read(request);
      sealOriginals(id, version, task.files());
      PeopleTally tally = new PeopleTally(reading.assessment().lastEventMillis());
      vault.seal(
          id,
          peopleName(version),
          out ->
              PeopleFile.write(
                  out,
                  consumer ->
                      reading
                          .people()
                          .forEach(person -> {
                            tally.add(person);
                            consumer.accept(person);
                          })));
      Findings findings = findings(version, task, reading, ledger, tally, startNanos);
      sealJson(id, "findings-" + version, findings);
      insertVersion(
          id, version, operator, findings.people().total(), digests(findings.data().originals()));
      incidents.recordSeen(
          id,
          Moment.AFFECTED_LIST_COMPLETE,
          installation.clock().instant(),
          "findings version " + version);
      return findings;
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /// A version of findings.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such version
  public Findings findings(String id, int version) {
    return readJson(id, "findings-" + version, Findings.class);
  }

  /// The latest version of findings; empty before any file was read.
  public Optional<Findings> latest(String id) {
    return latestVersion(id).filter(version -> version > 0).map(v -> findings(id, v));
  }

  /// Gives everybody of a version to the consumer; version 0 is the provisional list. The reading
  /// is in the audit log before it begins.
  ///
  /// @param actor the operator's name, or `system:` with a component
  /// @param reason why they are read, as `campaign notice-1`
  public void people(
      String actor, String id, int version, String reason, Consumer<PersonExposure> consumer) {
    installation
        .audit()
        .append(
            actor,
            "PeopleRead",
            Incidents.subject(id),
            Map.of("version", Integer.toString(version), "reason", reason));
    try (InputStream in = vault.open(id, peopleName(version))) {
      PeopleFile.read(in, consumer);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /// Who joins and who leaves from one version to another; 0 is the provisional list.
  public Delta delta(String actor, String id, int earlier, int later) {
    Set<String> before = accounts(actor, id, earlier);
    Set<String> after = accounts(actor, id, later);
    Set<String> newly = new HashSet<>(after);
    newly.removeAll(before);
    before.removeAll(after);
    return new Delta(newly, before);
  }

  /// How good the provisional list was, measured against the latest file.
  public Optional<ProvisionalList.Grade> grade(String actor, String id) {
    Optional<Integer> latest = latestVersion(id).filter(version -> version > 0);
    if (latest.isEmpty() || !vault.exists(id, peopleName(PROVISIONAL))) {
      return Optional.empty();
    }
    Delta delta = delta(actor, id, PROVISIONAL, latest.get());
    long people = provisional(id).map(ProvisionalList::accounts).orElse(0L);
    return Optional.of(
        new ProvisionalList.Grade(people, delta.newly().size(), delta.noLonger().size()));
  }

  private Set<String> accounts(String actor, String id, int version) {
    Set<String> accounts = new HashSet<>();
    people(
        actor,
        id,
        version,
        "delta of versions",
        person -> person.accountId().ifPresent(accounts::add));
    return accounts;
  }

  private AssessmentRequest request(
      ConfirmedOperator operator,
      Incident incident,
      Task task,
      LedgerStatement ledger,
      Path workFolder)
      throws IOException {
    AuditedTokenLookup tokens =
        new AuditedTokenLookup(
            installation.keys(),
            installation.audit(),
            operator.name(),
            incident.id(),
            "assessment of a stolen data set");
    return new AssessmentRequest(
        task.files(),
        task.accounts(),
        tokens,
        links(incident),
        ledger.disclosed().disclosed(),
        workFolder,
        Files.createDirectory(workFolder.resolve("result")),
        task.progress());
  }

  private List<KnownLink> links(Incident incident) throws IOException {
    Map<Map.Entry<SubjectKey, SubjectKey>, Boolean> publicOnly = new HashMap<>();
    for (DeviceLink link : installation.ledger().links(incident.vendor())) {
      publicOnly.merge(
          Map.entry(link.device(), link.account()),
          link.assertedBy() == AssertedBy.PUBLIC,
          Boolean::logicalAnd);
    }
    return publicOnly.entrySet().stream()
        .map(entry ->
            new KnownLink(
                entry.getKey().getKey().toString(),
                entry.getKey().getValue().toString(),
                entry.getValue()))
        .toList();
  }

  private Findings findings(
      int version,
      Task task,
      DataSetReader.Reading reading,
      LedgerStatement ledger,
      PeopleTally tally,
      long startNanos) {
    Assessment read = reading.assessment();
    Findings.People people = tally.people(read.found(), read.ambiguous(), read.unresolved());
    EnisaSeverity severity = severity(task, reading, people);
    Findings.Phishing phishing = tally.phishing();
    return new Findings(
        version,
        installation.clock().instant(),
        new Findings.DataRead(
            read.originals(),
            read.rowsRead(),
            read.rowsRejected(),
            read.rejected(),
            read.fields(),
            new Findings.EventSpan(
                read.firstEventMillis(), read.lastEventMillis(), secondsSince(startNanos)),
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

  private static EnisaSeverity severity(
      Task task, DataSetReader.Reading reading, Findings.People people) {
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

  private void recordReceipt(String id, int files) {
    if (!incidents.moments(id).containsKey(Moment.DATA_SET_RECEIVED)) {
      incidents.recordSeen(
          id,
          Moment.DATA_SET_RECEIVED,
          installation.clock().instant(),
          files + " files handed to the assessment");
    }
  }

  /// Disclosures count up to the end of access; where nobody knows it, up to the vendor's word,
  /// else up to now.
  private Instant until(String id) {
    Map<Moment, RecordedMoment> moments = incidents.moments(id);
    return Optional.ofNullable(moments.get(Moment.ACCESS_ENDED))
        .or(() -> Optional.ofNullable(moments.get(Moment.VENDOR_TOLD_US)))
        .map(RecordedMoment::at)
        .orElseGet(() -> installation.clock().instant());
  }

  private void sealOriginals(String id, int version, List<Path> files) throws IOException {
    int number = 1;
    for (Path file : originals(files)) {
      vault.seal(id, "original-" + version + "-" + number++, out -> Files.copy(file, out));
    }
  }

  /// The files as named, folders opened up.
  private static List<Path> originals(List<Path> files) throws IOException {
    List<Path> originals = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (var below = Files.walk(file)) {
          below.filter(Files::isRegularFile).sorted().forEach(originals::add);
        }
      } else {
        originals.add(file);
      }
    }
    return originals;
  }

  private void sealJson(String id, String name, Object value) throws IOException {
    byte[] json = JSON.writeValueAsBytes(value);
    vault.seal(id, name, out -> out.write(json));
  }

  private <T> T readJson(String id, String name, Class<T> type) {
    try (InputStream in = vault.open(id, name)) {
      return JSON.readValue(in.readAllBytes(), type);
    } catch (IOException | JacksonException e) {
      throw damaged(e);
    }
  }

  private void insertVersion(
      String id, int version, ConfirmedOperator operator, long people, String digests) {
    audit(
        operator,
        "FindingsMade",
        id,
        Map.of(
            "version", Integer.toString(version),
            "people", Long.toString(people),
            "files", digests));
    installation
        .control()
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO incident_version (incident, version, made_at, made_by, people,"
                    + " files_sha256) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (incident, version)"
                    + " DO UPDATE SET made_at = excluded.made_at, made_by = excluded.made_by,"
                    + " people = excluded.people",
                id,
                version,
                installation.clock().millis(),
                operator.name(),
                people,
                digests));
  }

  private Optional<Integer> latestVersion(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT version FROM incident_version WHERE incident = :id"
                        + " ORDER BY version DESC LIMIT 1")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne());
  }

  private void audit(
      ConfirmedOperator operator, String action, String id, Map<String, String> details) {
    installation
        .audit()
        .append(operator.name(), action, Incidents.subject(id), new TreeMap<>(details));
  }

  private static String digests(List<Assessment.Original> originals) {
    return originals.stream().map(Assessment.Original::sha256).collect(Collectors.joining(" "));
  }

  private static String peopleName(int version) {
    return version == PROVISIONAL ? "provisional-people" : "people-" + version;
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

  private static FirebreakException damaged(Exception e) {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "a sealed file of the incident does not open: it was altered, or its key is another one;"
            + " restore both from a backup",
        e);
  }
}
