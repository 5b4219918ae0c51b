package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Links by which people set up their own access: a password and an authenticator that nobody else
/// has seen. The first operator of an installation gets one from whoever owns the data directory,
/// further ones from an administrator. A link ends in a word of 256 random bits, lasts an hour and
/// counts once.
///
/// ```
/// first, invite ──> open ──> open again (with another secret) ──> finish, or the hour is over
/// ```
///
/// Each opening makes a new secret for the authenticator and ends the form shown before. So whoever
/// else has the link cannot learn the secret of the operator that it makes: they can only be that
/// operator, and then the person whom it was for finds that it does not count any more.
/// Thread-safe.
public final class Invitations {
  /// How long a link lasts.
  public static final Duration LASTS = Duration.ofHours(1);

  private static final int OPEN_MAX = 100;
  private static final int WORD_BYTES = 32;

  private final ControlDatabase control;
  private final Operators operators;
  private final SignIn signIn;
  private final RecoveryCodes recovery;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Invitations(
      ControlDatabase control, Operators operators, SignIn signIn, AuditLog audit, Clock clock) {
    this.control = control;
    this.operators = operators;
    this.signIn = signIn;
    recovery = new RecoveryCodes(control, audit, clock);
    this.audit = audit;
    this.clock = clock;
  }

  /// An invitation that can still be used.
  ///
  /// @param name whose access it sets up; empty for the first operator, who chooses
  public record Invitation(
      Optional<String> name, Role role, String createdBy, Instant endsAt, String hash) {}

  /// What an opened link shows.
  ///
  /// @param invitation which it is
  /// @param formWord what the form sends back; the secret of no other form counts
  /// @param operator with the secret for the authenticator; without a name where it is to be chosen
  public record Opened(Invitation invitation, String formWord, NewOperator operator) {
    @Override
    public String toString() {
      return "Opened[" + invitation + "]";
    }
  }

  /// What somebody typed into the form.
  ///
  /// @param name chosen; of no account where the invitation has one
  /// @param code that the authenticator shows now
  public record Answer(String formWord, String name, String password, String code) {
    @Override
    public String toString() {
      return "Answer[]";
    }
  }

  /// Who can sign in from now on.
  ///
  /// @param recoveryCodes to be shown this once
  public record Enrolled(ConfirmedOperator operator, List<String> recoveryCodes) {
    @Override
    public String toString() {
      return "Enrolled[" + operator + "]";
    }
  }

  /// Makes the link for the first operator, an administrator; the one before it counts no more.
  ///
  /// @return the word in which the link ends; kept nowhere here
  /// @throws FirebreakException NOT_ALLOWED where operators exist already
  public String first() {
    return control
        .writer()
        .inTransaction(handle -> {
          Operators.requireNone(handle);
          handle.execute("DELETE FROM operator_invitation WHERE name IS NULL");
          return insert(handle, null, Role.ADMIN, Operators.FIRST);
        });
  }

  /// Makes a link for somebody; one made for that name before counts no more.
  ///
  /// @return the word in which the link ends; kept nowhere here
  /// @throws FirebreakException NOT_ALLOWED without the role admin; WRONG_USE for a name that is
  ///   taken or no name, or where too many links are open
  public String invite(ConfirmedOperator administrator, String name, Role role) {
    if (!administrator.role().includes(Role.ADMIN)) {
      throw Operators.notAllowed("OperatorInvited", Role.ADMIN);
    }
    return control
        .writer()
        .inTransaction(handle -> {
          Operators.requireFree(handle, name);
          handle.execute("DELETE FROM operator_invitation WHERE name = ?", name);
          return insert(handle, name, role, administrator.name());
        });
  }

