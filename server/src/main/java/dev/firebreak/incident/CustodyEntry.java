package dev.firebreak.incident;

import java.time.Instant;

/// One link in the chain of custody: a file as it was handed over, or the document of a finding
/// that a person signed, or a notification that was sent. The bytes themselves lie sealed.
///
/// @param version the findings that were made of it; 0 for the document of a signed finding, -1 for
///   a notification
/// @param number from 1, in the order of reading, of signing, or of sending
/// @param name path relative to the folder that was given, or the file name
/// @param sha256 of its bytes, taken while they were sealed
/// @param at when it was handed to the assessment
/// @param by the operator who did
/// @param from where it came from, as the operator says it; empty where nothing was said
public record CustodyEntry(
    int version,
    int number,
    String name,
    long bytes,
    String sha256,
    Instant at,
    String by,
    String from) {
  static final String NOTIFICATION = "notification-";

  /// The name of the sealed file: `original-VERSION-NUMBER`, `attachment-NUMBER` or
  /// `notification-NUMBER`.
  public String sealedAs() {
    if (version < 0) {
      return NOTIFICATION + number;
    }
    return version == 0 ? "attachment-" + number : "original-" + version + "-" + number;
  }
}
