package dev.firebreak.access;

import java.time.Instant;

/// Operators for tests, without a second factor.
public final class ConfirmedOperators {
  private ConfirmedOperators() {}

  public static ConfirmedOperator of(String name, Role role, Instant confirmedAt) {
    return new ConfirmedOperator(name, role, confirmedAt);
  }
}
