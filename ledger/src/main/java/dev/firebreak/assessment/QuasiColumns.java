package dev.firebreak.assessment;

import dev.firebreak.risk.QuasiIdentifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Encodes the quasi-identifiers of the people in the table `quasi` into few integers, so that a
/// set of them is a mask and its classes one GROUP BY over integers.
///
/// Each chain has a dictionary. A level's number counts the distinct values within its parent's: a
/// city is told by its country's number, its region's within the country and its own within the
/// region. Each level has some bits in one of a few words of [#WORD_BITS] bits, the columns `w0`,
/// `w1`, ... Not thread-safe.
///
/// | Table made | One row is |
/// |---|---|
/// | `coded` | a different combination of the finest levels: its words and `n`, its people |
final class QuasiColumns {
  /// The most levels that are told apart.
  static final int LEVELS_MAX = 10;

  /// The most sets of levels, with at most one a chain, that are counted.
  static final int SETS_MAX = 576;

  static final int WORD_BITS = 62;

  /// Levels that are given up first where there are too many; the finest of a chain never is.
  private static final List<QuasiIdentifier> GIVEN_UP =
      List.of(
          QuasiIdentifier.LANGUAGE,
          QuasiIdentifier.FIRST_DAY,
          QuasiIdentifier.OS,
          QuasiIdentifier.AGE_DECADE,
          QuasiIdentifier.BIRTH_DECADE,
          QuasiIdentifier.NETWORK,
          QuasiIdentifier.REGION,
          QuasiIdentifier.REFERRER_ORIGIN,
          QuasiIdentifier.VICINITY,
          QuasiIdentifier.POSTCODE_AREA,
          QuasiIdentifier.SUBNET,
          QuasiIdentifier.BIRTH_YEAR,
          QuasiIdentifier.BROWSER,
          QuasiIdentifier.COUNTRY);

  /// Chains that are left out of the sets, one after the other, where there are still too many:
  /// what outsiders know least of a person first.
  private static final List<QuasiIdentifier.Chain> LEFT_OUT =
      List.of(
          QuasiIdentifier.Chain.FIRST_EVENT,
          QuasiIdentifier.Chain.REFERRER,
          QuasiIdentifier.Chain.TIME_ZONE,
          QuasiIdentifier.Chain.LOCALE,
          QuasiIdentifier.Chain.SYSTEM,
          QuasiIdentifier.Chain.BROWSER,
          QuasiIdentifier.Chain.CONNECTION);

  private static final Map<QuasiIdentifier, String> VALUES = values();

  /// Where a level's own bits lie.
  private record Place(int word, int shift, int bits) {
    long mask() {
      return ((1L << bits) - 1) << shift;
    }
  }

  private final Sql sql;
  private final Map<QuasiIdentifier, Place> places = new EnumMap<>(QuasiIdentifier.class);
  private List<List<QuasiIdentifier>> encoded = List.of();
  private List<List<QuasiIdentifier>> chains = List.of();
  private int words;

  QuasiColumns(Sql sql) {
    this.sql = sql;
  }

  /// The value of a level as SQL over `quasi`, without its coarser levels' values.
  private static Map<QuasiIdentifier, String> values() {
    Map<QuasiIdentifier, String> values = new EnumMap<>(QuasiIdentifier.class);
    values.put(QuasiIdentifier.FIRST_DAY, "first_event // 86400000");
    values.put(QuasiIdentifier.FIRST_HOUR, "first_event // 3600000");
    values.put(QuasiIdentifier.COUNTRY, "country");
    values.put(QuasiIdentifier.REGION, "region");
    values.put(QuasiIdentifier.CITY, "city");
    values.put(QuasiIdentifier.BROWSER, withoutVersion("browser"));
    values.put(
        QuasiIdentifier.BROWSER_VERSION,
        "CASE WHEN coalesce(browser, browser_version) IS NOT NULL"
            + " THEN concat(browser, '|', browser_version) END");
    values.put(QuasiIdentifier.OS, withoutVersion("os"));
    values.put(QuasiIdentifier.OS_VERSION, "os");
    values.put(
        QuasiIdentifier.REFERRER_ORIGIN,
        "CASE WHEN referrer IS NOT NULL THEN"
            + " regexp_extract(lower(referrer), '^([a-z][a-z0-9+.-]*://)?[^/?#]*') END");
    values.put(QuasiIdentifier.REFERRER, "referrer");
    values.put(QuasiIdentifier.ORGANIZATION_ID, "organization");
    values.put(QuasiIdentifier.WORKPLACE, "workplace");
    values.put(
        QuasiIdentifier.LANGUAGE,
        "CASE WHEN locale IS NOT NULL THEN regexp_extract(lower(locale), '^[a-z]*') END");
    values.put(QuasiIdentifier.LOCALE, "locale");
    valuesOfPeople(values);
    return values;
  }

