package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.TemporaryFolder;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.PopulationRisk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// The figures against all accounts, over random people and random directories, against a count
/// person by person.
class PopulationFiguresProperties {
  private static final List<String> OURS =
      List.of("country", "region", "city", "organization", "workplace");
  private static final List<String> THEIRS =
      List.of("country", "region", "city", "organization_id", "organization_name");
  private static final List<List<String>> VALUES =
      List.of(
          List.of("SE", "US"),
          List.of("A", "B", "C"),
          List.of("Lund", "Oslo", "Lima", "Fresno"),
          List.of("org-1", "org-2"),
          List.of("Ek", "Moe"));

  /// One row of either side.
  ///
  /// @param account of a person; empty for those without one
  record Row(Optional<Integer> account, List<Optional<String>> fields) {
    @Nullable String field(int at) {
      return fields.get(at).orElse(null);
    }
  }

  /// People and directory, drawn so that some fields mostly agree and others do not.
  record Tables(List<Row> people, List<Row> accounts) {
    static Tables of(Random random) {
      double[] agree = VALUES.stream().mapToDouble(_ -> random.nextDouble()).toArray();
      List<Row> accounts = new ArrayList<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        accounts.add(new Row(Optional.empty(), drawn(random)));
      }
      List<Row> people = new ArrayList<>();
      for (int i = 0; i < accounts.size(); i++) {
        if (random.nextBoolean()) {
          people.add(new Row(Optional.of(i), known(random, accounts.get(i), agree)));
        } else if (random.nextInt(4) == 0) {
          people.add(new Row(Optional.empty(), drawn(random)));
        }
      }
      return new Tables(people, accounts);
    }

    private static List<Optional<String>> drawn(Random random) {
      return VALUES.stream()
          .map(values ->
              Optional.of(values.get(random.nextInt(values.size())))
                  .filter(_ -> random.nextInt(6) > 0))
          .toList();
    }

