package dev.firebreak.testkit.mixpanel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the vendor holds: raw events, profiles, groups, and who is who. Thread-safe; one lock, held
/// without I/O.
final class VendorStore {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<StoredEvent> events = new ArrayList<>();

  @GuardedBy("lock")
  private final Identities identities = new Identities();

  @GuardedBy("lock")
  private final Profiles people = new Profiles();

  @GuardedBy("lock")
  private final Profiles groups = new Profiles();

  void add(List<EventReader.Read.Understood> read) {
    lock.lock();
    try {
      for (EventReader.Read.Understood one : read) {
        events.add(one.event());
        identify(one);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void identify(EventReader.Read.Understood one) {
    StoredEvent event = one.event();
    Function<String, String> first =
        key -> one.identity().getOrDefault(key, List.of()).stream().findFirst().orElse("");
    switch (event.name()) {
      case "$identify" -> {
        String identified = or(first.apply("$identified_id"), event.distinctId());
        String anonymous = or(first.apply("$anon_id"), first.apply("$anon_distinct_id"));
        identities.merge(identified, anonymous);
      }
      case "$create_alias" -> identities.merge(first.apply("alias"), event.distinctId());
      case "$merge" -> {
        List<String> ids = one.identity().getOrDefault("$distinct_ids", List.of());
        for (String id : ids) {
          identities.merge(ids.getFirst(), id);
        }
      }
      default -> {
        if (!event.userId().isEmpty() && !event.deviceId().isEmpty()) {
          identities.claimDevice(event.userId(), "$device:" + event.deviceId());
        }
      }
    }
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /// @return what was wrong with each update that was not done
  List<String> update(List<Update> updates, String time) {
    List<String> errors = new ArrayList<>();
    lock.lock();
    try {
      for (Update update : updates) {
        Profiles target = update.group() ? groups : people;
        target.apply(update.id(), update.operations(), time).ifPresent(errors::add);
      }
    } finally {
      lock.unlock();
    }
    return errors;
  }

  /// Forgets the people whom these ids stand for, with all their events and profiles.
  void erase(Collection<String> ids) {
    lock.lock();
    try {
      Set<String> same = identities.clusters(ids);
      events.removeIf(event -> same.contains(event.distinctId()));
      same.forEach(people::remove);
    } finally {
      lock.unlock();
    }
  }

  /// One message to `/engage` or `/groups`.
  record Update(String id, boolean group, JsonNode operations) {}

  List<StoredEvent> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  int eventCount() {
    lock.lock();
    try {
      return events.size();
    } finally {
      lock.unlock();
    }
  }

  int profileCount() {
    lock.lock();
    try {
      return people.size();
    } finally {
      lock.unlock();
    }
  }

  /// Canonical ids by id, for every id that events were sent with; a copy.
  Map<String, String> canonicalIds() {
    lock.lock();
    try {
      Map<String, String> ids = new HashMap<>();
      for (StoredEvent event : events) {
        if (!ids.containsKey(event.distinctId())) {
          ids.put(event.distinctId(), identities.canonical(event.distinctId()));
        }
      }
      return ids;
    } finally {
      lock.unlock();
    }
  }

  String canonicalId(String id) {
    lock.lock();
    try {
      return identities.canonical(id);
    } finally {
      lock.unlock();
    }
  }

  Set<String> sameAs(Collection<String> ids) {
    lock.lock();
    try {
      return identities.clusters(ids);
    } finally {
      lock.unlock();
    }
  }

  Set<String> canonicalIdsWhere(Predicate<StoredEvent> wanted) {
    lock.lock();
    try {
      Set<String> ids = new HashSet<>();
      for (StoredEvent event : events) {
        if (wanted.test(event)) {
          ids.add(identities.canonical(event.distinctId()));
        }
      }
      return ids;
    } finally {
      lock.unlock();
    }
  }

  Map<String, ObjectNode> profiles() {
    lock.lock();
    try {
      return copies(people.merged(identities));
    } finally {
      lock.unlock();
    }
  }

  Map<String, ObjectNode> groups() {
    lock.lock();
    try {
      return copies(groups.merged(new Identities()));
    } finally {
      lock.unlock();
    }
  }

  private static Map<String, ObjectNode> copies(Map<String, ObjectNode> nodes) {
    nodes.replaceAll((_, node) -> node.deepCopy());
    return nodes;
  }
}
