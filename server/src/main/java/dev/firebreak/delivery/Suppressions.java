package dev.firebreak.delivery;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.event.EventHeader;
import dev.firebreak.pseudonym.SubjectKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
/// go on: they are about that account. Only keys are kept, never an id. Thread-safe.
public final class Suppressions implements Suppression {
  private static final Logger LOG = LoggerFactory.getLogger(Suppressions.class);

  /// So many devices of one person are learned; nobody has more, but whoever forges links could
  /// fill the table.
  static final int DEVICES_LEARNED_MAX = 1_000;

  private final ControlDatabase control;
  private final Clock clock;
  private final Map<SubjectKey, SubjectKey> persons = new ConcurrentHashMap<>();
  private final Map<SubjectKey, SubjectKey> unkept = new ConcurrentHashMap<>();
  private final Map<SubjectKey, AtomicInteger> learned = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  /// Reads those who are suppressed already.
  public Suppressions(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
    control
        .reader()
        .useHandle(handle ->
            handle
                .createQuery("SELECT subject, person, learned FROM suppressed")
                .map((row, _) -> {
                  SubjectKey person = SubjectKey.of(row.getBytes(2));
                  persons.put(SubjectKey.of(row.getBytes(1)), person);
                  if (row.getBoolean(3)) {
                    learnedOf(person).incrementAndGet();
                  }
                  return person;
                })
                .forEach(_ -> {}));
  }

  @Override
  public boolean covers(@Nullable SubjectKey subject) {
    return subject != null && persons.containsKey(subject);
  }

  @Override
  public long generation() {
    return generation.get();
  }

  /// Whether a message that has just come in goes nowhere. Where it joins a device to a suppressed
  /// account, the device is suppressed from now on.
  public boolean drops(EventHeader header) {
    SubjectKey subject = header.subjectKey();
    SubjectKey person = subject == null ? null : persons.get(subject);
    if (person == null) {
      return false;
    }
    SubjectKey device = header.linkedDeviceKey();
    if (device != null && !persons.containsKey(device)) {
      learn(device, person);
    }
    return true;
  }

  private void learn(SubjectKey device, SubjectKey person) {
    if (learnedOf(person).get() >= DEVICES_LEARNED_MAX) {
      return;
    }
    if (persons.putIfAbsent(device, person) == null) {
      learnedOf(person).incrementAndGet();
      unkept.put(device, person);
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
    Map<SubjectKey, SubjectKey> now = Map.copyOf(unkept);
    control
        .writer()
        .useTransaction(handle -> {
          Instant at = clock.instant();
          // whoever was let go meanwhile is not brought back
          now.forEach((device, person) -> {
            if (person.equals(persons.get(device))) {
              insert(handle, device, person, at, true);
            }
          });
        });
    now.forEach(unkept::remove);
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
    subjects.forEach(subject -> persons.putIfAbsent(subject, person));
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
            // within the transaction, so that no device is kept that was learned meanwhile
            persons.values().removeIf(person::equals);
          });
    } catch (RuntimeException e) {
      before.forEach(subject -> persons.putIfAbsent(subject, person));
      throw e;
    }
    unkept.values().removeIf(person::equals);
    learned.remove(person);
  }

  /// Since when a person is suppressed.
  public Optional<Instant> since(SubjectKey person) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT min(since) FROM suppressed WHERE person = :person")
                .bind("person", person.toBytes())
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
        .filter(entry -> entry.getValue().equals(person))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// How many people are suppressed.
  public long people() {
    return persons.values().stream().distinct().count();
  }

  private static void insert(
      Handle handle, SubjectKey subject, SubjectKey person, Instant at, boolean learned) {
    handle.execute(
        "INSERT INTO suppressed (subject, person, since, learned) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (subject) DO NOTHING",
        subject.toBytes(),
        person.toBytes(),
        at.toEpochMilli(),
        learned);
  }
}
