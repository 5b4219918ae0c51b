package dev.firebreak.config;

import java.time.Duration;

/// When the audit log's head is signed: whichever comes first, and only where entries came.
///
/// @param headEvery longest time between two, at least a second
/// @param headEntries most entries between two, at least one
public record AuditConfig(Duration headEvery, long headEntries) {
  /// What holds where nobody says.
  public static final AuditConfig DEFAULT = new AuditConfig(Duration.ofHours(1), 1_000);
}
