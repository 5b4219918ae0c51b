package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

/// The sessions of operators who signed in. A session is 256 random bits that only the browser has;
/// the database keeps their hash, so that whoever reads it cannot go on with one. A session ends
/// after [#IDLE] without a request, [#AT_MOST] after it began, when the operator signs out or sets
/// another password, or when an administrator ends it. Thread-safe.
public final class Sessions {
  /// How long nothing may happen in a session.
  public static final Duration IDLE = Duration.ofMinutes(30);

  /// How long a session lasts whatever happens in it.
  public static final Duration AT_MOST = Duration.ofHours(12);

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final int TOKEN_BYTES = 32;
  private static final int TOKEN_CHARS = 43;
  private static final int ID_CHARS = 16;
  private static final String COLUMNS =
      "SELECT s.hash, s.operator, o.role, s.began_at_millis, s.seen_at_millis"
          + " FROM operator_session s JOIN operator o ON o.name = s.operator";

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Sessions(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// A session as administrators see it.
  ///
  /// @param id names it to end it; no one can use it to be in it
  /// @param seenAt its last request, to the minute
  public record Session(String id, String operator, Role role, Instant beganAt, Instant seenAt) {}

  /// Begins a session for somebody whose password and code were just checked.
  ///
  /// @return what the browser shows with each request; kept nowhere here
  public String begin(ConfirmedOperator operator) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String hash = hash(token);
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(operator.name(), "SessionBegun", subject(hash), Map.of());
          handle.execute(
              "DELETE FROM operator_session WHERE seen_at_millis < ?" + " OR began_at_millis < ?",
              clock.instant().minus(IDLE).toEpochMilli(),
              clock.instant().minus(AT_MOST).toEpochMilli());
          handle.execute(
              "INSERT INTO operator_session (hash, operator, began_at_millis, seen_at_millis)"
                  + " VALUES (?, ?, ?, ?)",
              hash,
              operator.name(),
              clock.millis(),
              clock.millis());
        });
    return token;
  }

  /// Whose session a request belongs to, with the role that the operator has now; empty where it
  /// has ended, or never was.
  public Optional<Session> find(String token) {
    if (token.length() != TOKEN_CHARS) {
      return Optional.empty();
    }
    String hash = hash(token);
    Optional<Session> found =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(COLUMNS + " WHERE s.hash = :hash")
                    .bind("hash", hash)
                    .map((row, _) -> session(row))
                    .findOne())
            .filter(this::lasts);
    found
        .filter(session -> !session.seenAt().plus(SEEN_EVERY).isAfter(clock.instant()))
        .ifPresent(_ -> seen(hash));
    return found;
  }

  /// The word that forms of a session carry, so that no other page can send them. It follows from
  /// the token, which no script can read, and tells nothing of it.
  public static String formWord(String token) {
    MessageDigest digest = Sha256.start();
    digest.update("form:".getBytes(StandardCharsets.US_ASCII));
    digest.update(token.getBytes(StandardCharsets.US_ASCII));
    return Sha256.hex(digest);
  }

  /// Whether a form came from a page of this session; takes the same time for every wrong word.
  public static boolean isFormWord(String token, String word) {
    return MessageDigest.isEqual(
        formWord(token).getBytes(StandardCharsets.US_ASCII), word.getBytes(StandardCharsets.UTF_8));
  }

  /// The operator of a session, for what needs no code of its own: the second factor was checked
  /// when the session began.
  public static ConfirmedOperator confirmed(Session session) {
    return new ConfirmedOperator(session.operator(), session.role(), session.beganAt());
  }

  /// All sessions that last, by operator.
  public List<Session> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(COLUMNS + " ORDER BY s.operator, s.began_at_millis")
                .map((row, _) -> session(row))
                .list())
        .stream()
        .filter(this::lasts)
        .toList();
  }

  /// Ends the session of this token, as its operator asks.
  public void signOut(String token) {
    String hash = hash(token);
    find(token).ifPresent(session -> end(session.operator(), hash, "SignedOut"));
  }

  /// Ends somebody's session.
  ///
  /// @param administrator the session of whoever ends it
  /// @param id as [#list] has it
  /// @throws FirebreakException NOT_ALLOWED without the role, NOT_FOUND where it has ended
  public void end(Session administrator, String id) {
    if (!administrator.role().includes(Role.ADMIN)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "ending somebody's session needs the role admin");
    }
    String hash =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT hash FROM operator_session WHERE substr(hash, 1, :chars) = :id")
                    .bind("chars", ID_CHARS)
                    .bind("id", id)
                    .mapTo(String.class)
                    .findFirst())
            .orElseThrow(() ->
                new FirebreakException(ErrorCode.NOT_FOUND, "that session has ended already"));
    end(administrator.operator(), hash, "SessionEnded");
  }

  private void end(String actor, String hash, String action) {
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(actor, action, subject(hash), Map.of());
          handle.execute("DELETE FROM operator_session WHERE hash = ?", hash);
        });
  }

  private boolean lasts(Session session) {
    Instant now = clock.instant();
    return session.seenAt().plus(IDLE).isAfter(now) && session.beganAt().plus(AT_MOST).isAfter(now);
  }

  /// A request is noted once a minute, not each time: that much less may be left of half an hour.
  private void seen(String hash) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE operator_session SET seen_at_millis = ? WHERE hash = ?",
                clock.millis(),
                hash));
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        row.getString(1).substring(0, ID_CHARS),
        row.getString(2),
        Role.valueOf(row.getString(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  private static String hash(String token) {
    return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
  }

  private static String subject(String hash) {
    return "session:" + hash.substring(0, ID_CHARS);
  }
}
