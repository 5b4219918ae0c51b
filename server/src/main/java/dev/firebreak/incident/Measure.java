package dev.firebreak.incident;

import java.time.Instant;

/// Something that was done about an incident, as the audit log has it.
///
/// @param at when
/// @param by the operator, or `system:` with a component
/// @param action the audit log's word for it
/// @param words in a sentence
/// @param auditEntry number of the entry that shows it
public record Measure(Instant at, String by, String action, String words, long auditEntry) {}
