package dev.firebreak.detect;

import dev.firebreak.taxonomy.DataCategory;

/// A detector's claim about a span of text. It holds no value.
///
/// @param category what the span is
/// @param start index of the first character
/// @param end index after the last character
/// @param type which detector says so
/// @param encoded true where the value was found only after decoding: the span is then the encoded
///   form, which can be replaced as a whole but not turned into a token
public record Detection(
    DataCategory category, int start, int end, DetectionType type, boolean encoded) {
  public Detection {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("a span has at least one character");
    }
  }

  /// The whole of a text that nobody has looked at.
  public static Detection unscanned(String text) {
    return plain(DetectionType.UNSCANNED, 0, text.length());
  }

  static Detection plain(DetectionType type, int start, int end) {
    return new Detection(type.category(), start, end, type, false);
  }

  static Detection plain(DetectionType type, DataCategory category, int start, int end) {
    return new Detection(category, start, end, type, false);
  }

  /// True where the span is the whole of a text of this length.
  public boolean covers(int length) {
    return start == 0 && end == length;
  }
}
