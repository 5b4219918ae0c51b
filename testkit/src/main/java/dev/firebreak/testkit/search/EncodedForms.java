package dev.firebreak.testkit.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/// All byte strings that stand for one value.
final class EncodedForms {
  private EncodedForms() {}

  /// Gives each form of the value; some may be given twice.
  static void each(String value, BiConsumer<Encoding, byte[]> form) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(value);
    spellings.add(value.toLowerCase(Locale.ROOT));
    spellings.add(value.toUpperCase(Locale.ROOT));
    spellings.add(Normalizer.normalize(value, Normalizer.Form.NFC));
    spellings.add(Normalizer.normalize(value, Normalizer.Form.NFD));
    for (String spelling : spellings) {
      byte[] plain = spelling.getBytes(StandardCharsets.UTF_8);
      String percent = URLEncoder.encode(spelling, StandardCharsets.UTF_8);
      byte[] escaped = jsonEscaped(spelling).getBytes(StandardCharsets.UTF_8);
      form.accept(Encoding.PLAIN, plain);
      form.accept(Encoding.PERCENT, percent.getBytes(StandardCharsets.UTF_8));
      form.accept(Encoding.PERCENT, percent.replace("+", "%20").getBytes(StandardCharsets.UTF_8));
      form.accept(Encoding.JSON_ESCAPED, escaped);
      form.accept(Encoding.UTF_16LE, spelling.getBytes(StandardCharsets.UTF_16LE));
      form.accept(Encoding.UTF_16BE, spelling.getBytes(StandardCharsets.UTF_16BE));
      String hex = HexFormat.of().formatHex(plain);
      form.accept(Encoding.HEX, hex.getBytes(StandardCharsets.UTF_8));
      base64(plain, form);
      base64(escaped, form);
      base64(percent.getBytes(StandardCharsets.UTF_8), form);
    }
    base64(value.getBytes(StandardCharsets.UTF_16LE), form);
    base64(value.getBytes(StandardCharsets.UTF_16BE), form);
    base64(value.getBytes(StandardCharsets.UTF_8), (_, digits) -> base64(digits, form));
  }

  /// What base64 makes of the bytes inside a longer text, where their neighbors are unknown: the
  /// digits that depend on these bytes alone, for each of the three places they can begin at.
  private static void base64(byte[] bytes, BiConsumer<Encoding, byte[]> form) {
    for (int before = 0; before < 3; before++) {
      byte[] padded = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      byte[] digits = Base64.getEncoder().withoutPadding().encode(padded);
      int from = (before * 8 + 5) / 6;
      int to = padded.length * 8 / 6;
      form.accept(Encoding.BASE64, Arrays.copyOfRange(digits, from, to));
    }
  }

  private static String jsonEscaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
