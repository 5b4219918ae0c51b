package dev.firebreak.notice;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

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
/// @param headers further headers, written in the order of their names
/// @param date the Date header
public record OutgoingMail(
    String messageId,
    String envelopeFrom,
    String to,
    String from,
    String replyTo,
    RenderedNotice notice,
    SortedMap<String, String> headers,
    Instant date) {
  public OutgoingMail {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /// Where it goes to, in lower case.
  String domain() {
    return to.substring(to.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "OutgoingMail[" + messageId + "]";
  }
}
