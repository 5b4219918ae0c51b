package dev.firebreak.ledger;

import dev.firebreak.vendor.BindingId;
import java.util.List;

/// What one binding's delivery outcomes up to a watermark add to the ledger. A batch is committed
/// whole or not at all, together with its watermark.
///
/// @param binding whose journal it comes from
/// @param watermark a place in the binding's outcome log: all outcomes before it are now in the
///   ledger. Not a journal offset: a replayed dead letter is disclosed long after its neighbours
/// @param disclosures the facts; equal keys (all but events and times) are already merged
/// @param links device links first seen or confirmed
/// @param vendorSubjects ids as the vendor got them
public record LedgerBatch(
    BindingId binding,
    long watermark,
    List<Disclosure> disclosures,
    List<DeviceLink> links,
    List<VendorSubject> vendorSubjects) {
  public LedgerBatch {
    if (watermark < 0) {
      throw new IllegalArgumentException("a watermark is not negative");
    }
    disclosures = List.copyOf(disclosures);
    links = List.copyOf(links);
    vendorSubjects = List.copyOf(vendorSubjects);
  }
}
