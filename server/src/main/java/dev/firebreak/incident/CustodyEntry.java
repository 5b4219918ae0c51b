package dev.firebreak.incident;

import java.time.Instant;

/// One link in the chain of custody: a file as it was handed over, or the document of a finding
/// that a person signed. The bytes themselves lie sealed.
///
/// @param version the findings that were made of it; 0 for the document of a signed finding
/// @param number from 1, in the order of reading, or of signing
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

  /// The name of the sealed file: `original-VERSION-NUMBER` or `attachment-NUMBER`.
  public String sealedAs() {
    return version == 0 ? "attachment-" + number : "original-" + version + "-" + number;
  }
}
