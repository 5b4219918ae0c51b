package dev.firebreak.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.util.CRLFOutputStream;

/// The MIME form of a notice: plain text and HTML as alternatives, nothing else. It notes when its
/// content begins to be written, which a server allows only by its answer to DATA: before that, a
/// broken connection means that the mail did not go out.
final class NoticeMessage extends SMTPMessage {
  private final String messageId;
  private final Optional<DkimSigner> signer;
  private boolean begun;

  /// @param signer what signs it; a signed mail is quoted-printable, which no relay on the way has
  ///   a reason to change (RFC 6376 §5.3)
  NoticeMessage(Session session, OutgoingMail mail, Optional<DkimSigner> signer)
      throws MessagingException {
    super(session);
    this.signer = signer;
    messageId = mail.messageId();
    setEnvelopeFrom(mail.envelopeFrom());
    setFrom(new InternetAddress(mail.from()));
    setReplyTo(new InternetAddress[] {new InternetAddress(mail.replyTo())});
    setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
    setSubject(mail.notice().subject(), "UTF-8");
    setSentDate(Date.from(mail.date()));
    for (Map.Entry<String, String> header : mail.headers().entrySet()) {
      setHeader(header.getKey(), header.getValue());
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.notice().text(), "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.notice().html(), "UTF-8", "html");
    if (signer.isPresent()) {
      text.setHeader("Content-Transfer-Encoding", "quoted-printable");
      html.setHeader("Content-Transfer-Encoding", "quoted-printable");
    }
    setContent(new MimeMultipart("alternative", text, html));
    saveChanges();
  }

  boolean begun() {
    return begun;
  }

  @Override
  public void writeTo(OutputStream out, String[] ignoreList)
      throws IOException, MessagingException {
    if (signer.isEmpty()) {
      begun = true;
      super.writeTo(out, ignoreList);
      return;
    }
    byte[] mail = bytes(ignoreList);
    byte[] signatures = signer.get().sign(mail).getBytes(StandardCharsets.US_ASCII);
    begun = true;
    out.write(signatures);
    out.write(mail);
  }

  /// Header and body as they go over the wire, all lines ending in CRLF.
  private byte[] bytes(String[] ignoreList) throws IOException, MessagingException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    super.writeTo(new CRLFOutputStream(written), ignoreList);
    return written.toByteArray();
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}
