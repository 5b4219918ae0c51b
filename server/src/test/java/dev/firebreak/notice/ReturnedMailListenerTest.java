package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Speaks SMTP to the listener over real connections.
class ReturnedMailListenerTest {
  private static final int PATIENCE_MILLIS = 30_000;

  @TempDir Path folder;
  private NoticeDesk desk;
  private String campaign;
  private List<OutgoingMail> mails;
  private ReturnedMailListener listener;

  @BeforeEach
  void listen() {
    desk = new NoticeDesk(folder);
    FakeMailTransport relay = new FakeMailTransport();
    campaign = desk.approved(5).id();
    desk.send(campaign, relay, 1);
    mails = relay.accepted();
    listener =
        ReturnedMailListener.start(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            "notices@example.com",
            new ReturnedMails(desk.control, desk.keys, desk.audit, desk.clock));
  }

  @AfterEach
  void close() {
    listener.close();
    desk.close();
  }

  @Test
  void reportsAndComplaintsCountAsThoseReadFromFiles() throws IOException {
    OutgoingMail failed = mails.get(0);
    OutgoingMail complained = mails.get(1);
    try (Client client = new Client()) {
      assertThat(client.deliver(failed.envelopeFrom(), failure(failed))).startsWith("250");
      assertThat(client.deliver(complained.envelopeFrom(), SampleReports.complaint(complained)))
          .startsWith("250");
    }
    CampaignProgress progress = desk.campaigns.status(campaign);
    assertThat(progress.returned()).isEqualTo(1);
    assertThat(progress.complaints()).isEqualTo(1);
    assertThat(desk.campaigns.setAside(campaign, desk.omar)).containsKey("RETURNED");
  }

  @Test
  void reportIsFoundByTheReturnPathOfItsEnvelope() throws IOException {
    OutgoingMail mail = mails.getFirst();
    String report =
        new String(failure(mail), StandardCharsets.UTF_8)
            .replace(mail.envelopeFrom(), "postmaster@example.com");
    try (Client client = new Client()) {
      client.deliver(mail.envelopeFrom(), report.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(desk.campaigns.status(campaign).returned()).isEqualTo(1);
  }

  @Test
  void everyRecipientIsAnsweredAlikeAndNothingElseChanges() throws IOException {
    CampaignProgress before = desk.campaigns.status(campaign);
    OutgoingMail mail = mails.getFirst();
    try (Client client = new Client()) {
      List<String> answers = new ArrayList<>();
      for (String recipient :
          List.of(
              mail.envelopeFrom(),
              "notices+00000-00000@example.com",
              "notices@example.com",
              "somebody@example.net")) {
        client.say("MAIL FROM:<>");
        answers.add(client.say("RCPT TO:<" + recipient + ">"));
        client.say("RSET");
      }
      assertThat(answers).hasSize(4).containsOnly(answers.getFirst());
      assertThat(answers.getFirst()).startsWith("250");
      for (String recipient : List.of("somebody@example.net", "postmaster@example.com")) {
        assertThat(client.deliver(recipient, failure(mail))).startsWith("250");
      }
      byte[] garbage = new byte[5_000];
      for (int i = 0; i < garbage.length; i++) {
        garbage[i] = (byte) (i * 31 % 251 + 5);
      }
      assertThat(client.deliver(mail.envelopeFrom(), garbage)).startsWith("250");
      assertThat(client.say("VRFY notices@example.com")).doesNotContain("notices@example.com");
      assertThat(client.say("x".repeat(900))).startsWith("5");
    }
    assertThat(desk.campaigns.status(campaign)).isEqualTo(before);
  }

  @Test
  void tooLongAMailIsRefusedAndItsConnectionClosed() throws IOException {
    byte[] line = ("x".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Client client = new Client()) {
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<" + mails.getFirst().envelopeFrom() + ">");
      client.say("DATA");
      String answer = client.flood(line, 20_000);
      assertThat(answer).matches("(?s)(552.*)?");
    }
    try (Client client = new Client()) {
      client.deliver(mails.getFirst().envelopeFrom(), failure(mails.getFirst()));
    }
    assertThat(desk.campaigns.status(campaign).returned()).isEqualTo(1);
  }

  @Test
  void moreConnectionsThanAreServedAreToldToComeAgain() throws IOException {
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < ReturnedMailListener.CONNECTIONS_MAX; i++) {
        clients.add(new Client());
      }
      for (int i = 0; i < 100; i++) {
        assertThat(greeting()).startsWith("421");
      }
      assertThat(clients.getFirst().say("NOOP")).startsWith("250");
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    boolean served = false;
    for (int i = 0; i < 10_000 && !served; i++) {
      served = greeting().startsWith("220");
    }
    assertThat(served).isTrue();
  }

  private String greeting() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void addressThatIsTakenIsToldWithItsSetting() {
    assertThatThrownBy(() ->
            ReturnedMailListener.start(
                InetSocketAddress.createUnresolved("127.0.0.1", listener.port()),
                "notices@example.com",
                new ReturnedMails(desk.control, desk.keys, desk.audit, desk.clock)))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("mail.returned-listen");
  }

  private static byte[] failure(OutgoingMail mail) {
    return SampleReports.delivery(mail, "failed", "5.1.1", mail.to(), mail.messageId());
  }

  /// A mail server that hands mails on.
  private final class Client implements AutoCloseable {
    private final Socket socket;

    Client() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(answer()).startsWith("220");
      assertThat(say("HELO relay.example.net")).startsWith("250");
    }

    /// What is answered to the mail.
    String deliver(String recipient, byte[] mail) throws IOException {
      assertThat(say("MAIL FROM:<>")).startsWith("250");
      assertThat(say("RCPT TO:<" + recipient + ">")).startsWith("250");
      assertThat(say("DATA")).startsWith("354");
      socket.getOutputStream().write(mail);
      return say("\r\n.");
    }

    /// Writes as long as it is let, then reads what was said.
    String flood(byte[] line, int times) throws IOException {
      try {
        for (int i = 0; i < times; i++) {
          socket.getOutputStream().write(line);
        }
        return say("\r\n.");
      } catch (IOException closed) {
        return "";
      }
    }

    String say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      return answer();
    }

    private String answer() throws IOException {
      StringBuilder line = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
