package dev.firebreak.pseudonym;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Computes [SubjectKey]s under the company's ledger key. Thread-safe.
///
/// The input of the HMAC is the namespace's byte, then the canonical id in UTF-8, so that an
/// account and a device of the same name differ.
public final class SubjectKeyring {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte ACCOUNT = 'a';
  private static final byte DEVICE = 'd';

  private final SecretKeySpec key;
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

  public SubjectKeyring(SecretBytes ledgerKey) {
    key = new SecretKeySpec(ledgerKey.toByteArray(CleartextAccess.KEY_USE), ALGORITHM);
  }

  /// The key of an account, by the company's own account id.
  public SubjectKey account(String accountId) {
    return subjectKey(ACCOUNT, accountId);
  }

  /// The key of a device or anonymous id, without any vendor prefix such as `$device:`.
  public SubjectKey device(String deviceId) {
    return subjectKey(DEVICE, deviceId);
  }

  private SubjectKey subjectKey(byte namespace, String id) {
    Mac mac = macs.get();
    mac.update(namespace);
    byte[] digest = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    ByteBuffer buffer = ByteBuffer.wrap(digest);
    return new SubjectKey(buffer.getLong(), buffer.getLong());
  }

  private Mac newMac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
