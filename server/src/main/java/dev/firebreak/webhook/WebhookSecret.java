package dev.firebreak.webhook;

import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a receiver knows our requests by, as the Standard Webhooks specification has it: 32 random
/// bytes, written `whsec_` and base64; a signature is `v1,` and the base64 of HMAC-SHA256 over
/// `ID.SECONDS.BODY`. Immutable.
record WebhookSecret(SecretBytes bytes) {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  static WebhookSecret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new WebhookSecret(SecretBytes.copyOf(bytes));
  }

  /// As its receiver gets it, once.
  String written() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray(CleartextAccess.KEY_USE));
  }

  String sign(String id, Instant at, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes.toByteArray(CleartextAccess.KEY_USE), "HmacSHA256"));
      String signed = id + "." + at.getEpochSecond() + "." + body;
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
