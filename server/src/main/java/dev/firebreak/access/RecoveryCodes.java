package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Codes on paper that stand in for an authenticator that is lost, wherever its code is asked for.
/// An operator has ten at a time, of 80 random bits each; each counts once, and new ones end those
/// before. The database keeps hashes: a code has too many bits to be found from one, however fast
/// the hash is. Every use is in the audit log and on the console's first page. Thread-safe.
public final class RecoveryCodes {
  /// How many an operator gets at once.
  public static final int COUNT = 10;

  private static final int CODE_BYTES = 10;
  private static final int GROUP_CHARS = 4;
  private static final Pattern SHAPE = Pattern.compile("[A-Z2-7]{16}");

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public RecoveryCodes(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// Uses of an operator's codes.
  ///
  /// @param left codes that still count
  public record Used(String operator, int left) {}

  /// Makes new codes for an operator; those before count no more.
  ///
  /// @return the codes as they are typed, in four groups of four; they can't be shown again
  public List<String> renew(ConfirmedOperator operator) {
    return control.writer().inTransaction(handle -> renew(handle, operator.name()));
  }

  List<String> renew(Handle handle, String operator) {
    audit.append(
        operator,
        "RecoveryCodesMade",
        "operator:" + operator,
        Map.of("codes", Integer.toString(COUNT)));
    handle.execute("DELETE FROM operator_recovery_code WHERE operator = ?", operator);
    List<String> codes = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = new byte[CODE_BYTES];
      random.nextBytes(bytes);
      String code = Base32.encode(bytes);
      handle.execute(
          "INSERT INTO operator_recovery_code (operator, hash) VALUES (?, ?)",
          operator,
          hash(operator, code));
      codes.add(grouped(code));
    }
    return codes;
  }

  /// Takes a code once. Case, spaces and dashes do not count.
  ///
  /// @param action what it is used for, as the audit log has it
  /// @return false for what is no code of this operator, or was used before
  boolean use(Handle handle, String operator, String typed, String action) {
    String code = typed.replace("-", "").replace(" ", "").strip().toUpperCase(Locale.ROOT);
    if (!SHAPE.matcher(code).matches()) {
      return false;
    }
    int used =
        handle.execute(
            "UPDATE operator_recovery_code SET used_at_millis = ?"
                + " WHERE operator = ? AND hash = ? AND used_at_millis IS NULL",
            clock.millis(),
            operator,
            hash(operator, code));
    if (used == 0) {
      return false;
    }
    audit.append(
        operator,
        "RecoveryCodeUsed",
        "operator:" + operator,
        Map.of("for", action, "left", Integer.toString(left(handle, operator))));
    return true;
  }

  /// How many codes of an operator still count.
  public int left(String operator) {
    return control.reader().withHandle(handle -> left(handle, operator));
  }

  /// Operators of whose present codes one was used at or after a moment, by name.
  public List<Used> usedSince(Instant since) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT operator, sum(used_at_millis IS NULL) FROM operator_recovery_code"
                        + " GROUP BY operator HAVING max(used_at_millis) >= :since"
                        + " ORDER BY operator")
                .bind("since", since.toEpochMilli())
                .map((row, _) -> new Used(row.getString(1), row.getInt(2)))
                .list());
  }

  private static int left(Handle handle, String operator) {
    return handle
        .createQuery(
            "SELECT count(*) FROM operator_recovery_code"
                + " WHERE operator = :operator AND used_at_millis IS NULL")
        .bind("operator", operator)
        .mapTo(Integer.class)
        .one();
  }

  private static String hash(String operator, String code) {
    return Sha256.hex("recovery code 1: " + operator + ": " + code);
  }

  private static String grouped(String code) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < code.length(); at += GROUP_CHARS) {
      text.append(at == 0 ? "" : "-").append(code, at, at + GROUP_CHARS);
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
