package dev.firebreak.incident;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// A report that was handed out: information in phases (GDPR Art. 33(4)). What was handed out lies
/// sealed, byte for byte.
///
/// @param number from 1
/// @param madeAt when
/// @param by the operator who handed it out
/// @param to whom, in the operator's words
/// @param version the findings it tells of; 0 before any file
/// @param sha256 of each form, 64 hex digits
public record ReportPhase(
    int number, Instant madeAt, String by, String to, int version, Map<Form, String> sha256) {
  public ReportPhase {
    sha256 = java.util.Collections.unmodifiableMap(new java.util.EnumMap<>(sha256));
  }

  /// In which form a report is kept.
  public enum Form {
    HTML,
    PDF,
    JSON;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
