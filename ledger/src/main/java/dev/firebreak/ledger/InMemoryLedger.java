package dev.firebreak.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A ledger that forgets everything at its end; for tests and trials. Thread-safe.
public final class InMemoryLedger implements LedgerStore {
  private static final Comparator<Disclosure> WITHIN_DAY =
      Comparator.comparing(Disclosure::policyVersion)
          .thenComparingLong(fact -> fact.masks().clear())
          .thenComparingLong(fact -> fact.masks().generalized())
          .thenComparingLong(fact -> fact.masks().tokenized())
          .thenComparingLong(fact -> fact.masks().withheld())
          .thenComparing(Disclosure::assertedBy);

  private static final Comparator<DeviceLink> BY_DEVICE =
      Comparator.comparing(DeviceLink::device)
          .thenComparing(DeviceLink::account)
          .thenComparing(DeviceLink::assertedBy);

  @GuardedBy("this")
  private final Map<Key, Disclosure> facts = new HashMap<>();

  /// With the latest day of the facts that they came with.
  @GuardedBy("this")
  private final Map<DeviceLink, LocalDate> links = new LinkedHashMap<>();

  /// As above.
  @GuardedBy("this")
  private final Map<VendorSubject, LocalDate> ids = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<VendorId, Instant> knownSince = new HashMap<>();

  @GuardedBy("this")
  private final Map<VendorId, Instant> importedSince = new HashMap<>();

  @GuardedBy("this")
  private final Map<VendorId, LocalDate> heldFrom = new HashMap<>();

  @GuardedBy("this")
  private final Map<VendorId, Long> erased = new HashMap<>();

  @GuardedBy("this")
  private final Map<VendorId, Instant> erasedAt = new HashMap<>();

  @GuardedBy("this")
  private final Map<BindingId, Long> watermarks = new HashMap<>();

  @GuardedBy("this")
  private final Map<BindingId, Long> records = new HashMap<>();

  private final Clock clock;

  public InMemoryLedger() {
    this(Clock.systemUTC());
  }

  /// @param clock when erasures happen
  public InMemoryLedger(Clock clock) {
    this.clock = clock;
  }

  private record Key(
      VendorId vendor,
      SubjectKey subject,
      LocalDate day,
      Masks masks,
      String policyVersion,
      AssertedBy assertedBy) {}

  @Override
  public synchronized void append(LedgerBatch given) {
    if (given.watermark() <= watermark(given.binding())) {
      return;
    }
    Map<VendorId, LocalDate> from = Map.copyOf(heldFrom);
    LedgerBatch batch = given.held(vendor -> Optional.ofNullable(from.get(vendor)));
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
      Map<VendorId, Instant> since = fact.isImported() ? importedSince : knownSince;
      since.merge(fact.vendor(), fact.disclosedFrom(), (a, b) -> a.isBefore(b) ? a : b);
    }
    batch
        .links()
        .forEach(link -> links.merge(link, seen(batch, link.vendor()), InMemoryLedger::later));
    batch
        .vendorSubjects()
        .forEach(id -> ids.merge(id, seen(batch, id.vendor()), InMemoryLedger::later));
    watermarks.put(batch.binding(), batch.watermark());
    records.merge(batch.binding(), batch.records(), Long::sum);
  }

  @Override
  public synchronized long watermark(BindingId binding) {
    return watermarks.getOrDefault(binding, 0L);
  }

  private static LocalDate seen(LedgerBatch batch, VendorId vendor) {
    return batch.lastDay(vendor).orElse(LocalDate.MAX);
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public synchronized long records(BindingId binding) {
    return records.getOrDefault(binding, 0L);
  }

  @Override
  public synchronized Optional<Instant> knowsSince(VendorId vendor) {
    return Optional.ofNullable(knownSince.get(vendor));
  }

  @Override
  public synchronized Optional<Instant> importedSince(VendorId vendor) {
    return Optional.ofNullable(importedSince.get(vendor));
  }

  @Override
  public synchronized Optional<LocalDate> heldFrom(VendorId vendor) {
    return Optional.ofNullable(heldFrom.get(vendor));
  }

  @Override
  public synchronized Set<VendorId> vendors() {
    Set<VendorId> vendors = new HashSet<>(knownSince.keySet());
    vendors.addAll(importedSince.keySet());
    return Set.copyOf(vendors);
  }

  @Override
  public synchronized void erase(VendorId vendor, Collection<SubjectKey> subjects) {
    Set<SubjectKey> gone = Set.copyOf(subjects);
    if (gone.isEmpty() || !vendors().contains(vendor)) {
      return;
    }
    facts.keySet().removeIf(key -> key.vendor().equals(vendor) && gone.contains(key.subject()));
    ids.keySet().removeIf(id -> id.vendor().equals(vendor) && gone.contains(id.subject()));
    links
        .keySet()
        .removeIf(link ->
            link.vendor().equals(vendor)
                && (gone.contains(link.device()) || gone.contains(link.account())));
    erased.merge(vendor, (long) gone.size(), Long::sum);
    erasedAt.put(vendor, clock.instant());
  }

  @Override
  public synchronized long erasedSubjects(VendorId vendor) {
    return erased.getOrDefault(vendor, 0L);
  }

  @Override
  public synchronized Optional<Instant> lastErasedAt(VendorId vendor) {
    return Optional.ofNullable(erasedAt.get(vendor));
  }

  @Override
  public synchronized void forgetBefore(VendorId vendor, YearMonth month) {
    LocalDate day = month.atDay(1);
    LocalDate before = heldFrom.getOrDefault(vendor, LocalDate.MIN);
    if (!vendors().contains(vendor) || !day.isAfter(before)) {
      return;
    }
    heldFrom.put(vendor, day);
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    for (Map<VendorId, Instant> since : List.of(knownSince, importedSince)) {
      since.computeIfPresent(vendor, (_, first) -> first.isBefore(start) ? start : first);
    }
    facts.keySet().removeIf(key -> key.vendor().equals(vendor) && key.day().isBefore(day));
    links
        .entrySet()
        .removeIf(link -> link.getKey().vendor().equals(vendor) && link.getValue().isBefore(day));
    ids.entrySet()
        .removeIf(id -> id.getKey().vendor().equals(vendor) && id.getValue().isBefore(day));
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
    return ids.keySet().stream()
        .filter(id -> id.subject().equals(subject))
        .sorted(
            Comparator.comparing(VendorSubject::vendor).thenComparing(VendorSubject::idAtVendor))
        .toList();
  }

  @Override
  public void forEachId(VendorId vendor, Consumer<VendorSubject> consumer) {
    List<VendorSubject> found;
    synchronized (this) {
      found = new ArrayList<>(ids.keySet());
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
    links.keySet().stream()
        .filter(link -> link.vendor().equals(vendor))
        .sorted(BY_DEVICE)
        .forEach(consumer);
  }

  @Override
  public synchronized List<DeviceLink> linksOf(SubjectKey account) {
    List<DeviceLink> own =
        links.keySet().stream().filter(link -> link.account().equals(account)).toList();
    return links.keySet().stream()
        .filter(link ->
            own.stream()
                .anyMatch(each ->
                    each.vendor().equals(link.vendor()) && each.device().equals(link.device())))
        .sorted(Comparator.comparing(DeviceLink::vendor).thenComparing(BY_DEVICE))
        .toList();
  }

  @Override
  public void close() {}
}
