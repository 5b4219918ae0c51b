package dev.firebreak.notice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over texts with their lengths and numbers of 8 bytes, so that no two inputs look alike.
/// Confined to one thread.
final class Digest {
  private final MessageDigest sha256;

  /// @param purpose separates digests of different things
  Digest(String purpose) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
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
    return HexFormat.of().formatHex(sha256.digest());
  }
}
