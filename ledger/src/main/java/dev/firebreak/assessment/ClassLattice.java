package dev.firebreak.assessment;

import dev.firebreak.risk.ClassSizes;
import dev.firebreak.risk.QuasiIdentifier;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts the equivalence classes of every set of quasi-identifiers with at most one level a chain;
/// every other set makes the same classes as one of these.
///
/// Sets are visited so that a smaller one comes before the larger ones: where a set leaves
/// everybody alone, so do all that hold it, and they are not counted. Below each choice of levels
/// the combinations are rolled up once, where that leaves clearly fewer of them, and all sets below
/// are counted on the rolled-up table. Not thread-safe.
final class ClassLattice {
  private static final double WORTH_A_TABLE = 0.7;
  private static final int SETS_WORTH_A_TABLE = 4;

  private final Sql sql;
  private final QuasiColumns columns;
  private final List<List<QuasiIdentifier>> chains;
  private final Map<Set<QuasiIdentifier>, ClassSizes> sizes = new LinkedHashMap<>();
  private final long people;
  private long skipped;
  private int tables;

  private ClassLattice(Sql sql, QuasiColumns columns) throws SQLException {
    this.sql = sql;
    this.columns = columns;
    chains = columns.chains();
    people = sql.number("SELECT sum(n) FROM coded");
  }

  /// A table of combinations.
  ///
  /// @param rows how many there are
  /// @param alone people who are not in it, since they are alone whatever else is chosen
  private record Combinations(String table, long rows, long alone) {}

  /// Counts over the table `coded`.
  static ClassLattice count(Sql sql, QuasiColumns columns) throws SQLException {
    ClassLattice lattice = new ClassLattice(sql, columns);
    long rows = sql.number("SELECT count(*) FROM coded");
    lattice.visit(0, EnumSet.noneOf(QuasiIdentifier.class), new Combinations("coded", rows, 0));
    return lattice;
  }

  /// The classes of every set but the empty one, smaller sets before those that hold them.
  Map<Set<QuasiIdentifier>, ClassSizes> sizes() {
    return sizes;
  }

  /// The classes of one set; the empty set puts everybody into one.
  ClassSizes of(Set<QuasiIdentifier> levels) {
    ClassSizes of = sizes.get(levels);
    return of == null ? ClassSizes.ofHistogram(people == 0 ? Map.of() : Map.of(people, 1L)) : of;
  }

  /// The classes of any set of the data's levels, counted now where they were not yet.
  ClassSizes measured(Set<QuasiIdentifier> levels) throws SQLException {
    ClassSizes known = sizes.get(levels);
    if (known != null || levels.isEmpty()) {
      return of(levels);
    }
    return histogram(levels, new Combinations("coded", 0, 0));
  }

  /// Sets that were not counted, since a smaller one leaves everybody alone already.
  long skipped() {
    return skipped;
  }

  /// Visits all sets that choose from this chain on, the chains before having been chosen from.
  private void visit(int chain, Set<QuasiIdentifier> chosen, Combinations from)
      throws SQLException {
    if (!chosen.isEmpty() && !sizes.containsKey(chosen)) {
      sizes.put(EnumSet.copyOf(chosen), counted(chosen, from));
    }
    if (chain == chains.size()) {
      return;
    }
    Combinations left = withoutThoseAlone(chain, chosen, from);
    below(chain, chosen, left);
    for (QuasiIdentifier level : chains.get(chain)) {
      Set<QuasiIdentifier> more = with(chosen, level);
      if (level == chains.get(chain).getLast()) {
        visit(chain + 1, more, left);
      } else {
        below(chain, more, left);
      }
    }
    drop(left, from);
  }

  /// Visits what follows a choice that tells less apart than the table does.
  private void below(int chain, Set<QuasiIdentifier> chosen, Combinations from)
      throws SQLException {
    Combinations fewer = rolledUp(chain, chosen, from);
    visit(chain + 1, chosen, fewer);
    drop(fewer, from);
  }

  private void drop(Combinations made, Combinations of) throws SQLException {
    if (!made.table().equals(of.table())) {
      sql.run("DROP TABLE " + made.table());
    }
  }

  /// How many sets choose from this chain on.
  private int setsFrom(int chain) {
    return chains.subList(chain, chains.size()).stream()
        .mapToInt(levels -> levels.size() + 1)
        .reduce(1, (a, b) -> a * b);
  }

