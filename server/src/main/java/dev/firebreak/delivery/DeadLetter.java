package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import java.time.Instant;

/// A record that the vendor refuses, by what may be known of it without its payload.
///
/// @param offset its place in the binding's journal
/// @param receivedAt when it came in
/// @param kind what it is
/// @param dedupeId its id at the vendor
/// @param reason why it is here
public record DeadLetter(
    long offset, Instant receivedAt, MessageKind kind, String dedupeId, DeliveryOutcome reason) {}
