package dev.firebreak.access;

import java.time.Instant;
import java.util.Objects;

/// A named operator whose second factor was checked: for one action just now by
/// [Operators#confirm], or, for what the console does without a code of its own, when the session
/// began that the action is asked in ([Sessions#confirmed]). Services that cut, send, erase,
/// destroy a key or export persons take one of these; the console asks for a code before each of
/// them. Immutable.
public final class ConfirmedOperator {
  private final String name;
  private final Role role;
  private final Instant confirmedAt;

  ConfirmedOperator(String name, Role role, Instant confirmedAt) {
    this.name = name;
    this.role = role;
    this.confirmedAt = confirmedAt;
  }

  /// The operator's name, as the audit log has it.
  public String name() {
    return name;
  }

  /// What the operator may do.
  public Role role() {
    return role;
  }

  /// When the second factor was checked.
  public Instant confirmedAt() {
    return confirmedAt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfirmedOperator operator
        && operator.name.equals(name)
        && operator.role == role
        && operator.confirmedAt.equals(confirmedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, role, confirmedAt);
  }

  @Override
  public String toString() {
    return "ConfirmedOperator[" + name + ", " + role + "]";
  }
}
