package dev.firebreak.standard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// When a vendor loses what, since one requirement of one standard will not be met or is not met.
/// What was announced happens at 08:00 UTC, when people are at work who can see to it.
///
/// @param standard its name
/// @param finding what ends
/// @param lastDay the last day before it has consequences
/// @param plan the standard's
public record Deadline(
    String standard, RequirementFinding finding, LocalDate lastDay, ExpiryPlan plan) {
  private static final LocalTime HOUR = LocalTime.of(8, 0);

  /// From this moment on the vendor gets tokens only.
  public Instant tokensOnlyAt() {
    return lastDay.plusDays(1).atTime(HOUR).toInstant(ZoneOffset.UTC);
  }

  /// From this moment on the vendor is held.
  public Instant heldAt() {
    return lastDay.plusDays(1L + plan.heldAfterDays()).atTime(HOUR).toInstant(ZoneOffset.UTC);
  }

  /// When the warning of so many days before is due.
  public Instant warnAt(int days) {
    return lastDay.plusDays(1L - days).atTime(HOUR).toInstant(ZoneOffset.UTC);
  }

  /// What holds at a moment.
  public Stage stageAt(Instant now) {
    if (!now.isBefore(heldAt())) {
      return Stage.HELD;
    }
    return now.isBefore(tokensOnlyAt()) ? Stage.FULL : Stage.TOKENS_ONLY;
  }

  /// What a vendor gets; the later, the less.
  public enum Stage {
    /// What its policy and the register allow.
    FULL,
    /// Ids as tokens and what is no person's; see [dev.firebreak.policy.PolicyCap#tokensOnly].
    TOKENS_ONLY,
    /// Nothing is delivered; everything is queued.
    HELD;

    /// As commands and the database name it: `tokens-only`.
    public String label() {
      return switch (this) {
        case FULL -> "full";
        case TOKENS_ONLY -> "tokens-only";
        case HELD -> "held";
      };
    }
  }
}
