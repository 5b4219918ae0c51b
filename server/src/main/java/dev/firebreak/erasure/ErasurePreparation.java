package dev.firebreak.erasure;

import dev.firebreak.config.ErasurePlace;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Looks up in the ledger under which ids a vendor has those who are to be erased, once nothing of
/// them is on its way to the vendor any more. Confined to one thread.
final class ErasurePreparation {
  static final String NO_INTERFACE = "no erasure interface is set up for the vendor";
  static final String NO_ID = "the vendor got data of this subject under no id that is known";
  private static final int AT_ONCE = 5_000;

  private final Deliveries deliveries;
  private final LedgerStore ledger;
  private final ErasureStore store;
  private final List<ErasurePlace> places;
  private final Clock clock;

  ErasurePreparation(
      Deliveries deliveries,
      LedgerStore ledger,
      ErasureStore store,
      List<ErasurePlace> places,
      Clock clock) {
    this.deliveries = deliveries;
    this.ledger = ledger;
    this.store = store;
    this.places = List.copyOf(places);
    this.clock = clock;
  }

  /// Prepares an erasure at a vendor.
  ///
  /// @return false where requests to the vendor may still be under way; nothing is done then
  boolean prepare(ErasureStore.At at) throws IOException, InterruptedException {
    Optional<SubjectKey> person = at.erasure().person();
    if (person.isPresent()
        ? !deliveries.suppressedEverywhere(at.vendor())
        : !deliveries.atRest(at.vendor())) {
      return false;
    }
    deliveries.feedLedger();
    store.beginPreparation(at);
    if (person.isPresent()) {
      preparePerson(at, person.get());
    } else {
      prepareEverybody(at);
    }
    store.prepared(at, clock.instant());
    return true;
  }

  private void preparePerson(ErasureStore.At at, SubjectKey person) throws IOException {
    PersonKeys now = PersonKeys.of(ledger, person, deliveries::hasGuessableIds);
    long number = at.erasure().number();
    store.addDevices(number, now.erased(store.takesLinked(number)));
    Set<SubjectKey> subjects = new TreeSet<>(store.subjects(number));
    suppressNew(person, now);
    List<ErasureStore.NewId> ids = new ArrayList<>();
    for (SubjectKey subject : subjects) {
      List<VendorSubject> known =
          ledger.idsOf(subject).stream().filter(id -> id.vendor().equals(at.vendor())).toList();
      known.forEach(id -> addAt(at.vendor(), subject, id.idAtVendor(), ids));
      if (known.isEmpty() && hasFacts(at.vendor(), subject)) {
        ids.add(withoutId(subject));
      }
    }
    store.insertIds(at, ids);
  }

  /// Devices that came up with the account while it was being suppressed.
  private void suppressNew(SubjectKey person, PersonKeys now) {
    Set<SubjectKey> devices = new TreeSet<>(now.all());
    devices.removeAll(deliveries.suppressions().keysOf(person));
    if (!devices.isEmpty() && deliveries.suppressions().covers(person)) {
      deliveries.suppressions().suppress(person, devices, () -> {});
    }
  }

  private boolean hasFacts(VendorId vendor, SubjectKey subject) throws IOException {
    return ledger.ofSubject(subject).stream().anyMatch(fact -> fact.vendor().equals(vendor));
  }

  private void prepareEverybody(ErasureStore.At at) throws IOException {
    List<ErasureStore.NewId> ids = new ArrayList<>();
    ledger.forEachId(
        at.vendor(),
        id -> {
          addAt(at.vendor(), id.subject(), id.idAtVendor(), ids);
          insertIfMany(at, ids, AT_ONCE);
        });
    insertIfMany(at, ids, 1);
    WithoutId without = new WithoutId(at);
    ledger.forEach(
        at.vendor(),
        Optional.empty(),
        Optional.empty(),
        fact -> {
          without.meet(fact, ids);
          insertIfMany(at, ids, AT_ONCE);
        });
    insertIfMany(at, ids, 1);
  }

  private void insertIfMany(ErasureStore.At at, List<ErasureStore.NewId> ids, int atLeast) {
    if (ids.size() >= atLeast) {
      store.insertIds(at, ids);
      ids.clear();
    }
  }

  private void addAt(VendorId vendor, SubjectKey subject, String id, List<ErasureStore.NewId> ids) {
    boolean asked = false;
    for (ErasurePlace place : places) {
      if (place.vendor().equals(vendor)) {
        ids.add(new ErasureStore.NewId(place.id(), subject, id, null));
        asked = true;
      }
    }
    if (!asked) {
      ids.add(new ErasureStore.NewId(ErasureStore.NO_PLACE, subject, id, NO_INTERFACE));
    }
  }

  private static ErasureStore.NewId withoutId(SubjectKey subject) {
    return new ErasureStore.NewId(ErasureStore.NO_PLACE, subject, null, NO_ID);
  }

  /// Finds the subjects that have facts and no id, as the facts go by in subject order. Confined.
  private final class WithoutId {
    private final ErasureStore.At at;
    private final Deque<SubjectKey> withId = new ArrayDeque<>();
    private @Nullable SubjectKey last;
    private @Nullable SubjectKey read;
    private boolean ended;

    WithoutId(ErasureStore.At at) {
      this.at = at;
    }

    void meet(Disclosure fact, List<ErasureStore.NewId> ids) {
      SubjectKey subject = fact.subject();
      if (subject.equals(last)) {
        return;
      }
      last = subject;
      while (hasNext() && withId.getFirst().compareTo(subject) < 0) {
        withId.removeFirst();
      }
      if (!hasNext() || !withId.getFirst().equals(subject)) {
        ids.add(withoutId(subject));
      }
    }

    private boolean hasNext() {
      while (withId.isEmpty() && !ended) {
        List<SubjectKey> more = store.knownAfter(at, Optional.ofNullable(read), AT_ONCE);
        ended = more.isEmpty();
        withId.addAll(more);
        read = ended ? read : more.getLast();
      }
      return !withId.isEmpty();
    }
  }
}
