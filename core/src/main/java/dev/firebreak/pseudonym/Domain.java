package dev.firebreak.pseudonym;

import java.util.Locale;

/// The space within which one id gives one token at one vendor. `PERSON` covers account, device,
/// anonymous, alias and previous ids, so that identify and alias still merge at the vendor; other
/// categories have a domain each.
public enum Domain {
  PERSON,
  ORG,
  EMAIL,
  PHONE,
  NAME,
  SESSION,
  OTHER;

  /// The name in the associated data: frozen.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
