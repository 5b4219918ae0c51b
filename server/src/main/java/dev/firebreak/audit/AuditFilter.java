package dev.firebreak.audit;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which entries to show; what is not set selects nothing out.
///
/// @param actor exactly this actor
/// @param action exactly this action
/// @param subject exactly this subject
/// @param since entries at or after this moment
/// @param limit at most so many, the newest; 1 to [#LIMIT_MAX]
public record AuditFilter(
    @Nullable String actor,
    @Nullable String action,
    @Nullable String subject,
    @Nullable Instant since,
    int limit) {
  public static final int LIMIT_MAX = 100_000;

  public AuditFilter {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a limit is 1 to " + LIMIT_MAX);
    }
  }

  /// The newest entries, whatever they say.
  public static AuditFilter newest(int limit) {
    return new AuditFilter(null, null, null, null, limit);
  }

  /// The newest entries about one subject.
  public static AuditFilter about(String subject, int limit) {
    return new AuditFilter(null, null, subject, null, limit);
  }

  Optional<Long> sinceMillis() {
    return Optional.ofNullable(since).map(Instant::toEpochMilli);
  }
}
