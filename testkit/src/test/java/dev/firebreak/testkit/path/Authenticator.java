package dev.firebreak.testkit.path;

import dev.firebreak.access.Totp;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The authenticator app of a test: takes the secrets that `operator add` prints, and answers the
/// prompts for codes. Confined to one thread.
public final class Authenticator {
  private static final Pattern SECRET = Pattern.compile("totp/[^:]+:(\\S+)\\?secret=([A-Z2-7]+)");

  private final Map<String, SecretBytes> secrets = new HashMap<>();

  /// Enrolls whoever the text has a secret for.
  public void read(String printed) {
    Matcher secret = SECRET.matcher(printed);
    if (secret.find()) {
      secrets.put(secret.group(1), secret(secret.group(2)));
    }
  }

  /// The code that a prompt asks for.
  public String code(String prompt, Instant now) {
    SecretBytes secret = secrets.get(prompt.replace("Code of ", ""));
    if (secret == null) {
      throw new AssertionError("nobody enrolled for: " + prompt);
    }
    return Totp.code(secret, now);
  }

  /// A secret as authenticators take it.
  static SecretBytes secret(String base32) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int bits = 0;
    int buffer = 0;
    for (int i = 0; i < base32.length(); i++) {
      buffer = buffer << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return SecretBytes.copyOf(bytes.toByteArray());
  }
}
