package dev.firebreak.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// An audit head with the installation's signature, to be kept by somebody else. What is signed are
/// these lines in UTF-8, each ended by a line feed:
///
/// ```
/// firebreak audit head 1
/// NUMBER:HASH
/// MILLISECONDS since 1970
/// ```
///
/// @param head where the chain ended
/// @param at when it was signed, to the millisecond
/// @param signature Ed25519 (RFC 8032) over the lines, in base64
public record SignedHead(AuditHead head, Instant at, String signature) {
  /// The bytes that are signed.
  static byte[] signed(AuditHead head, Instant at) {
    return ("firebreak audit head 1\n" + head + "\n" + at.toEpochMilli() + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
