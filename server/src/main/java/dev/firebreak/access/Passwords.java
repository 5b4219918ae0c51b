package dev.firebreak.access;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes of passwords by Argon2id (RFC 9106), in the text form that names its parameters:
/// `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`. A hash takes 19 MiB for a moment, so that only two
/// are made at once, whoever asks. Thread-safe.
final class Passwords {
  /// Shortest password, in characters; length is all that is asked of one.
  static final int CHARS_MIN = 12;

  /// Longest password, in characters.
  static final int CHARS_MAX = 256;

  private static final int AT_ONCE = 2;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int MEMORY_KIB_MAX = 1 << 20;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([^$]{1,64})\\$([^$]{1,128})");

  private final SecureRandom random;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final String nobody;

  Passwords(SecureRandom random) {
    this.random = random;
    byte[] unknown = new byte[SALT_BYTES];
    random.nextBytes(unknown);
    nobody = hash(Base64.getEncoder().encodeToString(unknown));
  }

  /// The hash of a new password, under the parameters of this version.
  ///
  /// @throws FirebreakException WRONG_USE for one that is too short or too long
  String hash(String password) {
    if (password.length() < CHARS_MIN || password.length() > CHARS_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "a password has "
              + CHARS_MIN
              + " to "
              + CHARS_MAX
              + " characters; several words do well");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2id(password, salt, new Cost(MEMORY_KIB, PASSES, LANES), HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /// Whether a password is the one that was hashed.
  boolean matches(String password, String stored) {
    Matcher shape = SHAPE.matcher(stored);
    if (!shape.matches()) {
      throw new IllegalStateException("a stored password has no form that this version knows");
    }
    Cost cost =
        new Cost(
            Integer.parseInt(shape.group(1)),
            Integer.parseInt(shape.group(2)),
            Integer.parseInt(shape.group(3)));
    byte[] salt = Base64.getDecoder().decode(shape.group(4));
    byte[] expected = Base64.getDecoder().decode(shape.group(5));
    String typed = password.length() > CHARS_MAX ? "" : password;
    return MessageDigest.isEqual(argon2id(typed, salt, cost, expected.length), expected);
  }

  /// The work of a check whose outcome is known: nobody can tell by the time whether a name exists.
  void matchNobody(String password) {
    if (matches(password, nobody)) {
      throw new IllegalStateException("a random password was guessed");
    }
  }

  private record Cost(int memoryKib, int passes, int lanes) {
    Cost {
      if (memoryKib < 8 || memoryKib > MEMORY_KIB_MAX || passes < 1 || lanes < 1) {
        throw new IllegalStateException("a stored password has impossible parameters");
      }
    }
  }

  private byte[] argon2id(String password, byte[] salt, Cost cost, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    places.acquireUninterruptibly();
    try {
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    } finally {
      places.release();
    }
    return hash;
  }
}
