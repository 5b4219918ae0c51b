package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What every [MailTransport] does, whatever its relay does. Sending builds on each of these.
interface MailTransportContract {
  /// A transport whose relay does this with every mail. The code of a relay's answer: 250 takes,
  /// 4xx defers, 5xx refuses; 0 takes the mail and ends the connection without an answer.
  MailTransport transport(int code);

  /// A transport whose relay is not there.
  MailTransport unreachable() throws IOException;

  /// Recipients of the mails that have arrived, in that order.
  List<String> arrived();

  /// A mail to this address.
  static OutgoingMail mail(String to) {
    return new OutgoingMail(
        "<" + to.replace('@', '.') + "@example.com>",
        "notices@example.com",
        to,
        "notices@example.com",
        "privacy@example.com",
        new RenderedNotice(
            "ABCDE-FGHJK", "You are affected", "You are affected.\n", "<p>You are affected.</p>"),
        new TreeMap<>(),
        Instant.parse("2025-11-26T08:00:00Z"));
  }

  @Test
  default void oneConnectionCarriesManyMails() throws IOException {
    try (MailTransport.Connection connection = transport(250).open()) {
      for (String to : List.of("ada@example.org", "ben@example.org", "cleo@example.org")) {
        assertThat(connection.send(mail(to))).isInstanceOf(MailResult.Accepted.class);
      }
    }
    assertThat(arrived()).containsExactly("ada@example.org", "ben@example.org", "cleo@example.org");
  }

  @Test
  default void aDeferredMailDidNotArriveAndTheConnectionGoesOn() throws IOException {
    try (MailTransport.Connection connection = transport(450).open()) {
      assertThat(connection.send(mail("ada@example.org"))).isInstanceOf(MailResult.Deferred.class);
      assertThat(connection.send(mail("ben@example.org"))).isInstanceOf(MailResult.Deferred.class);
    }
    assertThat(arrived()).isEmpty();
  }

  @Test
  default void aRefusedMailDidNotArriveAndTheConnectionGoesOn() throws IOException {
    try (MailTransport.Connection connection = transport(550).open()) {
      assertThat(connection.send(mail("ada@example.org"))).isInstanceOf(MailResult.Refused.class);
      assertThat(connection.send(mail("ben@example.org"))).isInstanceOf(MailResult.Refused.class);
    }
    assertThat(arrived()).isEmpty();
  }

  @Test
  default void withoutAnAnswerTheMailMayHaveArrivedAndIsNotSentAgainByItself() throws IOException {
    try (MailTransport.Connection connection = transport(0).open()) {
      assertThat(connection.send(mail("ada@example.org"))).isInstanceOf(MailResult.Unknown.class);
    }
    assertThat(arrived()).containsExactly("ada@example.org");
  }

  @Test
  default void aRelayThatIsNotThereIsToldAtOpening() throws IOException {
    MailTransport transport = unreachable();
    assertThatThrownBy(transport::open).isInstanceOf(IOException.class);
    assertThat(arrived()).isEmpty();
  }
}
