package dev.firebreak.assessment;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A guess at the encoding of a text that is no UTF-8, for a hint to whoever reads it; nothing is
/// decoded by it. A candidate fits where it decodes every byte and what is not ASCII comes out as
/// the letters that it was made for, in words.
final class EncodingGuess {
  private static final double FITS = 0.85;
  private static final double WESTERN = 0.6;
  private static final int CUT_BYTES_MAX = 4;

  /// An encoding with the letters that a text in it has.
  private record Candidate(String name, IntPredicate letters, boolean inRuns) {}

  /// Of two that fit equally the first is told: Cyrillic letters in a row are rare Japanese ones by
  /// their bytes, Korean ones are everyday Chinese ones, and those are Japanese ones.
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("windows-1251", EncodingGuess::isCyrillic, true),
          new Candidate("Shift_JIS", EncodingGuess::isJapanese, true),
          new Candidate("EUC-KR", EncodingGuess::isHangul, true),
          new Candidate("GB18030", EncodingGuess::isHan, true),
          new Candidate("EUC-JP", EncodingGuess::isJapanese, true),
          new Candidate("windows-1250", Character::isLetter, false));

  private EncodingGuess() {}

  /// @param bytes the beginning of a text that holds bytes which are no UTF-8
  /// @return empty where it reads well as Windows-1252
  static Optional<String> of(byte[] bytes) {
    String western = new String(bytes, Charset.forName("windows-1252"));
    if (westernShare(western) >= WESTERN) {
      return Optional.empty();
    }
    String best = "of an encoding that is not known";
    double bestScore = FITS;
    for (Candidate candidate : CANDIDATES) {
      double score = decoded(bytes, candidate.name()).map(t -> share(t, candidate)).orElse(0.0);
      if (score > bestScore) {
        best = candidate.name();
        bestScore = score;
      }
    }
    return Optional.of(best);
  }

  /// The text, without the last bytes where they are half a character; empty where it is no such
  /// text.
  private static Optional<String> decoded(byte[] bytes, String charset) {
    for (int cut = 0; cut < Math.min(CUT_BYTES_MAX, bytes.length); cut++) {
      try {
        CharBuffer text =
            Charset.forName(charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - cut)));
        return Optional.of(text.toString());
      } catch (CharacterCodingException other) {
        // tried with one byte less
      }
    }
    return Optional.empty();
  }

  /// Letters that stand beside an ASCII letter, as accents do in the West, and signs beside none.
  private static double westernShare(String text) {
    return share(
        text,
        1,
        i -> {
          boolean letter = Character.isLetter(text.charAt(i));
          boolean single = !isForeign(text, i - 1) && !isForeign(text, i + 1);
          boolean inWord = isAsciiLetter(text, i - 1) || isAsciiLetter(text, i + 1);
          return single && letter == inWord;
        });
  }

  private static double share(String text, Candidate candidate) {
    return share(
        text,
        0,
        i -> {
          char c = text.charAt(i);
          boolean alone = isAsciiLetter(text, i - 1) && isAsciiLetter(text, i + 1);
          boolean odd = Character.isUpperCase(c) && isForeign(text, i - 1) && isLower(text, i - 1);
          return candidate.letters().test(c) && !odd && !(candidate.inRuns() && alone);
        });
  }

  /// How many of the characters that are not ASCII are good.
  ///
  /// @param ofNone the share where there is no such character
  private static double share(String text, double ofNone, IntPredicate isGoodAt) {
    int all = 0;
    int good = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isForeign(text, i)) {
        all++;
        good += isGoodAt.test(i) ? 1 : 0;
      }
    }
    return all == 0 ? ofNone : (double) good / all;
  }

  private static boolean isForeign(String text, int at) {
    return at >= 0 && at < text.length() && text.charAt(at) >= 0x80;
  }

  private static boolean isLower(String text, int at) {
    return at >= 0 && Character.isLowerCase(text.charAt(at));
  }

  private static boolean isAsciiLetter(String text, int at) {
    return at >= 0
        && at < text.length()
        && text.charAt(at) < 0x80
        && Character.isLetter(text.charAt(at));
  }

  private static boolean isJapanese(int c) {
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x4e00 && c <= 0x9fff) || c == 0x3005;
  }

  private static boolean isHangul(int c) {
    return c >= 0xac00 && c <= 0xd7a3;
  }

  /// Characters of everyday texts: the first level of GB 2312, ordered by sound.
  private static boolean isHan(int c) {
    byte[] code = String.valueOf((char) c).getBytes(Charset.forName("GB18030"));
    return code.length == 2
        && (code[0] & 0xff) >= 0xb0
        && (code[0] & 0xff) <= 0xd7
        && (code[1] & 0xff) >= 0xa1;
  }

  private static boolean isCyrillic(int c) {
    return (c >= 0x410 && c <= 0x44f) || c == 0x401 || c == 0x451;
  }
}
