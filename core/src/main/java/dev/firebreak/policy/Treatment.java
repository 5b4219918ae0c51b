package dev.firebreak.policy;

import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a policy does to a field. Ordered by strictness: pass, generalize (by level), pseudonymize,
/// redact, drop.
public sealed interface Treatment {
  /// The vendor gets the value as it came.
  static Treatment pass() {
    return new Pass();
  }

  /// The vendor gets the field with `[category]` as its value.
  static Treatment redact() {
    return new Redact();
  }

  /// The vendor does not get the field.
  static Treatment drop() {
    return new Drop();
  }

  /// The vendor gets a per-vendor token.
  static Treatment pseudonymize() {
    return new Pseudonymize();
  }

  /// The treatment that one word says: `pass`, `drop`, `redact` or `pseudonymize`.
  static Optional<Treatment> ofWord(String word) {
    return switch (word) {
      case "pass" -> Optional.of(pass());
      case "drop" -> Optional.of(drop());
      case "redact" -> Optional.of(redact());
      case "pseudonymize" -> Optional.of(pseudonymize());
      default -> Optional.empty();
    };
  }

  /// As it came.
  record Pass() implements Treatment {}

  /// In a coarser form; a value that has none is dropped.
  record Generalize(Generalization level) implements Treatment {}

  /// As the vendor's own token for it, which the company can resolve.
  record Pseudonymize() implements Treatment {}

  /// As the category's name in brackets.
  record Redact() implements Treatment {}

  /// Not at all.
  record Drop() implements Treatment {}

  /// Secrets and identifiers that no policy lets out, in no mode: credentials, tokens, keys, card
  /// numbers, government ids.
  Set<DataCategory> NEVER_PASSED =
      Set.copyOf(
          EnumSet.of(
              DataCategory.PASSWORD,
              DataCategory.CREDENTIALS,
              DataCategory.API_KEY,
              DataCategory.CREDIT_CARD,
              DataCategory.GOVERNMENT_ID));

  /// Place in the order of strictness; greater is stricter.
  default int strictness() {
    return switch (this) {
      case Pass _ -> 0;
      case Generalize generalize -> 1 + generalize.level().ordinal();
      case Pseudonymize _ -> 100;
      case Redact _ -> 101;
      case Drop _ -> 102;
    };
  }

  /// The stricter of the two.
  default Treatment stricter(Treatment other) {
    return other.strictness() > strictness() ? other : this;
  }

  /// True where the vendor gets nothing of the value.
  default boolean withholds() {
    return switch (this) {
      case Pass _, Generalize _, Pseudonymize _ -> false;
      case Redact _, Drop _ -> true;
    };
  }

  /// Whether values of the category can be treated so. A token needs an identifier: of a country or
  /// a plan it would be guessed by counting.
  default boolean fits(DataCategory category) {
    return switch (this) {
      case Pass _ -> !NEVER_PASSED.contains(category);
      case Generalize generalize -> generalize.level().fits(category);
      case Pseudonymize _ ->
          switch (category) {
            case NAME,
                EMAIL,
                PHONE,
                USERNAME,
                ACCOUNT_ID,
                DEVICE_ID,
                SESSION_ID,
                ADVERTISING_ID,
                ORGANIZATION_ID ->
                true;
            default -> false;
          };
      case Redact _, Drop _ -> true;
    };
  }

  /// True where a time keeps its field, cut down to its hour or day.
  default boolean isOfTime() {
    return this instanceof Generalize(Generalization level)
        && (level == Generalization.HOUR || level == Generalization.DAY);
  }

  /// The words of a policy, such as `generalize: template`.
  default String label() {
    return switch (this) {
      case Pass _ -> "pass";
      case Generalize generalize -> "generalize: " + generalize.level().label();
      case Pseudonymize _ -> "pseudonymize";
      case Redact _ -> "redact";
      case Drop _ -> "drop";
    };
  }
}
