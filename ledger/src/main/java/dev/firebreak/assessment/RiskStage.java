package dev.firebreak.assessment;

import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.ClassSizes;
import dev.firebreak.risk.PopulationEstimate;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures how identifying the data set is, over the quasi-identifiers that it has.
///
/// Several accounts that the data joins are one person here.
///
/// Of each person and quasi-identifier the first value counts, in the order of the rows; a missing
/// one is a value of its own. A token is no value: nobody outside knows whose it is. The browser is
/// one quasi-identifier made of name, version and system.
final class RiskStage {
  private static final int SUBSETS_TOLD = 5;
  private static final double COMPARABLE_SHARE = 0.5;

  private static final Map<DataCategory, String> COLUMNS = columns();

  /// Columns of the accounts directory that may mean the same as ours.
  private static final Map<DataCategory, String> ACCOUNT_COLUMNS =
      Map.of(
          DataCategory.COUNTRY, "country",
          DataCategory.REGION, "region",
          DataCategory.CITY, "city",
          DataCategory.ORGANIZATION_ID, "organization_id",
          DataCategory.WORKPLACE, "organization_name");

  private final Sql sql;

  RiskStage(Sql sql) {
    this.sql = sql;
  }

  private static Map<DataCategory, String> columns() {
    Map<DataCategory, String> columns = new LinkedHashMap<>();
    columns.put(DataCategory.COUNTRY, "country");
    columns.put(DataCategory.REGION, "region");
    columns.put(DataCategory.CITY, "city");
    columns.put(DataCategory.USER_AGENT, "coalesce(browser, browser_version, os)");
    columns.put(DataCategory.REFERRER, "referrer");
    columns.put(DataCategory.ORGANIZATION_ID, "organization");
    columns.put(DataCategory.WORKPLACE, "workplace");
    columns.put(DataCategory.LOCALE, "coalesce(locale, time_zone)");
    columns.put(DataCategory.DATE_OF_BIRTH, "birth_date");
    columns.put(DataCategory.DEMOGRAPHIC, "coalesce(gender, age)");
    columns.put(DataCategory.POSTAL_ADDRESS, "postcode");
    columns.put(DataCategory.JOB_TITLE, "job_title");
    columns.put(DataCategory.IP_ADDRESS, "ip_address");
    columns.put(DataCategory.PRECISE_LOCATION, "coalesce(latitude, longitude)");
    return columns;
  }

  /// Makes the table `quasi`, with the values of each person. Several accounts that the data joins
  /// are one person in it. A column that no row fills costs no memory.
  void collect() throws SQLException {
    Set<String> filled = filled();
    sql.run(
        "CREATE TABLE quasi AS SELECT o.key, "
            + RowStore.KEPT.stream()
                .map(RowStore::column)
                .map(column ->
                    (filled.contains(column) ? "arg_min(" + column + ", row)" : "NULL::VARCHAR")
                        + " AS "
                        + column)
                .collect(Collectors.joining(", "))
            + ", min(time) FILTER (kind <> 2) AS first_event"
            + " FROM data_rows r JOIN "
            + owners()
            + " o ON o.pid = "
            + PeopleStage.PID
            + " GROUP BY o.key");
  }

  /// Whose each row is. That a row may stand for the same person twice changes no value.
  private String owners() throws SQLException {
    if (sql.number("SELECT count(*) FROM person_account WHERE joined") == 0) {
      return "owners";
    }
    return "(SELECT o.pid, coalesce(j.unit, o.key) AS key FROM owners o LEFT JOIN ("
        + SeenPeople.JOINED
        + ") j ON j.key = o.key)";
  }

  private Set<String> filled() throws SQLException {
    List<String> columns = RowStore.KEPT.stream().map(RowStore::column).toList();
    Set<String> filled = new HashSet<>();
    sql.each(
        "SELECT "
            + columns.stream()
                .map(column -> "count(" + column + ")")
                .collect(Collectors.joining(", "))
            + " FROM data_rows",
        row -> {
          for (int i = 0; i < columns.size(); i++) {
            if (row.getLong(i + 1) > 0) {
              filled.add(columns.get(i));
            }
          }
        });
    return filled;
  }

  /// Measures over the table `quasi`.
  Assessment.RiskFigures run() throws SQLException {
    List<DataCategory> present = present();
    QuasiColumns columns = new QuasiColumns(sql);
    columns.encode();
    ClassLattice lattice = ClassLattice.count(sql, columns);
    ClassSizes all = lattice.measured(finest(columns));
    return new Assessment.RiskFigures(
        present,
        List.of(),
        all.people(),
        all.classes(),
        all.smallestClassSize(),
        all.shareUnique(),
        all.prosecutorAverage(),
        singlingOut(lattice),
        population(present),
        Optional.of(
            new Assessment.ClassDetail(
                ClassFigures.of(all),
                subsets(lattice),
                lattice.skipped(),
                columns.apart(),
                lowerings(columns, lattice),
                estimate(all))));
  }

