package dev.firebreak.audit;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs the audit log's head when that is due, as long as `serve` runs, and once more at its end.
public final class AuditHeadWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditHeadWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final AuditHeads heads;
  private final ScheduledExecutorService schedule;

  private AuditHeadWatch(AuditHeads heads) {
    this.heads = heads;
    schedule =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("audit-heads").factory());
  }

  /// Looks at once and from then on.
  public static AuditHeadWatch start(AuditHeads heads) {
    AuditHeadWatch watch = new AuditHeadWatch(heads);
    var _ =
        watch.schedule.scheduleWithFixedDelay(watch::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    return watch;
  }

  private void look() {
    try {
      heads.signIfDue().ifPresent(AuditHeadWatch::tell);
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next look may succeed
      LOG.atError().setCause(e).log("AuditHeadFailed");
    }
  }

  /// The head is in the log too: whoever collects logs elsewhere keeps it with them.
  private static void tell(SignedHead signed) {
    LOG.atInfo()
        .addKeyValue("head", signed.head())
        .addKeyValue("signature", signed.signature())
        .log("AuditHeadSigned");
  }

  @Override
  public void close() {
    schedule.shutdownNow();
    heads.sign().ifPresent(AuditHeadWatch::tell);
  }
}
