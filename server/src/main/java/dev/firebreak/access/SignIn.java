package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Signing in: a password first, then the code of the second factor. Whoever does not know the
/// password never reaches the second factor and cannot raise its count of wrong codes.
///
/// Unknown names, operators without a password and wrong passwords take the same work and get the
/// same refusal, which is also that of a wrong code. Thread-safe; refusals and successes are in the
/// audit log, wrong passwords at the 1st, 2nd, 4th, 8th ... in a row.
public final class SignIn {
  private static final String ACTION = "SignedIn";

  private final ControlDatabase control;
  private final Operators operators;
  private final AuditLog audit;
  private final Clock clock;
  private final Passwords passwords = new Passwords(new SecureRandom());

  public SignIn(ControlDatabase control, Operators operators, AuditLog audit, Clock clock) {
    this.control = control;
    this.operators = operators;
    this.audit = audit;
    this.clock = clock;
  }

  /// Sets an operator's own password. Every session of theirs ends: who changes a password may do
  /// so because somebody else has it.
  ///
  /// @throws FirebreakException WRONG_USE for a password that is too short or too long
  public void setPassword(ConfirmedOperator operator, String password) {
    String hash = hash(password);
    control.writer().useTransaction(handle -> keep(handle, operator, hash));
  }

  /// The hash of a new password: some work, to be done outside a transaction.
  String hash(String password) {
    return passwords.hash(password);
  }

  void keep(Handle handle, ConfirmedOperator operator, String hash) {
    audit.append(operator.name(), "PasswordSet", "operator:" + operator.name(), Map.of());
    handle.execute(
        "INSERT INTO operator_password (operator, hash, set_at_millis, wrong)"
            + " VALUES (?, ?, ?, 0) ON CONFLICT (operator) DO UPDATE SET"
            + " hash = excluded.hash, set_at_millis = excluded.set_at_millis, wrong = 0",
        operator.name(),
        hash,
        clock.millis());
    handle.execute("DELETE FROM operator_session WHERE operator = ?", operator.name());
  }

  /// Checks both.
  ///
  /// @param code as the authenticator shows it now; one that was accepted before is wrong
  /// @throws FirebreakException SECOND_FACTOR_WRONG whatever of name, password and code is wrong
  public ConfirmedOperator check(String name, String password, String code) {
    Optional<String> hash = kept(name);
    if (hash.isEmpty()) {
      passwords.matchNobody(password);
      throw refused();
    }
    if (!passwords.matches(password, hash.get())) {
      count(name);
      throw refused();
    }
    ConfirmedOperator operator;
    try {
      operator = operators.confirm(name, code, ACTION, Role.VIEWER);
    } catch (FirebreakException wrong) {
      throw wrong.code() == ErrorCode.SECOND_FACTOR_WRONG ? refused() : wrong;
    }
    control
        .writer()
        .useHandle(handle ->
            handle.execute("UPDATE operator_password SET wrong = 0 WHERE operator = ?", name));
    return operator;
  }

  private Optional<String> kept(String name) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT hash FROM operator_password WHERE operator = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
  }

  private void count(String name) {
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute("UPDATE operator_password SET wrong = wrong + 1 WHERE operator = ?", name);
          int wrong =
              handle
                  .createQuery("SELECT wrong FROM operator_password WHERE operator = :name")
                  .bind("name", name)
                  .mapTo(Integer.class)
                  .one();
          if (Integer.bitCount(wrong) == 1) {
            audit.append(
                name,
                "SignInRefused",
                "operator:" + name,
                Map.of("wrongPasswords", Integer.toString(wrong)));
          }
        });
  }

  private static FirebreakException refused() {
    return new FirebreakException(
        ErrorCode.SECOND_FACTOR_WRONG,
        "name, password or code is wrong, or the code was used before: wait for the next one; an"
            + " operator without a password sets one with `firebreak operator password`");
  }
}
