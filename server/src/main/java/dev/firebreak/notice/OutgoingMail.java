package dev.firebreak.notice;

import java.time.Instant;
import java.util.Map;

/// One mail, ready to be sent.
///
/// @param messageId with angle brackets; the same at every attempt, so that receivers can drop a
///   double
/// @param envelopeFrom return path that names the notice (VERP), so that a bounce finds its
///   addressee
/// @param to the only recipient
/// @param from visible sender's address
/// @param replyTo mailbox that people read
/// @param notice subject and both texts
/// @param headers further headers
/// @param date the Date header
public record OutgoingMail(
    String messageId,
    String envelopeFrom,
    String to,
    String from,
    String replyTo,
    RenderedNotice notice,
    Map<String, String> headers,
    Instant date) {
  public OutgoingMail {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "OutgoingMail[" + messageId + "]";
  }
}