  /// The combinations without the people whom the choice leaves alone, where they are many.
  private Combinations withoutThoseAlone(int chain, Set<QuasiIdentifier> chosen, Combinations from)
      throws SQLException {
    long alone = of(chosen).classesBySize().getOrDefault(1L, 0L) - from.alone();
    if (from.rows() - alone > from.rows() * WORTH_A_TABLE
        || setsFrom(chain) < SETS_WORTH_A_TABLE
        || columns.groups(chosen).isEmpty()) {
      return from;
    }
    String table = "coded" + ++tables;
    StringBuilder select = new StringBuilder();
    StringBuilder on = new StringBuilder("true");
    List<String> groups = columns.groups(chosen);
    for (int i = 0; i < groups.size(); i++) {
      select.append(groups.get(i)).append(" AS g").append(i).append(", ");
      on.append(" AND (c.").append(groups.get(i)).append(") = k.g").append(i);
    }
    sql.run(
        "CREATE TABLE "
            + table
            + " AS SELECT c.* FROM "
            + from.table()
            + " c SEMI JOIN (SELECT "
            + select
            + "sum(n) AS people FROM "
            + from.table()
            + " GROUP BY "
            + String.join(", ", groups)
            + " HAVING people > 1) k ON "
            + on);
    return new Combinations(table, from.rows() - alone, from.alone() + alone);
  }

  private static Set<QuasiIdentifier> with(Set<QuasiIdentifier> set, QuasiIdentifier level) {
    Set<QuasiIdentifier> more = EnumSet.of(level);
    more.addAll(set);
    return more;
  }

  private ClassSizes counted(Set<QuasiIdentifier> chosen, Combinations from) throws SQLException {
    if (holdsOneThatLeavesAllAlone(chosen)) {
      skipped++;
      return ClassSizes.ofHistogram(Map.of(1L, people));
    }
    return histogram(chosen, from);
  }

  private ClassSizes histogram(Set<QuasiIdentifier> chosen, Combinations from) throws SQLException {
    Map<Long, Long> histogram = new HashMap<>();
    List<String> groups = columns.groups(chosen);
    String by = groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups);
    sql.each(
        "SELECT size, count(*) FROM (SELECT sum(n)::BIGINT AS size FROM "
            + from.table()
            + by
            + ") GROUP BY size",
        row -> histogram.put(row.getLong(1), row.getLong(2)));
    if (from.alone() > 0) {
      histogram.merge(1L, from.alone(), Long::sum);
    }
    return ClassSizes.ofHistogram(histogram);
  }

  private boolean holdsOneThatLeavesAllAlone(Set<QuasiIdentifier> chosen) {
    for (QuasiIdentifier level : chosen) {
      Set<QuasiIdentifier> fewer = EnumSet.copyOf(chosen);
      fewer.remove(level);
      if (leavesAllAlone(fewer)) {
        return true;
      }
      for (QuasiIdentifier coarser : QuasiIdentifier.levels(level.chain())) {
        if (coarser.compareTo(level) < 0 && leavesAllAlone(with(fewer, coarser))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean leavesAllAlone(Set<QuasiIdentifier> levels) {
    ClassSizes known = sizes.get(levels);
    return known != null && known.classes() == people;
  }

  /// The combinations that are left where the chains up to this one have the chosen levels and the
  /// further ones their finest.
  private Combinations rolledUp(int chain, Set<QuasiIdentifier> chosen, Combinations from)
      throws SQLException {
    if (setsFrom(chain + 1) < SETS_WORTH_A_TABLE) {
      return from;
    }
    Set<QuasiIdentifier> kept = EnumSet.noneOf(QuasiIdentifier.class);
    kept.addAll(chosen);
    for (int rest = chain + 1; rest < chains.size(); rest++) {
      kept.add(chains.get(rest).getLast());
    }
    List<String> groups = columns.groups(kept);
    if (groups.isEmpty()) {
      return from;
    }
    long rows =
        sql.number(
            "SELECT approx_count_distinct(hash("
                + String.join(", ", groups)
                + ")) FROM "
                + from.table());
    if (rows > from.rows() * WORTH_A_TABLE) {
      return from;
    }
    String table = "coded" + ++tables;
    StringBuilder select = new StringBuilder();
    List<String> words = columns.allWords();
    for (String word : words) {
      String expression =
          groups.stream().filter(group -> group.startsWith(word + " ")).findFirst().orElse("0");
      select.append(expression).append(" AS ").append(word).append(", ");
    }
    sql.run(
        "CREATE TABLE "
            + table
            + " AS SELECT "
            + select
            + "sum(n)::BIGINT AS n FROM "
            + from.table()
            + " GROUP BY "
            + String.join(", ", groups));
    return new Combinations(table, sql.number("SELECT count(*) FROM " + table), from.alone());
  }
}
