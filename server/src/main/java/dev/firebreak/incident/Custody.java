package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.RejectedRows;
import dev.firebreak.assessment.SourceFile;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.digest.Sha256;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The chain of custody of an incident's files: the bytes sealed as they were handed over, and who
/// did, when, from where. Thread-safe for different incidents.
///
/// ```
/// original-N-M    the M-th file of version N, byte for byte
/// attachment-N    the document of the N-th signed finding ([Attachments])
/// notification-N  the N-th notification that was sent ([SentNotifications])
/// rejected-N      all its rejected rows with place and reason; missing where there are none
/// ```
final class Custody {
  private final Installation installation;
  private final IncidentVault vault;

  Custody(Installation installation) {
    this.installation = installation;
    vault = new IncidentVault(installation);
  }

  /// How files came.
  ///
  /// @param at when they were handed over
  /// @param by who did
  /// @param from where they came from, as the operator says it; empty where unknown
  record Receipt(Instant at, ConfirmedOperator by, String from) {
    /// Of an assessment that goes on: the files came when it was begun.
    Receipt resumed(AssessmentCheckpoints.Kept begun) {
      return new Receipt(Instant.ofEpochMilli(begun.at()), by, begun.from());
    }
  }

  /// Seals every file.
  ///
  /// @param read what was read of the files, in the same order
  /// @throws FirebreakException DATA_DAMAGED where a file is no longer what was read
  void seal(String id, int version, SourceFiles files, List<Assessment.Original> read)
      throws IOException {
    if (files.files().size() != read.size()) {
      throw changed();
    }
    List<Assessment.Original> sealed = new ArrayList<>();
    for (SourceFile file : files.files()) {
      String name = "original-" + version + "-" + (sealed.size() + 1);
      vault.seal(id, name, out -> sealed.add(SourceFiles.copy(file, out)));
      Assessment.Original known = read.get(sealed.size() - 1);
      if (!sealed.getLast().sha256().equals(known.sha256())) {
        throw changed();
      }
    }
  }

  /// Seals the list of rejected rows that reading left in the work folder, if there is one.
  void sealRejected(String id, int version, Path workFolder) throws IOException {
    Path list = workFolder.resolve(RejectedRows.FILE);
    if (Files.exists(list)) {
      vault.seal(id, "rejected-" + version, out -> Files.copy(list, out));
    }
  }

  /// Records the files of a version, before the version's own row: without that they are remains,
  /// which the next attempt replaces.
  void record(String id, int version, List<Assessment.Original> originals, Receipt receipt) {
    installation
        .control()
        .writer()
        .useTransaction(handle -> {
          handle.execute(
              "DELETE FROM incident_original WHERE incident = ? AND version = ?", id, version);
          int number = 1;
          for (Assessment.Original original : originals) {
            handle.execute(
                "INSERT INTO incident_original (incident, version, number, name, bytes, sha256,"
                    + " received_at, received_by, received_from)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                version,
                number++,
                original.name(),
                original.bytes(),
                original.sha256(),
                receipt.at().toEpochMilli(),
                receipt.by().name(),
                receipt.from());
          }
        });
  }

  /// Every file of every version, then the documents of signed findings and the notifications that
  /// were sent.
  List<CustodyEntry> entries(String id) {
    List<CustodyEntry> entries = new ArrayList<>(originals(id));
    entries.addAll(attachments(id));
    entries.addAll(notifications(id));
    return entries;
  }

  private List<CustodyEntry> attachments(String id) {
    return entries(
        id,
        "SELECT 0 AS version, sequence AS number, attachment AS name, attachment_bytes AS bytes,"
            + " attachment_sha256 AS sha256, signed_at AS received_at, signed_by AS received_by,"
            + " 'signed finding' AS received_from FROM incident_manual_finding"
            + " WHERE incident = :id AND attachment_bytes IS NOT NULL ORDER BY sequence");
  }

  private List<CustodyEntry> notifications(String id) {
    return entries(
        id,
        "SELECT -1 AS version, sequence AS number, document AS name, bytes, sha256,"
            + " recorded_at AS received_at, recorded_by AS received_by,"
            + " 'sent for ' || duty AS received_from FROM incident_notification"
            + " WHERE incident = :id ORDER BY sequence");
  }

  private List<CustodyEntry> originals(String id) {
    return entries(
        id,
        "SELECT o.* FROM incident_original o JOIN incident_version v"
            + " ON v.incident = o.incident AND v.version = o.version"
            + " WHERE o.incident = :id ORDER BY o.version, o.number");
  }

  /// @param select gives the columns of `incident_original`, of the incident `:id`
  private List<CustodyEntry> entries(String id, String select) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(select)
                .bind("id", id)
                .map((row, _) ->
                    new CustodyEntry(
                        row.getInt("version"),
                        row.getInt("number"),
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        Instant.ofEpochMilli(row.getLong("received_at")),
                        row.getString("received_by"),
                        row.getString("received_from")))
                .list());
  }

  /// Writes a sealed file, as it was handed over, to a new file of its reader alone. It is in the
  /// audit log before it begins.
  ///
  /// @param sealedAs as [CustodyEntry#sealedAs]
  /// @throws FirebreakException NOT_FOUND where there is none, DATA_DAMAGED where what came out is
  ///   not what was handed over: nothing is left then; DISK
  CustodyEntry export(
      ConfirmedOperator operator, String id, String sealedAs, String reason, Path out) {
    CustodyEntry entry =
        entries(id).stream()
            .filter(each -> each.sealedAs().equals(sealedAs))
            .findFirst()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "nothing lies sealed under that name; `incident custody` lists all"));
    installation
        .audit()
        .append(
            operator.name(),
            "SealedFileExported",
            Incidents.subject(id),
            Map.of("file", sealedAs, "sha256", entry.sha256(), "reason", reason));
    String sum;
    try (OutputStream to = PrivateFile.create(out)) {
      sum = copy(id, sealedAs, to, out);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the file could not be written; name a new one with --out", e);
    }
    if (!sum.equals(entry.sha256())) {
      remove(out);
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the sealed file is not what was handed over; restore it from a backup");
    }
    return entry;
  }

  /// @param out the file of `to`, which is removed where the copy fails
  private String copy(String id, String sealedAs, OutputStream to, Path out) throws IOException {
    try (InputStream in = vault.open(id, sealedAs)) {
      DigestOutputStream digest = new DigestOutputStream(to, Sha256.start());
      in.transferTo(digest);
      return Sha256.hex(digest.getMessageDigest());
    } catch (IOException | RuntimeException e) {
      remove(out);
      throw e;
    }
  }

  private static void remove(Path out) {
    try {
      Files.deleteIfExists(out);
    } catch (IOException e) {
      throw new FirebreakException(ErrorCode.DISK, "remove the file " + out + " by hand", e);
    }
  }

  /// Gives every rejected row of a version to the consumer. The reading is in the audit log before
  /// it begins.
  void rejected(
      String actor, String id, int version, String reason, Consumer<RejectedRows.Entry> consumer) {
    installation
        .audit()
        .append(
            actor,
            "RejectedRowsRead",
            Incidents.subject(id),
            Map.of("version", Integer.toString(version), "reason", reason));
    String name = "rejected-" + version;
    if (!vault.exists(id, name)) {
      return;
    }
    try {
      RejectedRows.read(vault.open(id, name), consumer);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the sealed list of rejected rows does not open; restore it and its key from a backup",
          e);
    }
  }

  private static FirebreakException changed() {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "a file changed while it was read; nothing was kept. Copy the files to a place where nobody"
            + " writes, and assess them again");
  }
}
