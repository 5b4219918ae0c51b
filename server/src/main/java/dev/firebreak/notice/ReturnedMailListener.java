package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/// Takes in mails that come back, over SMTP, and hands them to [ReturnedMails]. It never sends or
/// forwards a mail. Every recipient is answered alike, whether a notice has that return path or
/// not; what is addressed to anything else than a return path of ours is read and thrown away.
///
/// At most [#CONNECTIONS_MAX] connections are served at once, others are told to come again (421);
/// a connection that is silent for a minute is closed, and so is one whose mail is longer than a
/// report may be. Thread-safe.
public final class ReturnedMailListener implements AutoCloseable {
  /// Connections that are served at once.
  public static final int CONNECTIONS_MAX = 32;

  private static final int RECIPIENTS_MAX = 4;
  private static final int SILENCE_MILLIS_MAX = 60_000;

  private final SMTPServer server;
  private final ExecutorService threads;
  private final ReturnedMails returned;
  private final Pattern returnPath;

  private ReturnedMailListener(InetAddress host, int port, String from, ReturnedMails returned) {
    this.returned = returned;
    int at = from.lastIndexOf('@');
    returnPath =
        Pattern.compile(
            Pattern.quote(from.substring(0, at))
                + "\\+[0-9a-z]{5}-[0-9a-z]{5}"
                + Pattern.quote(from.substring(at)),
            Pattern.CASE_INSENSITIVE);
    threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("returned-mail-", 0).factory());
    server =
        SMTPServer.port(port)
            .bindAddress(host)
            .hostName(from.substring(at + 1).toLowerCase(Locale.ROOT))
            .softwareName("Firebreak")
            .hideTLS(true)
            .maxConnections(CONNECTIONS_MAX)
            .maxRecipients(RECIPIENTS_MAX)
            .maxMessageSize(ReturnedMails.LENGTH_MAX)
            .connectionTimeoutMs(SILENCE_MILLIS_MAX)
            .insertReceivedHeaders(false)
            .executorService(threads)
            .messageHandlerFactory(_ -> new Incoming())
            .build();
  }

  /// Starts listening; port 0 takes a free one.
  ///
  /// @param from the visible sender of notices: their return paths are made from it
  /// @throws FirebreakException PORT_IN_USE where it can't listen there
  public static ReturnedMailListener start(
      InetSocketAddress address, String from, ReturnedMails returned) {
    try {
      InetAddress host = InetAddress.getByName(address.getHostString());
      ReturnedMailListener listener =
          new ReturnedMailListener(host, address.getPort(), from, returned);
      listener.server.start();
      return listener;
    } catch (RuntimeException | UnknownHostException e) {
      throw new FirebreakException(
          ErrorCode.PORT_IN_USE,
          "cannot listen on %s port %d: another process listens there, or the address is none of"
                  .formatted(address.getHostString(), address.getPort())
              + " this machine's; stop that process or set `mail.returned-listen` in firebreak.yaml"
              + " to another",
          e);
    }
  }

  /// Where it listens.
  public int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
    threads.close();
  }

  /// One mail on its way in. Confined to its connection's thread.
  private final class Incoming implements MessageHandler {
    private final List<String> returnPaths = new ArrayList<>();

    /// Reports come from nobody, `<>`; complaints from anybody.
    @Override
    public void from(String from) {}

    @Override
    public void recipient(String recipient) {
      if (returnPath.matcher(recipient).matches()) {
        returnPaths.add(recipient);
      }
    }

    @Override
    public @Nullable String data(InputStream content) throws RejectException, IOException {
      byte[] mail = content.readNBytes(ReturnedMails.LENGTH_MAX + 1);
      if (mail.length > ReturnedMails.LENGTH_MAX) {
        throw new DropConnectionException(552, "too long for a report");
      }
      try {
        returnPaths.forEach(path -> {
          var _ = returned.take(delivered(path, mail));
        });
      } catch (FirebreakException e) {
        throw new RejectException(451, "cannot be taken in now; try again later");
      }
      return null;
    }

    @Override
    public void done() {}

    /// As a mail system that puts mails into a folder: some reports name the return path in their
    /// envelope only.
    private static byte[] delivered(String path, byte[] mail) {
      byte[] field = ("Delivered-To: " + path + "\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] delivered = new byte[field.length + mail.length];
      System.arraycopy(field, 0, delivered, 0, field.length);
      System.arraycopy(mail, 0, delivered, field.length, mail.length);
      return delivered;
    }
  }
}
