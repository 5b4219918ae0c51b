package dev.firebreak.access;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;

/// The rule for the reason that somebody gives for a decision, which the audit log keeps.
public final class StatedReason {
  /// Longest reason, in characters.
  public static final int CHARS_MAX = 200;

  private StatedReason() {}

  /// Refuses a reason that is none, or too long, as WRONG_USE.
  public static void check(String reason) {
    if (reason.isBlank() || reason.length() > CHARS_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "say why in 1 to " + CHARS_MAX + " characters");
    }
  }
}
