package dev.firebreak.access;

import java.time.Instant;

/// A person who uses Firebreak, as `operator list` shows them.
///
/// @param name as the audit log has it
/// @param role what they may do
/// @param createdAt when they were added
/// @param createdBy the administrator who added them; `system:operators` for the first
/// @param wrongCodes wrong codes since the last accepted one
public record Operator(
    String name, Role role, Instant createdAt, String createdBy, int wrongCodes) {}
