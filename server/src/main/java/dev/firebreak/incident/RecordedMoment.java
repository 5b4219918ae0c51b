package dev.firebreak.incident;

import dev.firebreak.duty.Moment;
import java.time.Instant;
import java.util.Optional;

/// A moment of an incident with its evidence. The latest record of a moment counts; the earlier
/// ones stay.
///
/// @param moment which
/// @param duty the duty that it is about, as `us-ca-ag`, or its later step, as
///   `eu-nis2-early-warning/notification`; empty for a moment of the whole incident
/// @param at when it was
/// @param evidence how anybody knows, as `mail of the vendor, 25 November`; no personal data
/// @param recordedBy the operator, or `system:incident`
/// @param recordedAt when it was recorded here
public record RecordedMoment(
    Moment moment,
    Optional<String> duty,
    Instant at,
    String evidence,
    String recordedBy,
    Instant recordedAt) {}
