package dev.firebreak.testkit.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/// A real SMTP server on loopback, port chosen by the system. It keeps every mail in memory, on
/// disk as one file each, or hands it to a consumer. Which recipients fail, and how, is a function
/// that is asked anew for every mail. Thread-safe.
public final class SmtpSink implements AutoCloseable {
  private static final int MAIL_BYTES_MAX = 4 << 20;
  private static final int CONTENT_READ = 100;

  private final SMTPServer server;
  private final Consumer<ReceivedMail> keeper;
  private final Function<String, SmtpFault> faults;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();

  private SmtpSink(
      Consumer<ReceivedMail> keeper,
      Function<String, SmtpFault> faults,
      UnaryOperator<SMTPServer.Builder> protection) {
    this.keeper = keeper;
    this.faults = faults;
    server =
        protection
            .apply(
                SMTPServer.port(0)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .maxConnections(1_000)
                    .maxMessageSize(MAIL_BYTES_MAX)
                    .insertReceivedHeaders(false)
                    .executorService(Executors.newVirtualThreadPerTaskExecutor())
                    .messageHandlerFactory(context -> new Handler((Session) context)))
            .build();
  }

  /// Starts a sink that hands each mail to a consumer, which must be thread-safe.
  ///
  /// @param faults asked with the recipient's address in lower case
  public static SmtpSink start(Consumer<ReceivedMail> keeper, Function<String, SmtpFault> faults) {
    return started(new SmtpSink(keeper, faults, builder -> builder));
  }

  /// Starts a sink that takes mails only after STARTTLS (RFC 3207).
  public static SmtpSink startTls(
      SSLContext tls, Consumer<ReceivedMail> keeper, Function<String, SmtpFault> faults) {
    return started(
        new SmtpSink(
            keeper, faults, builder -> builder.startTlsSocketFactory(tls, false).requireTLS()));
  }

  /// Starts a sink that speaks TLS from the start (RFC 8314).
  public static SmtpSink implicitTls(
      SSLContext tls, Consumer<ReceivedMail> keeper, Function<String, SmtpFault> faults) {
    return started(new SmtpSink(keeper, faults, builder -> builder.serverSocketFactory(tls)));
  }

  private static SmtpSink started(SmtpSink sink) {
    sink.server.start();
    return sink;
  }

  /// Starts a sink that keeps mails in the list, which must be thread-safe, and never fails.
  public static SmtpSink keeping(List<ReceivedMail> mails) {
    return start(mails::add, _ -> new SmtpFault.None());
  }

  public int port() {
    return server.getPortAllocated();
  }

  /// Mails kept, those of dropped connections included.
  public long kept() {
    return kept.get();
  }

  /// Mails refused with a code.
  public long refused() {
    return refused.get();
  }

  /// Connections dropped on purpose.
  public long dropped() {
    return dropped.get();
  }

  /// Mail transactions begun, whatever became of them.
  public long transactions() {
    return connections.get();
  }

  @Override
  public void close() {
    server.stop();
  }

  /// One mail transaction. Confined to its connection's thread.
  private final class Handler implements MessageHandler {
    private final Session session;
    private String envelopeFrom = "";
    private final List<String> recipients = new ArrayList<>();
    private SmtpFault fault = new SmtpFault.None();

    Handler(Session session) {
      this.session = session;
    }

    @Override
    public void from(String from) {
      connections.incrementAndGet();
      envelopeFrom = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      fault = faults.apply(recipient.toLowerCase(Locale.ROOT));
      switch (fault) {
        case SmtpFault.Refuse refuse -> {
          refused.incrementAndGet();
          throw new RejectException(refuse.code(), "refused by the test");
        }
        case SmtpFault.DropBeforeContent _ -> {
          dropped.incrementAndGet();
          throw new DropConnectionException(421, "dropped by the test");
        }
        case SmtpFault.None _,
            SmtpFault.Delay _,
            SmtpFault.RefuseContent _,
            SmtpFault.DropWithinContent _,
            SmtpFault.DropAfterContent _ ->
            recipients.add(recipient);
      }
    }

    @Override
    public @Nullable String data(InputStream content) throws RejectException, IOException {
      if (fault instanceof SmtpFault.DropWithinContent) {
        content.readNBytes(CONTENT_READ);
        drop();
      }
      byte[] bytes = content.readAllBytes();
      switch (fault) {
        case SmtpFault.RefuseContent refuse -> {
          refused.incrementAndGet();
          throw new RejectException(refuse.code(), "refused by the test");
        }
        case SmtpFault.Delay delay -> await(delay);
        case SmtpFault.None _,
            SmtpFault.Refuse _,
            SmtpFault.DropAfterContent _,
            SmtpFault.DropWithinContent _,
            SmtpFault.DropBeforeContent _ -> {}
      }
      for (String recipient : recipients) {
        keeper.accept(new ReceivedMail(envelopeFrom, recipient, bytes));
        kept.incrementAndGet();
      }
      if (fault instanceof SmtpFault.DropAfterContent) {
        drop();
      }
      return null;
    }

    private void drop() throws IOException {
      dropped.incrementAndGet();
      session.closeSocket();
      throw new IOException("dropped by the test");
    }

    @Override
    public void done() {}

    private static void await(SmtpFault.Delay delay) throws IOException {
      try {
        boolean _ = new CountDownLatch(1).await(delay.duration().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the sink was stopped", e);
      }
    }
  }
}
