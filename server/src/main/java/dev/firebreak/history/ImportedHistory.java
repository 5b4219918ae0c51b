package dev.firebreak.history;

import dev.firebreak.digest.Sha256;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One import of a vendor's own export.
///
/// @param id 12 hex digits, the same for the same files of the same vendor
/// @param sha256 of the files: that of a single one, else of the list of theirs
/// @param files what was read
/// @param operator who had it imported
/// @param reason why
/// @param begunAt when
/// @param finishedAt empty while it goes on, and where it was interrupted
/// @param outcome empty as long
/// @param shown categories that the export shows of anybody, by form
public record ImportedHistory(
    String id,
    VendorId vendor,
    String sha256,
    List<File> files,
    String operator,
    String reason,
    Instant begunAt,
    Optional<Instant> finishedAt,
    Optional<ImportOutcome> outcome,
    Masks shown) {
  private static final int ID_CHARS = 12;

  public ImportedHistory {
    files = List.copyOf(files);
  }

  /// A file as it was handed over.
  public record File(String name, long bytes, String sha256) {}

  /// The id of an import.
  static String id(VendorId vendor, String sha256) {
    return Sha256.hex(vendor + "\n" + sha256).substring(0, ID_CHARS);
  }

  /// The policyVersion of its facts.
  public String policyVersion() {
    return Disclosure.IMPORTED + id;
  }

  /// Where its batches stand in the ledger's list of what came in.
  BindingId source() {
    return new BindingId(policyVersion());
  }

  ImportedHistory finished(Instant at, ImportOutcome came) {
    return new ImportedHistory(
        id,
        vendor,
        sha256,
        files,
        operator,
        reason,
        begunAt,
        Optional.of(at),
        Optional.of(came),
        shown);
  }
}
