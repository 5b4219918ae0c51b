package dev.firebreak.delivery;

import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyComparison;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What releasing one binding's queue means under today's policy. Immutable.
///
/// @param binding whose queue it is
/// @param today the version of today's policy
/// @param asTreated messages that go out as they are: their policy is today's, or today's is
///   nowhere stricter, and it was enforced
/// @param again messages that are treated again
/// @param observed versions whose records came under a policy that was only counted, or may have
///   been: they are treated again under whatever is enforced today
/// @param obstacles why the queue can't be released, each a clause for people; empty where it can
/// @param ranges where those that are treated again are
record HeldReleasePlan(
    BindingId binding,
    String today,
    long asTreated,
    long again,
    List<String> observed,
    List<String> obstacles,
    List<HeldRelease.OffsetRange> ranges) {
  HeldReleasePlan {
    observed = List.copyOf(observed);
    obstacles = List.copyOf(obstacles);
    ranges = List.copyOf(ranges);
  }

  /// Walks the queue; nothing may be on its way meanwhile.
  ///
  /// @param today empty where the binding only observes, and messages go out as they are
  static HeldReleasePlan of(
      BindingDelivery delivery, PolicyArchive policies, Optional<Policy> today) throws IOException {
    Walk walk = new Walk(delivery, policies, today);
    delivery.outcomes().purging().lock();
    try {
      walk.run();
    } finally {
      delivery.outcomes().purging().unlock();
    }
    return walk.plan();
  }

  private enum Fate {
    AS_TREATED,
    AGAIN,
    REFUSED
  }

  /// Confined.
  private static final class Walk {
    private final BindingDelivery delivery;
    private final PolicyArchive policies;
    private final Optional<Policy> today;
    private final Map<String, Fate> fates = new TreeMap<>();
    private final List<String> observed = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();
    private final List<HeldRelease.OffsetRange> ranges = new ArrayList<>();
    private long first = -1;
    private long asTreated;
    private long again;

    Walk(BindingDelivery delivery, PolicyArchive policies, Optional<Policy> today) {
      this.delivery = delivery;
      this.policies = policies;
      this.today = today;
    }

    void run() throws IOException {
      long from = Math.max(delivery.outcomes().firstUnsettled(), delivery.journal().first());
      long until = delivery.journal().end();
      try (JournalCursor cursor = delivery.journal().read(from)) {
        for (StoredRecord record = cursor.position() < until ? cursor.next() : null;
            record != null;
            record = cursor.position() < until ? cursor.next() : null) {
          meet(record);
        }
      }
      endRange(until);
    }

    private void meet(StoredRecord record) {
      if (!(record.content() instanceof StoredRecord.Forwarded)) {
        return; // nothing of it is sent, so it ends no range
      }
      boolean waits = !delivery.outcomes().of(record.offset()).settled();
      boolean treatedAgain = waits && fate(record) == Fate.AGAIN;
      if (treatedAgain) {
        again++;
        first = first < 0 ? record.offset() : first;
        return;
      }
      asTreated += waits ? 1 : 0;
      endRange(record.offset());
    }

    private void endRange(long end) {
      if (first >= 0) {
        ranges.add(new HeldRelease.OffsetRange(first, end));
        first = -1;
      }
    }

    /// That of the first record of a version is that of all: it is the oldest of them.
    private Fate fate(StoredRecord record) {
      Fate known = fates.get(record.policyVersion());
      if (known == null) {
        known = newFate(record.policyVersion(), record.receivedAt());
        fates.put(record.policyVersion(), known);
      }
      return known;
    }

    private Fate newFate(String version, Instant receivedAt) {
      if (today.isEmpty()) {
        return Fate.AS_TREATED;
      }
      boolean raw = policies.mayHaveBeenObserved(delivery.journal().binding(), version, receivedAt);
      if (!raw && today.get().version().equals(version)) {
        return Fate.AS_TREATED;
      }
      Optional<Policy> before = policies.find(version);
      if (before.isEmpty()) {
        obstacles.add("what the policy " + version + " of some messages said is not known here");
        return Fate.REFUSED;
      }
      if (raw) {
        observed.add(version);
        return Fate.AGAIN;
      }
      PolicyComparison compared = PolicyComparison.of(before.get(), today.get());
      if (compared.isLaxerOrEqual()) {
        return Fate.AS_TREATED;
      }
      if (compared.isStricterOrEqual()) {
        return Fate.AGAIN;
      }
      obstacles.add(
          "today's policy is stricter than "
              + version
              + " of some messages, but laxer in "
              + String.join(", ", compared.laxer())
              + ": what was withheld then cannot be given now");
      return Fate.REFUSED;
    }

    HeldReleasePlan plan() {
      return new HeldReleasePlan(
          delivery.journal().binding(),
          today.map(Policy::version).orElse(""),
          asTreated,
          again,
          observed,
          obstacles,
          ranges);
    }
  }
}
