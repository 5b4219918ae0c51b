package dev.firebreak.notice;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mail that somebody received and wants checked, if it has the shape of a notice at all: one
/// sender, one reply address, one subject, and exactly a plain text and an HTML part. Anything
/// more, such as an attachment or a second text, is no notice of ours.
///
/// @param number notice number that the text names
/// @param word word that the text names
/// @param from sender's address
/// @param replyTo reply address
/// @param digest of subject and both texts
record ReceivedNotice(String number, String word, String from, String replyTo, String digest) {
  static final int LENGTH_MAX = 1 << 20;

  private static final Pattern NUMBER = Pattern.compile("(?m)^- Notice number: (\\S{1,20})\\s*$");
  private static final Pattern WORD = Pattern.compile("(?m)^- Word: (\\S{1,40})\\s*$");

  /// Reads a mail as received; empty where it cannot be one of ours.
  static Optional<ReceivedNotice> parse(byte[] mail) {
    if (mail.length > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return parse(
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
    } catch (MessagingException | IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<ReceivedNotice> parse(MimeMessage message)
      throws MessagingException, IOException {
    if (!(message.getContent() instanceof MimeMultipart parts)
        || !message.isMimeType("multipart/alternative")
        || parts.getCount() != 2
        || !once(message, "From", "Reply-To", "Subject", "Content-Type")
        || message.getHeader("Sender") != null) {
      return Optional.empty();
    }
    Optional<String> text = text(parts.getBodyPart(0), "text/plain");
    Optional<String> html = text(parts.getBodyPart(1), "text/html");
    if (text.isEmpty() || html.isEmpty()) {
      return Optional.empty();
    }
    Matcher number = NUMBER.matcher(text.get());
    Matcher word = WORD.matcher(text.get());
    if (!number.find() || !word.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReceivedNotice(
            number.group(1),
            word.group(1),
            address(message, "From"),
            address(message, "Reply-To"),
            RenderedNotice.digest("" + message.getSubject(), text.get(), html.get())));
  }

  private static boolean once(MimeMessage message, String... names) throws MessagingException {
    for (String name : names) {
      String[] values = message.getHeader(name);
      if (values == null || values.length != 1) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> text(BodyPart part, String type)
      throws MessagingException, IOException {
    return part.isMimeType(type)
            && part.getFileName() == null
            && part.getContent() instanceof String content
        ? Optional.of(content)
        : Optional.empty();
  }

  private static String address(MimeMessage message, String header) throws MessagingException {
    InternetAddress[] addresses = InternetAddress.parse(message.getHeader(header, ","), true);
    return addresses.length == 1 && addresses[0].getPersonal() == null
        ? addresses[0].getAddress().toLowerCase(Locale.ROOT)
        : "";
  }
}
