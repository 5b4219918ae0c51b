package dev.firebreak.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings a statement of the assessment from DuckDB's words into Spark's.
///
/// | DuckDB | Spark |
/// |---|---|
/// | `"name"` | `` `name` `` |
/// | `VARCHAR`, `VARCHAR[]` | `STRING`, `ARRAY<STRING>` |
/// | `[a, b]`, `a // b` | `array(a, b)`, `a div b` |
/// | `* EXCLUDE (a)` | `* EXCEPT (a)` |
/// | `* REPLACE (e AS a)` | `* EXCEPT (a), e AS a` |
/// | `f(x) FILTER (c)` | `f(x) FILTER (WHERE c)` |
/// | `arg_min(x, y)`, passes over a NULL x | `min_by(x, y) FILTER (WHERE x IS NOT NULL)` |
/// | `min(x, n)`, `list(DISTINCT x)` | `min_by(x, x, n)`, `collect_set(x)` |
/// | `list_sort`, `len`, `starts_with` | `array_sort`, `size`, `startswith` |
/// | `concat`, which passes over NULL | `concat_ws('', ...)` |
/// | `regexp_full_match` | `regexp_like` of the whole |
/// | `regexp_replace(..., 'g')` | the same without `'g'` |
/// | `regexp_extract(x, p)` | the same of group 0 |
/// | `sha256(x)` | `sha2(x, 256)` |
/// | `lower`, `trim`, `nfc_normalize` | [TextFunctions] |
/// | tables | Parquet tables; views are temporary |
///
/// What both write alike stays. What neither has in common nor stands here, Spark refuses.
final class SparkDialect {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[A-Za-z_][A-Za-z_0-9]*|[0-9]+(?:\\.[0-9]+)?"
              + "|::|\\|\\||//|<>|<=|>=|<<|>>|[^\\s])\\s*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  /// Functions of which only the name differs.
  private static final Map<String, String> NAMES =
      Map.of(
          "list_sort",
          "array_sort",
          "len",
          "size",
          "starts_with",
          "startswith",
          "lower",
          TextFunctions.LOWER,
          "trim",
          TextFunctions.TRIM,
          "nfc_normalize",
          TextFunctions.NFC);

  private final List<String> tokens;

  private SparkDialect(List<String> tokens) {
    this.tokens = tokens;
  }

  /// The statements that take the place of one, in their order.
  ///
  /// @throws IllegalArgumentException where it cannot be brought over
  static List<String> statements(String sql) {
    SparkDialect dialect = new SparkDialect(tokens(sql));
    return dialect.is(0, "CREATE")
        ? dialect.create()
        : List.of(dialect.expression(0, dialect.tokens.size()));
  }

  /// A query; it stays one statement.
  static String query(String sql) {
    return statements(sql).getFirst();
  }

  private static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    int end = 0;
    while (end < sql.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    return tokens;
  }

  private List<String> create() {
    int at = 1;
    boolean replaces = is(at, "OR");
    if (replaces) {
      at += 2;
    }
    if (is(at, "TEMP")) {
      at++;
    }
    String name = tokens.get(at + 1);
    int size = tokens.size();
    if (is(at, "VIEW")) {
      return List.of("CREATE OR REPLACE TEMPORARY VIEW " + name + " " + expression(at + 2, size));
    }
    List<String> statements = new ArrayList<>();
    if (replaces) {
      statements.add("DROP TABLE IF EXISTS " + name);
    }
    String rest = expression(at + 2, size);
    String start = "CREATE TABLE " + name;
    statements.add(
        is(at + 2, "AS")
            ? start + " USING parquet " + rest
            : start + " " + rest + " USING parquet");
    return statements;
  }

  private boolean is(int at, String word) {
    return at >= 0 && at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
  }

  private String expression(int from, int to) {
    StringJoiner out = new StringJoiner(" ");
    int at = from;
    while (at < to) {
      at = element(at, out);
    }
    return out.toString();
  }

  /// Brings over what begins here; returns where the next begins.
  private int element(int at, StringJoiner out) {
    String token = tokens.get(at);
    if (token.startsWith("'")) {
      out.add(text(token));
    } else if (token.startsWith("\"")) {
      out.add("`" + token.substring(1, token.length() - 1) + "`");
    } else if (token.equals("//")) {
      out.add("div");
    } else if (token.equals("[")) {
      int end = closing(at);
      out.add("array(" + expression(at + 1, end) + ")");
      return end + 1;
    } else if (is(at, "VARCHAR")) {
      boolean list = is(at + 1, "[");
      out.add(list ? "ARRAY<STRING>" : "STRING");
      return list ? at + 3 : at + 1;
    } else if (is(at + 1, "(") && WORD.matcher(token).matches()) {
      return call(at, out);
    } else {
      out.add(token);
    }
    return at + 1;
  }

