package dev.firebreak.assessment;

import java.io.IOException;

/// Says that a part of a data set cannot be read from here on; what came before it counts.
final class DamagedStream extends IOException {
  private static final long serialVersionUID = 1;

  static final String CUT_OFF = "it ends here, before its end; what followed is missing";
  static final String DAMAGED = "it is damaged from here on";

  private final String reason;

  /// @param reason in words, without any value, to follow the name of the part
  DamagedStream(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
