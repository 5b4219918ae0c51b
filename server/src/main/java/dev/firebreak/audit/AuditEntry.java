package dev.firebreak.audit;

import java.time.Instant;
import java.util.Map;

/// One link of the hash chain.
///
/// @param sequence 1 for the first entry, then without gaps
/// @param at when it was appended, to the millisecond
/// @param actor operator's name, or `system:COMPONENT`
/// @param action noun and past verb
/// @param subject what it is about, as `vendor:mixpanel`
/// @param details further facts by closed keys
/// @param previousHash the hash before it, 64 hex digits; 64 zeros for the first
/// @param hash SHA-256 of everything above, 64 hex digits
public record AuditEntry(
    long sequence,
    Instant at,
    String actor,
    String action,
    String subject,
    Map<String, String> details,
    String previousHash,
    String hash) {
  public AuditEntry {
    details = Map.copyOf(details);
  }
}
