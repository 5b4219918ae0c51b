package dev.firebreak.webhook;

import com.google.crypto.tink.Aead;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.webhook.WebhookSender.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Webhooks and what became of their messages, in the control database.
///
/// ```
/// waiting --2xx--> delivered
///    |  ^
///    |  +-- anything else, up to ten tries
///    +-- the tenth, or 410 --> given_up
/// ```
///
/// A message is `waiting` before it is sent and until its answer is recorded: after a kill it is
/// sent again, under the same id. Thread-safe.
final class WebhookStore {
  /// Waits after each try but the last: three days and some hours in all.
  static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private static final String SYSTEM = "system:webhook";
  private static final int PAGE = 500;

  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;

  WebhookStore(ControlDatabase control, KeyStore keys, AuditLog audit) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
  }

  /// A message that a webhook has not taken yet.
  record Waiting(Webhook webhook, WebhookSecret secret, WebhookMessage message, int tries) {}

  void insert(Webhook webhook, WebhookSecret secret) {
    byte[] sealed = seal(webhook.id(), secret);
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(
              webhook.addedBy(),
              "WebhookAdded",
              "webhook:" + webhook.id(),
              Map.of("events", WebhookEvent.keys(webhook.events())));
          handle.execute(
              "INSERT INTO webhook (id, url, sealed_secret, events, added_by, added_at_millis)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              webhook.id(),
              webhook.url().toString(),
              sealed,
              WebhookEvent.keys(webhook.events()),
              webhook.addedBy(),
              webhook.addedAt().toEpochMilli());
        });
  }

  List<Webhook> all() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM webhook ORDER BY added_at_millis, id")
                .map((row, _) -> webhook(row))
                .list());
  }

  /// @return false where there is none of that id
  boolean remove(String id, String operator) {
    return control
        .writer()
        .inTransaction(handle -> {
          if (handle.execute("DELETE FROM webhook WHERE id = ?", id) == 0) {
            return false;
          }
          audit.append(operator, "WebhookRemoved", "webhook:" + id, Map.of());
          return true;
        });
  }

  /// Tells a webhook again; what waited goes at once.
  ///
  /// @return false where none of that id is disabled
  boolean enable(String id, String operator) {
    return control
        .writer()
        .inTransaction(handle -> {
          int enabled =
              handle.execute(
                  "UPDATE webhook SET disabled_at_millis = NULL, disabled_reason = ''"
                      + " WHERE id = ? AND disabled_at_millis IS NOT NULL",
                  id);
          if (enabled == 0) {
            return false;
          }
          audit.append(operator, "WebhookEnabled", "webhook:" + id, Map.of());
          handle.execute(
              "UPDATE webhook_delivery SET next_attempt_at_millis = 0 WHERE webhook = ?"
                  + " AND status = 'waiting'",
              id);
          return true;
        });
  }

  /// Makes messages of what the audit log has since the last call, for whom they are for.
  void collect(AuditedMessages messages) {
    while (newEntries() && control.writer().inTransaction(handle -> collect(handle, messages))) {
      // the next page
    }
  }

  private boolean newEntries() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT (SELECT coalesce(max(sequence), 0) FROM audit_entry) >"
                        + " coalesce((SELECT sequence FROM webhook_cursor), -1)")
                .mapTo(Boolean.class)
                .one());
  }

  /// @return whether there may be more
  private static boolean collect(Handle handle, AuditedMessages messages) {
    List<Webhook> webhooks = enabled(handle);
    Optional<Long> cursor =
        handle.createQuery("SELECT sequence FROM webhook_cursor").mapTo(Long.class).findOne();
    if (webhooks.isEmpty() || cursor.isEmpty()) {
      moveCursor(handle, "(SELECT coalesce(max(sequence), 0) FROM audit_entry)");
      return false;
    }
    List<AuditedMessages.Entry> entries =
        handle
            .createQuery(
                "SELECT * FROM audit_entry WHERE sequence > :cursor ORDER BY sequence LIMIT :page")
            .bind("cursor", cursor.get())
            .bind("page", PAGE)
            .map((row, _) -> AuditedMessages.Entry.of(row))
            .list();
    for (AuditedMessages.Entry entry : entries) {
      queue(handle, webhooks, messages.of(handle, entry));
    }
    if (!entries.isEmpty()) {
      moveCursor(handle, Long.toString(entries.getLast().sequence()));
    }
    return entries.size() == PAGE;
  }

  /// @param sequence an expression of ours
  private static void moveCursor(Handle handle, String sequence) {
    handle.execute(
        "INSERT INTO webhook_cursor (one, sequence) VALUES (1, "
            + sequence
            + ") ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence");
  }

  /// Queues messages that do not stand in the audit log; one that was queued before is not again.
  void queue(Collection<WebhookMessage> messages) {
    control.writer().useTransaction(handle -> queue(handle, enabled(handle), messages));
  }

  /// Queues a message for one webhook, whatever that asked for.
  void queue(Webhook webhook, WebhookMessage message) {
    control
        .writer()
        .useTransaction(handle -> {
          insert(handle, message);
          deliver(handle, webhook, message);
        });
  }

  private static void queue(
      Handle handle, List<Webhook> webhooks, Collection<WebhookMessage> messages) {
    for (WebhookMessage message : messages) {
      List<Webhook> told =
          webhooks.stream()
              .filter(webhook -> webhook.events().contains(message.event()))
              .filter(webhook -> !message.at().isBefore(webhook.addedAt()))
              .toList();
      if (!told.isEmpty()) {
        insert(handle, message);
        told.forEach(webhook -> deliver(handle, webhook, message));
      }
    }
  }

  private static void insert(Handle handle, WebhookMessage message) {
    handle.execute(
        "INSERT INTO webhook_message (id, event, at_millis, body) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        message.id(),
        message.event().key(),
        message.at().toEpochMilli(),
        message.body());
  }

  private static void deliver(Handle handle, Webhook webhook, WebhookMessage message) {
    handle.execute(
        "INSERT INTO webhook_delivery (webhook, message, updated_at_millis) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        webhook.id(),
        message.id(),
        message.at().toEpochMilli());
  }

  private static List<Webhook> enabled(Handle handle) {
    return handle
        .createQuery("SELECT * FROM webhook WHERE disabled_at_millis IS NULL")
        .map((row, _) -> webhook(row))
        .list();
  }

  /// Enabled webhooks for whom something is due.
  List<String> due(Instant now) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT id FROM webhook w WHERE disabled_at_millis IS NULL AND EXISTS (SELECT 1"
                        + " FROM webhook_delivery d WHERE d.webhook = w.id AND d.status ="
                        + " 'waiting' AND d.next_attempt_at_millis <= :now)")
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list());
  }

  /// What is due first for an enabled webhook; empty where nothing is.
  Optional<Waiting> next(String id, Instant now) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT w.*, m.id AS message, m.event, m.at_millis, m.body, d.tries FROM"
                        + " webhook_delivery d JOIN webhook w ON w.id = d.webhook JOIN"
                        + " webhook_message m ON m.id = d.message WHERE d.webhook = :id AND"
                        + " w.disabled_at_millis IS NULL AND d.status = 'waiting' AND"
                        + " d.next_attempt_at_millis <= :now ORDER BY m.at_millis, m.id LIMIT 1")
                .bind("id", id)
                .bind("now", now.toEpochMilli())
                .map((row, _) -> waiting(row))
                .findOne());
  }

  /// One message for a webhook, also for a disabled one.
  ///
  /// @throws FirebreakException NOT_FOUND where there is no such webhook
  Waiting waiting(String id, WebhookMessage message) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM webhook WHERE id = :id")
                .bind("id", id)
                .map((row, _) ->
                    new Waiting(webhook(row), open(id, row.getBytes("sealed_secret")), message, 0))
                .findOne())
        .orElseThrow(WebhookStore::unknown);
  }

  static FirebreakException unknown() {
    return new FirebreakException(
        ErrorCode.NOT_FOUND, "there is no such webhook; `webhook list` shows them");
  }

  /// Records what became of a try.
  ///
  /// @param last whether it is not tried again, and nothing is concluded from it
  /// @return the delivery's status from now on
  String record(Waiting tried, Answer answer, Instant now, boolean last) {
    int tries = tried.tries() + 1;
    boolean gone = answer.kind() == Answer.Kind.GONE;
    String status =
        answer.kind() == Answer.Kind.DELIVERED
            ? "delivered"
            : last || gone || tries > WAITS.size() ? "given_up" : "waiting";
    long next = status.equals("waiting") ? now.plus(WAITS.get(tries - 1)).toEpochMilli() : 0;
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute(
              "UPDATE webhook_delivery SET status = ?, tries = ?, next_attempt_at_millis = ?,"
                  + " outcome = ?, answer = ?, updated_at_millis = ? WHERE webhook = ?"
                  + " AND message = ?",
              status,
              tries,
              next,
              answer.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
              answer.status(),
              now.toEpochMilli(),
              tried.webhook().id(),
              tried.message().id());
          if (!last && status.equals("given_up")) {
            disable(handle, tried, gone, now);
          }
        });
    return status;
  }

  /// Disables a webhook that says that it is gone, or that took nothing since a message began that
  /// is given up now.
  private void disable(Handle handle, Waiting tried, boolean gone, Instant now) {
    boolean tookAny =
        handle
            .createQuery(
                "SELECT EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook = :webhook AND status"
                    + " = 'delivered' AND updated_at_millis >= :since)")
            .bind("webhook", tried.webhook().id())
            .bind("since", tried.message().at().toEpochMilli())
            .mapTo(Boolean.class)
            .one();
    if (tookAny && !gone) {
      return;
    }
    String reason = gone ? "it answered 410, gone" : "it took nothing in all tries of a message";
    int disabled =
        handle.execute(
            "UPDATE webhook SET disabled_at_millis = ?, disabled_reason = ? WHERE id = ?"
                + " AND disabled_at_millis IS NULL",
            now.toEpochMilli(),
            reason,
            tried.webhook().id());
    if (disabled == 1) {
      audit.append(
          SYSTEM, "WebhookDisabled", "webhook:" + tried.webhook().id(), Map.of("reason", reason));
    }
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
    Arrays.stream(row.getString("events").split(",", -1))
        .forEach(key -> WebhookEvent.ofKey(key).ifPresent(events::add));
    long disabledAt = row.getLong("disabled_at_millis");
    return new Webhook(
        row.getString("id"),
        URI.create(row.getString("url")),
        events,
        row.getString("added_by"),
        Instant.ofEpochMilli(row.getLong("added_at_millis")),
        disabledAt == 0
            ? Optional.empty()
            : Optional.of(
                new Webhook.Disabled(
                    Instant.ofEpochMilli(disabledAt), row.getString("disabled_reason"))));
  }

  private Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        webhook(row),
        open(row.getString("id"), row.getBytes("sealed_secret")),
        new WebhookMessage(
            row.getString("message"),
            WebhookEvent.ofKey(row.getString("event")).orElseThrow(),
            Instant.ofEpochMilli(row.getLong("at_millis")),
            row.getString("body")),
        row.getInt("tries"));
  }

  private byte[] seal(String id, WebhookSecret secret) {
    try {
      return aead().encrypt(secret.bytes().toByteArray(CleartextAccess.KEY_USE), associated(id));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be sealed", e);
    }
  }

  private WebhookSecret open(String id, byte[] sealed) {
    try {
      return new WebhookSecret(SecretBytes.copyOf(aead().decrypt(sealed, associated(id))));
    } catch (GeneralSecurityException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the secret of webhook "
              + id
              + " does not open with this installation's keys; database and keys must come from the"
              + " same backup",
          e);
    }
  }

  private Aead aead() {
    return keys.aead("webhook");
  }

  private static byte[] associated(String id) {
    return ("webhook 1: " + id).getBytes(StandardCharsets.UTF_8);
  }
}
