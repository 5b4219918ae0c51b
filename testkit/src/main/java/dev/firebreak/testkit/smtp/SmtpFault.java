package dev.firebreak.testkit.smtp;

import java.time.Duration;

/// What the sink does with one mail.
public sealed interface SmtpFault {
  /// Nothing: the mail is taken and kept.
  record None() implements SmtpFault {}

  /// Refuses the recipient, with a code such as 450 or 550.
  record Refuse(int code) implements SmtpFault {}

  /// Refuses the mail after its content, with a code such as 451 or 554.
  record RefuseContent(int code) implements SmtpFault {}

  /// Takes and keeps the mail, then drops the connection instead of answering.
  record DropAfterContent() implements SmtpFault {}

  /// Drops the connection within the content, of which it reads a part and keeps nothing.
  record DropWithinContent() implements SmtpFault {}

  /// Answers 421 to the recipient and drops the connection, before any content.
  record DropBeforeContent() implements SmtpFault {}

  /// Takes the mail after a while.
  record Delay(Duration duration) implements SmtpFault {}
}
