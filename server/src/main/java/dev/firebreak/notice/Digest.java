package dev.firebreak.notice;

import dev.firebreak.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// SHA-256 over texts with their lengths and numbers of 8 bytes, so that no two inputs look alike.
/// Confined to one thread.
final class Digest {
  private final MessageDigest sha256;

  /// @param purpose separates digests of different things
  Digest(String purpose) {
    sha256 = Sha256.start();
    Digest _ = text(purpose);
  }

  Digest text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Digest _ = number(bytes.length);
    sha256.update(bytes);
    return this;
  }

  Digest number(long number) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  String hex() {
    return Sha256.hex(sha256);
  }
}
