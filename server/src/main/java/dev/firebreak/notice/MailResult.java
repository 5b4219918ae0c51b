package dev.firebreak.notice;

/// What became of one mail.
public sealed interface MailResult {
  /// The relay took it.
  ///
  /// @param reply the relay's answer, without addresses
  record Accepted(String reply) implements MailResult {}

  /// The relay refused it for now (4xx).
  record Deferred(String reply) implements MailResult {}

  /// The relay refused it for good (5xx).
  record Refused(String reply) implements MailResult {}

  /// The connection ended before any of the mail was sent: it cannot have arrived.
  record NotSent(String reason) implements MailResult {}

  /// The mail was being sent and no answer came: it may have arrived.
  record Unknown(String reason) implements MailResult {}

  /// The mail was not handed to the relay: it is a follow-up, and its reader asked for none since
  /// it was approved. No transport answers this.
  record Declined() implements MailResult {}
}
