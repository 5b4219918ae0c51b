package dev.firebreak.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What authenticators sign to show that they are there now. A challenge says by itself when it
/// ends and is known again by a code over it, so that asking for many takes no memory; only those
/// that were answered rightly are remembered, until they end.
///
/// ```
/// 16 random bytes | end, 8 bytes of milliseconds | HMAC-SHA-256 of both and of the purpose
/// ```
///
/// They hold in the process that made them alone. Thread-safe.
final class Challenges {
  /// How long somebody may take to answer.
  static final Duration LASTS = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int RANDOM_BYTES = 16;
  private static final int HEAD_BYTES = RANDOM_BYTES + Long.BYTES;
  private static final int CODE_BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final byte[] key = new byte[CODE_BYTES];

  @GuardedBy("this")
  private final Map<String, Long> used = new HashMap<>();

  Challenges(Clock clock) {
    this.clock = clock;
    random.nextBytes(key);
  }

  /// A new one.
  ///
  /// @param purpose what the answer is for and, where that is known, whose it must be
  byte[] make(String purpose) {
    byte[] unique = new byte[RANDOM_BYTES];
    random.nextBytes(unique);
    byte[] head =
        ByteBuffer.allocate(HEAD_BYTES)
            .put(unique)
            .putLong(clock.instant().plus(LASTS).toEpochMilli())
            .array();
    return ByteBuffer.allocate(HEAD_BYTES + CODE_BYTES).put(head).put(code(head, purpose)).array();
  }

  /// Whether one was made here for this purpose and has not ended.
  boolean isOurs(byte[] challenge, String purpose) {
    if (challenge.length != HEAD_BYTES + CODE_BYTES) {
      return false;
    }
    byte[] head = new byte[HEAD_BYTES];
    byte[] code = new byte[CODE_BYTES];
    ByteBuffer.wrap(challenge).get(head).get(code);
    return MessageDigest.isEqual(code, code(head, purpose)) && end(challenge) > clock.millis();
  }

  /// Takes one that was answered rightly.
  ///
  /// @return false where it was taken before
  synchronized boolean take(byte[] challenge) {
    long now = clock.millis();
    used.values().removeIf(end -> end <= now);
    return used.putIfAbsent(Base64.getEncoder().encodeToString(challenge), end(challenge)) == null;
  }

  private static long end(byte[] challenge) {
    return ByteBuffer.wrap(challenge).getLong(RANDOM_BYTES);
  }

  private byte[] code(byte[] head, String purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(head);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
