package dev.firebreak.testkit.smtp;

import java.util.Arrays;

/// A mail that arrived.
///
/// @param envelopeFrom return path
/// @param recipient whom the envelope named
/// @param content headers and body as they came
public record ReceivedMail(String envelopeFrom, String recipient, byte[] content) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ReceivedMail that
        && envelopeFrom.equals(that.envelopeFrom)
        && recipient.equals(that.recipient)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return recipient.hashCode() * 31 + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "ReceivedMail[" + content.length + " bytes]";
  }
}
