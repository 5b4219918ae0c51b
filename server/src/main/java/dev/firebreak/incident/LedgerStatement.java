package dev.firebreak.incident;

import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What the ledger says about everything that a vendor ever got through Firebreak.
///
/// @param knowsSince since when it knows; empty where it never saw this vendor: then it says
///   nothing
/// @param disclosed categories by form over all disclosures
/// @param events number of events disclosed
public record LedgerStatement(Optional<Instant> knowsSince, Masks disclosed, long events) {
  /// Without a ledger, or for a vendor that it never saw.
  public static final LedgerStatement NONE = new LedgerStatement(Optional.empty(), Masks.NONE, 0);

  static LedgerStatement of(LedgerStore ledger, VendorId vendor) throws IOException {
    Sum sum = new Sum();
    ledger.forEach(
        vendor,
        Optional.empty(),
        Optional.empty(),
        fact -> {
          sum.masks = sum.masks.union(fact.masks());
          sum.events += fact.events();
        });
    return new LedgerStatement(ledger.knowsSince(vendor), sum.masks, sum.events);
  }

  /// True where the ledger can vouch that a category was never sent: it knows the vendor, the
  /// category stands in no disclosure, and nothing unclassified ever passed.
  public boolean neverSent(DataCategory category) {
    return knowsSince.isPresent()
        && (disclosed.disclosed() & (category.mask() | DataCategory.UNCLASSIFIED.mask())) == 0;
  }

  private static final class Sum {
    Masks masks = Masks.NONE;
    long events;
  }
}
