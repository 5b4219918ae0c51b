package dev.firebreak.notice;

import dev.firebreak.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs whole mails twice, with RSA and with Ed25519, in the relaxed form of header and body (RFC
/// 6376 §3.4, RFC 8463).
///
/// Fields that a reader acts on are named once more often than they occur: a second `From` or
/// `Subject` that somebody adds on the way breaks the signature (RFC 6376 §5.4.2). Thread-safe.
public final class DkimSigner {
  private static final int LINE_MAX = 72;

  /// Signed where they occur.
  private static final List<String> FIELDS =
      List.of(
          "from",
          "reply-to",
          "to",
          "subject",
          "date",
          "message-id",
          "mime-version",
          "content-type",
          "auto-submitted",
          "list-id",
          "list-unsubscribe",
          "list-unsubscribe-post",
          "feedback-id");

  /// Signed once more than they occur.
  private static final List<String> ONLY_ONCE =
      List.of("from", "reply-to", "to", "subject", "date", "message-id", "content-type");

  private final String domain;
  private final String selector;
  private final PrivateKey rsa;
  private final Ed25519PrivateKeyParameters ed25519;
  private final Clock clock;

  DkimSigner(
      String domain,
      String selector,
      PrivateKey rsa,
      Ed25519PrivateKeyParameters ed25519,
      Clock clock) {
    this.domain = domain;
    this.selector = selector;
    this.rsa = rsa;
    this.ed25519 = ed25519;
    this.clock = clock;
  }

  /// The two header fields that belong before the mail, each ending in CRLF.
  ///
  /// @param mail header and body, all lines ending in CRLF
  public String sign(byte[] mail) {
    String text = new String(mail, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalArgumentException("a mail has an empty line after its header");
    }
    Map<String, String> fields = fields(text.substring(0, end));
    String bodyHash = base64(sha256(body(text.substring(end + 4))));
    StringBuilder signatures = new StringBuilder();
    for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
      signatures.append(signature(algorithm, fields, bodyHash));
    }
    return signatures.toString();
  }

  private String signature(DkimAlgorithm algorithm, Map<String, String> fields, String bodyHash) {
    List<String> names = new ArrayList<>(FIELDS.stream().filter(fields::containsKey).toList());
    StringBuilder signed = new StringBuilder();
    names.forEach(name -> signed.append(fields.get(name)).append("\r\n"));
    names.addAll(ONLY_ONCE);
    String unsigned =
        "DKIM-Signature: v=1; a="
            + algorithm.tag()
            + "; c=relaxed/relaxed; d="
            + domain
            + ";\r\n s="
            + algorithm.selector(selector)
            + "; t="
            + clock.instant().getEpochSecond()
            + ";\r\n h="
            + folded(String.join(":", names), ":")
            + ";\r\n bh="
            + bodyHash
            + ";\r\n b=";
    signed.append(relaxed(unsigned));
    byte[] bytes = signed.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] value = algorithm == DkimAlgorithm.RSA ? rsa(bytes) : ed25519(sha256(bytes));
    return unsigned + folded(base64(value), "") + "\r\n";
  }

  private byte[] rsa(byte[] signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(rsa);
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a mail could not be signed", e);
    }
  }

  /// Signs the hash, not the text itself (RFC 8463 §3).
  private byte[] ed25519(byte[] hash) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, ed25519);
    signer.update(hash, 0, hash.length);
    return signer.generateSignature();
  }

  /// Fields in relaxed form by name in lower case. A name that occurs twice would have to be signed
  /// from the bottom up; mails that are made here have none.
  private static Map<String, String> fields(String header) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : header.split("\r\n(?![ \\t])", -1)) {
      String name = field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
      if (fields.put(name, relaxed(field)) != null && FIELDS.contains(name)) {
        throw new IllegalArgumentException("a mail has each header field once");
      }
    }
    return fields;
  }

  /// A header field in relaxed form (RFC 6376 §3.4.2), without the CRLF at its end.
  private static String relaxed(String field) {
    int colon = field.indexOf(':');
    String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \\t]+", " ");
    return field.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value.strip();
  }

  /// A body in relaxed form (RFC 6376 §3.4.4).
  private static byte[] body(String body) {
    StringBuilder relaxed = new StringBuilder(body.length() + 2);
    int emptyLines = 0;
    for (String line : body.split("\r\n", -1)) {
      String shortened = shortened(line);
      if (shortened.isEmpty()) {
        emptyLines++;
        continue;
      }
      relaxed.repeat("\r\n", emptyLines).append(shortened).append("\r\n");
      emptyLines = 0;
    }
    return relaxed.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// White space within a line as one space, none at its end.
  private static String shortened(String line) {
    StringBuilder shortened = new StringBuilder(line.length());
    boolean space = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ' ' || c == '\t') {
        space = true;
        continue;
      }
      if (space) {
        shortened.append(' ');
        space = false;
      }
      shortened.append(c);
    }
    return shortened.toString();
  }

  /// In lines of a bearable length; breaks only after `separator`, or anywhere where it is empty.
  private static String folded(String value, String separator) {
    StringBuilder folded = new StringBuilder(value.length() + 32);
    int lineBegin = 0;
    while (value.length() - lineBegin > LINE_MAX) {
      int end = lineBegin + LINE_MAX;
      if (!separator.isEmpty()) {
        end = value.lastIndexOf(separator, end - 1) + 1;
      }
      folded.append(value, lineBegin, end).append("\r\n ");
      lineBegin = end;
    }
    return folded.append(value, lineBegin, value.length()).toString();
  }

  private static byte[] sha256(byte[] bytes) {
    return Sha256.start().digest(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
