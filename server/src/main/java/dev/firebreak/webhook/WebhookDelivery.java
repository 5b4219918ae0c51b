package dev.firebreak.webhook;

import java.time.Instant;
import java.util.Optional;

/// What became of a message for one webhook.
///
/// @param message its id, which the receiver got as `webhook-id`
/// @param at when what it tells of happened
/// @param status `waiting`, `delivered` or `given_up`
/// @param outcome of the last try: `delivered`, `refused`, `gone`, `timeout`, `unreachable`, `tls`,
///   `not-allowed`; empty before the first
/// @param answer HTTP status of the last answer; 0 where there was none
/// @param nextTryAt when it is tried again; empty where it is not
public record WebhookDelivery(
    String message,
    WebhookEvent event,
    Instant at,
    String status,
    int tries,
    String outcome,
    int answer,
    Instant updatedAt,
    Optional<Instant> nextTryAt) {}
