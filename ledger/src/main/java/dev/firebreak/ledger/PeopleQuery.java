package dev.firebreak.ledger;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.util.Optional;

/// Whose data a vendor received.
///
/// @param vendor who received it
/// @param from only facts whose events reach to this instant or later; empty for all
/// @param to only facts with events before this instant; empty for all
/// @param category only facts that disclosed this category in some form; empty for all
public record PeopleQuery(
    VendorId vendor,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<DataCategory> category) {
  public PeopleQuery {
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException("a window ends after it begins");
    }
  }

  /// Everybody, ever.
  public static PeopleQuery all(VendorId vendor) {
    return new PeopleQuery(vendor, Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean asksFor(Disclosure fact) {
    return category.map(each -> (fact.masks().disclosed() & each.mask()) != 0).orElse(true);
  }
}
