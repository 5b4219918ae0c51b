package dev.firebreak.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.testkit.tidy.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules for our own sources: direction of imports, sizes, banned calls and names, documents.
class TidyTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 70;
  private static final int LINE_CHARS_MAX = 100;
  private static final int PARAMETERS_MAX = 7;

  private static final List<String> MODULES =
      List.of("core", "ledger", "spark", "server", "testkit", "demo", "benchmarks");

  /// Calls that main code does not make, with what to use instead.
  private static final Map<String, String> BANNED_CALLS =
      Map.of(
          "Instant.now()", "clock.instant()",
          "LocalDate.now()", "LocalDate.now(clock)",
          "System.currentTimeMillis()", "clock.millis()",
          "new Random()", "a RandomGenerator that is passed in",
          "Math.random()", "a RandomGenerator that is passed in",
          "System.out", "the command's PrintWriter, or a logger",
          "System.err", "the command's PrintWriter, or a logger",
          "Thread.sleep", "waiting on a condition, or a passed-in sleeper",
          "force_mbedtls_unsafe", "nothing: DuckDB's own encryption is not usable offline",
          ".printStackTrace()", "a logger");

  private static final Pattern BANNED_NAMES =
      Pattern.compile("\\w+(Manager|Helper|Util|Utils|Impl|Data|Info)");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
  private static final Pattern MEMBER =
      Pattern.compile("^( {2}| {4})[\\w@<](?!.*\\b(class|record|enum|interface)\\b).*\\(.*");

  private final List<Source> sources = SourceTree.java();

  @Test
  void featuresImportOneWay() {
    assertThat(importsOf("gateway"))
        .noneMatch(line -> line.contains("dev.firebreak.incident"))
        .noneMatch(line -> line.contains("dev.firebreak.notice"))
        .noneMatch(line -> line.contains("dev.firebreak.register"))
        .noneMatch(line -> line.contains("PseudonymResolver"));
    assertThat(importsOf("register"))
        .noneMatch(line -> line.contains("dev.firebreak.incident"))
        .noneMatch(line -> line.contains("dev.firebreak.notice"))
        .noneMatch(line -> line.contains("dev.firebreak.cli"));
    assertThat(violations(source -> source.isIn("core"), "import java.nio.file.")).isEmpty();
    assertThat(violations(source -> source.isIn("core"), "import java.net.http.")).isEmpty();
    assertThat(violations(source -> source.isIn("core"), "import java.sql.")).isEmpty();
    assertThat(violations(source -> !source.isIn("ledger") && source.isMain(), "org.duckdb"))
        .isEmpty();
    assertThat(violations(source -> !source.isIn("spark"), "org.apache.spark")).isEmpty();
    assertThat(violations(source -> !source.isIn("spark"), "import dev.firebreak.spark."))
        .isEmpty();
    assertThat(
            violations(
                source -> source.isMain() && !source.isIn("testkit") && !isDemo(source),
                "import dev.firebreak.testkit."))
        .isEmpty();
  }

  @Test
  void filesMethodsAndLinesStayWithinTheirLimits() {
    List<String> found = new ArrayList<>();
    for (Source source : sources) {
      if (source.lines().size() > FILE_LINES_MAX) {
        found.add(source + " has " + source.lines().size() + " lines");
      }
      found.addAll(longMethods(source));
      found.addAll(longLines(source));
    }
    assertThat(found).isEmpty();
  }

  /// Records and the command line's options stand outside: ADR 23 says why.
  @Test
  void methodsAndConstructorsHaveFewParameters() throws IOException {
    List<Signatures.Method> methods = Signatures.of(sources).methods();
    assertThat(methods).hasSizeGreaterThan(1_000);
    assertThat(methods).anyMatch(method -> method.parameters() == PARAMETERS_MAX);
    assertThat(methods)
        .filteredOn(method -> method.parameters() > PARAMETERS_MAX && !method.option())
        .isEmpty();
  }

  @Test
  void everyPublicTypeSaysWhatItIs() throws IOException {
    List<Source> main = sources.stream().filter(Source::isMain).toList();
    List<Signatures.PublicType> types = Signatures.of(main).publicTypes();
    assertThat(types).hasSizeGreaterThan(100);
    assertThat(types).filteredOn(type -> !type.documented()).isEmpty();
  }

  @Test
  void mainCodeMakesNoBannedCall() {
    List<String> found = new ArrayList<>();
    for (Source source : sources) {
      if (!source.isMain() || source.isIn("benchmarks")) {
        continue;
      }
      for (Map.Entry<String, String> banned : BANNED_CALLS.entrySet()) {
        if (code(source).anyMatch(line -> line.contains(banned.getKey()))) {
          found.add(source + ": " + banned.getKey() + "; use " + banned.getValue());
        }
      }
    }
    // the terminal itself
    found.removeIf(line -> line.contains("cli/TerminalContext.java") && line.contains("System."));
    assertThat(found).isEmpty();
  }

  @Test
  void typesHaveNamesThatSayWhatTheyAre() throws IOException {
    Set<String> vocabulary = bannedByVocabulary();
    List<String> found = new ArrayList<>();
    for (Source source : sources) {
      code(source)
          .map(TYPE::matcher)
          .filter(Matcher::find)
          .map(matcher -> matcher.group(1))
          .filter(name -> BANNED_NAMES.matcher(name).matches() || vocabulary.contains(name))
          .forEach(name -> found.add(source + ": " + name));
    }
    assertThat(vocabulary).isNotEmpty();
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIs() {
    Map<Path, List<Source>> byFolder =
        sources.stream()
            .filter(Source::isMain)
            .collect(Collectors.groupingBy(source -> source.path().getParent()));
    List<String> found = new ArrayList<>();
    byFolder.forEach((folder, files) -> {
      boolean marked =
          files.stream()
              .filter(source -> source.name().equals("package-info.java"))
              .anyMatch(source ->
                  source.lines().contains("@NullMarked")
                      && source.lines().getFirst().startsWith("///"));
      if (!marked) {
        found.add(folder + " lacks a package-info.java with @NullMarked and a comment");
      }
    });
    assertThat(found).isEmpty();
  }

  @Test
  void decisionRecordsAreNumberedWithoutGaps() throws IOException {
    try (Stream<Path> files = Files.list(SourceTree.root().resolve("docs/adr"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      List<String> numbers = names.stream().map(name -> name.substring(0, 4)).toList();
      assertThat(numbers)
          .isEqualTo(IntStream.rangeClosed(1, names.size()).mapToObj("%04d"::formatted).toList());
    }
  }

  @Test
  void nothingIsLeftUnfinished() {
    Pattern unfinished = Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    List<String> found = new ArrayList<>();
    for (Source source : sources) {
      source.lines().stream()
          .filter(line -> unfinished.matcher(line).find())
          .forEach(line -> found.add(source + ": " + line.strip()));
    }
    assertThat(found).isEmpty();
  }

  private static boolean isDemo(Source source) {
    return source.isIn("demo") || source.isIn("benchmarks");
  }

  private List<String> importsOf(String feature) {
    return sources.stream()
        .filter(source -> source.isMain() && source.feature().equals(feature))
        .flatMap(source -> source.lines().stream().filter(line -> line.startsWith("import ")))
        .toList();
  }

  private List<String> violations(java.util.function.Predicate<Source> where, String text) {
    return sources.stream()
        .filter(where)
        .filter(Source::isMain)
        .filter(source -> code(source).anyMatch(line -> line.contains(text)))
        .map(Source::toString)
        .toList();
  }

  /// The lines that are no comment.
  private static Stream<String> code(Source source) {
    return source.lines().stream().filter(line -> !line.strip().startsWith("//"));
  }

  private static List<String> longMethods(Source source) {
    List<String> found = new ArrayList<>();
    List<String> lines = source.lines();
    for (int start = 0; start < lines.size(); start++) {
      Matcher member = MEMBER.matcher(lines.get(start));
      if (!member.find() || !opensBlock(lines, start)) {
        continue;
      }
      int end = start + 1;
      while (end < lines.size() && lines.get(end).matches("$|" + member.group(1) + " .*")) {
        end++;
      }
      if (end < lines.size() && end - start > METHOD_LINES_MAX) {
        found.add(source + ":" + (start + 1) + " is " + (end - start) + " lines long");
      }
    }
    return found;
  }

  /// True where the statement or signature that begins here ends with an opening brace.
  private static boolean opensBlock(List<String> lines, int start) {
    for (int i = start; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.endsWith("{")) {
        return true;
      }
      if (line.endsWith(";") || line.endsWith("}") || line.isEmpty()) {
        return false;
      }
    }
    return false;
  }

  /// Imports and the inside of text blocks cannot be broken; what a block holds is quoted as it is.
  private static List<String> longLines(Source source) {
    List<String> found = new ArrayList<>();
    boolean inBlock = false;
    for (int i = 0; i < source.lines().size(); i++) {
      String line = source.lines().get(i);
      boolean fence = line.split("\"\"\"", -1).length % 2 == 0;
      boolean quoted = inBlock && !fence;
      if (line.length() > LINE_CHARS_MAX && !quoted && !line.startsWith("import ")) {
        found.add(source + ":" + (i + 1) + " has more than " + LINE_CHARS_MAX + " characters");
      }
      inBlock ^= fence;
    }
    return found;
  }

  /// Type names of the list `banned type names` in docs/vocabulary.md.
  private static Set<String> bannedByVocabulary() throws IOException {
    List<String> lines = Files.readAllLines(SourceTree.root().resolve("docs/vocabulary.md"));
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      if (line.startsWith("Banned type names:")) {
        Matcher matcher = Pattern.compile("`(\\w+)`").matcher(line);
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }

  @Test
  void modulesAreTheOnesOfTheBuild() throws IOException {
    String pom = Files.readString(SourceTree.root().resolve("pom.xml"));
    assertThat(MODULES).allSatisfy(module -> assertThat(pom).contains("<module>" + module));
  }
}