    private static List<Optional<String>> known(Random random, Row account, double[] agree) {
      List<Optional<String>> other = drawn(random);
      List<Optional<String>> fields = new ArrayList<>();
      for (int i = 0; i < agree.length; i++) {
        boolean same = random.nextDouble() < agree[i];
        fields.add(
            same
                ? account.fields().get(i).map(each -> each.toUpperCase(Locale.ROOT))
                : other.get(i));
      }
      return fields;
    }
  }

  @Property(tries = 12)
  void figuresAgainstTheAccountsAreThoseOfACountPersonByPerson(@ForAll long seed) throws Exception {
    Tables tables = Tables.of(new Random(seed));
    List<Integer> compared = compared(tables);
    try (TemporaryFolder folder = TemporaryFolder.of("population");
        DuckDb database = DuckDb.open(folder.path(), 128L << 20, 1, List.of());
        Connection connection = database.connection()) {
      Sql sql = new Sql(connection);
      load(sql, tables);
      Optional<PopulationRisk> risk = new RiskStage(sql).run().population();

      assertThat(risk.isPresent()).isEqualTo(!compared.isEmpty());
      if (risk.isPresent()) {
        compare(risk.get(), tables, compared);
      }
    }
  }

  /// Fields in which at least half of the people found agree with their account.
  private static List<Integer> compared(Tables tables) {
    List<Integer> compared = new ArrayList<>();
    for (int i = 0; i < OURS.size(); i++) {
      int field = i;
      List<Row> both =
          tables.people().stream()
              .filter(person -> person.account().isPresent())
              .filter(person -> person.fields().get(field).isPresent())
              .filter(person -> account(tables, person).fields().get(field).isPresent())
              .toList();
      long equal =
          both.stream()
              .filter(person ->
                  Objects.equals(
                      lower(person).get(field), lower(account(tables, person)).get(field)))
              .count();
      if (!both.isEmpty() && 2 * equal >= both.size()) {
        compared.add(field);
      }
    }
    return compared;
  }

  private static Row account(Tables tables, Row person) {
    return tables.accounts().get(person.account().orElseThrow());
  }

  private static List<Optional<String>> lower(Row row) {
    return row.fields().stream()
        .map(field -> field.map(each -> each.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<Optional<String>> key(Row row, List<Integer> compared) {
    return compared.stream().map(lower(row)::get).toList();
  }

  private static void compare(PopulationRisk risk, Tables tables, List<Integer> compared) {
    List<List<Optional<String>>> keys =
        tables.people().stream()
            .map(person -> key(person, compared))
            .filter(key -> key.stream().allMatch(Optional::isPresent))
            .toList();
    List<List<Optional<String>>> accounts =
        tables.accounts().stream().map(account -> key(account, compared)).toList();
    double[] share = new double[4];
    double guesses = 0;
    long smallest = keys.isEmpty() ? 0 : Long.MAX_VALUE;
    for (List<Optional<String>> key : keys) {
      long inData = keys.stream().filter(key::equals).count();
      long alike = Math.max(inData, accounts.stream().filter(key::equals).count());
      guesses += 1.0 / alike / keys.size();
      smallest = Math.min(smallest, alike);
      share[0] += alike == 1 ? 1.0 / keys.size() : 0;
      share[1] += alike < 20 ? 1.0 / keys.size() : 0;
      share[2] += alike < 12 ? 1.0 / keys.size() : 0;
      share[3] += alike < 4 ? 1.0 / keys.size() : 0;
    }
    ClassFigures.ShareAbove above = risk.above();
    assertThat(risk.people()).isEqualTo(keys.size());
    assertThat(risk.smallestPopulationClass()).isEqualTo(smallest);
    assertThat(risk.journalistMax()).isEqualTo(smallest == 0 ? 0 : 1.0 / smallest);
    assertThat(
            new double[] {
              risk.marketer(),
              risk.shareUnique(),
              above.fivePercent(),
              above.ninePercent(),
              above.thirtyThreePercent()
            })
        .containsExactly(
            new double[] {guesses, share[0], share[1], share[2], share[3]}, within(1e-9));
  }

  private static void load(Sql sql, Tables tables) throws SQLException {
    sql.run(
        "CREATE TABLE quasi (key INTEGER, "
            + RowStore.KEPT.stream()
                .map(slot -> RowStore.column(slot) + " VARCHAR")
                .collect(Collectors.joining(", "))
            + ", first_event BIGINT)");
    sql.run("CREATE TABLE accounts (account_id VARCHAR, " + texts(THEIRS) + ")");
    sql.run("CREATE TABLE account_keys (account INTEGER, account_id VARCHAR)");
    sql.run("CREATE TABLE people (account_id VARCHAR)");
    for (int i = 0; i < tables.accounts().size(); i++) {
      insert(
          sql,
          "accounts (account_id, " + String.join(", ", THEIRS) + ")",
          "a" + i,
          tables.accounts().get(i));
      sql.run("INSERT INTO account_keys VALUES (" + i + ", 'a" + i + "')");
    }
    int stranger = tables.accounts().size();
    for (Row person : tables.people()) {
      int key = person.account().isPresent() ? person.account().get() : stranger++;
      insert(sql, "quasi (key, " + String.join(", ", OURS) + ")", String.valueOf(key), person);
      sql.run(
          "INSERT INTO people VALUES ("
              + (person.account().isPresent() ? "'a" + key + "'" : "NULL")
              + ")");
    }
  }

  private static String texts(List<String> columns) {
    return columns.stream().map(each -> each + " VARCHAR").collect(Collectors.joining(", "));
  }

  private static void insert(Sql sql, String into, String first, Row row) throws SQLException {
    try (PreparedStatement insert =
        sql.connection().prepareStatement("INSERT INTO " + into + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, first);
      for (int i = 0; i < OURS.size(); i++) {
        insert.setString(i + 2, row.field(i));
      }
      insert.execute();
    }
  }
}
