package dev.firebreak.notice;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mail that somebody received and wants checked, if it has exactly the form of a notice: one
/// sender, one reply address, one subject, one boundary, and a plain text and an HTML part with
/// nothing before, between or after them. Relays may fold header fields, add their own and choose
/// another transfer encoding; anything else, such as an attachment, a second text or a field that
/// mail programs show or act on, makes it no notice of ours.
///
/// @param number notice number that the text names
/// @param word word that the text names
/// @param from sender's address
/// @param replyTo reply address
/// @param digest of subject and both texts
/// @param optOut where its programs offer to opt out; empty where they offer nothing
record ReceivedNotice(
    String number, String word, String from, String replyTo, String digest, String optOut) {
  static final int LENGTH_MAX = 1 << 20;

  private static final Pattern NUMBER = Pattern.compile("(?m)^- Notice number: (\\S{1,20})\\s*$");
  private static final Pattern WORD = Pattern.compile("(?m)^- Word: (\\S{1,40})\\s*$");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:<(?=.*>$))?([!-9;=?A-~]+@[A-Za-z0-9.-]+)>?");
  private static final Pattern MULTIPART =
      Pattern.compile(
          "(?i)multipart/alternative[ \\t]*;[ \\t]*boundary="
              + "(?:\"([0-9A-Za-z'()+_,./:=?-]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))");
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)text/(plain|html)[ \\t]*;[ \\t]*charset=(?:\"(utf-8|us-ascii)\"|(utf-8|us-ascii))");
  private static final Pattern ENCODED_WORD =
      Pattern.compile(
          "(?i)=\\?utf-8\\?(?:b\\?[A-Za-z0-9+/]+={0,2}|q\\?(?:[!-<>@-^`-~_]|=[0-9a-f]{2})+)\\?=");
  private static final Pattern OPT_OUT = Pattern.compile("<(https://[!-;=?-~]+)>");
  private static final Pattern ASCII = Pattern.compile("[ -~\\t]*");

  /// Fields that mail programs show, or send answers to.
  private static final Set<String> UNWANTED =
      Set.of(
          "sender",
          "mail-reply-to",
          "mail-followup-to",
          "disposition-notification-to",
          "return-receipt-to",
          "x-confirm-reading-to",
          "face",
          "x-face",
          "bimi-location",
          "bimi-indicator");

  /// Fields about lists that a notice has; those about opting out, in a follow-up only.
  private static final Set<String> LIST =
      Set.of("list-id", "list-unsubscribe", "list-unsubscribe-post");

  /// Reads a mail as received; empty where it cannot be one of ours.
  static Optional<ReceivedNotice> parse(byte[] mail) {
    if (mail.length > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return parse(MailEntity.of(mail));
    } catch (IllegalArgumentException | UnsupportedEncodingException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<ReceivedNotice> parse(MailEntity mail)
      throws UnsupportedEncodingException {
    Matcher type = MULTIPART.matcher(mail.once("content-type"));
    if (!type.matches()
        || !mail.once("mime-version").equals("1.0")
        || mail.fields().stream().anyMatch(ReceivedNotice::unwanted)
        || !Set.of("7bit", "8bit").containsAll(mail.values("content-transfer-encoding"))) {
      return Optional.empty();
    }
    List<MailEntity> parts = mail.parts(type.group(1) == null ? type.group(2) : type.group(1));
    if (parts.size() != 2) {
      return Optional.empty();
    }
    String text = text(parts.getFirst(), "plain");
    String html = text(parts.getLast(), "html");
    Matcher number = NUMBER.matcher(text);
    Matcher word = WORD.matcher(text);
    if (!number.find() || !word.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReceivedNotice(
            number.group(1),
            word.group(1),
            address(mail.once("from")),
            address(mail.once("reply-to")),
            RenderedNotice.digest(subject(mail.once("subject")), text, html),
            optOut(mail)));
  }

  /// One web address for one click (RFC 8058), or neither of the two fields.
  private static String optOut(MailEntity mail) {
    if (mail.values("list-unsubscribe").isEmpty()
        && mail.values("list-unsubscribe-post").isEmpty()) {
      return "";
    }
    Matcher link = OPT_OUT.matcher(mail.once("list-unsubscribe"));
    if (!link.matches()
        || !mail.once("list-unsubscribe-post").equals("List-Unsubscribe=One-Click")) {
      throw new IllegalArgumentException("not the way to opt out of our notices");
    }
    return link.group(1);
  }

  private static boolean unwanted(MailEntity.Field field) {
    String name = field.name();
    return UNWANTED.contains(name)
        || (name.startsWith("list-") && !LIST.contains(name))
        || (name.startsWith("content-")
            && !name.equals("content-type")
            && !name.equals("content-transfer-encoding"));
  }

  private static String text(MailEntity part, String subtype) {
    Matcher type = TEXT.matcher(part.once("content-type"));
    List<String> encodings = part.values("content-transfer-encoding");
    if (!type.matches()
        || !type.group(1).toLowerCase(Locale.ROOT).equals(subtype)
        || encodings.size() > 1
        || part.fields().size() != 1 + encodings.size()) {
      throw new IllegalArgumentException("not the part of a notice");
    }
    String charset = type.group(2) == null ? type.group(3) : type.group(2);
    return part.text(
        encodings.isEmpty() ? "7bit" : encodings.getFirst(),
        charset.toLowerCase(Locale.ROOT).equals("utf-8")
            ? StandardCharsets.UTF_8
            : StandardCharsets.US_ASCII);
  }

  private static String subject(String written) throws UnsupportedEncodingException {
    String outside = ENCODED_WORD.matcher(written).replaceAll("");
    if (!ASCII.matcher(written).matches() || outside.contains("=?")) {
      throw new IllegalArgumentException("a subject that programs may read in different ways");
    }
    return MimeUtility.decodeText(written);
  }

  private static String address(String written) {
    Matcher address = ADDRESS.matcher(written);
    return address.matches() ? address.group(1).toLowerCase(Locale.ROOT) : "";
  }
}
