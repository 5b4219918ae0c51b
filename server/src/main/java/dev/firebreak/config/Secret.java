package dev.firebreak.config;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A credential from a file or the environment. It is looked up at its first use and then kept, so
/// that a process that has no use for it needs neither file nor variable. Printing hides it; values
/// are compared by [#matches] alone. Thread-safe.
public final class Secret {
  private final Supplier<String> source;
  private volatile byte @Nullable [] known;

  private Secret(Supplier<String> source) {
    this.source = source;
  }

  public static Secret of(String value) {
    return new Secret(() -> value);
  }

  /// A secret that is looked up at its first use.
  ///
  /// @param source throws a [FirebreakException] of code CONFIG_INVALID, which names the setting,
  ///   where there is none
  static Secret from(Supplier<String> source) {
    return new Secret(source);
  }

  /// @throws FirebreakException CONFIG_INVALID where there is none
  public String reveal(CleartextAccess access) {
    Objects.requireNonNull(access);
    return new String(value(), StandardCharsets.UTF_8);
  }

  /// Compares in constant time.
  ///
  /// @throws FirebreakException CONFIG_INVALID where there is none
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(value(), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /// Why it cannot be used; empty where it can.
  public Optional<String> problem() {
    try {
      value();
      return Optional.empty();
    } catch (FirebreakException e) {
      if (e.code() != ErrorCode.CONFIG_INVALID) {
        throw e;
      }
      return Optional.of(Objects.requireNonNullElse(e.getMessage(), "cannot be read"));
    }
  }

  @Override
  public String toString() {
    return "(secret)";
  }

  private byte[] value() {
    byte[] value = known;
    if (value == null) {
      value = source.get().getBytes(StandardCharsets.UTF_8);
      known = value;
    }
    return value;
  }
}
