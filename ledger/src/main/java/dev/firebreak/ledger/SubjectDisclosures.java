package dev.firebreak.ledger;

import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.util.List;

/// What one vendor received about one account. Printing shows no id.
///
/// @param vendor who received it
/// @param basis for which time this is known
/// @param facts the account's facts and those of its linked devices
/// @param idsAtVendor the ids under which the vendor has them: tokens, or clear where passed
/// @param linkedDevices number of devices that count for the account
public record SubjectDisclosures(
    VendorId vendor,
    KnowledgeBasis basis,
    List<Disclosure> facts,
    List<String> idsAtVendor,
    int linkedDevices) {
  public SubjectDisclosures {
    facts = List.copyOf(facts);
    idsAtVendor = List.copyOf(idsAtVendor);
  }

  /// The categories by form over all facts.
  public Masks masks() {
    return facts.stream().map(Disclosure::masks).reduce(Masks.NONE, Masks::union);
  }

  public long events() {
    return facts.stream().mapToLong(Disclosure::events).sum();
  }

  @Override
  public String toString() {
    return "SubjectDisclosures[" + vendor + ", facts=" + facts.size() + "]";
  }
}
