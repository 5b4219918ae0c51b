package dev.firebreak.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.audit.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the clock can be believed by whoever destroys what is old: one that was set forward by a
/// mistake would have everything destroyed for good.
///
/// It is not believed where it is more than 90 days ahead of the newest time known: at first the
/// newest audit entry from before this process, then the last time at which it was believed. An
/// installation that really stood still so long is believed after its next start, as this one has
/// written audit entries. Thread-safe.
public final class ClockCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);
  private static final Duration AHEAD_MAX = Duration.ofDays(90);

  private final Clock clock;

  @GuardedBy("this")
  private @Nullable Instant newest;

  /// To be made before this process writes audit entries.
  public ClockCheck(AuditLog audit, Clock clock) {
    this.clock = clock;
    newest = audit.newestAt().orElse(null);
  }

  /// The time, if it can be believed; told at ERROR where not.
  public synchronized Optional<Instant> believed() {
    Instant now = clock.instant();
    Instant known = newest;
    if (known != null && now.isAfter(known.plus(AHEAD_MAX))) {
      LOG.atError().addKeyValue("clock", now).addKeyValue("newestKnown", known).log("ClockAhead");
      return Optional.empty();
    }
    newest = known == null || now.isAfter(known) ? now : known;
    return Optional.of(now);
  }
}
