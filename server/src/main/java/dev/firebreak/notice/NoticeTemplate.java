package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The wording of a campaign, with placeholders in braces. Only placeholders that findings back
/// exist; there is none for a value of a person. Immutable.
///
/// @param source the written form of a notice ([NoticeDocument]) with placeholders
record NoticeTemplate(String source) {
  static final int LENGTH_MAX = 20_000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]*)\\}");

  /// Checks every placeholder at once.
  ///
  /// @throws FirebreakException WRONG_USE naming the unknown ones
  NoticeTemplate {
    if (source.length() > LENGTH_MAX) {
      throw new FirebreakException(
          ErrorCode.INPUT_TOO_LARGE, "a template has at most " + LENGTH_MAX + " characters");
    }
    if (CONTROL.matcher(source).find()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a template has no control characters but line breaks and tabs");
    }
    Set<String> unknown =
        PLACEHOLDER
            .matcher(source)
            .results()
            .map(result -> result.group(1))
            .filter(name -> !NoticeWording.PLACEHOLDERS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unknown.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "no finding backs the placeholders "
              + unknown
              + "; known are "
              + new TreeSet<>(NoticeWording.PLACEHOLDERS));
    }
  }

  /// The template that comes with Firebreak, in English.
  static NoticeTemplate english() {
    try (InputStream in = NoticeTemplate.class.getResourceAsStream("/notice/en.txt")) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks /notice/en.txt");
      }
      return new NoticeTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read /notice/en.txt", e);
    }
  }

  /// Puts the wording in; what a placeholder stands for is never searched for placeholders again.
  NoticeDocument fill(Map<String, String> wording) {
    return NoticeDocument.parse(written(wording));
  }

  /// As [#fill], in the written form of a notice.
  String written(Map<String, String> wording) {
    Matcher matcher = PLACEHOLDER.matcher(source);
    StringBuilder filled = new StringBuilder(source.length() * 2);
    while (matcher.find()) {
      String text = wording.get(matcher.group(1));
      if (text == null) {
        throw new IllegalStateException("no wording for {" + matcher.group(1) + "}");
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(filled).toString();
  }
}
