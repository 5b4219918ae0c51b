package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The wording of a campaign in one language, with placeholders in braces. Only placeholders that
/// findings back exist; there is none for a value of a person. Immutable.
///
/// @param language what it is written in
/// @param source the written form of a notice ([NoticeDocument]) with placeholders
record NoticeTemplate(NoticeLanguage language, String source) {
  static final int LENGTH_MAX = 20_000;
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]*)\\}");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");

  /// Checks every placeholder at once.
  ///
  /// @throws FirebreakException WRONG_USE naming the unknown ones and their lines
  NoticeTemplate {
    if (source.length() > LENGTH_MAX) {
      throw new FirebreakException(
          ErrorCode.INPUT_TOO_LARGE, "a template has at most " + LENGTH_MAX + " characters");
    }
    if (CONTROL.matcher(source).find()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a template has no control characters but line breaks and tabs");
    }
    requireKnownPlaceholders(source);
  }

  /// A template in English.
  NoticeTemplate(String source) {
    this(NoticeLanguage.EN, source);
  }

  /// The template that comes with Firebreak.
  static NoticeTemplate of(NoticeLanguage language) {
    return new NoticeTemplate(language, NoticeResource.text(language, "txt"));
  }

  /// The template that comes with Firebreak, in English.
  static NoticeTemplate english() {
    return of(NoticeLanguage.EN);
  }

  /// Puts the wording in; what a placeholder stands for is never searched for placeholders again.
  NoticeDocument fill(Map<String, String> wording) {
    return NoticeDocument.parse(written(wording), language);
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

  private static void requireKnownPlaceholders(String source) {
    TreeSet<String> unknown = new TreeSet<>();
    TreeSet<Integer> lines = new TreeSet<>();
    List<String> all = source.lines().toList();
    for (int i = 0; i < all.size(); i++) {
      for (MatchResult found : PLACEHOLDER.matcher(all.get(i)).results().toList()) {
        if (!NoticeWording.PLACEHOLDERS.contains(found.group(1))) {
          unknown.add(found.group(1));
          lines.add(i + 1);
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "no finding backs the placeholders "
              + unknown
              + " of the template's lines "
              + lines
              + "; known are "
              + new TreeSet<>(NoticeWording.PLACEHOLDERS));
    }
  }
}