  /// Identifying categories that stand in the data in clear or in a coarser form and that the
  /// figures know nothing of.
  static List<DataCategory> unmeasured(
      Map<DataCategory, Assessment.CategoryExposure> exposed,
      List<Assessment.Field> fields,
      List<DataCategory> measured) {
    Set<DataCategory> known = EnumSet.noneOf(DataCategory.class);
    known.addAll(measured);
    if (fields.stream().anyMatch(RiskStage::isOtherFact)) {
      known.remove(DataCategory.DEMOGRAPHIC);
    }
    return QuasiIdentifier.identifyingCategories().stream()
        .filter(category -> !known.contains(category))
        .filter(category -> {
          Assessment.CategoryExposure exposure = exposed.get(category);
          return exposure != null && exposure.peopleClear() + exposure.peopleGeneralized() > 0;
        })
        .toList();
  }

  /// A demographic fact beside gender and age, such as a nationality: it is in no figure.
  private static boolean isOtherFact(Assessment.Field field) {
    return field.category().equals(Optional.of(DataCategory.DEMOGRAPHIC))
        && field.meaning().slot() == Slot.NONE
        && field.form() != Form.TOKEN;
  }

  /// The finest level of every chain. The first event's time is left out: it is a quasi-identifier
  /// of data that holds each person once, and event data hold many times, which the attacker who
  /// knows actions is measured on.
  private static Set<QuasiIdentifier> finest(QuasiColumns columns) {
    Set<QuasiIdentifier> finest = EnumSet.noneOf(QuasiIdentifier.class);
    for (QuasiIdentifier level : columns.finest()) {
      if (level.chain() != QuasiIdentifier.Chain.FIRST_EVENT) {
        finest.add(level);
      }
    }
    return finest;
  }

  private List<DataCategory> present() throws SQLException {
    List<DataCategory> present = new ArrayList<>();
    for (Map.Entry<DataCategory, String> entry : COLUMNS.entrySet()) {
      if (sql.number("SELECT count(" + entry.getValue() + ") FROM quasi") > 0) {
        present.add(entry.getKey());
      }
    }
    return present;
  }

  private static List<Assessment.SubsetRisk> subsets(ClassLattice lattice) {
    return lattice.sizes().entrySet().stream().map(RiskStage::subset).toList();
  }

  private static Assessment.SubsetRisk subset(Map.Entry<Set<QuasiIdentifier>, ClassSizes> entry) {
    return new Assessment.SubsetRisk(
        List.copyOf(entry.getKey()), ClassFigures.of(entry.getValue()));
  }

