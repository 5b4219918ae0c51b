package dev.firebreak.audit;

import dev.firebreak.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The hash of one entry: SHA-256 over a format byte, the sequence and the time as 8 bytes each,
/// then previous hash, actor, action, subject and the details' stored text, each with its length in
/// 4 bytes before it, all big-endian. Lengths make the encoding unambiguous: no two entries share
/// one.
final class AuditHash {
  private static final byte FORMAT = 1;

  private AuditHash() {}

  static String of(AuditRow row) {
    MessageDigest digest = Sha256.start();
    digest.update(FORMAT);
    digest.update(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(row.sequence()).putLong(row.atMillis()).flip());
    for (String field :
        new String[] {
          row.previousHash(), row.actor(), row.action(), row.subject(), row.details()
        }) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return Sha256.hex(digest);
  }
}
