package dev.firebreak.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads fields of `application/x-www-form-urlencoded` bytes or of a query, without copying what is
/// not asked for. The first of several fields of one name counts.
///
/// A raw `+` means a space in urlencoded text, but itself where an SDK puts base64 into a form
/// unescaped: the caller says which.
final class FormFields {
  private final byte[] bytes;

  FormFields(byte[] bytes) {
    this.bytes = bytes;
  }

  static FormFields ofQuery(String rawQuery) {
    return new FormFields(rawQuery.getBytes(StandardCharsets.UTF_8));
  }

  /// A short field as text; empty where it is missing.
  Optional<String> text(String name) {
    return raw(name).map(value -> new String(decode(value, true), StandardCharsets.UTF_8));
  }

  /// A field's value as it stands, still encoded; empty where the field is missing.
  Optional<byte[]> raw(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int start = 0;
    while (start <= bytes.length) {
      int end = indexOf((byte) '&', start, bytes.length);
      int equals = indexOf((byte) '=', start, end);
      if (Arrays.equals(bytes, start, equals, wanted, 0, wanted.length)) {
        return Optional.of(Arrays.copyOfRange(bytes, Math.min(equals + 1, end), end));
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  /// Resolves percent escapes; a broken escape stays as it is.
  static byte[] decode(byte[] value, boolean plusIsSpace) {
    byte[] out = new byte[value.length];
    int size = 0;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == '+' && plusIsSpace) {
        out[size++] = ' ';
      } else if (value[i] == '%' && i + 2 < value.length && hex(value, i + 1) >= 0) {
        out[size++] = (byte) hex(value, i + 1);
        i += 2;
      } else {
        out[size++] = value[i];
      }
    }
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private static int hex(byte[] value, int i) {
    int high = Character.digit(value[i], 16);
    int low = Character.digit(value[i + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private int indexOf(byte wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return to;
  }
}
