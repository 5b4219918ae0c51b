package dev.firebreak.access;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The tokens with which programs act for operators. A token is shown once, when it is made; the
/// database keeps its SHA-256, so that whoever reads it can use none. It ends at its expiry, or
/// when it is revoked. Thread-safe.
public final class ApiTokens {
  /// How long a token lasts where nobody says otherwise.
  public static final Duration LASTS_DEFAULT = Duration.ofDays(30);

  /// How long a token lasts at most.
  public static final Duration LASTS_MAX = Duration.ofDays(365);

  private static final Duration USED_EVERY = Duration.ofMinutes(1);
  private static final int ID_CHARS = 16;
  private static final int NOTE_CHARS_MAX = 80;
  private static final String COLUMNS =
      "SELECT t.hash, t.operator, o.role, t.note, t.scopes, t.created_at_millis,"
          + " t.expires_at_millis, t.used_at_millis, t.revoked_at_millis"
          + " FROM api_token t JOIN operator o ON o.name = t.operator";

  private final ControlDatabase control;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public ApiTokens(ControlDatabase control, AuditLog audit, Clock clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /// A token that was just made.
  ///
  /// @param text what programs show; kept nowhere here
  public record Made(ApiToken token, String text) {
    @Override
    public String toString() {
      return "Made[" + token.id() + "]";
    }
  }

  /// Makes a token for the operator who asks.
  ///
  /// @param note what it is for, in up to 80 characters
  /// @param lasts from now on
  /// @throws FirebreakException WRONG_USE, or NOT_ALLOWED for a scope beyond the operator's role
  public Made create(ConfirmedOperator operator, String note, Set<Scope> scopes, Duration lasts) {
    if (note.isBlank() || note.length() > NOTE_CHARS_MAX) {
      throw wrong("say what the token is for in 1 to " + NOTE_CHARS_MAX + " characters");
    }
    if (scopes.isEmpty()) {
      throw wrong("a token needs one scope at least: " + words(EnumSet.allOf(Scope.class)));
    }
    if (lasts.compareTo(Duration.ofDays(1)) < 0 || lasts.compareTo(LASTS_MAX) > 0) {
      throw wrong("a token lasts 1 to " + LASTS_MAX.toDays() + " days");
    }
    for (Scope scope : scopes) {
      if (!operator.role().includes(scope.role())) {
        throw new FirebreakException(
            ErrorCode.NOT_ALLOWED,
            "the scope " + scope.word() + " is for " + role(scope.role()) + " and above");
      }
    }
    String text = TokenText.random(random);
    String hash = hash(text);
    Instant now = Instant.ofEpochMilli(clock.millis());
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(
              operator.name(),
              "ApiTokenCreated",
              subject(hash),
              Map.of("scopes", words(scopes), "expiresAt", now.plus(lasts).toString()));
          handle.execute(
              "INSERT INTO api_token (hash, operator, note, scopes, created_at_millis,"
                  + " expires_at_millis) VALUES (?, ?, ?, ?, ?, ?)",
              hash,
              operator.name(),
              note.strip(),
              words(scopes),
              now.toEpochMilli(),
              now.plus(lasts).toEpochMilli());
        });
    return new Made(byHash(hash).orElseThrow(), text);
  }

  /// The token of this text, also one that expired or was revoked, with the role that its operator
  /// has now; empty where there is none.
  public Optional<ApiToken> find(String text) {
    return TokenText.isWellFormed(text) ? byHash(hash(text)) : Optional.empty();
  }

  /// Notes that a token is used, once a minute.
  public void used(ApiToken token) {
    Instant now = clock.instant();
    if (token.usedAt().filter(at -> at.plus(USED_EVERY).isAfter(now)).isEmpty()) {
      control
          .writer()
          .useHandle(handle ->
              handle.execute(
                  "UPDATE api_token SET used_at_millis = ? WHERE substr(hash, 1, ?) = ?",
                  now.toEpochMilli(),
                  ID_CHARS,
                  token.id()));
    }
  }

  /// Every token there ever was, by operator and age.
  public List<ApiToken> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(COLUMNS + " ORDER BY t.operator, t.created_at_millis, t.hash")
                .map((row, _) -> token(row))
                .list());
  }

  /// Ends a token for good. One's own, or as an administrator anybody's.
  ///
  /// @throws FirebreakException NOT_FOUND, or NOT_ALLOWED for another's
  public ApiToken revoke(ConfirmedOperator operator, String id) {
    ApiToken token =
        byId(id)
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND, "there is no such token; `token list` has their ids"));
    if (!token.operator().equals(operator.name()) && !operator.role().includes(Role.ADMIN)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "another operator's token is revoked by an administrator");
    }
    control
        .writer()
        .useTransaction(handle -> {
          int revoked =
              handle.execute(
                  "UPDATE api_token SET revoked_at_millis = ?"
                      + " WHERE substr(hash, 1, ?) = ? AND revoked_at_millis IS NULL",
                  clock.millis(),
                  ID_CHARS,
                  token.id());
          if (revoked > 0) {
            audit.append(
                operator.name(),
                "ApiTokenRevoked",
                "api-token:" + token.id(),
                Map.of("of", token.operator()));
          }
        });
    return byId(id).orElseThrow();
  }

  private Optional<ApiToken> byHash(String hash) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(COLUMNS + " WHERE t.hash = :hash")
                .bind("hash", hash)
                .map((row, _) -> token(row))
                .findOne());
  }

  private Optional<ApiToken> byId(String id) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(COLUMNS + " WHERE substr(t.hash, 1, :chars) = :id")
                .bind("chars", ID_CHARS)
                .bind("id", id)
                .map((row, _) -> token(row))
                .findFirst());
  }

  private static ApiToken token(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString(1).substring(0, ID_CHARS),
        row.getString(2),
        Role.valueOf(row.getString(3)),
        row.getString(4),
        Arrays.stream(row.getString(5).split(" ", -1))
            .flatMap(word -> Scope.ofWord(word).stream())
            .collect(Collectors.toSet()),
        Instant.ofEpochMilli(row.getLong(6)),
        Instant.ofEpochMilli(row.getLong(7)),
        instant(row, 8),
        instant(row, 9));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /// In the order of the scopes, between blanks as OAuth has them.
  private static String words(Set<Scope> scopes) {
    return EnumSet.copyOf(scopes).stream().map(Scope::word).collect(Collectors.joining(" "));
  }

  private static String role(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hash(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String subject(String hash) {
    return "api-token:" + hash.substring(0, ID_CHARS);
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
