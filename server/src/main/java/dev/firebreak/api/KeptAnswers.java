package dev.firebreak.api;

import com.google.crypto.tink.Aead;
import dev.firebreak.access.ApiToken;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The answers of requests that bring an `Idempotency-Key`, so that a program that lost an answer
/// asks again and nothing is done twice. A key is its token's; it is kept for [#KEPT].
///
/// ```
/// begin ──> nobody was here: the row says "under way", the command runs ──> keep | forget
///       ──> same request, answered: that answer again
///       ──> same request, under way (or the process ended meanwhile): 409
///       ──> another request: 422
/// ```
///
/// Answers can hold what is about persons: they are sealed with a key of the installation. Nothing
/// is kept of a request that was refused, since it changed nothing. Thread-safe.
final class KeptAnswers {
  static final Duration KEPT = Duration.ofHours(24);
  static final int KEY_CHARS_MAX = 128;
  static final int BYTES_MAX = 1 << 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ControlDatabase control;
  private final Aead aead;
  private final Clock clock;

  KeptAnswers(ControlDatabase control, KeyStore keys, Clock clock) {
    this.control = control;
    this.aead = keys.aead("api");
    this.clock = clock;
  }

  /// A request with its key, by hashes.
  ///
  /// @param id of key and token
  /// @param request of everything that the request asks for
  record Keyed(String id, String request) {}

  /// What the table has of a key.
  private record Row(String request, byte @Nullable [] sealed, boolean ended) {}

  /// Names a request.
  ///
  /// @param key as the header has it
  /// @param request what is asked for, files by their hashes
  static Keyed keyed(ApiToken token, String key, String request) {
    if (key.isBlank() || key.length() > KEY_CHARS_MAX) {
      throw ApiProblem.wrongUse("an Idempotency-Key has 1 to " + KEY_CHARS_MAX + " characters");
    }
    return new Keyed(hash(token.id() + "\n" + key), hash(request));
  }

  /// Begins a request, unless it was made before.
  ///
  /// @return the answer that was given; empty where the command is to run now
  Optional<Answer> begin(Keyed keyed) {
    Optional<Row> before =
        control
            .writer()
            .inTransaction(handle -> {
              handle.execute(
                  "DELETE FROM api_answer WHERE begun_at_millis <= ?",
                  clock.instant().minus(KEPT).toEpochMilli());
              Optional<Row> found =
                  handle
                      .createQuery("SELECT request, sealed, ended FROM api_answer WHERE id = :id")
                      .bind("id", keyed.id())
                      .map(
                          (row, _) -> new Row(row.getString(1), row.getBytes(2), row.getBoolean(3)))
                      .findOne();
              if (found.isEmpty()) {
                handle.execute(
                    "INSERT INTO api_answer (id, request, begun_at_millis, ended)"
                        + " VALUES (?, ?, ?, 0)",
                    keyed.id(),
                    keyed.request(),
                    clock.millis());
              }
              return found;
            });
    return before.map(row -> again(keyed, row));
  }

  private Answer again(Keyed keyed, Row row) {
    if (!row.request().equals(keyed.request())) {
      throw new ApiProblem(
          Problem.of(
              422,
              "other-request",
              "this Idempotency-Key belongs to another request; take a new one for each"));
    }
    if (!row.ended()) {
      throw new ApiProblem(
          Problem.of(
              409,
              "under-way",
              "the first request with this Idempotency-Key has no answer yet; ask again, and where"
                  + " that stays so, look whether it was done"));
    }
    if (row.sealed() == null) {
      throw new ApiProblem(
          Problem.of(
              409,
              "done-before",
              "this was done; its answer was not kept, as it was files or too large"));
    }
    return open(keyed, row.sealed());
  }

  /// Keeps the answer of what was done.
  void keep(Keyed keyed, Answer answer) {
    boolean kept = answer.file().isEmpty() && answer.bytes().length <= BYTES_MAX;
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE api_answer SET ended = 1, sealed = ? WHERE id = ?",
                kept ? seal(keyed, answer) : null,
                keyed.id()));
  }

  /// Forgets a request that changed nothing.
  void forget(Keyed keyed) {
    control
        .writer()
        .useHandle(handle -> handle.execute("DELETE FROM api_answer WHERE id = ?", keyed.id()));
  }

  private byte[] seal(Keyed keyed, Answer answer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", answer.status());
    document.put("type", answer.type());
    document.put("headers", answer.headers());
    document.put("body", answer.bytes());
    try {
      return aead.encrypt(JSON.writeValueAsBytes(document), associatedData(keyed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an answer could not be sealed", e);
    }
  }

  /// An answer as it is kept.
  private record Kept(int status, String type, Map<String, String> headers, byte[] body) {}

  private Answer open(Keyed keyed, byte[] sealed) {
    try {
      Kept kept = JSON.readValue(aead.decrypt(sealed, associatedData(keyed)), Kept.class);
      return new Answer(kept.status(), kept.type(), kept.headers(), kept.body(), Optional.empty())
          .with("Idempotency-Replayed", "true");
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "a kept answer does not open with this installation's keys; the control database and the"
              + " keys folder must come from the same backup",
          e);
    }
  }

  private static byte[] associatedData(Keyed keyed) {
    return ("api answer 1: " + keyed.id()).getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
