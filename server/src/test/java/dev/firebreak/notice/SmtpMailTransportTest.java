package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/// The real transport keeps the contract, over real connections to an SMTP server.
class SmtpMailTransportTest implements MailTransportContract {
  private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());
  private final List<SMTPServer> relays = new ArrayList<>();

  @AfterEach
  void stop() {
    relays.forEach(SMTPServer::stop);
  }

  @Override
  public MailTransport transport(int code) {
    SMTPServer relay =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .messageHandlerFactory(context -> new Mail((Session) context, code))
            .build();
    relay.start();
    relays.add(relay);
    return transportTo(relay.getPortAllocated());
  }

  @Override
  public MailTransport unreachable() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return transportTo(free.getLocalPort());
    }
  }

  @Override
  public List<String> arrived() {
    return List.copyOf(arrived);
  }

  private static MailTransport transportTo(int port) {
    return new SmtpMailTransport(
        new FirebreakConfig.Mail(
            "127.0.0.1",
            port,
            FirebreakConfig.Mail.Tls.NONE,
            Optional.empty(),
            Optional.empty(),
            "notices@example.com",
            "privacy@example.com",
            1,
            0));
  }

  /// One mail on its way in. Confined to its connection's thread.
  private final class Mail implements MessageHandler {
    private final Session session;
    private final int code;
    private String recipient = "";

    Mail(Session session, int code) {
      this.session = session;
      this.code = code;
    }

    @Override
    public void from(String from) {}

    @Override
    public void recipient(String to) throws RejectException {
      if (code >= 400) {
        throw new RejectException(code, "refused by the test");
      }
      recipient = to;
    }

    @Override
    public String data(InputStream content) throws IOException {
      content.readAllBytes();
      arrived.add(recipient);
      if (code == 0) {
        session.closeSocket();
        throw new IOException("dropped by the test");
      }
      return "taken";
    }

    @Override
    public void done() {}
  }
}
