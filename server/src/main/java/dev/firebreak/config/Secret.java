package dev.firebreak.config;

import dev.firebreak.pseudonym.CleartextAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A credential from a file or the environment; printing hides it, equality takes constant time.
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  public String reveal(CleartextAccess access) {
    java.util.Objects.requireNonNull(access);
    return new String(value, StandardCharsets.UTF_8);
  }

  /// Compares in constant time.
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(value, candidate.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
