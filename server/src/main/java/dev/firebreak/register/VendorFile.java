package dev.firebreak.register;

import dev.firebreak.policy.PolicyCap;
import dev.firebreak.standard.VendorFacts;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the company has written down about a vendor, in `vendors/NAME.yaml`. Immutable.
///
/// @param name as people know it
/// @param owner who answers for it in the company: a team or a mailbox
/// @param purpose why it is there, in a sentence
/// @param dataUses as `analytics.reporting`
/// @param legalBasis as GDPR Art. 6(1) has them, `legitimate-interests`
/// @param contract empty where none is signed
/// @param agreement the data processing agreement (GDPR Art. 28(3)); empty where none is signed
/// @param regions where it processes: countries as `US`, or `EU`, `EEA`
/// @param transfers what covers a region that needs it (GDPR Art. 44 to 49)
/// @param contacts where to write
/// @param noticeHours within which it tells us of an incident; empty where not agreed
/// @param retentionDays how long it keeps data; empty where unknown
/// @param mayReceive the most it may have; empty where the file sets no limit
/// @param standards names of those that it must meet
/// @param declared what it holds, for a vendor without a binding
public record VendorFile(
    VendorId vendor,
    String name,
    String owner,
    String purpose,
    List<String> dataUses,
    String legalBasis,
    Optional<Agreement> contract,
    Optional<Agreement> agreement,
    List<SubProcessor> subProcessors,
    List<String> regions,
    List<Transfer> transfers,
    Contacts contacts,
    OptionalInt noticeHours,
    OptionalInt retentionDays,
    Optional<PolicyCap> mayReceive,
    List<String> standards,
    List<DataCategory> declared) {
  public VendorFile {
    dataUses = List.copyOf(dataUses);
    subProcessors = List.copyOf(subProcessors);
    regions = List.copyOf(regions);
    transfers = List.copyOf(transfers);
    standards = List.copyOf(standards);
    declared = List.copyOf(declared);
  }

  /// Whether the vendor may hold this by its file: it declares it, or its limit leaves some of it.
  boolean expects(DataCategory category) {
    return declared.contains(category)
        || mayReceive.filter(cap -> !cap.of(category).withholds()).isPresent();
  }

  /// Whether the vendor could get less by this file than by its policy, now or one day.
  boolean limits() {
    return mayReceive.isPresent() || !standards.isEmpty();
  }

  /// A signed paper.
  ///
  /// @param reference where it lies
  public record Agreement(String reference, VendorFacts.Term term) {}

  /// Somebody who gets the data from the vendor.
  ///
  /// @param country ISO 3166-1 alpha-2
  public record SubProcessor(String name, String country, String purpose) {}

  /// What covers a region outside the company's own.
  ///
  /// @param mechanism as `standard-contractual-clauses`
  public record Transfer(String to, String mechanism) {}

  /// Where to write.
  public record Contacts(String security, String incident) {}
}
