package dev.firebreak.standard;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known of a vendor, as standards look at it. No personal data. Immutable.
///
/// @param contract empty where none is on file
/// @param agreement the data processing agreement; empty where none is on file
/// @param regions where the vendor processes
/// @param transferRegions regions for which a transfer mechanism is on file
/// @param retentionDays how long the vendor keeps data; empty where unknown
/// @param noticeHours within which it tells of an incident; empty where not agreed
/// @param review the last closed one; empty where there never was one
/// @param oldestOpenAction when the first open corrective action is due; empty where none is open
/// @param undeclared categories that its exports show, and its file neither declares nor allows;
///   empty where no export was looked at
public record VendorFacts(
    VendorId vendor,
    Optional<Term> contract,
    Optional<Term> agreement,
    List<String> regions,
    List<String> transferRegions,
    OptionalInt retentionDays,
    OptionalInt noticeHours,
    Optional<Review> review,
    Optional<LocalDate> oldestOpenAction,
    Optional<List<DataCategory>> undeclared) {
  public VendorFacts {
    undeclared = undeclared.map(List::copyOf);
    regions = List.copyOf(regions);
    transferRegions = List.copyOf(transferRegions);
  }

  /// When something is in force.
  ///
  /// @param begins the first day
  /// @param ends the last day; empty where it runs on
  public record Term(LocalDate begins, Optional<LocalDate> ends) {}

  /// A closed review.
  ///
  /// @param id its name
  /// @param closedOn the day, UTC
  /// @param accepted false where it ended with a refusal
  /// @param answers by question: `yes`, `no`, `partly`, `not-applicable` or `unknown`
  /// @param evidence what was shown
  public record Review(
      String id,
      LocalDate closedOn,
      boolean accepted,
      Map<String, String> answers,
      List<Evidence> evidence) {
    public Review {
      answers = Map.copyOf(answers);
      evidence = List.copyOf(evidence);
    }
  }

  /// A document that shows something.
  ///
  /// @param kind as `certificate`
  /// @param expiresOn the last day on which it counts; empty where it does not expire
  public record Evidence(String kind, Optional<LocalDate> expiresOn) {}
}
