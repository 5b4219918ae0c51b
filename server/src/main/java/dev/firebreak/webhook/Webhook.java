package dev.firebreak.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Somebody who is told of events. Immutable.
///
/// @param id as `hook-1`
/// @param url where requests go
/// @param events what it is told of
/// @param addedBy operator
/// @param disabled why it is told of nothing any more; empty while it is
public record Webhook(
    String id,
    URI url,
    Set<WebhookEvent> events,
    String addedBy,
    Instant addedAt,
    Optional<Disabled> disabled) {
  public Webhook {
    events = Set.copyOf(events);
  }

  /// When a webhook was disabled, and why.
  public record Disabled(Instant at, String reason) {}
}