  private static void valuesOfPeople(Map<QuasiIdentifier, String> values) {
    String year = "nullif(regexp_extract(birth_date, '(1[89]|20)[0-9][0-9]'), '')";
    values.put(
        QuasiIdentifier.BIRTH_DECADE,
        "CASE WHEN " + year + " IS NOT NULL THEN concat(left(" + year + ", 3), '0s') END");
    values.put(QuasiIdentifier.BIRTH_YEAR, year);
    values.put(QuasiIdentifier.BIRTH_DATE, "birth_date");
    values.put(QuasiIdentifier.GENDER, "gender");
    values.put(
        QuasiIdentifier.AGE_DECADE,
        "coalesce((try_cast(age AS INTEGER) // 10 * 10)::VARCHAR, age)");
    values.put(QuasiIdentifier.AGE, "age");
    values.put(QuasiIdentifier.POSTCODE_AREA, "left(postcode, 3)");
    values.put(QuasiIdentifier.POSTCODE, "postcode");
    values.put(QuasiIdentifier.JOB_TITLE, "job_title");
    values.put(QuasiIdentifier.NETWORK, network(9, "[0-9]+[.][0-9]+"));
    values.put(QuasiIdentifier.SUBNET, network(14, "[0-9]+[.][0-9]+[.][0-9]+"));
    values.put(QuasiIdentifier.IP_ADDRESS, "ip_address");
    values.put(
        QuasiIdentifier.VICINITY,
        position(
            "round(try_cast(latitude AS DOUBLE), 1)", "round(try_cast(longitude AS DOUBLE), 1)"));
    values.put(QuasiIdentifier.POSITION, position("latitude", "longitude"));
    values.put(QuasiIdentifier.TIME_ZONE, "time_zone");
  }

  /// The beginning of an address.
  ///
  /// @param charsOfSix how many characters of an IPv6 address whose groups are whole
  private static String network(int charsOfSix, String ofFour) {
    return "CASE WHEN ip_address LIKE '%:%' THEN left(ip_address, "
        + charsOfSix
        + ") ELSE nullif(regexp_extract(ip_address, '^"
        + ofFour
        + "'), '') END";
  }

  private static String position(String latitude, String longitude) {
    return "CASE WHEN coalesce(latitude, longitude) IS NOT NULL THEN concat("
        + latitude
        + ", '|', "
        + longitude
        + ") END";
  }

  private static String withoutVersion(String column) {
    return "CASE WHEN "
        + column
        + " IS NOT NULL THEN rtrim(regexp_replace("
        + column
        + ", '[0-9].*$', '')) END";
  }

  /// The value of a level by itself, without its coarser ones, as SQL over `quasi`.
  static String value(QuasiIdentifier level) {
    String value = VALUES.get(level);
    if (value == null) {
      throw new IllegalArgumentException("no value for " + level);
    }
    return value;
  }

  /// Encodes; afterwards `coded` is there.
  void encode() throws SQLException {
    encoded = present();
    chains = encoded;
    giveUp();
    leaveOut();
    Map<QuasiIdentifier, Integer> bits = dictionaries();
    chains =
        chains.stream()
            .sorted(Comparator.comparingInt(chain -> -bits(chain.getFirst().chain(), bits)))
            .toList();
    layOut(bits);
    join();
  }

  /// The chains of which all sets are counted, those with the most values first, each with its
  /// levels from coarse to fine; of more than [#LEVELS_MAX] levels or [#SETS_MAX] sets some coarser
  /// ones are left out, though finer ones still imply them, and then whole chains.
  List<List<QuasiIdentifier>> chains() {
    return chains;
  }

