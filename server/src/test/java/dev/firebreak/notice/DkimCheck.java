package dev.firebreak.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks Ed25519 signatures of mails (RFC 8463, relaxed/relaxed) by other means than they are
/// made: the JDK's own Ed25519, and forms made by pattern from the whole text.
final class DkimCheck {
  /// What stands before the 32 bytes of a key in its X.509 form (RFC 8410).
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final Pattern FIELD = Pattern.compile("(?s)([^:\r\n]+):(.*?)\r\n(?![ \t])");

  private DkimCheck() {}

  /// Whether the mail's first Ed25519 signature is by this key.
  static boolean verifies(String mail, String publicKey) throws GeneralSecurityException {
    int end = mail.indexOf("\r\n\r\n") + 2;
    List<String[]> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(mail.substring(0, end) + "x");
    while (field.find()) {
      fields.add(new String[] {field.group(1), field.group(2)});
    }
    String[] signature =
        fields.stream()
            .filter(each -> each[0].equalsIgnoreCase("dkim-signature"))
            .filter(each -> tag(each[1], "a").equals("ed25519-sha256"))
            .findFirst()
            .orElseThrow();
    return tag(signature[1], "bh").equals(bodyHash(mail.substring(end + 2)))
        && verifies(signature, fields, publicKey);
  }

  private static boolean verifies(String[] signature, List<String[]> fields, String publicKey)
      throws GeneralSecurityException {
    List<String[]> unused = new ArrayList<>(fields);
    StringBuilder signed = new StringBuilder();
    for (String name : tag(signature[1], "h").split(":", -1)) {
      for (int i = unused.size() - 1; i >= 0; i--) {
        if (unused.get(i)[0].strip().equalsIgnoreCase(name)) {
          signed.append(relaxed(unused.remove(i))).append("\r\n");
          break;
        }
      }
    }
    String empty = signature[1].replaceFirst("(?s)([;\\s]b=).*", "$1");
    signed.append(relaxed(new String[] {signature[0], empty}));
    byte[] key = Base64.getDecoder().decode(publicKey);
    byte[] encoded = Arrays.copyOf(X509, X509.length + key.length);
    System.arraycopy(key, 0, encoded, X509.length, key.length);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    verifier.update(sha256(signed.toString()));
    return verifier.verify(Base64.getDecoder().decode(tag(signature[1], "b")));
  }

  private static String relaxed(String[] field) {
    return field[0].strip().toLowerCase(Locale.ROOT)
        + ":"
        + field[1].replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
  }

  private static String bodyHash(String body) throws GeneralSecurityException {
    String relaxed =
        body.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n|$)", "").replaceAll("(\r\n)*$", "");
    return Base64.getEncoder().encodeToString(sha256(relaxed.isEmpty() ? "" : relaxed + "\r\n"));
  }

  private static byte[] sha256(String text) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String tag(String signature, String name) {
    for (String tag : signature.split(";", -1)) {
      String bare = tag.replaceAll("\\s", "");
      if (bare.startsWith(name + "=")) {
        return bare.substring(name.length() + 1);
      }
    }
    throw new IllegalArgumentException("a signature without " + name);
  }
}
