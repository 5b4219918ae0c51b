package dev.firebreak.testkit.search;

/// The form in which a value was found.
public enum Encoding {
  /// As UTF-8, in any case; also where a percent or JSON escape was undone first.
  PLAIN,
  /// Percent-encoded, as in URLs and forms.
  PERCENT,
  /// With JSON's `\\u` escapes.
  JSON_ESCAPED,
  /// Inside base64 or base64url, at any of the three alignments.
  BASE64,
  /// UTF-16, low byte first.
  UTF_16LE,
  /// UTF-16, high byte first.
  UTF_16BE,
  /// Hexadecimal digits.
  HEX
}
