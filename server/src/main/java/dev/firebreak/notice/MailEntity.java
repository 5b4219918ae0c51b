package dev.firebreak.notice;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Header fields and body of a mail, or of a part of one, read to the letter (RFC 5322, RFC 2045,
/// RFC 2046). Mail programs repair what is malformed, each in its own way; a mail that one program
/// may show otherwise than another is refused here instead. Immutable.
///
/// @param fields in their order, unfolded
/// @param body everything after the first empty line, one char to a byte, lines end in `\n`
record MailEntity(List<Field> fields, String body) {
  private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):[ \\t]*(.*)");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
  private static final Pattern BLANK = Pattern.compile("(?m)^[ \\t]+$");
  private static final Pattern QUOTED = Pattern.compile("=(?:([0-9A-F]{2})|\n)?");

  MailEntity {
    fields = List.copyOf(fields);
  }

  /// A header field.
  ///
  /// @param name in lower case
  record Field(String name, String value) {}

  /// A mail as received; lines may end in CRLF or LF.
  ///
  /// @throws IllegalArgumentException for control characters, a bare CR, or a line among the header
  ///   fields that is none
  static MailEntity of(byte[] mail) {
    String text = new String(mail, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    return of(text);
  }

  private static MailEntity of(String text) {
    refuse(CONTROL.matcher(text).find());
    int end = text.startsWith("\n") ? 0 : text.indexOf("\n\n") + 1;
    refuse(end == 0 && !text.startsWith("\n"));
    refuse(BLANK.matcher(text.substring(0, end)).find());
    List<Field> fields = new ArrayList<>();
    for (String line : text.substring(0, end).replaceAll("\n(?=[ \\t])", "").lines().toList()) {
      Matcher field = FIELD.matcher(line);
      refuse(!field.matches());
      fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), field.group(2).strip()));
    }
    return new MailEntity(fields, text.substring(end + 1));
  }

  /// The value of a field that must be there exactly once.
  String once(String name) {
    List<String> values = values(name);
    refuse(values.size() != 1);
    return values.getFirst();
  }

  List<String> values(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).toList();
  }

  /// The parts between the lines of a boundary, with nothing before the first and after the last.
  List<MailEntity> parts(String boundary) {
    List<MailEntity> parts = new ArrayList<>();
    StringBuilder pending = new StringBuilder();
    boolean begun = false;
    boolean ended = false;
    for (String line : body.split("\n", -1)) {
      if (!line.startsWith("--" + boundary)) {
        refuse((!begun || ended) && !line.isBlank());
        pending.append(line).append('\n');
        continue;
      }
      boolean last = line.equals("--" + boundary + "--");
      refuse(ended || !(last || line.equals("--" + boundary)));
      if (begun) {
        refuse(pending.isEmpty());
        parts.add(of(pending.substring(0, pending.length() - 1)));
      }
      begun = true;
      ended = last;
      pending.setLength(0);
    }
    refuse(!ended);
    return parts;
  }

  /// The body as text.
  ///
  /// @param encoding a Content-Transfer-Encoding
  /// @param charset US-ASCII or UTF-8; anything else in the body is refused
  String text(String encoding, Charset charset) {
    byte[] bytes =
        switch (encoding.toLowerCase(Locale.ROOT)) {
          case "7bit", "8bit" -> body.getBytes(StandardCharsets.ISO_8859_1);
          case "base64" -> Base64.getDecoder().decode(body.replace("\n", ""));
          case "quoted-printable" -> quotedPrintable();
          default -> throw new IllegalArgumentException("an unknown transfer encoding");
        };
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not in the charset that it names", e);
    }
  }

  private byte[] quotedPrintable() {
    Matcher code = QUOTED.matcher(body);
    StringBuilder text = new StringBuilder();
    while (code.find()) {
      refuse(code.group().equals("="));
      String octet =
          code.group(1) == null ? "" : String.valueOf((char) Integer.parseInt(code.group(1), 16));
      code.appendReplacement(text, Matcher.quoteReplacement(octet));
    }
    return code.appendTail(text).toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void refuse(boolean doubtful) {
    if (doubtful) {
      throw new IllegalArgumentException("a mail that programs may read in different ways");
    }
  }

  /// Without the content.
  @Override
  public String toString() {
    return "MailEntity[" + fields.size() + " fields]";
  }
}
