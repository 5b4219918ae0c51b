package dev.firebreak.event;

import java.util.Locale;

/// Why an accepted message goes no further, of purpose. The code stands in journal records, the
/// label in metrics.
public enum DropReason {
  POLICY(1),
  CONSENT(2),
  SUPPRESSED(3),
  CREDENTIAL(4),
  LIMIT(5),
  CUT(6),
  DESTROYED(7);

  private final int code;

  DropReason(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason of a code; unknown codes are an [IllegalArgumentException].
  public static DropReason ofCode(int code) {
    for (DropReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no drop reason has code " + code);
  }
}
