package dev.firebreak.history;

import dev.firebreak.ledger.Disclosure;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the ledger has of a vendor's people when an import begins: who has facts of the gateway,
/// whom this import had brought before it was interrupted, and the days of earlier imports. Facts
/// come in subject order. Eight bytes a person and as many a person's day, both bounded. Not
/// thread-safe.
final class KnownHistory {
  private static final int INITIAL = 16;

  /// The most that the ledger may have.
  ///
  /// @param people each of the gateway, of this import and of earlier ones
  /// @param days days of people in earlier imports
  record Bounds(int people, int days) {
    static final Bounds DEFAULT = new Bounds(100_000_000, 50_000_000);
  }

  private final String policyVersion;
  private final Bounds bounds;
  private final SortedSubjects own;
  private final SortedSubjects brought;
  private final SortedSubjects earlier;
  private int[] starts = new int[INITIAL];
  private long[] days = new long[INITIAL];
  private int size;
  private final List<Masks> masks = new ArrayList<>();
  private final Map<Masks, Integer> places = new HashMap<>();

  /// @param policyVersion that of the import's facts
  KnownHistory(String policyVersion, Bounds bounds) {
    this.policyVersion = policyVersion;
    this.bounds = bounds;
    own = new SortedSubjects(bounds.people());
    brought = new SortedSubjects(bounds.people());
    earlier = new SortedSubjects(bounds.people());
  }

  void add(Disclosure fact) {
    if (!fact.isImported()) {
      own.add(fact.subject());
    } else if (fact.policyVersion().equals(policyVersion)) {
      brought.add(fact.subject());
    } else {
      addEarlier(fact);
    }
  }

  private void addEarlier(Disclosure fact) {
    if (earlier.add(fact.subject())) {
      if (earlier.size() > starts.length) {
        starts = Arrays.copyOf(starts, SortedSubjects.longer(starts.length));
      }
      starts[earlier.size() - 1] = size;
    }
    if (size == bounds.days()) {
      throw SortedSubjects.tooMany("days of people", bounds.days());
    }
    if (size == days.length) {
      days = Arrays.copyOf(days, SortedSubjects.longer(size));
    }
    days[size++] = fact.day().toEpochDay() << 32 | place(fact.masks());
  }

  private int place(Masks each) {
    return places.computeIfAbsent(
        each,
        _ -> {
          masks.add(each);
          return masks.size() - 1;
        });
  }

  /// True where the gateway let something through about the person.
  boolean isOwn(SubjectKey subject) {
    return own.find(subject) >= 0;
  }

  /// True where this import had brought the person, wholly, before it was interrupted.
  boolean isBrought(SubjectKey subject) {
    return brought.find(subject) >= 0;
  }

  /// The days of a person that earlier imports brought, with what they had; empty for most.
  NavigableMap<LocalDate, Masks> daysOf(SubjectKey subject) {
    NavigableMap<LocalDate, Masks> found = new TreeMap<>();
    int at = earlier.find(subject);
    if (at >= 0) {
      int end = at + 1 < earlier.size() ? starts[at + 1] : size;
      for (int i = starts[at]; i < end; i++) {
        found.merge(LocalDate.ofEpochDay(days[i] >> 32), masks.get((int) days[i]), Masks::union);
      }
    }
    return found;
  }
}
