package dev.firebreak.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Date;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/// The MIME form of a notice: plain text and HTML as alternatives, nothing else. It notes when its
/// content begins to be written, which a server allows only by its answer to DATA: before that, a
/// broken connection means that the mail did not go out.
final class NoticeMessage extends SMTPMessage {
  private final String messageId;
  private boolean begun;

  NoticeMessage(Session session, OutgoingMail mail) throws MessagingException {
    super(session);
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
    setContent(new MimeMultipart("alternative", text, html));
    saveChanges();
  }

  boolean begun() {
    return begun;
  }

  @Override
  public void writeTo(OutputStream out, String[] ignoreList)
      throws IOException, MessagingException {
    begun = true;
    super.writeTo(out, ignoreList);
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}
