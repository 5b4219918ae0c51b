package dev.firebreak.incident;

import dev.firebreak.duty.DutyFinding;
import java.time.Instant;

/// What a person decided about a duty. The latest decision counts; the earlier ones stay.
///
/// @param duty the duty's id
/// @param decision what the person decided
/// @param evaluated what the evaluation had said at that time
/// @param reason why, in the person's words
public record DutyDecision(
    String duty,
    DutyFinding.Status decision,
    DutyFinding.Status evaluated,
    String reason,
    String decidedBy,
    Instant decidedAt) {}
