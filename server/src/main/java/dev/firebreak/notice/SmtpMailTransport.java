package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.config.TrustedCertificates;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailStreamProvider;

/// Hands mails to a relay by SMTP (RFC 5321), with STARTTLS, TLS from the start, or neither. The
/// relay's certificate must fit its host name and lead to an authority that is trusted.
/// Thread-safe.
public final class SmtpMailTransport implements MailTransport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final int REPLY_LENGTH_MAX = 200;
  private static final String STREAMS = "jakarta.mail.util.StreamProvider";

  static {
    // Jakarta Mail looks its streams up in every jar of the classpath, several times for each part
    // of each mail, unless their class is named.
    if (System.getProperty(STREAMS) == null) {
      System.setProperty(STREAMS, MailStreamProvider.class.getName());
    }
  }

  private final FirebreakConfig.Mail mail;
  private final Session session;
  private final Optional<DkimSigner> signer;

  /// Without signatures of our own.
  public SmtpMailTransport(FirebreakConfig.Mail mail) {
    this(mail, Optional.empty());
  }

  /// @param signer signs every mail; empty where the relay does
  /// @throws FirebreakException CONFIG_INVALID where `mail.trusted-certificates` cannot be read
  public SmtpMailTransport(FirebreakConfig.Mail mail, Optional<DkimSigner> signer) {
    this.mail = mail;
    this.signer = signer;
    session = Session.getInstance(properties(mail));
  }

  @Override
  public Connection open() throws IOException {
    return new SmtpConnection(connect());
  }

  private SMTPTransport connect() throws IOException {
    boolean implicit = mail.tls() == FirebreakConfig.Mail.Tls.IMPLICIT;
    try {
      SMTPTransport transport = (SMTPTransport) session.getTransport(implicit ? "smtps" : "smtp");
      transport.connect(
          mail.host(),
          mail.port(),
          mail.username().orElse(null),
          mail.password().map(SmtpMailTransport::reveal).orElse(null));
      return transport;
    } catch (MessagingException e) {
      throw new IOException(mail.host() + ":" + mail.port() + " cannot be used as relay", e);
    }
  }

  /// The relay's answer without anything that looks like an address, shortened.
  static String withoutAddresses(String reply) {
    String plain = reply.strip().replaceAll("\\S*@\\S*", "[address]").replaceAll("\\s+", " ");
    return plain.length() <= REPLY_LENGTH_MAX ? plain : plain.substring(0, REPLY_LENGTH_MAX);
  }

  private static String reveal(Secret secret) {
    return secret.reveal(CleartextAccess.KEY_USE);
  }

  private static Properties properties(FirebreakConfig.Mail mail) {
    Properties properties = new Properties();
    for (String protocol : new String[] {"mail.smtp.", "mail.smtps."}) {
      properties.put(protocol + "connectiontimeout", "" + CONNECT_TIMEOUT.toMillis());
      properties.put(protocol + "timeout", "" + ANSWER_TIMEOUT.toMillis());
      properties.put(protocol + "writetimeout", "" + ANSWER_TIMEOUT.toMillis());
      properties.put(protocol + "localhost", domain(mail.from()));
      properties.put(protocol + "ssl.checkserveridentity", "true");
      properties.put(protocol + "auth", "" + mail.username().isPresent());
      properties.put(protocol + "quitwait", "false");
    }
    boolean startTls = mail.tls() == FirebreakConfig.Mail.Tls.STARTTLS;
    properties.put("mail.smtp.starttls.enable", "" + startTls);
    properties.put("mail.smtp.starttls.required", "" + startTls);
    mail.trusted()
        .map(file ->
            TrustedCertificates.context(file, "mail.trusted-certificates").getSocketFactory())
        .ifPresent(factory -> {
          properties.put("mail.smtp.ssl.socketFactory", factory);
          properties.put("mail.smtps.ssl.socketFactory", factory);
        });
    return properties;
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// One SMTP session after another: a relay may close one after it refused a mail.
  private final class SmtpConnection implements Connection {
    private SMTPTransport transport;
    private boolean refused;

    SmtpConnection(SMTPTransport transport) {
      this.transport = transport;
    }

    @Override
    public MailResult send(OutgoingMail outgoing) throws IOException {
      NoticeMessage message;
      try {
        message = new NoticeMessage(session, outgoing, signer);
      } catch (MessagingException e) {
        throw new IllegalStateException("a notice could not be put into a mail", e);
      }
      if (refused && !transport.isConnected()) {
        transport = connect();
      }
      refused = false;
      try {
        transport.sendMessage(message, new Address[] {new InternetAddress(outgoing.to())});
        return new MailResult.Accepted(withoutAddresses(transport.getLastServerResponse()));
      } catch (MessagingException e) {
        refused = true;
        return failure(e, message.begun());
      }
    }

    @Override
    public void close() {
      try {
        transport.close();
      } catch (MessagingException alreadyGone) {
        // Nothing depends on how a connection ends: outcomes come from answers alone.
      }
    }

    private MailResult failure(MessagingException failure, boolean begun) throws IOException {
      int code = transport.getLastReturnCode();
      for (Exception e = failure; e != null; e = next(e)) {
        switch (e) {
          case SMTPSenderFailedException refused ->
              throw new IOException(
                  "it refuses the sender with " + refused.getReturnCode(), failure);
          case SMTPAddressFailedException refused -> code = refused.getReturnCode();
          case SMTPSendFailedException refused -> code = refused.getReturnCode();
          default -> {}
        }
      }
      String reply =
          code < 0 ? "no answer" : withoutAddresses("" + transport.getLastServerResponse());
      if (code >= 500) {
        return new MailResult.Refused(reply);
      }
      if (code >= 400 && code != 421) {
        return new MailResult.Deferred(reply);
      }
      return begun
          ? new MailResult.Unknown("no answer after the mail")
          : new MailResult.NotSent("connection ended before the mail");
    }

    private static @org.jspecify.annotations.Nullable Exception next(Exception e) {
      return e instanceof MessagingException messaging ? messaging.getNextException() : null;
    }
  }
}
