package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.TemporaryFolder;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.ClassSizes;
import dev.firebreak.risk.QuasiIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// Every set of quasi-identifiers of random tables against a naive count.
class ClassLatticeProperties {
  private static final String COLUMNS =
      "country, region, city, browser, browser_version, os, referrer, organization, workplace,"
          + " locale, birth_date, gender, age, postcode, job_title, ip_address, latitude,"
          + " longitude, time_zone";
  private static final int FIELDS = 19;

  /// The fields of one person, in the order of [#COLUMNS], and the first event.
  record Person(List<Optional<String>> fields, Optional<Long> firstEvent) {
    @Nullable String field(int at) {
      return fields.get(at).orElse(null);
    }
  }

  @Provide
  Arbitrary<List<Person>> tables() {
    List<Arbitrary<Optional<String>>> fields =
        List.of(
            field("SE", "US"),
            field("A", "B"),
            field("Lima", "Lund", "Oslo"),
            field("Chrome", "Mozilla/5.0 (X11) Gecko/20"),
            field("1", "2"),
            field("Windows 10", "Windows 11", "Linux"),
            field("https://A.example/x", "https://a.example/y", "b.example", "https://b.example"),
            field("org-1", "org-2", "org-3"),
            field("Ek"),
            field("en-US", "en_GB", "sv"),
            field("1970-01-31", "1970-02-01", "1971-01-31", "1980", "spring"),
            field("female", "male"),
            field("30", "31", "44", "45-54"),
            field("02138", "02139", "SW1A1AA"),
            field("Baker", "Smith"),
            field("192.0.2.1", "192.0.2.2", "192.0.3.1", "2001:0db8:0000:0000:0000:0000:0000:0001"),
            field("59.31", "59.34", "59.41"),
            field("18.07", "-18.07"),
            field("Europe/Oslo", "Europe/Rome"));
    Arbitrary<List<Optional<String>>> row = Combinators.combine(fields).as(each -> each);
    Arbitrary<Optional<Long>> times =
        Arbitraries.longs().between(0, 200_000_000L).injectNull(0.2).map(Optional::ofNullable);
    Arbitrary<List<Person>> people =
        Combinators.combine(row, times).as(Person::new).list().ofMaxSize(60);
    Arbitrary<Set<Integer>> filled =
        Arbitraries.integers().between(0, FIELDS - 1).set().ofMinSize(3).ofMaxSize(FIELDS);
    return Combinators.combine(people, filled).as(ClassLatticeProperties::only);
  }

  /// A table that fills some of the columns alone: with all of them not every chain is in the sets.
  private static List<Person> only(List<Person> people, Set<Integer> filled) {
    return people.stream()
        .map(person -> {
          List<Optional<String>> fields = new ArrayList<>();
          for (int i = 0; i < FIELDS; i++) {
            fields.add(filled.contains(i) ? person.fields().get(i) : Optional.empty());
          }
          return new Person(fields, person.firstEvent());
        })
        .toList();
  }

  private static Arbitrary<Optional<String>> field(String... values) {
    return Arbitraries.of(values).injectNull(0.2).map(Optional::ofNullable);
  }

