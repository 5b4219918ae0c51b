package dev.firebreak.ledger;

import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many people a vendor has, on which grounds, with which categories in which form.
///
/// @param basis for which time this is known
/// @param directory true where an accounts directory was joined; without one nobody has an account
///   here, and devices without a link count as people of their own
/// @param grounds number of people by ground
/// @param forms number of people by category and form
/// @param countries number of people with an account, by country of the directory; `unknown` where
///   it says none
/// @param events number of events
public record PeopleSummary(
    KnowledgeBasis basis,
    boolean directory,
    Map<Ground, Long> grounds,
    Map<DataCategory, Forms> forms,
    SortedMap<String, Long> countries,
    long events) {
  /// The name under which people without a known country count.
  public static final String COUNTRY_UNKNOWN = "unknown";

  public PeopleSummary {
    grounds = Collections.unmodifiableMap(new TreeMap<>(grounds));
    forms = Collections.unmodifiableMap(new TreeMap<>(forms));
    countries = Collections.unmodifiableSortedMap(new TreeMap<>(countries));
  }

  /// People by the form in which the vendor has a category; one person may count in several.
  ///
  /// @param clear as it came
  /// @param generalized in a coarser form
  /// @param tokenized as a pseudonym
  public record Forms(long clear, long generalized, long tokenized) {}

  /// All people and subjects.
  public long total() {
    return grounds.values().stream().mapToLong(Long::longValue).sum();
  }

  /// People on a ground.
  public long count(Ground ground) {
    return grounds.getOrDefault(ground, 0L);
  }

  /// Counts people as they come. Confined to one thread.
  static final class Tally {
    private final Map<Ground, Long> grounds = new EnumMap<>(Ground.class);
    private final long[][] forms = new long[3][Long.SIZE];
    private final SortedMap<String, Long> countries = new TreeMap<>();
    private long events;

    void add(DisclosedPerson person) {
      add(person.ground(), person.masks(), 1, 0);
      if (person.accountId().isPresent()) {
        countries.merge(person.country().orElse(COUNTRY_UNKNOWN), 1L, Long::sum);
      }
      events += person.events();
    }

    /// Adds people who have ground and forms in common, and the events of them all.
    void add(Ground ground, Masks masks, long people, long theirEvents) {
      grounds.merge(ground, people, Long::sum);
      count(forms[0], masks.clear(), people);
      count(forms[1], masks.generalized(), people);
      count(forms[2], masks.tokenized(), people);
      events += theirEvents;
    }

    private static void count(long[] counts, long mask, long people) {
      for (long rest = mask; rest != 0; rest &= rest - 1) {
        counts[Long.numberOfTrailingZeros(rest)] += people;
      }
    }

    PeopleSummary summary(KnowledgeBasis basis, boolean directory) {
      Map<DataCategory, Forms> byCategory = new EnumMap<>(DataCategory.class);
      for (DataCategory category : DataCategory.values()) {
        int bit = category.bit();
        if (forms[0][bit] + forms[1][bit] + forms[2][bit] > 0) {
          byCategory.put(category, new Forms(forms[0][bit], forms[1][bit], forms[2][bit]));
        }
      }
      return new PeopleSummary(basis, directory, grounds, byCategory, countries, events);
    }
  }
}
