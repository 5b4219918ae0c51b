package dev.firebreak.assessment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.Optional;

/// Somebody of whom the ledger and a vendor's file say different things. Printing shows no id.
///
/// @param person as the file's result names them; of somebody whom only the ledger has the account
///   id, else `subject:` and the ledger's key
/// @param accountId empty for people without an account
/// @param organizationId the account's organisation; empty where unknown
/// @param side who has them
/// @param cause why only one side has them, as far as the times tell
/// @param sent what the vendor got of them within the time of the file, by form
/// @param sentOutside categories that it got at other times only, as mask
/// @param inFile what the file has, by form
/// @param counts how much of them, and when
public record ReconciledPerson(
    String person,
    Optional<String> accountId,
    Optional<String> organizationId,
    Side side,
    Cause cause,
    Masks sent,
    long sentOutside,
    Masks inFile,
    Counts counts) {
  /// Categories that are about nobody: they are no difference.
  static final long NOT_PERSONAL =
      DataCategory.UNCLASSIFIED.mask()
          | DataCategory.OPERATIONS.mask()
          | DataCategory.TELEMETRY.mask();

  /// Who has somebody.
  public enum Side {
    BOTH,
    LEDGER_ONLY,
    FILE_ONLY
  }

  /// Why one side lacks somebody.
  public enum Cause {
    /// Both have them.
    NONE,
    /// The vendor got it within the time of the file, and the file lacks it: the file is
    /// incomplete, or it was deleted at the vendor.
    MISSING,
    /// All of it is older than the file's first event: the vendor's retention, or a narrower
    /// export.
    BEFORE_FILE,
    /// All of it is later than the file's last event.
    AFTER_FILE,
    /// All of it was sent after the access had ended.
    AFTER_ACCESS,
    /// Rows about others name them; they have none of their own.
    MENTIONED,
    /// All their rows are older than what the ledger knows.
    BEFORE_LEDGER,
    /// Nothing explains it: it went past Firebreak, or the vendor has it from elsewhere.
    UNKNOWN
  }

  /// How much each side has. Times are epoch milliseconds, 0 where none.
  ///
  /// @param ledgerEvents events that the vendor got
  /// @param ledgerFirstMillis the first of them
  /// @param ledgerLastMillis the last of them
  /// @param rows rows of the file
  /// @param firstSeenMillis the first of them that has a time
  /// @param lastSeenMillis the last
  public record Counts(
      long ledgerEvents,
      long ledgerFirstMillis,
      long ledgerLastMillis,
      long rows,
      long firstSeenMillis,
      long lastSeenMillis) {}

  /// Categories that the vendor got within the time of the file, which the file lacks.
  @JsonIgnore
  public long missing() {
    return sent.disclosed() & ~inFile.disclosed() & ~NOT_PERSONAL;
  }

  /// Categories that the file has and that the vendor never got of them; none where the cause
  /// explains why the ledger does not know them.
  @JsonIgnore
  public long added() {
    if (cause == Cause.MENTIONED || cause == Cause.BEFORE_LEDGER) {
      return 0;
    }
    return inFile.disclosed() & ~(sent.disclosed() | sentOutside) & ~NOT_PERSONAL;
  }

  @Override
  public String toString() {
    return "ReconciledPerson[" + side + ", " + cause + "]";
  }
}
