package dev.firebreak.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A policy's text in pieces that are shown differently. Public for the template alone.
///
/// @param lines in their order
public record SourceText(List<Line> lines) {
  /// What a piece can be, in the order in which it is looked for: a comment up to the line's end, a
  /// quoted text, a key before its colon, a word of treatments. Whatever is between is plain.
  private static final Pattern PIECE =
      Pattern.compile(
          "(?<comment>(?:^|(?<=\\s))#.*)"
              + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*')(?<colon>(?=\\s*:(?:\\s|$)))?"
              + "|(?<key>[\\w$][\\w.$*/-]*(?=\\s*:(?:\\s|$)))"
              + "|(?<word>\\b(?:pass|drop|redact|pseudonymize|generalize)\\b)");

  public SourceText {
    lines = List.copyOf(lines);
  }

  /// A line with its number, from 1.
  public record Line(int number, List<Piece> pieces) {
    public Line {
      pieces = List.copyOf(pieces);
    }
  }

  /// A piece of a line.
  ///
  /// @param kind `comment`, `text`, `key`, `word`, or empty text for a plain one
  public record Piece(String kind, String text) {}

  /// Takes a text to pieces. Together they are the text again.
  static SourceText of(String text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.stripTrailing().split("\n", -1)) {
      lines.add(new Line(lines.size() + 1, pieces(line)));
    }
    return new SourceText(lines);
  }

  private static List<Piece> pieces(String line) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = PIECE.matcher(line);
    int done = 0;
    while (matcher.find()) {
      if (matcher.start() > done) {
        pieces.add(new Piece("", line.substring(done, matcher.start())));
      }
      pieces.add(new Piece(kind(matcher), matcher.group()));
      done = matcher.end();
    }
    if (done < line.length()) {
      pieces.add(new Piece("", line.substring(done)));
    }
    return pieces;
  }

  private static String kind(Matcher matcher) {
    if (matcher.group("comment") != null) {
      return "comment";
    }
    if (matcher.group("text") != null) {
      return matcher.group("colon") == null ? "text" : "key";
    }
    return matcher.group("key") == null ? "word" : "key";
  }
}
