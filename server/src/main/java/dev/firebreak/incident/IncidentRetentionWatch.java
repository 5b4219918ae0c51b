package dev.firebreak.incident;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every hour for closed incidents whose files' retention is over, as long as `serve` runs.
public final class IncidentRetentionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentRetentionWatch.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final IncidentRetention retention;
  private final ScheduledExecutorService schedule;

  private IncidentRetentionWatch(IncidentRetention retention) {
    this.retention = retention;
    schedule =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("incident-retention").factory());
  }

  /// Looks at once and from then on.
  public static IncidentRetentionWatch start(IncidentRetention retention) {
    IncidentRetentionWatch watch = of(retention);
    var _ =
        watch.schedule.scheduleWithFixedDelay(watch::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    return watch;
  }

  /// A watch that looks only when it is told to.
  static IncidentRetentionWatch of(IncidentRetention retention) {
    return new IncidentRetentionWatch(retention);
  }

  /// Looks once.
  void look() {
    try {
      for (IncidentRetention.Swept swept : retention.sweep()) {
        if (swept.fate() != IncidentRetention.Fate.KEPT) {
          LOG.atInfo()
              .addKeyValue("incident", swept.incident())
              .addKeyValue("fate", swept.fate())
              .log("IncidentRetentionOver");
        }
      }
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next look may succeed
      LOG.atError().setCause(e).log("IncidentRetentionFailed");
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