  @Property(tries = 10)
  void everySetHasTheClassesOfTheNaiveCount(@ForAll("tables") List<Person> people)
      throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.of("lattice");
        DuckDb database = DuckDb.open(folder.path(), 128L << 20, 1, List.of());
        Connection connection = database.connection()) {
      Sql sql = new Sql(connection);
      load(sql, people);
      QuasiColumns columns = new QuasiColumns(sql);
      columns.encode();
      ClassLattice lattice = ClassLattice.count(sql, columns);
      int counted = 0;
      for (Set<QuasiIdentifier> set : allSets(columns)) {
        ClassSizes naive =
            ClassSizes.ofKeys(people.stream().map(person -> key(person, set)).toList());
        assertThat(ClassFigures.of(lattice.of(finestOf(set))))
            .as("%s", set)
            .isEqualTo(ClassFigures.of(naive));
        counted++;
      }
      assertThat(counted).isGreaterThanOrEqualTo(lattice.sizes().size());
      assertThat(lattice.sizes()).hasSizeLessThan(QuasiColumns.SETS_MAX);
      Set<QuasiIdentifier> everything = EnumSet.noneOf(QuasiIdentifier.class);
      everything.addAll(columns.finest());
      assertThat(ClassFigures.of(lattice.measured(everything)))
          .isEqualTo(
              ClassFigures.of(
                  ClassSizes.ofKeys(
                      people.stream().map(person -> key(person, everything)).toList())));
    }
  }

  private static void load(Sql sql, List<Person> people) throws Exception {
    String columns = COLUMNS.replace(",", " VARCHAR,") + " VARCHAR";
    sql.run("CREATE TABLE quasi (" + columns + ", first_event BIGINT)");
    try (PreparedStatement insert =
        sql.connection()
            .prepareStatement("INSERT INTO quasi VALUES (" + "?, ".repeat(FIELDS) + "?)")) {
      for (Person person : people) {
        for (int i = 0; i < FIELDS; i++) {
          insert.setString(i + 1, person.field(i));
        }
        insert.setObject(FIELDS + 1, person.firstEvent().orElse(null));
        insert.execute();
      }
    }
  }

  /// All subsets of the levels that are told apart, 1 024 at most, also those that hold several
  /// levels of a chain.
  private static List<Set<QuasiIdentifier>> allSets(QuasiColumns columns) {
    List<QuasiIdentifier> levels = columns.chains().stream().flatMap(List::stream).toList();
    assertThat(levels.size()).isLessThanOrEqualTo(QuasiColumns.LEVELS_MAX);
    List<Set<QuasiIdentifier>> sets = new ArrayList<>();
    for (int bits = 0; bits < 1 << levels.size(); bits++) {
      Set<QuasiIdentifier> set = EnumSet.noneOf(QuasiIdentifier.class);
      for (int i = 0; i < levels.size(); i++) {
        if ((bits & 1 << i) != 0) {
          set.add(levels.get(i));
        }
      }
      sets.add(set);
    }
    return sets;
  }

  private static Set<QuasiIdentifier> finestOf(Set<QuasiIdentifier> set) {
    Set<QuasiIdentifier> finest = EnumSet.noneOf(QuasiIdentifier.class);
    for (QuasiIdentifier level : set) {
      finest.removeIf(other -> other.chain() == level.chain());
      finest.add(level);
    }
    return finest;
  }

  private static List<Object> key(Person person, Set<QuasiIdentifier> set) {
    List<Object> key = new ArrayList<>();
    for (QuasiIdentifier level : set) {
      switch (level) {
        case FIRST_DAY -> key.add(person.firstEvent().map(time -> time / 86_400_000));
        case FIRST_HOUR -> key.add(person.firstEvent().map(time -> time / 3_600_000));
        case COUNTRY -> key.add(person.fields().subList(0, 1));
        case REGION -> key.add(person.fields().subList(0, 2));
        case CITY -> key.add(person.fields().subList(0, 3));
        case BROWSER -> key.add(person.fields().get(3).map(ClassLatticeProperties::family));
        case BROWSER_VERSION -> key.add(person.fields().subList(3, 5));
        case OS -> key.add(person.fields().get(5).map(ClassLatticeProperties::family));
        case OS_VERSION -> key.add(person.fields().get(5));
        case REFERRER_ORIGIN -> key.add(person.fields().get(6).map(ClassLatticeProperties::origin));
        case REFERRER -> key.add(person.fields().get(6));
        case ORGANIZATION_ID -> key.add(person.fields().get(7));
        case WORKPLACE -> key.add(person.fields().get(8));
        case LANGUAGE -> key.add(person.fields().get(9).map(locale -> locale.substring(0, 2)));
        case LOCALE -> key.add(person.fields().get(9));
        case BIRTH_DECADE ->
            key.add(person.fields().get(10).flatMap(ClassLatticeProperties::year).map(y -> y / 10));
        case BIRTH_YEAR -> key.add(person.fields().get(10).flatMap(ClassLatticeProperties::year));
        case BIRTH_DATE -> key.add(person.fields().get(10));
        case GENDER -> key.add(person.fields().get(11));
        case AGE_DECADE ->
            key.add(
                person.fields().get(12).map(age -> age.length() > 2 ? age : age.substring(0, 1)));
        case AGE -> key.add(person.fields().get(12));
        case POSTCODE_AREA -> key.add(person.fields().get(13).map(code -> code.substring(0, 3)));
        case POSTCODE -> key.add(person.fields().get(13));
        case JOB_TITLE -> key.add(person.fields().get(14));
        case NETWORK -> key.add(person.fields().get(15).map(ip -> groups(ip, 2)));
        case SUBNET -> key.add(person.fields().get(15).map(ip -> groups(ip, 3)));
        case IP_ADDRESS -> key.add(person.fields().get(15));
        case VICINITY ->
            key.add(
                person.fields().subList(16, 18).stream()
                    .map(each -> each.map(degrees -> Math.round(Double.parseDouble(degrees) * 10)))
                    .toList());
        case POSITION -> key.add(person.fields().subList(16, 18));
        case TIME_ZONE -> key.add(person.fields().get(18));
      }
    }
    return key;
  }

  private static Optional<Integer> year(String date) {
    return Optional.of(date)
        .filter(each -> Character.isDigit(each.charAt(0)))
        .map(each -> Integer.parseInt(each.substring(0, 4)));
  }

  private static List<String> groups(String address, int first) {
    return List.of(address.split("[.:]")).subList(0, first);
  }

  private static String family(String text) {
    int end = 0;
    while (end < text.length() && !Character.isDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).stripTrailing();
  }

  private static String origin(String address) {
    String text = address.toLowerCase(Locale.ROOT);
    int slash = text.indexOf('/', text.contains("://") ? text.indexOf("://") + 3 : 0);
    return slash < 0 ? text : text.substring(0, slash);
  }
}
