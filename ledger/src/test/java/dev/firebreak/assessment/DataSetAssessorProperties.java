package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.TemporaryFolder;
import dev.firebreak.assessment.NaiveAssessment.Row;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The assessment against a naive one in memory, over random events, profiles and accounts.
class DataSetAssessorProperties {
  private static final String[] CITIES = {"Oslo", "Lyon", ""};
  private static final String[] COUNTRIES = {"NO", "FR", "US", ""};

  @Property(tries = 60)
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
    try (TemporaryFolder folder = TemporaryFolder.of("assess")) {
      Assessment assessment = assess(folder.path(), file.toString(), accounts);
      compare(assessment, rows, accounts, folder.path());
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
    return new Row(
        one(random, 3, "u", 8, ""),
        one(random, 4, random.nextBoolean() ? "u" : "anon", 5, ""),
        one(random, 5, "u", 8, ""),
        one(random, 2, "d", 8, ""),
        one(random, 3, "m", 7, "@example.com"),
        one(random, 4, "m", 9, "@example.com"),
        CITIES[random.nextInt(3)],
        COUNTRIES[random.nextInt(4)]);
  }

  /// A name of few, once in so many times; else none.
  private static String one(Random random, int times, String prefix, int names, String suffix) {
    return random.nextInt(times) > 0 ? "" : prefix + random.nextInt(names) + suffix;
  }

  private static void compare(
      Assessment assessment, List<Row> rows, Map<String, String> accounts, Path folder)
      throws Exception {
    NaiveAssessment naive = new NaiveAssessment(rows, accounts);
    assertThat(assessment.rowsRead()).isEqualTo(rows.size());
    assertThat(assessment.found()).isEqualTo(naive.found.size());
    assertThat(assessment.ambiguous()).isEqualTo(naive.ambiguous);
    assertThat(assessment.unresolved()).isEqualTo(naive.unresolved);
    Set<String> found = new TreeSet<>();
    for (PersonExposure person : AssessmentFixture.people(assessment, folder).byName().values()) {
      if (person.accountId().isPresent()) {
        String account = person.accountId().get();
        found.add(account);
        assertThat(new TreeSet<>(person.accounts())).isEqualTo(naive.joinedAccounts.get(account));
        boolean address = (person.clear() & DataCategory.EMAIL.mask()) != 0;
        assertThat(address).isEqualTo(naive.withAddress.contains(account));
        if (naive.rowsByAccount.containsKey(account)) {
          assertThat(person.rows()).isEqualTo(naive.rowsByAccount.get(account));
          assertThat(person.methods()).isNotEmpty().doesNotContain("mentioned");
        } else {
          assertThat(person.methods()).containsExactly("mentioned");
        }
      }
    }
    assertThat(found).isEqualTo(naive.found);
    assertThat(assessment.risk().people()).isEqualTo(naive.sizes.people());
    assertThat(assessment.risk().classes()).isEqualTo(naive.sizes.classes());
    assertThat(assessment.risk().shareUnique()).isEqualTo(naive.sizes.shareUnique());
    Assessment.CategoryExposure cities = assessment.categories().get(DataCategory.CITY);
    assertThat(cities == null ? 0 : cities.peopleClear()).isEqualTo(naive.peopleWithCity);
  }
}
