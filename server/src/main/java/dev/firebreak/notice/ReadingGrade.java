package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The Flesch-Kincaid grade of a notice: the years of school in the United States after which a
/// text is understood (Kincaid and others, 1975). Each paragraph's sentences, bullet and step
/// counts, and so does each part of a list with semicolons; headings do not, nor do addresses,
/// numbers and dates.
final class ReadingGrade {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:;])\\s+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'’-]*");
  private static final Pattern ADDRESS = Pattern.compile("\\S*(@|://|\\w\\.\\w)\\S*");
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");

  private ReadingGrade() {}

  static double of(NoticeDocument document) {
    long sentences = 0;
    long words = 0;
    long syllables = 0;
    for (Block block : document.blocks()) {
      for (String text : texts(block)) {
        for (String sentence : SENTENCE_END.split(text, -1)) {
          List<String> found = words(sentence);
          sentences += found.isEmpty() ? 0 : 1;
          words += found.size();
          syllables += found.stream().mapToInt(ReadingGrade::syllables).sum();
        }
      }
    }
    return words == 0 ? 0 : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
  }

  /// Vowel groups, less a silent final e; at least one.
  static int syllables(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int groups = (int) VOWELS.matcher(lower).results().count();
    boolean silent = lower.matches(".*[^aeiouyl]e|.*[^aeiouy]ed|.*[^aeiouysxz]es");
    boolean spoken = lower.matches(".*[td]ed");
    return Math.max(1, silent && !spoken ? groups - 1 : groups);
  }

  static List<String> texts(Block block) {
    return switch (block) {
      case NoticeDocument.Heading _ -> List.of();
      case NoticeDocument.Paragraph paragraph -> List.of(paragraph.text());
      case NoticeDocument.Bullets bullets -> bullets.items();
      case NoticeDocument.Steps steps -> steps.items();
    };
  }

  private static List<String> words(String sentence) {
    return WORD.matcher(ADDRESS.matcher(sentence).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
