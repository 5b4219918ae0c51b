package dev.firebreak.webhook;

import dev.firebreak.control.ControlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of messages, in the control database. Thread-safe.
final class WebhookLog {
  private final ControlDatabase control;

  WebhookLog(ControlDatabase control) {
    this.control = control;
  }

  /// The latest deliveries, the newest message first.
  List<WebhookDelivery> deliveries(String id, int limit) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT d.*, m.event, m.at_millis FROM webhook_delivery d JOIN webhook_message"
                        + " m ON m.id = d.message WHERE d.webhook = :id ORDER BY m.at_millis DESC,"
                        + " m.id LIMIT :limit")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, _) -> delivery(row))
                .list());
  }

  long waiting() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM webhook_delivery WHERE status = 'waiting'")
                .mapTo(Long.class)
                .one());
  }

  /// Forgets what was delivered or given up before a time.
  void forget(Instant before) {
    boolean any =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT EXISTS (SELECT 1 FROM webhook_message WHERE at_millis < :before)")
                    .bind("before", before.toEpochMilli())
                    .mapTo(Boolean.class)
                    .one());
    if (!any) {
      return;
    }
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute(
              "DELETE FROM webhook_delivery WHERE status <> 'waiting' AND message IN"
                  + " (SELECT id FROM webhook_message WHERE at_millis < ?)",
              before.toEpochMilli());
          handle.execute(
              "DELETE FROM webhook_message WHERE at_millis < ? AND NOT EXISTS"
                  + " (SELECT 1 FROM webhook_delivery d WHERE d.message = webhook_message.id)",
              before.toEpochMilli());
        });
  }

  private static WebhookDelivery delivery(ResultSet row) throws SQLException {
    boolean waits = row.getString("status").equals("waiting");
    return new WebhookDelivery(
        row.getString("message"),
        WebhookEvent.ofKey(row.getString("event")).orElseThrow(),
        Instant.ofEpochMilli(row.getLong("at_millis")),
        row.getString("status"),
        row.getInt("tries"),
        row.getString("outcome"),
        row.getInt("answer"),
        Instant.ofEpochMilli(row.getLong("updated_at_millis")),
        waits
            ? Optional.of(Instant.ofEpochMilli(row.getLong("next_attempt_at_millis")))
            : Optional.empty());
  }
}
