package dev.firebreak.register;

import java.util.Locale;
import java.util.Optional;

/// Constants as files, commands and the database spell them: `accepted-with-actions`.
public final class Labels {
  private Labels() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constant that a label names; empty where none does.
  static <E extends Enum<E>> Optional<E> find(Class<E> constants, String label) {
    for (E constant : constants.getEnumConstants()) {
      if (of(constant).equals(label)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  /// The constant of a label that was written by [#of].
  static <E extends Enum<E>> E read(Class<E> constants, String label) {
    return find(constants, label)
        .orElseThrow(() -> new IllegalArgumentException("no constant has this label"));
  }
}
