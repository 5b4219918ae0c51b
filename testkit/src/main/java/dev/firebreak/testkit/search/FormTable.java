package dev.firebreak.testkit.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds any of very many byte strings in one walk.
///
/// A window of six bytes slides over the text; a bit table says whether any form begins with it,
/// and only then the forms are compared. Text and forms are folded alike: ASCII letters to lower
/// case, base64url's two signs to base64's. So a match says "equal but for case", which is what is
/// wanted. Immutable once built, thread-safe.
final class FormTable {
  static final int WINDOW = 6;

  private static final long WINDOW_MASK = (1L << (8 * WINDOW)) - 1;
  private static final int BITS = 26;
  private static final byte[] FOLDED = foldTable();

  private final long[] begins = new long[1 << (BITS - 6)];
  private final Map<Long, List<Form>> forms = new HashMap<>();
  private final int longest;

  private record Form(int value, Encoding encoding, byte[] folded) {}

  /// Told of each match.
  interface Sink {
    void found(int value, Encoding encoding, int offset);
  }

  /// @throws IllegalArgumentException where a value is too short to be told from chance
  FormTable(List<String> values) {
    int max = 0;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      int value = i;
      if (values.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8).length < WINDOW) {
        throw new IllegalArgumentException(
            "value " + i + " has fewer than " + WINDOW + " bytes and would be found by chance");
      }
      seen.clear();
      EncodedForms.each(
          values.get(i),
          (encoding, bytes) -> {
            byte[] folded = fold(bytes);
            String key = new String(folded, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (folded.length >= WINDOW && seen.add(key)) {
              add(new Form(value, encoding, folded));
            }
          });
    }
    for (List<Form> some : forms.values()) {
      for (Form form : some) {
        max = Math.max(max, form.folded().length);
      }
    }
    longest = max;
  }

  private void add(Form form) {
    long window = 0;
    for (int i = 0; i < WINDOW; i++) {
      window = (window << 8) | (form.folded()[i] & 0xff);
    }
    int bit = bit(window);
    begins[bit >>> 6] |= 1L << (bit & 63);
    forms.computeIfAbsent(window, _ -> new ArrayList<>()).add(form);
  }

  /// Length of the longest form, in bytes.
  int longest() {
    return longest;
  }

  void scan(byte[] text, int length, Sink sink) {
    long window = 0;
    for (int i = 0; i < length; i++) {
      window = ((window << 8) | (FOLDED[text[i] & 0xff] & 0xff)) & WINDOW_MASK;
      int bit = bit(window);
      if ((begins[bit >>> 6] & (1L << (bit & 63))) != 0 && i >= WINDOW - 1) {
        compare(text, length, i - WINDOW + 1, window, sink);
      }
    }
  }

  private void compare(byte[] text, int length, int from, long window, Sink sink) {
    for (Form form : forms.getOrDefault(window, List.of())) {
      byte[] folded = form.folded();
      int at = WINDOW;
      if (from + folded.length > length) {
        continue;
      }
      while (at < folded.length && FOLDED[text[from + at] & 0xff] == folded[at]) {
        at++;
      }
      if (at == folded.length) {
        sink.found(form.value(), form.encoding(), from);
      }
    }
  }

  private static int bit(long window) {
    return (int) ((window * 0x9E37_79B9_7F4A_7C15L) >>> (64 - BITS));
  }

  private static byte[] fold(byte[] bytes) {
    byte[] folded = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < folded.length; i++) {
      folded[i] = FOLDED[folded[i] & 0xff];
    }
    return folded;
  }

  private static byte[] foldTable() {
    byte[] table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
    table['-'] = '+';
    table['_'] = '/';
    return table;
  }
}
