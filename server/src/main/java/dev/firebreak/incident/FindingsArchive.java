package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.ConvertedFiles;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.ReconciledOrganization;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The versions of an incident's findings: sealed files in the vault, one row each in the control
/// database. A version is there once its row is. Thread-safe.
///
/// ```
/// provisional, provisional-people     version 0, from the ledger alone
/// findings-N, people-N, phishing-N    version N, from 1
/// search-N                            where whom stands in people-N; search-0 for version 0
/// organizations-N                     the organisations of version N
/// reconciliation-N, -organizations-N  who differs between the ledger and version N
/// original-N-M, rejected-N            the files of version N ([Custody])
/// converted-N-NAME                    the rows of version N in converted form
/// checkpoint, checkpoint-N-NAME       finished stages of an assessment that is not finished
/// mapping                             what operators say of fields, for later versions
/// ```
final class FindingsArchive {
  /// The version of the provisional list.
  static final int PROVISIONAL = 0;

  private static final String PROVISIONAL_LIST = "provisional";
  private static final String MAPPING = "mapping";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Installation installation;
  private final IncidentVault vault;
  private final SealedPeople people;

  FindingsArchive(Installation installation) {
    this.installation = installation;
    vault = new IncidentVault(installation);
    people = new SealedPeople(vault);
  }

  WorkFolder workFolder(String id) throws IOException {
    return vault.workFolder(id);
  }

  /// @param worth work that took so long is kept
  AssessmentCheckpoints checkpoints(AssessmentCheckpoints.Run run, Duration worth) {
    return new AssessmentCheckpoints(this, vault, run, worth);
  }

  void sealPeople(String id, int version, DataSetReader.PeopleSource list) throws IOException {
    people.seal(id, version, list, _ -> 0);
  }

  /// Seals the people together with the phishing risk of their accounts.
  void sealPeople(String id, int version, DataSetReader.PeopleSource list, long lastEventMillis)
      throws IOException {
    vault.seal(
        id,
        phishingName(version),
        out -> {
          PhishingFile file = new PhishingFile(out);
          people.seal(
              id,
              version,
              consumer -> list.forEach(rated(file, lastEventMillis, consumer)),
              person -> PeopleTally.phishingRisk(person, lastEventMillis).score());
          file.finish();
        });
  }

