package dev.firebreak.incident;

import dev.firebreak.duty.Residences;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Who is probably affected, from the ledger alone, before any file: a floor. The people themselves
/// lie sealed.
///
/// @param madeAt when it was made
/// @param accounts accounts of the directory to whom something was disclosed
/// @param otherSubjects subjects without an account in the directory: devices nobody logged in on,
///   and accounts that the directory no longer has
/// @param until disclosures up to here count: the end of access where it is known
/// @param categories how many people, by category and form
/// @param residences where the accounts live
/// @param sources since when the ledger knows, and how long the list took
public record ProvisionalList(
    Instant madeAt,
    long accounts,
    long otherSubjects,
    Instant until,
    Map<DataCategory, FormCounts> categories,
    Residences residences,
    Sources sources) {
  public ProvisionalList {
    Map<DataCategory, FormCounts> ordered = new EnumMap<>(DataCategory.class);
    ordered.putAll(categories);
    categories = java.util.Collections.unmodifiableMap(ordered);
  }

  /// How many people a category was disclosed of, by form. A person may count in several.
  public record FormCounts(long clear, long generalized, long tokenized) {}

  /// What the list rests on.
  ///
  /// @param ledgerKnowsSince empty where the ledger never saw the vendor: the list is then empty
  ///   and says nothing
  /// @param accountsDirectory false where there was none: then nobody has a name
  /// @param machineSeconds machine time from the question to the sealed list
  public record Sources(
      Optional<Instant> ledgerKnowsSince, boolean accountsDirectory, double machineSeconds) {}

  public long people() {
    return accounts + otherSubjects;
  }

  /// How good a provisional list was, once a file is there. Only accounts are compared.
  ///
  /// @param missed found in the file and not on the list
  /// @param extra on the list and not in the file
  public record Grade(long people, long missed, long extra) {}
}
