package dev.firebreak.ledger;

import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What one binding's delivery outcomes up to a watermark add to the ledger. A batch is committed
/// whole or not at all, together with its watermark.
///
/// @param binding whose journal it comes from
/// @param watermark a place in the binding's outcome log: all outcomes before it are now in the
///   ledger. Not a journal offset: a replayed dead letter is disclosed long after its neighbours
/// @param records how many records those outcomes say were disclosed for the first time: at least
///   the events of the facts, more where some named nobody
/// @param disclosures the facts; equal keys (all but events and times) are already merged
/// @param links device links first seen or confirmed
/// @param vendorSubjects ids as the vendor got them
public record LedgerBatch(
    BindingId binding,
    long watermark,
    long records,
    List<Disclosure> disclosures,
    List<DeviceLink> links,
    List<VendorSubject> vendorSubjects) {
  public LedgerBatch {
    if (watermark < 0) {
      throw new IllegalArgumentException("a watermark is not negative");
    }
    if (records < disclosures.stream().mapToLong(Disclosure::events).sum()) {
      throw new IllegalArgumentException("a batch has no more events than records");
    }
    disclosures = List.copyOf(disclosures);
    links = List.copyOf(links);
    vendorSubjects = List.copyOf(vendorSubjects);
  }

  /// A batch all of whose records named somebody.
  public LedgerBatch(
      BindingId binding,
      long watermark,
      List<Disclosure> disclosures,
      List<DeviceLink> links,
      List<VendorSubject> vendorSubjects) {
    this(
        binding,
        watermark,
        disclosures.stream().mapToLong(Disclosure::events).sum(),
        disclosures,
        links,
        vendorSubjects);
  }

  /// The latest day on which a vendor got something of it: links and ids live as long as facts of
  /// that day do. Empty where it has no fact of the vendor; then they live on.
  Optional<LocalDate> lastDay(VendorId vendor) {
    return disclosures.stream()
        .filter(fact -> fact.vendor().equals(vendor))
        .map(Disclosure::day)
        .max(LocalDate::compareTo);
  }

  /// The batch without what retention would take at once.
  ///
  /// @param heldFrom by vendor, the first day that is held
  LedgerBatch held(Function<VendorId, Optional<LocalDate>> heldFrom) {
    if (vendors().stream().allMatch(vendor -> heldFrom.apply(vendor).isEmpty())) {
      return this;
    }
    Map<VendorId, Optional<LocalDate>> last = new HashMap<>();
    vendors().forEach(vendor -> last.put(vendor, lastDay(vendor)));
    return new LedgerBatch(
        binding,
        watermark,
        records,
        disclosures.stream()
            .filter(fact -> isHeld(Optional.of(fact.day()), heldFrom.apply(fact.vendor())))
            .toList(),
        links.stream()
            .filter(link ->
                isHeld(
                    last.getOrDefault(link.vendor(), Optional.empty()),
                    heldFrom.apply(link.vendor())))
            .toList(),
        vendorSubjects.stream()
            .filter(id ->
                isHeld(
                    last.getOrDefault(id.vendor(), Optional.empty()), heldFrom.apply(id.vendor())))
            .toList());
  }

  /// The vendors of which it has anything.
  Set<VendorId> vendors() {
    Set<VendorId> vendors = new TreeSet<>();
    disclosures.forEach(fact -> vendors.add(fact.vendor()));
    links.forEach(link -> vendors.add(link.vendor()));
    vendorSubjects.forEach(id -> vendors.add(id.vendor()));
    return vendors;
  }

  private static boolean isHeld(Optional<LocalDate> day, Optional<LocalDate> from) {
    return day.isEmpty() || from.isEmpty() || !day.get().isBefore(from.get());
  }
}