  private static Consumer<PersonExposure> rated(
      PhishingFile file, long lastEventMillis, Consumer<PersonExposure> further) {
    return person -> {
      further.accept(person);
      PhishingEntry.of(person, PeopleTally.phishingRisk(person, lastEventMillis))
          .ifPresent(entry -> {
            try {
              file.write(entry);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    };
  }

  /// Seals the converted rows that reading left in a folder. False where it left none.
  boolean sealConverted(String id, int version, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = convertedName(version, String.valueOf(file.getFileName()));
        vault.seal(id, name, out -> Files.copy(file, out));
      }
    }
    return true;
  }

  ConvertedFiles converted(String id, int version) {
    return name -> vault.open(id, convertedName(version, name));
  }

  void keep(String id, MappingCorrections corrections) throws IOException {
    sealJson(id, MAPPING, corrections.entries());
  }

  MappingCorrections corrections(String id) {
    return vault.exists(id, MAPPING)
        ? MappingCorrections.of(List.of(readJson(id, MAPPING, MappingCorrections.Entry[].class)))
        : MappingCorrections.NONE;
  }

  void add(ConfirmedOperator operator, String id, ProvisionalList list) throws IOException {
    sealJson(id, PROVISIONAL_LIST, list);
    insert(id, PROVISIONAL, operator, list.people(), 0, "none");
  }

  void add(ConfirmedOperator operator, String id, Findings findings) throws IOException {
    sealJson(id, findingsName(findings.version()), findings);
    List<Assessment.Original> originals = findings.data().originals();
    insert(
        id,
        findings.version(),
        operator,
        findings.people().total(),
        originals.size(),
        Assessment.sha256Of(originals));
  }

  Optional<ProvisionalList> provisional(String id) {
    return vault.exists(id, PROVISIONAL_LIST)
        ? Optional.of(readJson(id, PROVISIONAL_LIST, ProvisionalList.class))
        : Optional.empty();
  }

  boolean hasProvisionalPeople(String id) {
    return vault.exists(id, SealedPeople.listName(PROVISIONAL));
  }

  Findings findings(String id, int version) {
    return readJson(id, findingsName(version), Findings.class);
  }

  /// The latest version made of files; empty where there is none but the provisional list.
  Optional<Integer> latestVersion(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT version FROM incident_version WHERE incident = :id AND version > 0"
                        + " ORDER BY version DESC LIMIT 1")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne());
  }

  /// Every version that was made, in the order of their numbers.
  List<IncidentTimeline.MadeVersion> versions(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM incident_version WHERE incident = :id ORDER BY version")
                .bind("id", id)
                .map((row, _) ->
                    new IncidentTimeline.MadeVersion(
                        row.getInt("version"),
                        Instant.ofEpochMilli(row.getLong("made_at")),
                        row.getString("made_by"),
                        row.getLong("people")))
                .list());
  }

  /// Gives everybody of a version to the consumer; audited before it begins.
  void people(
      String actor, String id, int version, String reason, Consumer<PersonExposure> consumer) {
    audit(actor, "PeopleRead", id, Map.of("version", Integer.toString(version), "reason", reason));
    readLines(id, SealedPeople.listName(version), PersonExposure.class, consumer);
  }

  /// Those of a version's list whom an identifier names; audited by whoever asks.
  SoughtPeople seek(String id, int version, String identifier) {
    try {
      return people.seek(id, version, identifier);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  void sealOrganizations(
      String id, int version, DataSetReader.Source<OrganizationExposure> organizations)
      throws IOException {
    vault.seal(id, organizationsName(version), out -> SealedLines.write(out, organizations));
  }

  /// Gives every organisation of a version to the consumer; audited before it begins.
  void organizations(
      String actor,
      String id,
      int version,
      String reason,
      Consumer<OrganizationExposure> consumer) {
    audit(
        actor,
        "OrganizationsRead",
        id,
        Map.of("version", Integer.toString(version), "reason", reason));
    readLines(id, organizationsName(version), OrganizationExposure.class, consumer);
  }

  void sealReconciliation(
      String id,
      int version,
      DataSetReader.Source<ReconciledPerson> people,
      DataSetReader.Source<ReconciledOrganization> organizations)
      throws IOException {
    vault.seal(id, reconciliationName(version, ""), out -> SealedLines.write(out, people));
    vault.seal(
        id,
        reconciliationName(version, "organizations-"),
        out -> SealedLines.write(out, organizations));
  }

  /// Gives everybody of whom the ledger and a version differ to the consumer; audited before it
  /// begins.
  void reconciled(
      String actor, String id, int version, String reason, Consumer<ReconciledPerson> consumer) {
    readReconciliation(
        actor, id, version, reason, new Listed<>("", ReconciledPerson.class, consumer));
  }

  /// As [#reconciled], by organisation.
  void reconciledOrganizations(
      String actor,
      String id,
      int version,
      String reason,
      Consumer<ReconciledOrganization> consumer) {
    readReconciliation(
        actor,
        id,
        version,
        reason,
        new Listed<>("organizations-", ReconciledOrganization.class, consumer));
  }

  private record Listed<T>(String part, Class<T> type, Consumer<T> consumer) {}

  private <T> void readReconciliation(
      String actor, String id, int version, String reason, Listed<T> listed) {
    audit(
        actor,
        "ReconciliationRead",
        id,
        Map.of("version", Integer.toString(version), "reason", reason));
    readLines(id, reconciliationName(version, listed.part()), listed.type(), listed.consumer());
  }

  /// Gives the phishing risk of every account of a version to the consumer; audited before it
  /// begins.
  void phishing(
      String actor, String id, int version, String reason, Consumer<PhishingEntry> consumer) {
    audit(
        actor, "PhishingRead", id, Map.of("version", Integer.toString(version), "reason", reason));
    try (InputStream in = vault.open(id, phishingName(version))) {
      PhishingFile.read(in, consumer);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private <T> void readLines(String id, String name, Class<T> type, Consumer<T> consumer) {
    try (InputStream in = vault.open(id, name)) {
      SealedLines.read(in, type, consumer);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  void audit(String actor, String action, String id, Map<String, String> details) {
    installation.audit().append(actor, action, Incidents.subject(id), new TreeMap<>(details));
  }

  private void insert(
      String id, int version, ConfirmedOperator operator, long people, int files, String sha256) {
    audit(
        operator.name(),
        "FindingsMade",
        id,
        Map.of(
            "version", Integer.toString(version),
            "people", Long.toString(people),
            "files", Integer.toString(files),
            "sha256", sha256));
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
                sha256));
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

  private static String convertedName(int version, String name) {
    return "converted-" + version + "-" + name;
  }

  private static String findingsName(int version) {
    return "findings-" + version;
  }

  private static String organizationsName(int version) {
    return "organizations-" + version;
  }

  private static String reconciliationName(int version, String part) {
    return "reconciliation-" + part + version;
  }

  private static String phishingName(int version) {
    return "phishing-" + version;
  }

  private static FirebreakException damaged(Exception e) {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "a sealed file of the incident does not open: it was altered, or its key is another one;"
            + " restore both from a backup",
        e);
  }
}