  /// The finest level of every chain that the data has, also of those that are in no set.
  List<QuasiIdentifier> finest() {
    return encoded.stream().map(List::getLast).toList();
  }

  /// The finest levels of the chains that were left out of the sets.
  List<QuasiIdentifier> apart() {
    Set<QuasiIdentifier.Chain> in =
        chains.stream().map(chain -> chain.getFirst().chain()).collect(Collectors.toSet());
    return finest().stream().filter(level -> !in.contains(level.chain())).toList();
  }

  /// The grouping expressions of a set of levels; empty for the empty set.
  List<String> groups(Set<QuasiIdentifier> levels) {
    long[] masks = new long[words];
    for (List<QuasiIdentifier> chain : encoded) {
      int finest = chain.size() - 1;
      while (finest >= 0 && !levels.contains(chain.get(finest))) {
        finest--;
      }
      for (QuasiIdentifier level : chain.subList(0, finest + 1)) {
        masks[place(level).word()] |= place(level).mask();
      }
    }
    List<String> groups = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      if (masks[word] != 0) {
        groups.add("w" + word + " & " + masks[word]);
      }
    }
    return groups;
  }

  /// All words of a combination.
  List<String> allWords() {
    List<String> all = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      all.add("w" + word);
    }
    return all;
  }

  private Place place(QuasiIdentifier level) {
    Place place = places.get(level);
    if (place == null) {
      throw new IllegalArgumentException("the data does not have " + level.key());
    }
    return place;
  }

  private List<List<QuasiIdentifier>> present() throws SQLException {
    List<List<QuasiIdentifier>> found = new ArrayList<>();
    for (QuasiIdentifier.Chain chain : QuasiIdentifier.Chain.values()) {
      List<QuasiIdentifier> levels = new ArrayList<>();
      for (QuasiIdentifier level : QuasiIdentifier.levels(chain)) {
        if (sql.number("SELECT count(" + VALUES.get(level) + ") FROM quasi") > 0) {
          levels.add(level);
        }
      }
      dropEqual(levels);
      if (!levels.isEmpty()) {
        found.add(levels);
      }
    }
    return found;
  }

  /// A level that tells nobody apart whom the coarser one does not is left out: an operating system
  /// without any version. Places are kept, since each is a field of its own.
  private void dropEqual(List<QuasiIdentifier> levels) throws SQLException {
    while (levels.size() > 1
        && levels.getFirst().chain() != QuasiIdentifier.Chain.PLACE
        && classes(levels.subList(0, levels.size() - 1)) == classes(levels)) {
      levels.removeLast();
    }
  }

  private long classes(List<QuasiIdentifier> levels) throws SQLException {
    return sql.number(
        "SELECT count(*) FROM (SELECT DISTINCT "
            + String.join(", ", levels.stream().map(VALUES::get).toList())
            + " FROM quasi)");
  }

  private void giveUp() {
    List<QuasiIdentifier> order = new ArrayList<>(GIVEN_UP);
    while (isTooMany() && !order.isEmpty()) {
      QuasiIdentifier level = order.removeFirst();
      List<List<QuasiIdentifier>> fewer = new ArrayList<>();
      for (List<QuasiIdentifier> chain : chains) {
        fewer.add(chain.size() > 1 ? chain.stream().filter(each -> each != level).toList() : chain);
      }
      chains = fewer;
    }
  }

  private void leaveOut() {
    List<QuasiIdentifier.Chain> order = new ArrayList<>(LEFT_OUT);
    while (isTooMany() && !order.isEmpty()) {
      QuasiIdentifier.Chain out = order.removeFirst();
      chains = chains.stream().filter(chain -> chain.getFirst().chain() != out).toList();
    }
  }

  private boolean isTooMany() {
    int levels = chains.stream().mapToInt(List::size).sum();
    int sets = chains.stream().mapToInt(chain -> chain.size() + 1).reduce(1, (a, b) -> a * b);
    return levels > LEVELS_MAX || sets > SETS_MAX;
  }

  /// Makes a dictionary a chain; returns the number of bits of each level.
  private Map<QuasiIdentifier, Integer> dictionaries() throws SQLException {
    Map<QuasiIdentifier, Integer> bits = new EnumMap<>(QuasiIdentifier.class);
    for (int chain = 0; chain < encoded.size(); chain++) {
      List<QuasiIdentifier> levels = encoded.get(chain);
      StringBuilder values = new StringBuilder();
      StringBuilder ranks = new StringBuilder();
      List<String> parents = new ArrayList<>();
      for (int i = 0; i < levels.size(); i++) {
        values.append(i == 0 ? "" : ", ").append(VALUES.get(levels.get(i))).append(" AS v" + i);
        ranks.append(", dense_rank() OVER (");
        if (!parents.isEmpty()) {
          ranks.append("PARTITION BY ").append(String.join(", ", parents)).append(' ');
        }
        ranks.append("ORDER BY v").append(i).append(") - 1 AS r").append(i);
        parents.add("v" + i);
      }
      sql.run(
          "CREATE OR REPLACE TABLE dictionary"
              + chain
              + " AS SELECT *"
              + ranks
              + " FROM (SELECT DISTINCT "
              + values
              + " FROM quasi)");
      for (int i = 0; i < levels.size(); i++) {
        long highest = sql.number("SELECT max(r" + i + ") FROM dictionary" + chain);
        bits.put(levels.get(i), Long.SIZE - Long.numberOfLeadingZeros(highest));
      }
    }
    return bits;
  }

  private static int bits(QuasiIdentifier.Chain chain, Map<QuasiIdentifier, Integer> bits) {
    return QuasiIdentifier.levels(chain).stream()
        .mapToInt(each -> bits.getOrDefault(each, 0))
        .sum();
  }

  /// Gives each level its place, the widest first.
  private void layOut(Map<QuasiIdentifier, Integer> bits) {
    List<Integer> free = new ArrayList<>();
    List<Map.Entry<QuasiIdentifier, Integer>> widest =
        bits.entrySet().stream()
            .sorted(Map.Entry.<QuasiIdentifier, Integer>comparingByValue().reversed())
            .toList();
    for (Map.Entry<QuasiIdentifier, Integer> level : widest) {
      int word = 0;
      while (word < free.size() && free.get(word) < level.getValue()) {
        word++;
      }
      if (word == free.size()) {
        free.add(WORD_BITS);
      }
      int end = free.get(word);
      free.set(word, end - level.getValue());
      places.put(level.getKey(), new Place(word, end - level.getValue(), level.getValue()));
    }
    words = free.size();
  }

  private void join() throws SQLException {
    StringBuilder from = new StringBuilder(" FROM quasi");
    List<List<String>> terms = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      terms.add(new ArrayList<>());
    }
    for (int chain = 0; chain < encoded.size(); chain++) {
      List<QuasiIdentifier> levels = encoded.get(chain);
      from.append(" JOIN dictionary").append(chain).append(" d").append(chain).append(" ON true");
      for (int i = 0; i < levels.size(); i++) {
        QuasiIdentifier level = levels.get(i);
        from.append(" AND d").append(chain).append(".v").append(i);
        from.append(" IS NOT DISTINCT FROM ").append(VALUES.get(level));
        Place place = place(level);
        terms.get(place.word()).add("d" + chain + ".r" + i + " * " + (1L << place.shift()));
      }
    }
    List<String> values = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      values.add("(" + String.join(" + ", terms.get(word)) + ")::BIGINT AS w" + word);
    }
    // one after the other: the dictionaries are out of memory before the combinations are counted
    String each = words == 0 ? "0 AS w" : String.join(", ", values);
    sql.run("CREATE OR REPLACE TABLE coded_people AS SELECT " + each + from);
    String all = String.join(", ", allWords());
    sql.run(
        "CREATE OR REPLACE TABLE coded AS SELECT "
            + (words == 0 ? "" : all + ", ")
            + "count(*) AS n FROM coded_people"
            + (words == 0 ? "" : " GROUP BY " + all));
    sql.run("DROP TABLE coded_people");
    for (int chain = 0; chain < encoded.size(); chain++) {
      sql.run("DROP TABLE dictionary" + chain);
    }
  }
}
