package dev.firebreak.cli;

import dev.firebreak.assessment.AssessmentProgress;
import dev.firebreak.assessment.AssessmentStage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Says on the error stream how far long work is, and about how long it still takes: at a terminal
/// one line, rewritten in place a few times a second and wiped at the end; else a line of its own
/// twice a minute, none for work that takes less. For one thread.
final class ProgressLine implements AssessmentProgress, AutoCloseable {
  private static final long EVERY_NANOS = 200_000_000;
  private static final long LINE_EVERY_NANOS = 30_000_000_000L;

  /// Before so much of all is done, nothing is said of the rest.
  private static final double TOO_EARLY = 0.02;

  private final PrintWriter err;
  private final boolean rewritten;
  private final LongSupplier nanos;
  private final long startNanos;
  private double firstShare = -1;
  private String step = "";
  private int width;
  private long lastNanos;

  /// @param rewritten whether the line is rewritten in place
  ProgressLine(PrintWriter err, boolean rewritten, LongSupplier nanos) {
    this.err = err;
    this.rewritten = rewritten;
    this.nanos = nanos;
    startNanos = nanos.getAsLong();
    lastNanos = rewritten ? startNanos - EVERY_NANOS : startNanos;
  }

  static ProgressLine of(CommandContext context) {
    return new ProgressLine(context.err(), context.atTerminal(), System::nanoTime);
  }

  @Override
  public void at(AssessmentStage stage, double share, long rows) {
    long now = nanos.getAsLong();
    double all = stage.ofAll(share);
    if (firstShare < 0) {
      firstShare = all;
    }
    boolean changed = rewritten && !stage.words().equals(step);
    if (!changed && now - lastNanos < (rewritten ? EVERY_NANOS : LINE_EVERY_NANOS)) {
      return;
    }
    step = stage.words();
    lastNanos = now;
    String text =
        String.format(Locale.ROOT, "%s: %.0f %%, %,d rows", step, share * 100, rows)
            + rest(all, now - startNanos);
    if (rewritten) {
      write(text);
    } else {
      err.println(text);
      err.flush();
    }
  }

  /// What has been done since the beginning tells how long the rest takes.
  private String rest(double all, long elapsedNanos) {
    double done = all - firstShare;
    if (done < TOO_EARLY) {
      return "";
    }
    Duration rest = Duration.ofNanos((long) (elapsedNanos * (1 - all) / done));
    return rest.toSeconds() < 100
        ? String.format(Locale.ROOT, "; about %d s left", Math.max(1, rest.toSeconds()))
        : String.format(Locale.ROOT, "; about %d min left", (rest.toSeconds() + 30) / 60);
  }

  @Override
  public void close() {
    if (width > 0) {
      write("");
      err.print("\r");
      err.flush();
    }
  }

  /// Writes over what stands there.
  private void write(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    err.flush();
    width = text.length();
  }
}
