package dev.firebreak.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tags that find an account's notice in one campaign: 128 bits of an HMAC-SHA256 of the account id
/// under a random key of the campaign. The key is kept sealed like the people; once it cannot be
/// opened any more, the tags say nothing. Immutable.
final class AccountTags {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;

  private final byte[] key;

  AccountTags(byte[] key) {
    this.key = key.clone();
  }

  /// A key for a new campaign.
  static byte[] freshKey(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  String tag(String account) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] tag = mac.doFinal(account.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(tag, TAG_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
