package dev.firebreak.notice;

import java.io.IOException;

/// The seam to a mail relay. Thread-safe; each connection belongs to one thread.
public interface MailTransport {
  /// Connects.
  ///
  /// @throws IOException where the relay does not answer or refuses this sender altogether
  Connection open() throws IOException;

  /// One connection, kept open for many mails.
  interface Connection extends AutoCloseable {
    /// Hands one mail over. After [MailResult.NotSent] and [MailResult.Unknown] the connection is
    /// dead.
    ///
    /// @throws IOException where the relay refuses every mail of this sender, whoever it is for;
    ///   this one was not sent and the connection is dead
    MailResult send(OutgoingMail mail) throws IOException;

    @Override
    void close();
  }
}
