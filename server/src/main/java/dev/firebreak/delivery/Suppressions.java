package dev.firebreak.delivery;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.event.EventHeader;
import dev.firebreak.pseudonym.SubjectKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The people whose data goes to no vendor any more, in the control database and in memory.
///
/// A person is the key that was named, mostly an account's, and the keys of devices that lead to
/// it. A device that comes up later with a suppressed account is taken in by [#drops]: at once in
/// memory, and durably with the next [#keepLearned]. Messages of another account on such a device
/// go on: they are about that account. A device may be several people's: it goes free with the last
/// of them. Whoever is let go has sent from then on: what came in before goes nowhere. Only keys
/// are kept, never an id. Thread-safe.
public final class Suppressions implements Suppression {
  private static final Logger LOG = LoggerFactory.getLogger(Suppressions.class);

  /// So many devices of one person are learned; nobody has more, but whoever forges links could
  /// fill the table.
  static final int DEVICES_LEARNED_MAX = 1_000;

  private final ControlDatabase control;
  private final Clock clock;
  private final Map<SubjectKey, Set<SubjectKey>> persons = new ConcurrentHashMap<>();
  private final Map<SubjectKey, Instant> lifted = new ConcurrentHashMap<>();
  private final Set<Learned> unkept = ConcurrentHashMap.newKeySet();
  private final Map<SubjectKey, AtomicInteger> learned = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  /// A device that came up with a suppressed account.
  private record Learned(SubjectKey device, SubjectKey person) {}

  /// Reads those who are suppressed already.
  public Suppressions(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
    control
        .reader()
        .useHandle(handle -> {
          handle
              .createQuery("SELECT subject, person, learned FROM suppressed")
              .map((row, _) -> {
                SubjectKey person = SubjectKey.of(row.getBytes(2));
                add(SubjectKey.of(row.getBytes(1)), person);
                if (row.getBoolean(3)) {
                  learnedOf(person).incrementAndGet();
                }
                return person;
              })
              .forEach(_ -> {});
          handle
              .createQuery("SELECT subject, lifted_at FROM suppression_lifted")
              .map((row, _) ->
                  Map.entry(SubjectKey.of(row.getBytes(1)), Instant.ofEpochMilli(row.getLong(2))))
              .forEach(entry -> lifted.put(entry.getKey(), entry.getValue()));
        });
  }

  @Override
  public boolean covers(@Nullable SubjectKey subject) {
    return subject != null && persons.containsKey(subject);
  }

  @Override
  public boolean covers(@Nullable SubjectKey subject, Instant receivedAt) {
    if (subject == null) {
      return false;
    }
    // in this order: whoever is let go is first in the second
    return covers(subject) || receivedAt.isBefore(lifted.getOrDefault(subject, Instant.MIN));
  }

  @Override
  public long generation() {
    return generation.get();
  }

  /// Whether a message that has just come in goes nowhere. Where it joins a device to a suppressed
  /// account, the device is suppressed from now on.
  public boolean drops(EventHeader header) {
    SubjectKey subject = header.subjectKey();
    Set<SubjectKey> owners = subject == null ? Set.of() : ownersOf(subject);
    SubjectKey device = header.linkedDeviceKey();
    if (device != null && !ownersOf(device).containsAll(owners)) {
      owners.forEach(person -> learn(device, person));
    }
    return !owners.isEmpty();
  }

  private Set<SubjectKey> ownersOf(SubjectKey subject) {
    return persons.getOrDefault(subject, Set.of());
  }

  /// Whether it was not there yet.
  private boolean add(SubjectKey subject, SubjectKey person) {
    AtomicBoolean added = new AtomicBoolean(true);
    persons.merge(
        subject,
        Set.of(person),
        (before, _) -> {
          Set<SubjectKey> owners = new HashSet<>(before);
          added.set(owners.add(person));
          return Set.copyOf(owners);
        });
    return added.get();
  }

  private void learn(SubjectKey device, SubjectKey person) {
    if (learnedOf(person).get() >= DEVICES_LEARNED_MAX) {
      return;
    }
    if (add(device, person)) {
      learnedOf(person).incrementAndGet();
      unkept.add(new Learned(device, person));
      generation.incrementAndGet();
    }
  }

