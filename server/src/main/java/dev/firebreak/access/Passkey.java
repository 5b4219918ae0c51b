package dev.firebreak.access;

import java.time.Instant;
import java.util.Optional;

/// A passkey of an operator, as they see it.
///
/// @param id of the credential, as browsers write it
/// @param title what the operator calls it
/// @param usedAt last; empty where it was never used
public record Passkey(String id, String title, Instant addedAt, Optional<Instant> usedAt) {}
