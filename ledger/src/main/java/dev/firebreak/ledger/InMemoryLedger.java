package dev.firebreak.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A ledger that forgets everything at its end; for tests and trials. Thread-safe.
public final class InMemoryLedger implements LedgerStore {
  private static final Comparator<Disclosure> WITHIN_DAY =
      Comparator.comparing(Disclosure::policyVersion)
          .thenComparingLong(fact -> fact.masks().clear())
          .thenComparingLong(fact -> fact.masks().generalized())
          .thenComparingLong(fact -> fact.masks().tokenized())
          .thenComparingLong(fact -> fact.masks().withheld())
          .thenComparing(Disclosure::assertedBy);

  @GuardedBy("this")
  private final Map<Key, Disclosure> facts = new HashMap<>();

  @GuardedBy("this")
  private final Set<DeviceLink> links = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Set<VendorSubject> ids = new LinkedHashSet<>();

  @GuardedBy("this")
  private final Map<BindingId, Long> watermarks = new HashMap<>();

  private record Key(
      VendorId vendor,
      SubjectKey subject,
      LocalDate day,
      Masks masks,
      String policyVersion,
      AssertedBy assertedBy) {}

  @Override
  public synchronized void append(LedgerBatch batch) {
    if (batch.watermark() <= watermark(batch.binding())) {
      return;
    }
    for (Disclosure fact : batch.disclosures()) {
      Key key =
          new Key(
              fact.vendor(),
              fact.subject(),
              fact.day(),
              fact.masks(),
              fact.policyVersion(),
              fact.assertedBy());
      facts.merge(key, fact, Disclosure::plus);
    }
    links.addAll(batch.links());
    ids.addAll(batch.vendorSubjects());
    watermarks.put(batch.binding(), batch.watermark());
  }

  @Override
  public synchronized long watermark(BindingId binding) {
    return watermarks.getOrDefault(binding, 0L);
  }

  @Override
  public synchronized Optional<Instant> knowsSince(VendorId vendor) {
    return facts.values().stream()
        .filter(fact -> fact.vendor().equals(vendor))
        .map(Disclosure::disclosedFrom)
        .min(Comparator.naturalOrder());
  }

  @Override
  public synchronized Set<VendorId> vendors() {
    return facts.values().stream().map(Disclosure::vendor).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized List<Disclosure> ofSubject(SubjectKey subject) {
    return facts.values().stream()
        .filter(fact -> fact.subject().equals(subject))
        .sorted(
            Comparator.comparing(Disclosure::vendor)
                .thenComparing(Disclosure::day)
                .thenComparing(WITHIN_DAY))
        .toList();
  }

  @Override
  public synchronized List<VendorSubject> idsOf(SubjectKey subject) {
    return ids.stream()
        .filter(id -> id.subject().equals(subject))
        .sorted(
            Comparator.comparing(VendorSubject::vendor).thenComparing(VendorSubject::idAtVendor))
        .toList();
  }

  @Override
  public void forEachId(VendorId vendor, Consumer<VendorSubject> consumer) {
    List<VendorSubject> found;
    synchronized (this) {
      found = new ArrayList<>(ids);
    }
    found.stream()
        .filter(id -> id.vendor().equals(vendor))
        .sorted(
            Comparator.comparing(VendorSubject::subject).thenComparing(VendorSubject::idAtVendor))
        .forEach(consumer);
  }

  @Override
  public void forEach(
      VendorId vendor,
      Optional<Instant> from,
      Optional<Instant> to,
      Consumer<Disclosure> consumer) {
    List<Disclosure> found;
    synchronized (this) {
      found = new ArrayList<>(facts.values());
    }
    found.stream()
        .filter(fact -> fact.vendor().equals(vendor) && fact.reachesInto(from, to))
        .sorted(
            Comparator.comparing(Disclosure::subject)
                .thenComparing(Disclosure::day)
                .thenComparing(WITHIN_DAY))
        .forEach(consumer);
  }

  @Override
  public synchronized void forEachLink(VendorId vendor, Consumer<DeviceLink> consumer) {
    links.stream()
        .filter(link -> link.vendor().equals(vendor))
        .sorted(
            Comparator.comparing(DeviceLink::device)
                .thenComparing(DeviceLink::account)
                .thenComparing(DeviceLink::assertedBy))
        .forEach(consumer);
  }

  @Override
  public void close() {}
}
