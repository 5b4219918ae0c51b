package dev.firebreak.incident;

import dev.firebreak.assessment.AssessmentProgress;
import dev.firebreak.assessment.AssessmentStage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes an assessment's progress on and logs how long each stage took. For one thread.
final class StageLog implements AssessmentProgress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StageLog.class);

  private final String incident;
  private final AssessmentProgress next;
  private @Nullable AssessmentStage current;
  private long beganNanos;
  private long rows;

  StageLog(String incident, AssessmentProgress next) {
    this.incident = incident;
    this.next = next;
  }

  @Override
  public void at(AssessmentStage stage, double share, long rowsRead) {
    rows = Math.max(rows, rowsRead);
    if (stage != current) {
      close();
      current = stage;
      beganNanos = System.nanoTime();
    }
    next.at(stage, share, rowsRead);
  }

  /// The last stage has ended too.
  @Override
  public void close() {
    if (current != null) {
      LOG.atInfo()
          .addKeyValue("incident", incident)
          .addKeyValue("stage", current.name().toLowerCase(Locale.ROOT))
          .addKeyValue("rows", rows)
          .addKeyValue("millis", (System.nanoTime() - beganNanos) / 1_000_000)
          .log("AssessmentStageFinished");
      current = null;
    }
  }
}
