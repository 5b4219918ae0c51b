package dev.firebreak.access;

import com.google.crypto.tink.Aead;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// The operators of an installation and the check of their second factor.
///
/// A code is accepted from the step before to the step after now, and only if its step is newer
/// than that of the last accepted one: no code counts twice (RFC 6238 section 5.2). After
/// [#WRONG_CODES_MAX] wrong codes one code is no longer enough; two successive codes are needed,
/// twelve digits, until they are right. So guessing has no chance, and whoever guesses under
/// another's name cannot lock that operator out: they wait for one more code. Unknown names get the
/// answer of a wrong code. One of the operator's [RecoveryCodes] counts as a code does.
///
/// Thread-safe. Every outcome is in the audit log; wrong codes at the 1st, 2nd, 4th, 8th ... so
/// that guessing cannot fill it.
public final class Operators {
  /// So many wrong codes in a row make one code not enough.
  public static final int WRONG_CODES_MAX = 5;

  private static final int SECRET_LENGTH = 20;
  private static final int CODE_INPUT_MAX = 32;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,31}");
  static final String FIRST = "system:operators";

  private final ControlDatabase control;
  private final Aead aead;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final SecretBytes nobody = newSecret();
  private final RecoveryCodes recovery;

  public Operators(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.aead = keys.aead("access");
    this.audit = audit;
    this.clock = clock;
    recovery = new RecoveryCodes(control, audit, clock);
  }

  private record Stored(String name, Role role, SecretBytes secret, long lastStep, int wrongCodes) {
    boolean needsTwoCodes() {
      return wrongCodes >= WRONG_CODES_MAX;
    }
  }

  /// Adds the first operator, an administrator; whoever owns the data directory may.
  ///
  /// @throws FirebreakException NOT_ALLOWED where operators exist already
  public NewOperator addFirst(String name) {
    return control
        .writer()
        .inTransaction(handle -> {
          requireNone(handle);
          return insert(handle, new NewOperator(name, Role.ADMIN, newSecret()), FIRST, 0);
        });
  }

  static void requireNone(Handle handle) {
    if (handle.createQuery("SELECT count(*) FROM operator").mapTo(Integer.class).one() > 0) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          "operators exist already; an administrator adds further ones (--by NAME)");
    }
  }

  /// Adds an operator.
  ///
  /// @param administrator who adds them
  /// @throws FirebreakException NOT_ALLOWED without the role; WRONG_USE for a name that is taken or
  ///   no name
  public NewOperator add(ConfirmedOperator administrator, String name, Role role) {
    if (!administrator.role().includes(Role.ADMIN)) {
      throw notAllowed("OperatorAdded", Role.ADMIN);
    }
    return control
        .writer()
        .inTransaction(handle ->
            insert(handle, new NewOperator(name, role, newSecret()), administrator.name(), 0));
  }

  /// All operators by name, those who left too.
  public List<Operator> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT name, role, created_at_millis, created_by, wrong_codes,"
                        + " ended_at_millis FROM operator ORDER BY name")
                .map((row, _) ->
                    new Operator(
                        row.getString(1),
                        Role.valueOf(row.getString(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getString(4),
                        row.getInt(5),
                        Optional.ofNullable(row.getObject(6))
                            .map(millis -> Instant.ofEpochMilli(((Number) millis).longValue()))))
                .list());
  }

  /// Checks the second factor for one action.
  ///
  /// @param name the operator's name
  /// @param code six digits, or twelve where two successive codes are needed; spaces do not count;
  ///   or a recovery code
  /// @param action what it is for, noun and past verb as the audit log has it: `VendorCut`
  /// @param minimumRole what the action needs
  /// @throws FirebreakException SECOND_FACTOR_WRONG, or NOT_ALLOWED where the code is right and the
  ///   role is not
  public ConfirmedOperator confirm(String name, String code, String action, Role minimumRole) {
    Optional<FirebreakException> refusal =
        control.writer().inTransaction(handle -> check(handle, name, code, action, minimumRole));
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Role role = control.reader().withHandle(handle -> find(handle, name)).orElseThrow().role();
    return new ConfirmedOperator(name, role, clock.instant());
  }

  /// Returns the refusal instead of throwing it: what is counted and audited must be committed.
  private Optional<FirebreakException> check(
      Handle handle, String name, String code, String action, Role minimumRole) {
    Optional<Stored> found = find(handle, name);
    Stored operator = found.orElse(new Stored(name, Role.VIEWER, nobody, 0, 0));
    OptionalLong step = acceptedStep(operator, code);
    if (found.isEmpty() || (step.isEmpty() && !recovery.use(handle, name, code, action))) {
      return Optional.of(refuse(handle, found, action));
    }
    handle.execute(
        "UPDATE operator SET last_step = ?, wrong_codes = 0 WHERE name = ?",
        step.orElse(operator.lastStep()),
        name);
    boolean allowed = operator.role().includes(minimumRole);
    audit.append(
        name,
        allowed ? "OperatorConfirmed" : "OperatorRefused",
        "operator:" + name,
        Map.of("for", action, "role", text(operator.role())));
    return allowed ? Optional.empty() : Optional.of(notAllowed(action, minimumRole));
  }

  /// Confirms an operator whose passkey answered just now.
  ///
  /// @throws FirebreakException SECOND_FACTOR_WRONG for nobody who is an operator now, NOT_ALLOWED
  ///   where the role does not reach
  ConfirmedOperator confirmByPasskey(String name, String action, Role minimumRole) {
    Role role =
        control
            .reader()
            .withHandle(handle -> find(handle, name))
            .orElseThrow(() -> wrongCode(false))
            .role();
    boolean allowed = role.includes(minimumRole);
    audit.append(
        name,
        allowed ? "OperatorConfirmed" : "OperatorRefused",
        "operator:" + name,
        Map.of("for", action, "role", text(role), "by", "passkey"));
    if (!allowed) {
      throw notAllowed(action, minimumRole);
    }
    return new ConfirmedOperator(name, role, clock.instant());
  }

  private FirebreakException refuse(Handle handle, Optional<Stored> found, String action) {
    if (found.isEmpty()) {
      return wrongCode(false);
    }
    Stored operator = found.get();
    int wrongCodes = Math.addExact(operator.wrongCodes(), 1);
    handle.execute(
        "UPDATE operator SET wrong_codes = ? WHERE name = ?", wrongCodes, operator.name());
    if (Integer.bitCount(wrongCodes) == 1) {
      audit.append(
          operator.name(),
          "SecondFactorRefused",
          "operator:" + operator.name(),
          Map.of("for", action, "wrongCodes", Integer.toString(wrongCodes)));
    }
    return wrongCode(operator.needsTwoCodes());
  }

  private OptionalLong acceptedStep(Stored operator, String input) {
    String digits = input.length() > CODE_INPUT_MAX ? "" : input.replace(" ", "").strip();
    long now = Totp.step(clock.instant());
    for (long step = now - 1; step <= now + 1; step++) {
      if (step > operator.lastStep() && matches(operator, step, digits)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /// The step of a code that shows that somebody has the secret of an operator to be added.
  OptionalLong acceptedStep(NewOperator operator, String input) {
    return acceptedStep(
        new Stored(operator.name(), operator.role(), operator.secret(), 0, 0), input);
  }

  private static boolean matches(Stored operator, long step, String digits) {
    String expected = Totp.code(operator.secret(), step);
    if (operator.needsTwoCodes()) {
      expected = Totp.code(operator.secret(), step - 1) + expected;
    }
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), digits.getBytes(StandardCharsets.UTF_8));
  }

  /// Refuses what is no name, or is one that somebody has or had.
  static void requireFree(Handle handle, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "an operator's name is 1 to 32 of a-z, 0-9, '.' and '-', beginning with a letter");
    }
    boolean taken =
        handle
            .createQuery("SELECT count(*) FROM operator WHERE name = :name")
            .bind("name", name)
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "an operator of that name exists, or did until they left; choose another name");
    }
  }

  /// Adds an operator whose secret is known already.
  ///
  /// @param lastStep of the code that was accepted already; 0 for none
  NewOperator insert(Handle handle, NewOperator operator, String createdBy, long lastStep) {
    requireFree(handle, operator.name());
    handle.execute(
        "INSERT INTO operator (name, role, sealed_secret, last_step, created_at_millis, created_by)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        operator.name(),
        operator.role().name(),
        seal(operator.name(), operator.secret()),
        lastStep,
        clock.millis(),
        createdBy);
    audit.append(
        createdBy,
        "OperatorAdded",
        "operator:" + operator.name(),
        Map.of("role", text(operator.role())));
    return operator;
  }

  private Optional<Stored> find(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT role, sealed_secret, last_step, wrong_codes FROM operator"
                + " WHERE name = :name AND ended_at_millis IS NULL")
        .bind("name", name)
        .map((row, _) ->
            new Stored(
                name,
                Role.valueOf(row.getString(1)),
                open(name, row.getBytes(2)),
                row.getLong(3),
                row.getInt(4)))
        .findOne();
  }

  byte[] seal(String name, SecretBytes secret) {
    try {
      return aead.encrypt(secret.toByteArray(CleartextAccess.KEY_USE), associatedData(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an operator's secret could not be sealed", e);
    }
  }

  SecretBytes open(String name, byte[] sealed) {
    try {
      return SecretBytes.copyOf(aead.decrypt(sealed, associatedData(name)));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the operator's secret does not open with this installation's keys; the control database"
              + " and the keys folder must come from the same backup",
          e);
    }
  }

  SecretBytes newSecret() {
    byte[] bytes = new byte[SECRET_LENGTH];
    random.nextBytes(bytes);
    return SecretBytes.copyOf(bytes);
  }

  private static byte[] associatedData(String name) {
    return ("operator secret 1: " + name).getBytes(StandardCharsets.UTF_8);
  }

  private static FirebreakException wrongCode(boolean two) {
    return new FirebreakException(
        ErrorCode.SECOND_FACTOR_WRONG,
        two
            ? "too many wrong codes: type two successive codes of the authenticator, twelve digits"
            : "the name or the code is wrong, or the code was used before: wait for the next one"
                + " and check that the clock is right");
  }

  static FirebreakException notAllowed(String action, Role minimumRole) {
    return new FirebreakException(
        ErrorCode.NOT_ALLOWED, action + " needs the role " + text(minimumRole));
  }

  static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
