package dev.firebreak.assessment;

import dev.firebreak.risk.ClassSizes;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Measures how identifying the data set is, over the quasi-identifiers that it has.
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
    columns.put(DataCategory.USER_AGENT, "user_agent");
    columns.put(DataCategory.REFERRER, "referrer");
    columns.put(DataCategory.ORGANIZATION_ID, "organization");
    columns.put(DataCategory.WORKPLACE, "workplace");
    columns.put(DataCategory.LOCALE, "locale");
    return columns;
  }

  Assessment.RiskFigures run() throws SQLException {
    sql.run(
        "CREATE TABLE firsts AS SELECT o.key, "
            + RowStore.KEPT.stream()
                .map(RowStore::column)
                .map(column -> "arg_min(" + column + ", row) AS " + column)
                .collect(Collectors.joining(", "))
            + " FROM data_rows r JOIN owners o ON o.pid = "
            + PeopleStage.PID
            + " GROUP BY o.key");
    sql.run(
        """
        CREATE TABLE quasi AS SELECT * EXCLUDE (browser, browser_version, os), CASE WHEN
          coalesce(browser, browser_version, os) IS NOT NULL THEN concat(browser, '|',
          browser_version, '|', os) END AS user_agent FROM firsts\
        """);
    List<DataCategory> present = present();
    sql.run("CREATE TABLE coded AS SELECT key" + coded(present) + " FROM quasi");
    ClassSizes all = sizes(present);
    return new Assessment.RiskFigures(
        present,
        all.people(),
        all.classes(),
        all.smallestClassSize(),
        all.shareUnique(),
        all.prosecutorAverage(),
        singlingOut(present),
        population(present));
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

  /// A 64-bit hash for a text makes grouping cheap; two texts of a column never share one in
  /// practice.
  private static String coded(List<DataCategory> present) {
    return present.stream()
        .map(COLUMNS::get)
        .map(c -> ", CASE WHEN " + c + " IS NOT NULL THEN hash(" + c + ") END AS " + c)
        .collect(Collectors.joining());
  }

  private ClassSizes sizes(List<DataCategory> fields) throws SQLException {
    if (fields.isEmpty()) {
      long people = sql.number("SELECT count(*) FROM coded");
      return people == 0
          ? ClassSizes.ofHistogram(Map.of())
          : ClassSizes.ofHistogram(Map.of(people, 1L));
    }
    String by = fields.stream().map(COLUMNS::get).collect(Collectors.joining(", "));
    Map<Long, Long> histogram = new HashMap<>();
    sql.each(
        "SELECT size, count(*) FROM (SELECT count(*) AS size FROM coded GROUP BY "
            + by
            + ") GROUP BY size",
        row -> histogram.put(row.getLong(1), row.getLong(2)));
    return ClassSizes.ofHistogram(histogram);
  }

  /// The sets of two and three fields that make the most people unique; a set of three only where
  /// it does more than each pair in it.
  private List<Assessment.SubsetRisk> singlingOut(List<DataCategory> present) throws SQLException {
    Map<List<DataCategory>, Double> shares = new LinkedHashMap<>();
    for (List<DataCategory> pair : subsets(present, 2)) {
      shares.put(pair, sizes(pair).shareUnique());
    }
    for (List<DataCategory> triple : subsets(present, 3)) {
      double bestPair =
          subsets(triple, 2).stream()
              .mapToDouble(pair -> shares.getOrDefault(pair, 0.0))
              .max()
              .orElse(0);
      double share = bestPair >= 1 ? 1 : sizes(triple).shareUnique();
      if (share > bestPair) {
        shares.put(triple, share);
      }
    }
    return shares.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(
            Comparator.<Map.Entry<List<DataCategory>, Double>>comparingDouble(
                    entry -> -entry.getValue())
                .thenComparingInt(entry -> entry.getKey().size()))
        .limit(SUBSETS_TOLD)
        .map(entry -> new Assessment.SubsetRisk(entry.getKey(), entry.getValue()))
        .toList();
  }

  static List<List<DataCategory>> subsets(List<DataCategory> of, int size) {
    if (size == 0) {
      return List.of(List.of());
    }
    List<List<DataCategory>> subsets = new ArrayList<>();
    for (int i = 0; i <= of.size() - size; i++) {
      for (List<DataCategory> rest : subsets(of.subList(i + 1, of.size()), size - 1)) {
        List<DataCategory> subset = new ArrayList<>(List.of(of.get(i)));
        subset.addAll(rest);
        subsets.add(List.copyOf(subset));
      }
    }
    return subsets;
  }

  /// The journalist's and the marketer's figures against all accounts, over the fields in which
  /// data set and directory mostly agree about the people found; empty where there is none.
  private Optional<PopulationRisk> population(List<DataCategory> present) throws SQLException {
    List<DataCategory> comparable = new ArrayList<>();
    for (DataCategory category : present) {
      if (ACCOUNT_COLUMNS.containsKey(category) && isComparable(category)) {
        comparable.add(category);
      }
    }
    if (comparable.isEmpty()) {
      return Optional.empty();
    }
    List<PopulationRisk.MatchedClass> classes = new ArrayList<>();
    sql.each(
        populationQuery(comparable),
        row -> classes.add(new PopulationRisk.MatchedClass(row.getLong(1), row.getLong(2))));
    return Optional.of(PopulationRisk.of(classes));
  }

  private boolean isComparable(DataCategory category) throws SQLException {
    String ours = "lower(q." + COLUMNS.get(category) + ")";
    String theirs = "lower(a." + ACCOUNT_COLUMNS.get(category) + ")";
    String from =
        " FROM quasi q JOIN account_keys k ON k.account = q.key"
            + " JOIN accounts a ON a.account_id = k.account_id WHERE ";
    long both = sql.number("SELECT count(*)" + from + ours + " <> '' AND " + theirs + " <> ''");
    long equal = sql.number("SELECT count(*)" + from + ours + " = " + theirs);
    return both > 0 && equal >= both * COMPARABLE_SHARE;
  }

  private static String populationQuery(List<DataCategory> fields) {
    List<String> ours = fields.stream().map(f -> "lower(" + COLUMNS.get(f) + ")").toList();
    List<String> theirs =
        fields.stream().map(f -> "lower(" + ACCOUNT_COLUMNS.get(f) + ")").toList();
    StringBuilder on = new StringBuilder("true");
    StringBuilder known = new StringBuilder("true");
    for (int i = 0; i < fields.size(); i++) {
      on.append(" AND d.x").append(i).append(" = p.x").append(i);
      known.append(" AND ").append(ours.get(i)).append(" IS NOT NULL");
    }
    return "SELECT d.n, coalesce(p.n, 0) FROM (SELECT "
        + named(ours)
        + ", count(*) AS n FROM quasi WHERE "
        + known
        + " GROUP BY ALL) d LEFT JOIN (SELECT "
        + named(theirs)
        + ", count(*) AS n FROM accounts GROUP BY ALL) p ON "
        + on;
  }

  private static String named(List<String> expressions) {
    StringBuilder named = new StringBuilder();
    for (int i = 0; i < expressions.size(); i++) {
      named.append(i == 0 ? "" : ", ").append(expressions.get(i)).append(" AS x").append(i);
    }
    return named.toString();
  }
}
