package dev.firebreak.incident;

import dev.firebreak.duty.Moment;
import java.time.Instant;

/// A moment of an incident with its evidence. The latest record of a moment counts; the earlier
/// ones stay.
///
/// @param moment which
/// @param at when it was
/// @param evidence how anybody knows, as `mail of the vendor, 25 November`; no personal data
/// @param recordedBy the operator, or `system:incident`
/// @param recordedAt when it was recorded here
public record RecordedMoment(
    Moment moment, Instant at, String evidence, String recordedBy, Instant recordedAt) {}