  /// The sets of two and three fields that make the most people unique; a set of three only where
  /// it does more than each pair in it.
  private static List<Assessment.SubsetRisk> singlingOut(ClassLattice lattice) {
    List<Assessment.SubsetRisk> found = new ArrayList<>();
    for (Map.Entry<Set<QuasiIdentifier>, ClassSizes> entry : lattice.sizes().entrySet()) {
      Set<QuasiIdentifier> fields = entry.getKey();
      double share = entry.getValue().shareUnique();
      boolean adds = share > 0 && (fields.size() == 2 || fields.size() == 3);
      for (QuasiIdentifier field : fields) {
        Set<QuasiIdentifier> fewer = EnumSet.copyOf(fields);
        fewer.remove(field);
        adds &= share > lattice.of(fewer).shareUnique();
        for (QuasiIdentifier coarser : QuasiIdentifier.levels(field.chain())) {
          adds &=
              coarser.compareTo(field) >= 0
                  || share > lattice.of(with(fewer, coarser)).shareUnique();
        }
      }
      if (adds) {
        found.add(subset(entry));
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(risk -> -risk.shareUnique()))
        .limit(SUBSETS_TOLD)
        .toList();
  }

  private static Set<QuasiIdentifier> with(Set<QuasiIdentifier> set, QuasiIdentifier level) {
    Set<QuasiIdentifier> more = EnumSet.of(level);
    more.addAll(set);
    return more;
  }

  /// What each field would leave if it alone were coarser, or gone.
  private static List<Assessment.Lowering> lowerings(QuasiColumns columns, ClassLattice lattice)
      throws SQLException {
    Set<QuasiIdentifier> finest = finest(columns);
    List<Assessment.Lowering> lowerings = new ArrayList<>();
    List<List<QuasiIdentifier>> chains = new ArrayList<>(columns.chains());
    columns.apart().forEach(level -> chains.add(List.of(level)));
    for (List<QuasiIdentifier> chain : chains) {
      QuasiIdentifier from = chain.getLast();
      if (finest.contains(from)) {
        Set<QuasiIdentifier> others = EnumSet.copyOf(finest);
        others.remove(from);
        for (QuasiIdentifier to : chain.subList(0, chain.size() - 1).reversed()) {
          lowerings.add(
              new Assessment.Lowering(
                  from, Optional.of(to), ClassFigures.of(lattice.measured(with(others, to)))));
        }
        lowerings.add(
            new Assessment.Lowering(
                from, Optional.empty(), ClassFigures.of(lattice.measured(others))));
      }
    }
    return lowerings;
  }

  /// The population is every account and everybody of the data who has none.
  private Optional<PopulationEstimate> estimate(ClassSizes all) throws SQLException {
    long accounts = sql.number("SELECT count(*) FROM accounts");
    long others = sql.number("SELECT count(*) FROM people WHERE account_id IS NULL");
    return accounts == 0 || all.people() == 0
        ? Optional.empty()
        : Optional.of(PopulationEstimate.of(all, Math.max(all.people(), accounts + others)));
  }

  /// The journalist's and the marketer's figures against all accounts, over the fields in which
  /// data set and directory mostly agree about the people found; empty where there is none.
  private Optional<PopulationRisk> population(List<DataCategory> present) throws SQLException {
    List<DataCategory> comparable = comparable(present);
    if (comparable.isEmpty()) {
      return Optional.empty();
    }
    List<PopulationRisk.MatchedClass> classes = new ArrayList<>();
    count(comparable);
    sql.each(
        "SELECT d.n, coalesce(p.n, 0) AS of, count(*) FROM sample_classes d"
            + " LEFT JOIN population_classes p ON "
            + equal("d", "p", comparable.size())
            + " GROUP BY d.n, of ORDER BY d.n, of",
        row -> {
          var matched = new PopulationRisk.MatchedClass(row.getLong(1), row.getLong(2));
          classes.addAll(Collections.nCopies(Math.toIntExact(row.getLong(3)), matched));
        });
    sql.run("DROP TABLE sample_classes");
    sql.run("DROP TABLE population_classes");
    return Optional.of(PopulationRisk.of(classes));
  }

  /// The categories in which data and directory agree about enough of the people found.
  private List<DataCategory> comparable(List<DataCategory> present) throws SQLException {
    List<DataCategory> shared = present.stream().filter(ACCOUNT_COLUMNS::containsKey).toList();
    List<DataCategory> comparable = new ArrayList<>();
    if (!shared.isEmpty()) {
      sql.each(
          "SELECT "
              + shared.stream().map(RiskStage::agreement).collect(Collectors.joining(", "))
              + " FROM quasi q JOIN account_keys k ON k.account = q.key"
              + " JOIN accounts a ON a.account_id = k.account_id",
          row -> {
            for (int i = 0; i < shared.size(); i++) {
              long both = row.getLong(2 * i + 1);
              if (both > 0 && row.getLong(2 * i + 2) >= both * COMPARABLE_SHARE) {
                comparable.add(shared.get(i));
              }
            }
          });
    }
    return comparable;
  }

  /// How many people have the category in both, and how many the same value.
  private static String agreement(DataCategory category) {
    String ours = "lower(q." + COLUMNS.get(category) + ")";
    String theirs = "lower(a." + ACCOUNT_COLUMNS.get(category) + ")";
    return "count(CASE WHEN "
        + ours
        + " <> '' AND "
        + theirs
        + " <> '' THEN 1 END), count(CASE WHEN "
        + ours
        + " = "
        + theirs
        + " THEN 1 END)";
  }

  /// Makes the classes of the data and those of all accounts, each by itself: what one statement
  /// holds in memory is gone before the next begins.
  private void count(List<DataCategory> fields) throws SQLException {
    List<String> ours = fields.stream().map(f -> "lower(" + COLUMNS.get(f) + ")").toList();
    List<String> theirs =
        fields.stream().map(f -> "lower(" + ACCOUNT_COLUMNS.get(f) + ")").toList();
    String known =
        ours.stream().map(value -> value + " IS NOT NULL").collect(Collectors.joining(" AND "));
    sql.run(
        "CREATE TABLE sample_classes AS SELECT "
            + named(ours)
            + ", count(*) AS n FROM quasi WHERE "
            + known
            + " GROUP BY ALL");
    sql.run(
        "CREATE TABLE population_classes AS SELECT "
            + named(theirs)
            + ", count(*) AS n FROM accounts GROUP BY ALL");
  }

  private static String equal(String one, String other, int fields) {
    return IntStream.range(0, fields)
        .mapToObj(i -> one + ".x" + i + " = " + other + ".x" + i)
        .collect(Collectors.joining(" AND "));
  }

  private static String named(List<String> expressions) {
    StringBuilder named = new StringBuilder();
    for (int i = 0; i < expressions.size(); i++) {
      named.append(i == 0 ? "" : ", ").append(expressions.get(i)).append(" AS x").append(i);
    }
    return named.toString();
  }
}
