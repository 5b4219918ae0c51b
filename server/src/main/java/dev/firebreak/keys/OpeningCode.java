package dev.firebreak.keys;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The code without which a sealed key's file opens nothing: 32 random characters of `a-z2-7`, 160
/// bits, shown once and kept nowhere here. Equal by identity; printing shows nothing of it.
/// Immutable.
public final class OpeningCode {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 32;
  private static final int GROUP = 4;
  private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

  private final String characters;

  private OpeningCode(String characters) {
    this.characters = characters;
  }

  static OpeningCode random(RandomGenerator random) {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new OpeningCode(code.toString());
  }

  /// Reads what somebody typed: case, blanks and hyphens do not count.
  ///
  /// @throws FirebreakException WRONG_USE where it is no code
  public static OpeningCode parse(String text) {
    String characters = text.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    if (!SHAPE.matcher(characters).matches()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "an opening code has 32 characters of a-z and 2-7");
    }
    return new OpeningCode(characters);
  }

  /// The code in groups of four, to be written down.
  public String spelled() {
    StringBuilder text = new StringBuilder(characters);
    for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
      text.insert(at, '-');
    }
    return text.toString();
  }

  SecretBytes bytes() {
    return SecretBytes.copyOf(characters.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "OpeningCode[hidden]";
  }
}
