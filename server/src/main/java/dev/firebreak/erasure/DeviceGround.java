package dev.firebreak.erasure;

import java.util.Locale;

/// Why a device is taken for a person's, the best reason first.
public enum DeviceGround {
  /// An operator said so.
  NAMED,
  /// The company's own servers linked it to the account, and to no other.
  SERVER,
  /// Browsers or apps alone linked it to the account, and to no other, where ids cannot be guessed.
  BROWSER;

  /// As the control database and documents spell it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DeviceGround ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