  private AtomicInteger learnedOf(SubjectKey person) {
    return learned.computeIfAbsent(person, _ -> new AtomicInteger());
  }

  /// Makes the devices durable that were learned since the last time. To be called every second.
  public void keepLearned() {
    if (unkept.isEmpty()) {
      return;
    }
    Set<Learned> now = Set.copyOf(unkept);
    control
        .writer()
        .useTransaction(handle -> {
          Instant at = clock.instant();
          // whoever was let go meanwhile is not brought back
          now.forEach(each -> {
            if (ownersOf(each.device()).contains(each.person())) {
              insert(handle, each.device(), each.person(), at, true);
            }
          });
        });
    unkept.removeAll(now);
    LOG.atInfo().addKeyValue("devices", now.size()).log("SuppressedDevicesLearned");
  }

  /// Suppresses a person; durable and in force when this returns.
  ///
  /// @param subjects the person's own key and those of devices
  /// @param decision what is recorded of it, in the same transaction
  public void suppress(SubjectKey person, Collection<SubjectKey> subjects, Runnable decision) {
    control
        .writer()
        .useTransaction(handle -> {
          decision.run();
          Instant at = clock.instant();
          subjects.forEach(subject -> insert(handle, subject, person, at, false));
        });
    subjects.forEach(subject -> add(subject, person));
    generation.incrementAndGet();
  }

  /// Lets a person's data go out again: what comes in from now on.
  ///
  /// @param decision what is recorded of it, in the same transaction
  public void lift(SubjectKey person, Runnable decision) {
    List<SubjectKey> before = keysOf(person);
    try {
      control
          .writer()
          .useTransaction(handle -> {
            decision.run();
            handle.execute("DELETE FROM suppressed WHERE person = ?", person.toBytes());
            Instant at = Instant.ofEpochMilli(clock.millis());
            before.forEach(subject -> letGo(handle, subject, at));
            // within the transaction, so that no device is kept that was learned meanwhile
            persons.replaceAll((_, owners) -> without(owners, person));
            persons.values().removeIf(Set::isEmpty);
          });
    } catch (RuntimeException e) {
      before.forEach(subject -> add(subject, person));
      throw e;
    }
    unkept.removeIf(each -> each.person().equals(person));
    learned.remove(person);
  }

  private void letGo(Handle handle, SubjectKey subject, Instant at) {
    handle.execute(
        "INSERT INTO suppression_lifted (subject, lifted_at) VALUES (?, ?)"
            + " ON CONFLICT (subject) DO UPDATE SET lifted_at = excluded.lifted_at",
        subject.toBytes(),
        at.toEpochMilli());
    // in force before the suppression ends
    lifted.put(subject, at);
  }

  private static Set<SubjectKey> without(Set<SubjectKey> owners, SubjectKey person) {
    if (!owners.contains(person)) {
      return owners;
    }
    Set<SubjectKey> rest = new HashSet<>(owners);
    rest.remove(person);
    return Set.copyOf(rest);
  }

  /// Since when nothing about a subject goes out, a person's or a device's.
  public Optional<Instant> since(SubjectKey subject) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT min(since) FROM suppressed WHERE subject = :subject")
                .bind("subject", subject.toBytes())
                .map((row, _) -> {
                  long millis = row.getLong(1);
                  return row.wasNull()
                      ? Optional.<Instant>empty()
                      : Optional.of(Instant.ofEpochMilli(millis));
                })
                .one());
  }

  /// The keys by which a person is suppressed.
  public List<SubjectKey> keysOf(SubjectKey person) {
    return persons.entrySet().stream()
        .filter(entry -> entry.getValue().contains(person))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// How many people are suppressed.
  public long people() {
    return persons.values().stream().flatMap(Set::stream).distinct().count();
  }

  private static void insert(
      Handle handle, SubjectKey subject, SubjectKey person, Instant at, boolean learned) {
    handle.execute(
        "INSERT INTO suppressed (subject, person, since, learned) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        subject.toBytes(),
        person.toBytes(),
        at.toEpochMilli(),
        learned);
  }
}