  /// Spark reads a doubled quote as two.
  private static String text(String token) {
    if (token.length() > 2 && token.indexOf('\'', 1) < token.length() - 1) {
      throw new IllegalArgumentException("a text with quotes cannot be brought over");
    }
    return token;
  }

  /// Where the bracket that opens here is closed.
  private int closing(int open) {
    int depth = 0;
    for (int at = open; at < tokens.size(); at++) {
      switch (tokens.get(at)) {
        case "(", "[" -> depth++;
        case ")", "]" -> {
          if (--depth == 0) {
            return at;
          }
        }
        default -> {
          // goes on
        }
      }
    }
    throw new IllegalArgumentException("a bracket is not closed");
  }

  /// A function, or a word before a bracket.
  private int call(int at, StringJoiner out) {
    int end = closing(at + 1);
    String word = tokens.get(at).toLowerCase(Locale.ROOT);
    if (word.equals("replace") && is(at - 1, "*")) {
      String replaced = tokens.get(end - 1);
      String value = expression(at + 2, end - 2);
      out.add("EXCEPT (" + replaced + "), " + value + " AS " + replaced);
      return end + 1;
    }
    out.add(function(word, at, end));
    return end + 1;
  }

  private String function(String word, int at, int end) {
    List<String> arguments = arguments(at + 2, end);
    int count = arguments.size();
    String first = count > 0 ? arguments.getFirst() : "";
    return switch (word) {
      case "filter" -> is(at + 2, "WHERE") ? plain(at, arguments) : "FILTER (WHERE " + first + ")";
      case "exclude" -> "EXCEPT (" + String.join(", ", arguments) + ")";
      case "arg_min" ->
          "min_by(%s, %s) FILTER (WHERE (%1$s) IS NOT NULL)".formatted(first, arguments.get(1));
      case "min" -> count == 2 ? smallest(arguments) : plain(at, arguments);
      case "list" ->
          is(at + 2, "DISTINCT")
              ? "collect_set(" + first.substring("DISTINCT".length()) + ")"
              : "collect_list(" + first + ")";
      case "concat" -> "concat_ws('', " + String.join(", ", arguments) + ")";
      case "sha256" -> "sha2(" + first + ", 256)";
      case "regexp_full_match" -> "regexp_like(" + first + ", " + whole(arguments.get(1)) + ")";
      case "regexp_extract" -> plain(at, count == 2 ? added(arguments, "0") : arguments);
      case "regexp_replace" -> plain(at, replacing(arguments));
      default -> plain(at, arguments);
    };
  }

  private List<String> arguments(int from, int to) {
    List<String> arguments = new ArrayList<>();
    int start = from;
    for (int at = from; at < to; at++) {
      if (is(at, "(") || is(at, "[")) {
        at = closing(at);
      } else if (is(at, ",")) {
        arguments.add(expression(start, at));
        start = at + 1;
      }
    }
    if (start < to) {
      arguments.add(expression(start, to));
    }
    return arguments;
  }

  private String plain(int at, List<String> arguments) {
    String word = tokens.get(at);
    return NAMES.getOrDefault(word.toLowerCase(Locale.ROOT), word)
        + "("
        + String.join(", ", arguments)
        + ")";
  }

  private static String smallest(List<String> arguments) {
    return "min_by(%s, %1$s, %s)".formatted(arguments.get(0), arguments.get(1));
  }

  private static List<String> added(List<String> arguments, String last) {
    List<String> more = new ArrayList<>(arguments);
    more.add(last);
    return more;
  }

  private static String whole(String pattern) {
    return "'\\A(?:" + pattern.substring(1, pattern.length() - 1) + ")\\z'";
  }

  /// Spark replaces every place, DuckDB the first one unless told otherwise; a pattern that is tied
  /// to the start has but one.
  private static List<String> replacing(List<String> arguments) {
    boolean every = arguments.size() == 4 && arguments.get(3).equals("'g'");
    if (!every && !arguments.get(1).startsWith("'^")) {
      throw new IllegalArgumentException("a pattern that may fit several times needs 'g'");
    }
    return arguments.subList(0, 3);
  }
}
