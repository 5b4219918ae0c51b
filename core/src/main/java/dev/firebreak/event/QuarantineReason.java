package dev.firebreak.event;

import java.util.Locale;

/// Why a message was accepted but not understood: a closed set, for counters and skeletons.
public enum QuarantineReason {
  /// The body is in none of the dialect's encodings.
  UNDECODABLE(1),
  /// JSON breaks off or is no JSON.
  BROKEN_JSON(2),
  /// JSON, but not of the dialect's message shape.
  WRONG_SHAPE(3),
  /// Deeper than the limit.
  TOO_DEEP(4),
  /// One message larger than the limit.
  TOO_LARGE(5),
  /// An identity, time or dedupe key stands twice.
  DUPLICATE_KEY(6),
  /// Nobody and nothing is named.
  NO_IDENTITY(7);

  private final int code;

  QuarantineReason(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason of a code; unknown codes are an [IllegalArgumentException].
  public static QuarantineReason ofCode(int code) {
    for (QuarantineReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no quarantine reason has code " + code);
  }
}
