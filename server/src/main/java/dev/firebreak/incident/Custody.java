package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.RejectedRows;
import dev.firebreak.assessment.SourceFile;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The chain of custody of an incident's files: the bytes sealed as they were handed over, and who
/// did, when, from where. Thread-safe for different incidents.
///
/// ```
/// original-N-M    the M-th file of version N, byte for byte
/// rejected-N      all its rejected rows with place and reason; missing where there are none
/// ```
final class Custody {
  private final Installation installation;
  private final IncidentVault vault;

  Custody(Installation installation) {
    this.installation = installation;
    vault = new IncidentVault(installation.directory(), installation.keys());
  }

  /// How files came.
  ///
  /// @param at when they were handed over
  /// @param by who did
  /// @param from where they came from, as the operator says it; empty where unknown
  record Receipt(Instant at, ConfirmedOperator by, String from) {}

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

  /// Every file of every version.
  List<CustodyEntry> entries(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT o.* FROM incident_original o JOIN incident_version v"
                        + " ON v.incident = o.incident AND v.version = o.version"
                        + " WHERE o.incident = :id ORDER BY o.version, o.number")
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

  private static FirebreakException changed() {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "a file changed while it was read; nothing was kept. Copy the files to a place where nobody"
            + " writes, and assess them again");
  }
}
