package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.risk.ClassSizes;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The assessment against a naive one in memory, over random events, profiles and accounts.
class DataSetAssessorProperties {
  private static final String[] CITIES = {"Oslo", "Lyon", ""};
  private static final String[] COUNTRIES = {"NO", "FR", "US", ""};

  private record Row(String user, String device, String email, String city, String country) {
    String json() {
      return "{\"user_id\":\"%s\",\"device_id\":\"%s\",\"email\":\"%s\",\"city\":\"%s\",\"country\":\"%s\"}\n"
          .formatted(user, device, email, city, country);
    }

    String primary() {
      return !user.isEmpty() ? user : !device.isEmpty() ? device : email;
    }
  }

  @Property(tries = 25)
  void equalsANaiveAssessment(
      @ForAll @IntRange(min = 0, max = 40) int size, @ForAll @IntRange int seed) throws Exception {
    Random random = new Random(seed);
    Map<String, String> accounts = accounts(random);
    List<Row> rows = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < size; i++) {
      Row row = row(random);
      rows.add(row);
      file.append(row.json());
    }
    Path folder = Files.createTempDirectory("assess");
    try {
      Assessment assessment = assess(folder, file.toString(), accounts);
      compare(assessment, rows, accounts, folder);
    } finally {
      remove(folder);
    }
  }

  private static Assessment assess(Path folder, String rows, Map<String, String> accounts)
      throws IOException {
    StringBuilder csv = new StringBuilder("account_id,email\n");
    accounts.forEach((id, email) -> csv.append(id).append(',').append(email).append('\n'));
    return new AssessmentFixture(folder).file("r.json", rows).accounts(csv.toString()).assess();
  }

  private static Map<String, String> accounts(Random random) {
    Map<String, String> accounts = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      accounts.put("u" + i, "m" + random.nextInt(5) + "@example.com");
    }
    return accounts;
  }

  private static Row row(Random random) {
    String user = random.nextInt(3) == 0 ? "" : "u" + random.nextInt(8);
    String device = random.nextInt(3) == 0 ? "" : "d" + random.nextInt(8);
    String email = random.nextInt(3) > 0 ? "" : "m" + random.nextInt(7) + "@example.com";
    return new Row(user, device, email, CITIES[random.nextInt(3)], COUNTRIES[random.nextInt(4)]);
  }

  private static void compare(
      Assessment assessment, List<Row> rows, Map<String, String> accounts, Path folder)
      throws Exception {
    Naive naive = new Naive(rows, accounts);
    assertThat(assessment.rowsRead()).isEqualTo(rows.size());
    assertThat(assessment.found()).isEqualTo(naive.found.size());
    assertThat(assessment.ambiguous()).isEqualTo(naive.ambiguous);
    assertThat(assessment.unresolved()).isEqualTo(naive.unresolved);
    Set<String> found = new TreeSet<>();
    for (PersonExposure person : AssessmentFixture.people(assessment, folder).byName().values()) {
      person.accountId().ifPresent(found::add);
    }
    assertThat(found).isEqualTo(naive.found);
    assertThat(assessment.risk().people()).isEqualTo(naive.sizes.people());
    assertThat(assessment.risk().classes()).isEqualTo(naive.sizes.classes());
    assertThat(assessment.risk().shareUnique()).isEqualTo(naive.sizes.shareUnique());
    Assessment.CategoryExposure cities = assessment.categories().get(DataCategory.CITY);
    assertThat(cities == null ? 0 : cities.peopleClear()).isEqualTo(naive.peopleWithCity);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      below
          .sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /// Joins by going over all rows until nothing changes.
  private static final class Naive {
    final Set<String> found = new TreeSet<>();
    final ClassSizes sizes;
    int ambiguous;
    int unresolved;
    int peopleWithCity;

    private final List<Row> rows;
    private final Map<String, String> accounts;
    private final Map<String, String> group = new HashMap<>();

    Naive(List<Row> rows, Map<String, String> accounts) {
      this.rows = rows.stream().filter(row -> !row.primary().isEmpty()).toList();
      this.accounts = accounts;
      joinShared(true);
      joinShared(false);
      Map<String, String> keys = keys();
      Map<String, List<String>> quasi = new LinkedHashMap<>();
      Set<String> inCity = new HashSet<>();
      for (Row row : this.rows) {
        String key = keys.getOrDefault(groupOf(row.primary()), groupOf(row.primary()));
        List<String> first = quasi.computeIfAbsent(key, _ -> Arrays.asList("", ""));
        if (first.get(0).isEmpty()) {
          first.set(0, row.city());
        }
        if (first.get(1).isEmpty()) {
          first.set(1, row.country());
        }
        if (!row.city().isEmpty()) {
          inCity.add(key);
        }
      }
      sizes = ClassSizes.ofKeys(quasi.values());
      peopleWithCity = inCity.size();
    }

    private String groupOf(String id) {
      return group.getOrDefault(id, id);
    }

    /// Devices, or else addresses, of exactly one person join them.
    private void joinShared(boolean devices) {
      Map<String, Set<String>> seen = new HashMap<>();
      for (Row row : rows) {
        String shared = devices ? row.device() : row.email();
        if (!shared.isEmpty() && !row.primary().equals(shared)) {
          seen.computeIfAbsent(shared, _ -> new HashSet<>()).add(groupOf(row.primary()));
        }
      }
      seen.forEach((shared, with) -> {
        if (with.size() == 1) {
          group.put(shared, with.iterator().next());
        }
      });
    }

    private Map<String, String> keys() {
      Map<String, Set<String>> ids = new HashMap<>();
      Map<String, Set<String>> mails = new HashMap<>();
      Map<String, Set<String>> users = new HashMap<>();
      for (Row row : rows) {
        String person = groupOf(row.primary());
        ids.computeIfAbsent(person, _ -> new HashSet<>()).add(row.user());
        mails.computeIfAbsent(person, _ -> new HashSet<>()).add(row.email());
        if (!row.user().isEmpty() && !row.device().isEmpty()) {
          users.computeIfAbsent(row.device(), _ -> new HashSet<>()).add(groupOf(row.user()));
        }
      }
      Map<String, Set<String>> candidates = new HashMap<>();
      ids.forEach((person, own) ->
          candidates.put(person, direct(own, mails.getOrDefault(person, Set.of()))));
      Map<String, String> keys = new HashMap<>();
      candidates.forEach((person, direct) -> {
        Set<String> all = new TreeSet<>(direct);
        if (all.isEmpty()) {
          users
              .getOrDefault(person, Set.of())
              .forEach(user -> all.addAll(everyGround(user, ids, mails)));
        }
        count(person, all, keys);
      });
      return keys;
    }

    private void count(String person, Set<String> all, Map<String, String> keys) {
      if (all.size() == 1) {
        found.add(all.iterator().next());
        keys.put(person, "account " + all.iterator().next());
      } else if (all.isEmpty()) {
        unresolved++;
      } else {
        ambiguous++;
      }
    }

    private Set<String> direct(Set<String> own, Set<String> addresses) {
      Set<String> byId = new TreeSet<>(own);
      byId.retainAll(accounts.keySet());
      return byId.isEmpty() ? byMail(addresses) : byId;
    }

    private Set<String> everyGround(
        String user, Map<String, Set<String>> ids, Map<String, Set<String>> mails) {
      Set<String> all = new TreeSet<>(ids.getOrDefault(user, Set.of()));
      all.retainAll(accounts.keySet());
      all.addAll(byMail(mails.getOrDefault(user, Set.of())));
      return all;
    }

    private Set<String> byMail(Set<String> addresses) {
      Set<String> byMail = new TreeSet<>();
      accounts.forEach((id, email) -> {
        if (addresses.contains(email)) {
          byMail.add(id);
        }
      });
      return byMail;
    }
  }
}
