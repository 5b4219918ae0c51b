package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts of what a policy would have done to the messages that observe mode let through: per
/// category the number of messages in which it would have been generalized, tokenized or withheld.
/// Thread-safe; shared by the treatments of one binding.
public final class ObservedEffects {
  /// Counts of one category.
  public record Counts(long generalized, long tokenized, long withheld) {}

  /// All counts at one moment; those of one message may be in some and not yet in others.
  ///
  /// @param messages observed so far
  /// @param dropped those that the policy would have dropped as a whole
  /// @param byCategory categories without any are left out
  public record Snapshot(long messages, long dropped, Map<DataCategory, Counts> byCategory) {
    public Snapshot {
      byCategory = Map.copyOf(byCategory);
    }
  }

  /// Counts that begin at zero.
  public ObservedEffects() {}

  /// Counts that go on from where others were.
  public ObservedEffects(Snapshot before) {
    messages.add(before.messages());
    dropped.add(before.dropped());
    before
        .byCategory()
        .forEach((category, counts) -> {
          add(generalized, category, counts.generalized());
          add(tokenized, category, counts.tokenized());
          add(withheld, category, counts.withheld());
        });
  }

  /// The counts as they are.
  public Snapshot snapshot() {
    return new Snapshot(messages(), dropped(), byCategory());
  }

  private final LongAdder messages = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Map<DataCategory, LongAdder> generalized = adders();
  private final Map<DataCategory, LongAdder> tokenized = adders();
  private final Map<DataCategory, LongAdder> withheld = adders();

  void add(Masks masks) {
    messages.increment();
    count(generalized, masks.generalized());
    count(tokenized, masks.tokenized());
    count(withheld, masks.withheld());
  }

  void addDropped() {
    messages.increment();
    dropped.increment();
  }

  /// Messages observed so far.
  public long messages() {
    return messages.sum();
  }

  /// Messages that the policy would have dropped as a whole.
  public long dropped() {
    return dropped.sum();
  }

  /// Counts by category; categories without any are left out.
  public Map<DataCategory, Counts> byCategory() {
    Map<DataCategory, Counts> counts = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      Counts each =
          new Counts(sum(generalized, category), sum(tokenized, category), sum(withheld, category));
      if (each.generalized() + each.tokenized() + each.withheld() > 0) {
        counts.put(category, each);
      }
    }
    return counts;
  }

  private static long sum(Map<DataCategory, LongAdder> adders, DataCategory category) {
    LongAdder adder = adders.get(category);
    return adder == null ? 0 : adder.sum();
  }

  private static void add(Map<DataCategory, LongAdder> adders, DataCategory category, long count) {
    LongAdder adder = adders.get(category);
    if (adder != null) {
      adder.add(count);
    }
  }

  private static void count(Map<DataCategory, LongAdder> adders, long mask) {
    for (DataCategory category : DataCategory.ofMask(mask)) {
      LongAdder adder = adders.get(category);
      if (adder != null) {
        adder.increment();
      }
    }
  }

  private static Map<DataCategory, LongAdder> adders() {
    Map<DataCategory, LongAdder> map = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      map.put(category, new LongAdder());
    }
    return map;
  }
}
