package dev.firebreak.testkit.company;

import java.util.Locale;

/// The second factor of an account; the names are those of the accounts directory.
public enum Mfa {
  NONE,
  SMS,
  TOTP,
  PROMPT,
  PASSKEY;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
