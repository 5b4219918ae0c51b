package dev.firebreak.demo;

import java.time.Instant;
import java.time.LocalDate;

/// The dates of the incident of November 2025, as they became public; hours are ours.
final class Story {
  /// Thirty days before the theft: the product's traffic begins.
  static final Instant BEGIN = Instant.parse("2025-10-10T00:00:00Z");

  /// The vendor detects a phishing campaign against its staff.
  static final Instant ACCESS_BEGAN = Instant.parse("2025-11-08T16:00:00Z");

  /// The attacker exports the customers' data.
  static final Instant STOLEN = Instant.parse("2025-11-09T18:00:00Z");

  /// The days of the attacker's export: all that there are.
  static final LocalDate EXPORT_FROM = LocalDate.parse("2025-10-01");

  /// The last of them.
  static final LocalDate EXPORT_TO = LocalDate.parse("2025-11-09");

  /// The vendor tells its customer and hands over the stolen data set.
  static final Instant TOLD = Instant.parse("2025-11-25T15:00:00Z");

  /// The last traffic of the replay.
  static final Instant END = Instant.parse("2025-11-26T00:00:00Z");

  /// The authority is notified, within 72 hours of the vendor's word.
  static final Instant NOTIFIED = Instant.parse("2025-11-27T10:00:00Z");

  /// A corrected data set arrives, with people whom the first one lacked.
  static final Instant CORRECTED = Instant.parse("2025-12-19T10:00:00Z");

  static final String COMPANY = "Example Cloud";

  /// To whom reports go, phase by phase.
  static final String AUTHORITY = "the lead supervisory authority";

  static final String VENDOR_NAME = "Mixpanel";

  private Story() {}
}
