package dev.firebreak.policy;

import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The ids by which a vendor absorbs repeats: kept where their shape shows that they say nothing,
/// else replaced by a keyed hash, so that repeats still meet. Confined.
final class DedupeIds {
  private static final int HASH_BYTES = 16;
  private static final Pattern MEANINGLESS =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|(?=[0-9]{0,31}[a-f])[0-9a-f]{32}");

  private final Mac mac;
  private final RandomGenerator random;

  DedupeIds(SecretBytes key, RandomGenerator random) {
    this.random = random;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.toByteArray(CleartextAccess.KEY_USE), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /// 128 random bits as 32 hex digits.
  String random() {
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /// The id itself where it is a UUID or 32 hex digits, else its keyed hash of 32 hex digits.
  String kept(String id) {
    return MEANINGLESS.matcher(id).matches() ? id : hidden(id);
  }

  /// The keyed hash of an id that says something after all, such as who the user is.
  String hidden(String id) {
    return hash("dedupe", id);
  }

  /// A keyed hash under a purpose, 32 hex digits.
  String hash(String purpose, String text) {
    mac.update(purpose.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
  }
}
