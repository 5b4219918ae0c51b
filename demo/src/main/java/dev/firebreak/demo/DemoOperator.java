package dev.firebreak.demo;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.SignIn;
import dev.firebreak.access.Totp;
import java.time.Duration;

/// A generated operator who decides as a person does: with a code of their authenticator, each used
/// once. Confined to the replay's thread.
final class DemoOperator {
  /// Time until the next code.
  static final Duration UNTIL_NEXT_CODE = Duration.ofSeconds(31);

  private final NewOperator account;
  private final Operators operators;
  private final SimulatedClock clock;

  DemoOperator(NewOperator account, Operators operators, SimulatedClock clock) {
    this.account = account;
    this.operators = operators;
    this.clock = clock;
  }

  String name() {
    return account.name();
  }

  /// Sets the password that this operator signs in with.
  void setPassword(SignIn signIn, String password) {
    signIn.setPassword(confirm("PasswordSet", Role.VIEWER), password);
  }

  /// What the authenticator shows; newer than every code before once the clock was moved on.
  String code() {
    return Totp.code(account.secret(), clock.instant());
  }

  /// Waits, on the simulated clock, for a code that was not used yet, and confirms the action.
  ConfirmedOperator confirm(String action, Role minimumRole) {
    clock.moveTo(clock.instant().plus(UNTIL_NEXT_CODE));
    return operators.confirm(account.name(), code(), action, minimumRole);
  }
}
