package dev.firebreak.pseudonym;

import java.security.MessageDigest;

/// Key bytes that cannot leak by accident: printing shows only the length, equality takes constant
/// time, and reading needs a [CleartextAccess], so that one search lists every place that looks.
/// Immutable.
public final class SecretBytes {
  private final byte[] bytes;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /// A copy of the bytes.
  public byte[] toByteArray(CleartextAccess access) {
    access.confirm();
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + " bytes]";
  }
}
