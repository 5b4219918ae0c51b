package dev.firebreak.assessment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The beginning of a text as characters, and the whole of it as valid UTF-8 without a mark. A
/// damaged stream gives what it holds, then its error.
///
/// A mark tells the encoding, else who gave the file may have named it; else UTF-16 is known by its
/// zeros, and the rest is UTF-8 with bytes of Windows-1252 where it is none. Where those make no
/// words, the encoding is in doubt, and [#doubt] says what it may be.
final class SniffedText {
  private static final int SNIFF_BYTES = 1 << 18;
  private static final int ZEROS_LOOKED_AT = 1 << 13;
  private static final int CONTROLS_PERCENT_MAX = 5;

  private final String start;
  private final InputStream whole;
  private final Charset charset;
  private final boolean text;
  private final byte[] head;

  private SniffedText(String start, InputStream whole, Charset charset, boolean text, byte[] head) {
    this.head = head;
    this.start = start;
    this.whole = whole;
    this.charset = charset;
    this.text = text;
  }

  static SniffedText of(InputStream in) throws IOException {
    return of(in, Optional.empty());
  }

  /// @param named what a text without a mark is written in, where somebody said so
  static SniffedText of(InputStream in, Optional<Charset> named) throws IOException {
    Head head = Head.of(in, SNIFF_BYTES);
    byte[] bytes = head.bytes();
    Mark mark = Mark.of(bytes);
    byte[] text = Arrays.copyOfRange(bytes, mark.length(), bytes.length);
    Charset charset = mark.length() > 0 ? mark.charset() : named.orElseGet(() -> byZeros(text));
    byte[] utf8 = utf8(new ByteArrayInputStream(text), charset).readAllBytes();
    return new SniffedText(
        new String(utf8, StandardCharsets.UTF_8),
        utf8(head.wholeFrom(mark.length()), charset),
        charset,
        isText(utf8),
        text);
  }

  private static InputStream utf8(InputStream in, Charset charset) {
    return charset.equals(StandardCharsets.UTF_8)
        ? new Utf8Repair(in)
        : new RecodedStream(in, charset);
  }

  /// The first characters, some 250 000.
  String start() {
    return start;
  }

  InputStream whole() {
    return whole;
  }

  /// False where so many characters are control characters that this is no text.
  boolean isText() {
    return text;
  }

  /// The encoding's name; with how much was no UTF-8, as far as the text was read.
  String encoding() {
    long repaired = repaired();
    if (repaired == 0) {
      return charset.name();
    }
    return charset.name()
        + ", "
        + repaired
        + " bytes of it as Windows-1252"
        + doubt().map(guess -> "; it may be " + guess).orElse("");
  }

  /// What the text may be in, where it was read as Windows-1252, which makes no words of it; known
  /// once the text was read.
  Optional<String> doubt() {
    return repaired() == 0 ? Optional.empty() : EncodingGuess.of(head);
  }

  private long repaired() {
    return whole instanceof Utf8Repair repair ? repair.repaired() : 0;
  }

  /// UTF-16 where every other byte is mostly zero, as in texts of Latin letters.
  private static Charset byZeros(byte[] bytes) {
    int pairs = Math.min(bytes.length, ZEROS_LOOKED_AT) / 2;
    int first = 0;
    int second = 0;
    for (int i = 0; i < pairs; i++) {
      first += bytes[2 * i] == 0 ? 1 : 0;
      second += bytes[2 * i + 1] == 0 ? 1 : 0;
    }
    if (pairs > 1 && second * 10 >= pairs * 4 && first * 20 <= pairs) {
      return StandardCharsets.UTF_16LE;
    }
    if (pairs > 1 && first * 10 >= pairs * 4 && second * 20 <= pairs) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean isText(byte[] utf8) {
    long controls = 0;
    for (byte b : utf8) {
      controls += isControl(b) ? 1 : 0;
    }
    return controls * 100 <= (long) utf8.length * CONTROLS_PERCENT_MAX || hasCleanLines(utf8);
  }

  /// Whether half the lines have no control character: a text with a hole in it.
  private static boolean hasCleanLines(byte[] utf8) {
    int clean = 0;
    int lines = 0;
    boolean any = false;
    boolean control = false;
    for (byte b : utf8) {
      if (b == '\n' || b == '\r') {
        lines += any ? 1 : 0;
        clean += any && !control ? 1 : 0;
        any = false;
        control = false;
      } else {
        any = true;
        control |= isControl(b);
      }
    }
    return lines > 1 && clean * 2 >= lines;
  }

  private static boolean isControl(byte b) {
    boolean separates = (b >= '\t' && b <= '\r') || b == 1 || (b >= 0x1c && b <= 0x1f);
    return b >= 0 && b < ' ' && !separates;
  }

  /// A mark that names an encoding.
  ///
  /// @param bytes as characters of ISO 8859-1
  private record Mark(Charset charset, String bytes) {
    private static final List<Mark> ALL =
        List.of(
            new Mark(StandardCharsets.UTF_8, "\u00ef\u00bb\u00bf"),
            new Mark(StandardCharsets.UTF_32LE, "\u00ff\u00fe\0\0"),
            new Mark(StandardCharsets.UTF_32BE, "\0\0\u00fe\u00ff"),
            new Mark(StandardCharsets.UTF_16LE, "\u00ff\u00fe"),
            new Mark(StandardCharsets.UTF_16BE, "\u00fe\u00ff"));
    private static final Mark NONE = new Mark(StandardCharsets.UTF_8, "");

    static Mark of(byte[] head) {
      int length = Math.min(head.length, 4);
      String start = new String(head, 0, length, StandardCharsets.ISO_8859_1);
      return ALL.stream().filter(mark -> start.startsWith(mark.bytes())).findFirst().orElse(NONE);
    }

    int length() {
      return bytes.length();
    }
  }
}
