package dev.firebreak.error;

import org.jspecify.annotations.Nullable;

/// Bad input, bad configuration or a broken environment, told in words for the person who can mend
/// it: what was expected, what was found, what to do. The message never holds a personal value.
public final class FirebreakException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public FirebreakException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public FirebreakException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
