package dev.firebreak.notice;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What another mail server, or a mail provider, reports about one of our mails: that it could not
/// be delivered (RFC 3464), is still tried, or that its reader called it spam (RFC 5965). Such
/// reports come in many shapes, so they are read forgivingly; what they claim counts only where
/// [ReturnedMails] finds that it fits a mail that was sent. Immutable.
///
/// @param kind what is reported
/// @param number notice number from the return path (VERP), in upper case
/// @param code status such as `5.1.1`, or kind of complaint; never free text, which has addresses
/// @param recipient the address the report is about, in lower case; empty where it names none
/// @param messageId of the mail it is about, in angle brackets; empty where it names none
record ReturnedMail(Kind kind, String number, String code, String recipient, String messageId) {
  static final int LENGTH_MAX = 1 << 20;

  private static final int PARTS_MAX = 10;
  private static final int PART_LENGTH_MAX = 64 << 10;
  private static final Pattern NUMBER =
      Pattern.compile("(?i)\\+([0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5})@");
  private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
  private static final Pattern COMPLAINT = Pattern.compile("[a-z-]{1,20}");
  private static final Pattern FIELD = Pattern.compile("(?m)^([!-9;-~]+):[ \\t]*(.*)$");
  private static final List<String> FIELDS_WITH_RETURN_PATH =
      List.of("to", "delivered-to", "x-original-to", "return-path", "original-mail-from");

  /// What is reported.
  enum Kind {
    FAILED,
    DELAYED,
    COMPLAINT
  }

  /// Reads a mail; empty where it is no such report.
  static Optional<ReturnedMail> parse(byte[] mail) {
    if (mail.length > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      MimeMessage message =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
      return message.isMimeType("multipart/report") && message.getContent() instanceof Multipart
          ? parse(message, (Multipart) message.getContent())
          : Optional.empty();
    } catch (MessagingException | IOException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<ReturnedMail> parse(MimeMessage message, Multipart report)
      throws MessagingException, IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String name : List.of("To", "Delivered-To", "X-Original-To")) {
      String value = message.getHeader(name, ",");
      if (value != null) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    Optional<Kind> kind = Optional.empty();
    for (int i = 0; i < Math.min(report.getCount(), PARTS_MAX); i++) {
      BodyPart part = report.getBodyPart(i);
      if (part.isMimeType("message/delivery-status")
          || part.isMimeType("message/global-delivery-status")) {
        read(text(part), fields);
        kind = delivery(fields);
      } else if (part.isMimeType("message/feedback-report")) {
        read(text(part), fields);
        kind = Optional.of(Kind.COMPLAINT);
      } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
        String returned = text(part);
        read(returned.split("\n\n", 2)[0], fields);
      }
    }
    return kind.flatMap(each -> of(each, fields));
  }

  private static Optional<ReturnedMail> of(Kind kind, Map<String, String> fields) {
    List<String> paths = new ArrayList<>();
    FIELDS_WITH_RETURN_PATH.forEach(name -> paths.add(fields.getOrDefault(name, "")));
    Matcher number = NUMBER.matcher(String.join(" ", paths));
    if (!number.find()) {
      return Optional.empty();
    }
    String code =
        kind == Kind.COMPLAINT
            ? known(COMPLAINT, fields.getOrDefault("feedback-type", ""), "other")
            : known(STATUS, fields.getOrDefault("status", ""), "5.0.0");
    String about =
        fields.getOrDefault(
            "original-recipient",
            fields.getOrDefault("final-recipient", fields.getOrDefault("original-rcpt-to", "")));
    return Optional.of(
        new ReturnedMail(
            kind,
            number.group(1).toUpperCase(Locale.ROOT),
            code,
            address(about),
            fields.getOrDefault("message-id", "").strip()));
  }

  /// What a delivery report says; empty where it says that all is well.
  private static Optional<Kind> delivery(Map<String, String> fields) {
    return switch (fields.getOrDefault("action", "").strip().toLowerCase(Locale.ROOT)) {
      case "failed" -> Optional.of(Kind.FAILED);
      case "delayed" -> Optional.of(Kind.DELAYED);
      default -> Optional.empty();
    };
  }

  private static String known(Pattern shape, String value, String otherwise) {
    Matcher found = shape.matcher(value.strip().toLowerCase(Locale.ROOT));
    return found.lookingAt() ? found.group() : otherwise;
  }

  /// `rfc822; ada@example.org` and `<ada@example.org>` without what is around.
  private static String address(String written) {
    String bare = written.substring(written.indexOf(';') + 1).strip().toLowerCase(Locale.ROOT);
    return bare.replaceAll("^<|>$", "");
  }

  /// Adds fields that are not there yet: the first recipient of a report is the one.
  private static void read(String text, Map<String, String> fields) {
    Matcher field = FIELD.matcher(text.replaceAll("\n[ \\t]+", " "));
    while (field.find()) {
      fields.putIfAbsent(field.group(1).toLowerCase(Locale.ROOT), field.group(2));
    }
  }

  private static String text(BodyPart part) throws MessagingException, IOException {
    byte[] bytes = part.getInputStream().readNBytes(PART_LENGTH_MAX);
    return new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }

  /// Without the address.
  @Override
  public String toString() {
    return "ReturnedMail[" + kind + " " + code + "]";
  }
}
