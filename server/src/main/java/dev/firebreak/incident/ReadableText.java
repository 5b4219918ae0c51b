package dev.firebreak.incident;

import dev.firebreak.duty.Question;
import dev.firebreak.taxonomy.DataCategory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Evaluations speak in keys, so that programs find them again; this puts words in the place of the
/// keys. It changes no number but for the commas in it. Immutable.
final class ReadableText {
  private static final Pattern CATEGORY =
      Pattern.compile(
          "(?<![\\w.])(?:"
              + Arrays.stream(DataCategory.values())
                  .map(DataCategory::key)
                  .sorted(Comparator.comparingInt(String::length).reversed())
                  .map(Pattern::quote)
                  .collect(Collectors.joining("|"))
              + ")(?!\\w|\\.\\w)");
  private static final Pattern STATED =
      Pattern.compile(
          "(taken as )?(?:stated|answered): ([a-z0-9-]+(?: and [a-z0-9-]+)*) is (yes|no)\\b");
  private static final Pattern DUTY = Pattern.compile("(?<=hangs on )[a-z0-9-]+(?=, )");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?<=\\b(?:live|lives|concerned|people|established) in )"
              + "([A-Z]{2})(-[A-Z0-9]{1,3})?\\b");
  private static final Pattern ASKED = Pattern.compile("(?<=\\?) \\(([a-z0-9-]+)\\)");
  private static final Pattern COUNT =
      Pattern.compile("\\b\\d{4,}(?= (?:people|affected|fields|rows))|(?<=people: )\\d{4,}");

  private final Map<String, String> questions = new HashMap<>();
  private final Map<String, String> laws = new HashMap<>();

  ReadableText(DutiesView duties) {
    for (Question question : duties.catalogue().questions()) {
      questions.put(question.key(), question.asks());
    }
    for (DutyStanding standing : duties.standings()) {
      laws.put(standing.finding().duty().id(), standing.finding().duty().law().name());
    }
  }

  String of(String text) {
    String readable = replace(CATEGORY, text, found -> CategoryWords.ofKey(found.group()));
    readable = replace(STATED, readable, this::stated);
    readable = replace(DUTY, readable, found -> law(found.group()));
    readable = replace(PLACE, readable, ReadableText::place);
    readable = replace(COUNT, readable, found -> ReportWords.number(Long.parseLong(found.group())));
    readable =
        replace(
            ASKED, readable, found -> questions.containsKey(found.group(1)) ? "" : found.group());
    return readable.replace("`", "");
  }

  /// The name of a duty's law; of a later step the duty's with the step. The id where nobody knows
  /// it.
  String law(String id) {
    String[] parts = id.split("/", 2);
    String law = laws.getOrDefault(parts[0], parts[0]);
    return parts.length == 1 ? law : law + ", " + parts[1].replace('-', ' ');
  }

  /// A yes is said by the key's words, as `stated: controller`; what is denied is asked in full.
  private String stated(MatchResult found) {
    if (found.group(3).equals("yes") && found.group(1) == null) {
      return "stated: " + found.group(2).replace('-', ' ');
    }
    String asked =
        Arrays.stream(found.group(2).split(" and ", -1))
            .map(key -> Optional.ofNullable(questions.get(key)).orElse(key))
            .map(question -> "“" + question + "”")
            .collect(Collectors.joining(" and "));
    return asked + (found.group(1) == null ? " " : " taken as ") + found.group(3);
  }

  private static String place(MatchResult found) {
    String country = ReportWords.country(found.group(1));
    return found.group(2) == null
        ? country + " (" + found.group() + ")"
        : found.group() + " (" + country + ")";
  }

  private static String replace(Pattern pattern, String text, Function<MatchResult, String> words) {
    return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(words.apply(found)));
  }
}