  private String insert(Handle handle, @Nullable String name, Role role, String createdBy) {
    handle.execute("DELETE FROM operator_invitation WHERE ends_at_millis <= ?", clock.millis());
    int open =
        handle.createQuery("SELECT count(*) FROM operator_invitation").mapTo(Integer.class).one();
    if (open >= OPEN_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, OPEN_MAX + " invitations are open; wait until one of them is over");
    }
    audit.append(
        createdBy,
        "OperatorInvited",
        "operator:" + (name == null ? "first" : name),
        Map.of("role", Operators.text(role)));
    String word = word();
    handle.execute(
        "INSERT INTO operator_invitation (hash, name, role, created_by, ends_at_millis)"
            + " VALUES (?, ?, ?, ?, ?)",
        Sha256.hex(word),
        name,
        role.name(),
        createdBy,
        clock.instant().plus(LASTS).toEpochMilli());
    return word;
  }

  /// Opens a link; empty where it is over, was used, or never was.
  public Optional<Opened> open(String word) {
    Optional<Invitation> found = find(word);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Invitation invitation = found.get();
    NewOperator shown =
        new NewOperator(invitation.name().orElse(""), invitation.role(), operators.newSecret());
    String formWord = word();
    int updated =
        control
            .writer()
            .withHandle(handle ->
                handle.execute(
                    "UPDATE operator_invitation SET form_hash = ?, sealed_secret = ?"
                        + " WHERE hash = ?",
                    Sha256.hex(formWord),
                    operators.seal(sealedFor(invitation), shown.secret()),
                    invitation.hash()));
    return updated == 1 ? Optional.of(new Opened(invitation, formWord, shown)) : Optional.empty();
  }

  /// The form as it was shown, to be shown again with what was wrong; empty where the link was
  /// opened again since.
  public Optional<Opened> shown(String word, String formWord) {
    return find(word)
        .flatMap(invitation ->
            control
                .reader()
                .withHandle(handle ->
                    handle
                        .createQuery(
                            "SELECT sealed_secret FROM operator_invitation"
                                + " WHERE hash = :hash AND form_hash = :form")
                        .bind("hash", invitation.hash())
                        .bind("form", Sha256.hex(formWord))
                        .mapTo(byte[].class)
                        .findOne())
                .map(sealed ->
                    new Opened(
                        invitation,
                        formWord,
                        new NewOperator(
                            invitation.name().orElse(""),
                            invitation.role(),
                            operators.open(sealedFor(invitation), sealed)))));
  }

  /// Makes the operator.
  ///
  /// @throws FirebreakException NOT_FOUND where the link or the form counts no more; WRONG_USE for
  ///   a name that is none or taken, or a password that is too short or too long;
  ///   SECOND_FACTOR_WRONG for a code that the secret shown does not make
  public Enrolled finish(String word, Answer answer) {
    Opened opened =
        shown(word, answer.formWord())
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "this form counts no more: the link was used, opened again or is over"));
    Invitation invitation = opened.invitation();
    NewOperator operator =
        new NewOperator(
            invitation.name().orElse(answer.name()), invitation.role(), opened.operator().secret());
    control.reader().useHandle(handle -> Operators.requireFree(handle, operator.name()));
    OptionalLong step = operators.acceptedStep(operator, answer.code());
    if (step.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.SECOND_FACTOR_WRONG,
          "the code is not what an authenticator with this secret shows now: check its clock");
    }
    String hash = signIn.hash(answer.password());
    return control
        .writer()
        .inTransaction(handle -> enrol(handle, opened, operator, step.getAsLong(), hash));
  }

  private Enrolled enrol(
      Handle handle, Opened opened, NewOperator operator, long step, String passwordHash) {
    Invitation invitation = opened.invitation();
    if (invitation.name().isEmpty()) {
      Operators.requireNone(handle);
    }
    int taken =
        handle.execute(
            "DELETE FROM operator_invitation WHERE hash = ? AND form_hash = ?",
            invitation.hash(),
            Sha256.hex(opened.formWord()));
    if (taken == 0) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "this link was used just now");
    }
    operators.insert(handle, operator, invitation.createdBy(), step);
    ConfirmedOperator confirmed =
        new ConfirmedOperator(operator.name(), operator.role(), clock.instant());
    signIn.keep(handle, confirmed, passwordHash);
    return new Enrolled(confirmed, recovery.renew(handle, operator.name()));
  }

  /// Invitations that can still be used, those that are over soonest first.
  public List<Invitation> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT hash, name, role, created_by, ends_at_millis FROM operator_invitation"
                        + " WHERE ends_at_millis > :now ORDER BY ends_at_millis")
                .bind("now", clock.millis())
                .map((row, _) -> invitation(row))
                .list());
  }

  private Optional<Invitation> find(String word) {
    String hash = Sha256.hex(word);
    return list().stream().filter(each -> each.hash().equals(hash)).findFirst();
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    return new Invitation(
        Optional.ofNullable(row.getString(2)),
        Role.valueOf(row.getString(3)),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        row.getString(1));
  }

  private String word() {
    byte[] bytes = new byte[WORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What the secret is sealed for: no operator's name has a space.
  private static String sealedFor(Invitation invitation) {
    return "invitation " + invitation.hash();
  }
}
