package dev.firebreak.pseudonym;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Four characters of `a-z2-7`, unique in the installation: in a token it alone names the vendor
/// and the keyVersion.
public record KeyId(String value) {
  /// Number of characters.
  public static final int LENGTH = 4;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{4}");

  public KeyId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("a key id is 4 characters of a-z and 2-7");
    }
  }

  /// A random key id; the caller checks that the installation does not have it yet.
  public static KeyId random(RandomGenerator random) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new KeyId(id.toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
