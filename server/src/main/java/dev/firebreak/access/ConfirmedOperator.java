package dev.firebreak.access;

import java.time.Instant;

/// A named operator whose second factor was checked for one action just now. Services that cut,
/// send, erase, destroy a key or export persons take one of these; only the check of a second
/// factor makes them.
///
/// @param name the operator's name, as the audit log has it
/// @param role what the operator may do
/// @param confirmedAt when the second factor was checked
public record ConfirmedOperator(String name, Role role, Instant confirmedAt) {}
