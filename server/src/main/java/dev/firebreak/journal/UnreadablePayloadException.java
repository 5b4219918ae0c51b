package dev.firebreak.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What is sealed in a record does not open and will not: its key was destroyed or is damaged, or
/// the record was altered. Trying again is of no use, unlike after any other [IOException].
public final class UnreadablePayloadException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadablePayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
