package dev.firebreak.testkit.golden;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What nobody expected in a data set and where it stands, written down while the data is made.
/// Confined to one thread.
final class PlaceBook {
  /// What opens accounts.
  private static final Set<Kind> SECRETS = EnumSet.of(Kind.PASSWORD, Kind.CREDENTIAL, Kind.API_KEY);

  /// When the responder looks at the data; clocks may be a day wrong.
  private static final Instant LOOKED_AT = Instant.parse("2025-11-26T00:00:00Z");

  private static final Instant NEAREST_FUTURE = LOOKED_AT.plus(Duration.ofDays(2));
  private static final Instant BEFORE_ALL_PRODUCTS = Instant.parse("2000-01-01T00:00:00Z");

  /// With so many values all told, a field of so few different ones says nothing about anybody.
  private static final int VALUES_OF_NOBODY = 1_000;

  private static final int DIFFERENT_OF_NOBODY = 20;

  private static final class Place {
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final Set<String> different = new HashSet<>();
    private long values;

    private boolean isUnknown() {
      return kinds.equals(EnumSet.of(Kind.UNCLASSIFIED))
          && (values < VALUES_OF_NOBODY || different.size() > DIFFERENT_OF_NOBODY);
    }
  }

  private final Map<String, Place> places = new TreeMap<>();
  private final Map<String, Long> within = new TreeMap<>();
  private final List<Instant> times = new ArrayList<>();

  void row(GoldenRow row) {
    for (GoldenRow.Placed placed : row.placed()) {
      Place place = places.computeIfAbsent(placed.path(), _ -> new Place());
      place.kinds.add(placed.kind());
      place.different.add(placed.value().toString());
      place.values++;
    }
    for (GoldenRow.Planted planted : row.planted()) {
      String sort = SECRETS.contains(planted.kind()) ? "secret" : "within";
      within.merge(key(sort, planted.path(), planted.kind()), 1L, Long::sum);
    }
    if (row.seconds() != 0) {
      times.add(Instant.ofEpochSecond(row.seconds()));
    }
  }

  /// What was to be expected.
  ///
  /// @param filledByVendor paths of what the vendor fills by itself
  /// @param let what the policy lets through; empty without one, and then nothing is withheld
  /// @param firstSent the first event that the ledger knows, epoch seconds
  record Expected(Set<String> filledByVendor, Set<Kind> let, long firstSent) {
    Expected {
      filledByVendor = Set.copyOf(filledByVendor);
      let = Set.copyOf(let);
    }

    private boolean hasPolicy() {
      return !let.isEmpty();
    }
  }

  /// All of it as a tree.
  Map<String, Object> truth(Expected expected) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("surprises", surprises(expected));
    tree.put(
        "addedByVendor",
        expected.filledByVendor().stream()
            .filter(places::containsKey)
            .map(PlaceBook::written)
            .sorted()
            .toList());
    tree.put("unexplainedFields", places.values().stream().filter(Place::isUnknown).count());
    return tree;
  }

  /// Sort, place and kind with how many values.
  private Map<String, Object> surprises(Expected expected) {
    Map<String, Object> surprises = new TreeMap<>(within);
    places.forEach((path, place) -> {
      Kind kind = place.kinds.iterator().next();
      boolean unknown = kind == Kind.UNCLASSIFIED;
      if (expected.filledByVendor().contains(path)) {
        if (kind != Kind.OPERATIONS) {
          surprises.put(key("addedByVendor", path, kind), place.values);
        }
      } else if (expected.hasPolicy() && !unknown && !expected.let().contains(kind)) {
        surprises.put(key("withheld", path, kind), place.values);
      } else if (expected.hasPolicy() ? unknown : place.isUnknown()) {
        surprises.put("unexpectedField " + written(path), place.values);
      }
    });
    time(surprises, "rows are later than the end of access", after(World.STOLEN));
    time(surprises, "rows are in the future", after(NEAREST_FUTURE));
    if (expected.hasPolicy()) {
      Instant known = Instant.ofEpochSecond(expected.firstSent()).minus(Duration.ofDays(1));
      time(surprises, "rows are older than what the ledger knows", before(known));
    } else {
      time(surprises, "rows are older than any product of today", before(BEFORE_ALL_PRODUCTS));
    }
    return surprises;
  }

  private long after(Instant time) {
    return times.stream().filter(each -> each.isAfter(time)).count();
  }

  private long before(Instant time) {
    return times.stream().filter(each -> each.isBefore(time)).count();
  }

  private static void time(Map<String, Object> surprises, String words, long rows) {
    if (rows > 0) {
      surprises.put("times: " + words, rows);
    }
  }

  private static String key(String sort, String path, Kind kind) {
    return sort + " " + written(path) + " " + kind.key();
  }

  private static String written(String path) {
    return path.replace('/', '.');
  }
}
