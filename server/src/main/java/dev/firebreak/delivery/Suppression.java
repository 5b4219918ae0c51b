package dev.firebreak.delivery;

import dev.firebreak.pseudonym.SubjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whose data goes to no vendor any more. Thread-safe.
public interface Suppression {
  /// Nobody.
  Suppression NONE =
      new Suppression() {
        @Override
        public boolean covers(@Nullable SubjectKey subject) {
          return false;
        }

        @Override
        public long generation() {
          return 0;
        }
      };

  /// Whether a message about this subject goes nowhere; false where it names nobody.
  boolean covers(@Nullable SubjectKey subject);

  /// Whether a message that is queued goes nowhere: also one that came in before its subject was
  /// let go.
  default boolean covers(@Nullable SubjectKey subject, Instant receivedAt) {
    return covers(subject);
  }

  /// Raised after each addition is in force, within this process.
  long generation();
}
