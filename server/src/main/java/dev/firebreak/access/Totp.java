package dev.firebreak.access;

import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time codes as RFC 6238 has them, in the variant that every authenticator app
/// knows: HMAC-SHA-1, six digits, steps of 30 seconds from the epoch.
public final class Totp {
  static final int DIGITS = 6;
  static final int STEP_SECONDS = 30;

  private static final String ALGORITHM = "HmacSHA1";
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  /// The code that an authenticator shows at this moment: six digits, with leading zeros.
  public static String code(SecretBytes secret, Instant at) {
    return code(secret, step(at));
  }

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /// The code of a step; dynamic truncation as in RFC 4226 section 5.3.
  static String code(SecretBytes secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
  }

  private static byte[] hmac(SecretBytes secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toByteArray(CleartextAccess.KEY_USE), ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
