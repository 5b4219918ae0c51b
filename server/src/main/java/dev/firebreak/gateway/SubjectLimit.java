package dev.firebreak.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.BindingId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the people whom each client brings within an hour, and the devices that it links to
/// people, and admits no more of each than the limit; those that it brought before stay admitted.
/// Only hashes of people and clients are held, in memory, and all are forgotten when the hour is
/// over, or sooner where there are too many of them. Thread-safe.
final class SubjectLimit {
  private static final Logger LOG = LoggerFactory.getLogger(SubjectLimit.class);
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int ENTRIES_MAX = 1_000_000;

  private final int subjectsMax;
  private final Clock clock;

  @GuardedBy("this")
  private final Map<Client, Set<SubjectKey>> seen = new HashMap<>();

  @GuardedBy("this")
  private final Set<BindingId> warned = new HashSet<>();

  @GuardedBy("this")
  private Instant begun = Instant.MIN;

  @GuardedBy("this")
  private int entries;

  /// @param devices true where devices are counted that were linked to somebody
  private record Client(BindingId binding, ClientAddress address, boolean devices) {}

  /// @param subjectsMax 0 for no limit
  SubjectLimit(int subjectsMax, Clock clock) {
    this.subjectsMax = subjectsMax;
    this.clock = clock;
  }

  /// True where the client may bring this message's person, and link its device, now.
  synchronized boolean admits(BindingId binding, ClientAddress address, EventHeader header) {
    if (subjectsMax == 0 || address.equals(ClientAddress.UNKNOWN)) {
      return true;
    }
    return admits(new Client(binding, address, false), header.subjectKey())
        && admits(new Client(binding, address, true), header.linkedDeviceKey());
  }

  @GuardedBy("this")
  private boolean admits(Client client, @Nullable SubjectKey subject) {
    if (subject == null) {
      return true;
    }
    Instant now = clock.instant();
    if (!now.isBefore(begun.plus(WINDOW)) || entries >= ENTRIES_MAX) {
      seen.clear();
      warned.clear();
      entries = 0;
      begun = now;
    }
    Set<SubjectKey> subjects = seen.computeIfAbsent(client, _ -> new HashSet<>());
    if (subjects.contains(subject)) {
      return true;
    }
    if (subjects.size() >= subjectsMax) {
      warn(client.binding());
      return false;
    }
    entries++;
    return subjects.add(subject);
  }

  /// Once in a window and binding; the counter counts each.
  @GuardedBy("this")
  private void warn(BindingId binding) {
    if (warned.add(binding)) {
      LOG.atWarn()
          .addKeyValue("binding", binding)
          .addKeyValue("limit", subjectsMax)
          .addKeyValue("reason", "one client brings more people than it may")
          .addKeyValue("intentional", true)
          .log("NewSubjectsLimited");
    }
  }
}
