package dev.firebreak.access;

import java.time.Instant;
import java.util.Optional;

/// A person who uses Firebreak, as `operator list` shows them.
///
/// @param name as the audit log has it
/// @param role what they may do
/// @param createdAt when they were added
/// @param createdBy the administrator who added them; `system:operators` for the first
/// @param wrongCodes wrong codes since the last accepted one
/// @param endedAt since when they are no operator any more; empty for the others
public record Operator(
    String name,
    Role role,
    Instant createdAt,
    String createdBy,
    int wrongCodes,
    Optional<Instant> endedAt) {}
