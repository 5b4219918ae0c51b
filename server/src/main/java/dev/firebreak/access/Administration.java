package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What administrators decide about operators who are there: another role, or that they are none
/// any more. An installation always has an administrator. Thread-safe.
public final class Administration {
  /// What an operator has that ends with them; the operator's name stays taken.
  private static final List<String> OF_AN_OPERATOR =
      List.of(
          "operator_session",
          "operator_password",
          "operator_recovery_code",
          "operator_passkey",
          "operator_user_handle");

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;

  public Administration(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// Gives an operator another role, from their next request or command on.
  ///
  /// @throws FirebreakException NOT_ALLOWED without the role admin, or where nobody would have it
  ///   any more; NOT_FOUND for nobody
  public void setRole(ConfirmedOperator administrator, String name, Role role) {
    requireAdministrator(administrator, "OperatorRoleSet");
    control
        .writer()
        .useTransaction(handle -> {
          Role before = role(handle, name);
          if (role != Role.ADMIN) {
            requireAnother(handle, name);
          }
          audit.append(
              administrator.name(),
              "OperatorRoleSet",
              "operator:" + name,
              Map.of("before", Operators.text(before), "role", Operators.text(role)));
          handle.execute("UPDATE operator SET role = ? WHERE name = ?", role.name(), name);
        });
  }

  /// Ends an operator: sessions, password, passkeys and recovery codes are gone at once, tokens are
  /// revoked, and no code of theirs confirms anything.
  ///
  /// @throws FirebreakException NOT_ALLOWED without the role admin, or for the last one who has it;
  ///   NOT_FOUND for nobody
  public void remove(ConfirmedOperator administrator, String name) {
    requireAdministrator(administrator, "OperatorRemoved");
    control
        .writer()
        .useTransaction(handle -> {
          Role before = role(handle, name);
          requireAnother(handle, name);
          audit.append(
              administrator.name(),
              "OperatorRemoved",
              "operator:" + name,
              Map.of("role", Operators.text(before)));
          for (String table : OF_AN_OPERATOR) {
            handle.execute("DELETE FROM " + table + " WHERE operator = ?", name);
          }
          handle.execute(
              "UPDATE api_token SET revoked_at_millis = ?"
                  + " WHERE operator = ? AND revoked_at_millis IS NULL",
              clock.millis(),
              name);
          handle.execute(
              "UPDATE operator SET ended_at_millis = ? WHERE name = ?", clock.millis(), name);
        });
  }

  private static void requireAdministrator(ConfirmedOperator operator, String action) {
    if (!operator.role().includes(Role.ADMIN)) {
      throw Operators.notAllowed(action, Role.ADMIN);
    }
  }

  private static Role role(Handle handle, String name) {
    Optional<String> role =
        handle
            .createQuery("SELECT role FROM operator WHERE name = :name AND ended_at_millis IS NULL")
            .bind("name", name)
            .mapTo(String.class)
            .findOne();
    return role.map(Role::valueOf)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                "no operator has that name; `firebreak operator list` lists them"));
  }

  private static void requireAnother(Handle handle, String name) {
    int others =
        handle
            .createQuery(
                "SELECT count(*) FROM operator"
                    + " WHERE role = 'ADMIN' AND ended_at_millis IS NULL AND name <> :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one();
    if (others == 0) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          "this is the last administrator; make somebody else one first (firebreak operator role)");
    }
  }
}
