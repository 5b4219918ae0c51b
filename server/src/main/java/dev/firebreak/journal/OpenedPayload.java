package dev.firebreak.journal;

import java.util.Optional;

/// What was sealed of a record.
///
/// @param idAtVendor the subject's id as the vendor gets it
/// @param payload the treated message, or a quarantined message's skeleton: JSON in UTF-8
public record OpenedPayload(Optional<String> idAtVendor, byte[] payload) {
  @Override
  public String toString() {
    return "OpenedPayload[" + payload.length + " bytes]";
  }
}
