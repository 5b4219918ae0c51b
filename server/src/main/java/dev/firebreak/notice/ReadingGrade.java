package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How hard a notice reads, by the measure that its language has. Each paragraph's sentences,
/// bullet and step counts, and so does each part of a list with semicolons; headings do not, nor do
/// addresses, numbers and dates.
///
/// | Language | Measure | Plain |
/// |---|---|---|
/// | English | Flesch-Kincaid grade (Kincaid and others, 1975): years of school | at most 8 |
/// | German | first Wiener Sachtextformel (Bamberger, Vanecek, 1984): years of school | at most 8 |
/// | French | reading ease of Kandel and Moles (1958) | at least 60 |
/// | Spanish | reading ease of Fernández Huerta (1959), the corrected form | at least 60 |
///
/// @param measure what the value is, in words
/// @param value rounded nowhere
/// @param limit the last value that is plain
/// @param ease true where a higher value reads easier
record ReadingGrade(String measure, double value, double limit, boolean ease) {
  private static final double GRADE_MAX = 8;
  private static final double EASE_MIN = 60;
  private static final int LONG_WORD_LETTERS = 7;
  private static final int LONG_WORD_SYLLABLES = 3;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:;])\\s+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'’-]*");
  private static final Pattern ADDRESS = Pattern.compile("\\S*(@|://|\\w\\.\\w)\\S*");
  private static final Pattern VOWELS = Pattern.compile("[aeiouyäöüàâéèêëîïôœùûáíóúü]+");

  /// Two strong vowels beside each other, or an accent on the weak one: two syllables in Spanish.
  private static final Pattern HIATUS =
      Pattern.compile("[aeoáéó](?=[aeoáéó])|[íú](?=[aeoáéó])|[aeoáéó](?=[íú])");

  static ReadingGrade of(NoticeDocument document) {
    Counts counts = Counts.of(document);
    double length = counts.wordsPerSentence();
    double syllables = counts.perWord(counts.syllables);
    return switch (document.language()) {
      case EN ->
          new ReadingGrade(
              "reading grade", 0.39 * length + 11.8 * syllables - 15.59, GRADE_MAX, false);
      case DE ->
          new ReadingGrade(
              "reading grade",
              19.35 * counts.perWord(counts.manySyllables)
                  + 0.1672 * length
                  + 12.97 * counts.perWord(counts.longWords)
                  - 3.27 * counts.perWord(counts.oneSyllable)
                  - 0.875,
              GRADE_MAX,
              false);
      case FR ->
          new ReadingGrade("reading ease", 207 - 1.015 * length - 73.6 * syllables, EASE_MIN, true);
      case ES ->
          new ReadingGrade("reading ease", 206.84 - 1.02 * length - 60 * syllables, EASE_MIN, true);
    };
  }

  boolean plain() {
    return ease ? value >= limit : value <= limit;
  }

  /// As `reading grade is 9.1; at most 8`.
  String words() {
    return String.format(
        Locale.ROOT, "%s is %.1f; at %s %.0f", measure, value, ease ? "least" : "most", limit);
  }

  /// Sums over a notice. For one thread.
  private static final class Counts {
    private final NoticeLanguage language;
    private long sentences;
    private long words;
    private long syllables;
    private long oneSyllable;
    private long manySyllables;
    private long longWords;

    private Counts(NoticeLanguage language) {
      this.language = language;
    }

    static Counts of(NoticeDocument document) {
      Counts counts = new Counts(document.language());
      for (Block block : document.blocks()) {
        for (String text : texts(block)) {
          for (String sentence : SENTENCE_END.split(text, -1)) {
            List<String> found = ReadingGrade.words(sentence, document.language());
            counts.sentences += found.isEmpty() ? 0 : 1;
            found.forEach(counts::word);
          }
        }
      }
      return counts;
    }

    private void word(String word) {
      int count = ReadingGrade.syllables(word, language);
      words++;
      syllables += count;
      oneSyllable += count == 1 ? 1 : 0;
      manySyllables += count >= LONG_WORD_SYLLABLES ? 1 : 0;
      longWords += word.length() >= LONG_WORD_LETTERS ? 1 : 0;
    }

    double wordsPerSentence() {
      return sentences == 0 ? 0 : (double) words / sentences;
    }

    double perWord(long count) {
      return words == 0 ? 0 : (double) count / words;
    }
  }

  /// Vowel groups, less a silent e at the end where the language has those; at least one.
  static int syllables(String word, NoticeLanguage language) {
    String lower = word.toLowerCase(Locale.ROOT);
    int groups = (int) VOWELS.matcher(lower).results().count();
    int more =
        switch (language) {
          case EN -> silentInEnglish(lower) ? -1 : 0;
          case FR -> lower.matches(".*[^aeiouyéèêàâîôû](?:e|es|ent)") ? -1 : 0;
          case ES -> (int) HIATUS.matcher(lower).results().count();
          case DE -> 0;
        };
    return Math.max(1, groups + more);
  }

  private static boolean silentInEnglish(String lower) {
    boolean silent = lower.matches(".*[^aeiouyl]e|.*[^aeiouy]ed|.*[^aeiouysxz]es");
    boolean spoken = lower.matches(".*[td]ed");
    return silent && !spoken;
  }

  static List<String> texts(Block block) {
    return switch (block) {
      case NoticeDocument.Heading _ -> List.of();
      case NoticeDocument.Paragraph paragraph -> List.of(paragraph.text());
      case NoticeDocument.Bullets bullets -> bullets.items();
      case NoticeDocument.Steps steps -> steps.items();
    };
  }

  /// In French an apostrophe joins two words: `l'argent`.
  private static List<String> words(String sentence, NoticeLanguage language) {
    List<String> words = new ArrayList<>();
    for (String word :
        WORD.matcher(ADDRESS.matcher(sentence).replaceAll(" "))
            .results()
            .map(MatchResult::group)
            .toList()) {
      if (language == NoticeLanguage.FR) {
        words.add(word.replaceFirst("^(?:[a-zA-Z]|qu|Qu)['’]", ""));
      } else {
        words.add(word);
      }
    }
    return words;
  }
}
