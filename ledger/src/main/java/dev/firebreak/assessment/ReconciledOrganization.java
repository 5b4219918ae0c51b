package dev.firebreak.assessment;

/// An organisation whose members the ledger and a vendor's file know differently.
///
/// @param organization its id in the accounts directory
/// @param both members whom both have
/// @param differing those of them of whom one side has categories that the other lacks
/// @param ledgerOnly members whom only the ledger has
/// @param missing those of them whom the vendor got within the time of the file
/// @param fileOnly members whom only the file has
/// @param unknown those of them whom nothing explains
/// @param missingCategories categories that the file lacks of a member, as mask
/// @param addedCategories categories that the ledger does not know of a member, as mask
public record ReconciledOrganization(
    String organization,
    long both,
    long differing,
    long ledgerOnly,
    long missing,
    long fileOnly,
    long unknown,
    long missingCategories,
    long addedCategories) {
  @Override
  public String toString() {
    return "ReconciledOrganization[both=" + both + "]";
  }
}
