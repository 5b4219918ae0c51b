package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The comparison of the ledger with a vendor's file, in numbers of people. Immutable.
///
/// @param compared false where the ledger does not know the vendor: then all is 0 and says nothing
/// @param both people whom both have
/// @param differing those of them of whom one side has categories that the other lacks
/// @param onlyOneSide people whom one side lacks, by cause
/// @param missing by category: people of whom the vendor got it within the time of the file, which
///   lacks it; people who are missing altogether are counted too
/// @param outside likewise of whom it got it at other times only
/// @param added by category: people of whom the file has it and the ledger does not; people whom
///   the ledger does not know at all are counted too, where nothing explains them
/// @param clearer by category: people of whom the file has in clear what only ever went out as
///   tokens
/// @param organizations the same by organisation
public record ReconciliationFigures(
    boolean compared,
    long both,
    long differing,
    Map<ReconciledPerson.Cause, Long> onlyOneSide,
    Map<DataCategory, Long> missing,
    Map<DataCategory, Long> outside,
    Map<DataCategory, Long> added,
    Map<DataCategory, Long> clearer,
    Organizations organizations) {
  /// Nothing was compared.
  public static final ReconciliationFigures NONE =
      new ReconciliationFigures(
          false,
          0,
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          new Organizations(0, 0, 0, 0));

  public ReconciliationFigures {
    Map<ReconciledPerson.Cause, Long> causes = new EnumMap<>(ReconciledPerson.Cause.class);
    causes.putAll(onlyOneSide);
    onlyOneSide = Collections.unmodifiableMap(causes);
    missing = ordered(missing);
    outside = ordered(outside);
    added = ordered(added);
    clearer = ordered(clearer);
  }

  /// Organisations.
  ///
  /// @param compared that have members on either side
  /// @param differing those of whose members anything differs
  /// @param ledgerOnly those whose members only the ledger has
  /// @param fileOnly those whose members only the file has
  public record Organizations(long compared, long differing, long ledgerOnly, long fileOnly) {}

  private static Map<DataCategory, Long> ordered(Map<DataCategory, Long> counts) {
    Map<DataCategory, Long> ordered = new EnumMap<>(DataCategory.class);
    ordered.putAll(counts);
    return Collections.unmodifiableMap(ordered);
  }

  /// People whom one side lacks for a cause.
  public long people(ReconciledPerson.Cause cause) {
    return onlyOneSide.getOrDefault(cause, 0L);
  }

  /// People whom the ledger says the vendor got and the file lacks, for whatever cause.
  public long ledgerOnly() {
    return people(ReconciledPerson.Cause.MISSING)
        + people(ReconciledPerson.Cause.BEFORE_FILE)
        + people(ReconciledPerson.Cause.AFTER_FILE)
        + people(ReconciledPerson.Cause.AFTER_ACCESS);
  }

  /// People whom the file has and the ledger does not know, for whatever cause.
  public long fileOnly() {
    return people(ReconciledPerson.Cause.MENTIONED)
        + people(ReconciledPerson.Cause.BEFORE_LEDGER)
        + people(ReconciledPerson.Cause.UNKNOWN);
  }
}
