package dev.firebreak.event;

/// What one SDK message is, whatever the vendor calls it. The code stands in journal records.
public enum MessageKind {
  /// Something happened (Mixpanel `/track`, `/import`).
  EVENT(1),
  /// A change to a person's profile (Mixpanel `/engage`).
  PROFILE(2),
  /// A change to a group's profile (Mixpanel `/groups`).
  GROUP(3);

  private final int code;

  MessageKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// The kind of a code; unknown codes are an [IllegalArgumentException].
  public static MessageKind ofCode(int code) {
    for (MessageKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no message kind has code " + code);
  }
}
