package dev.firebreak.cli;

import java.io.PrintWriter;
import java.util.Locale;

/// One line on the error stream that says how far long work is, rewritten in place a few times a
/// second and wiped at the end. Without a terminal it writes nothing. For one thread.
final class ProgressLine implements AutoCloseable {
  private static final long EVERY_NANOS = 200_000_000;

  private final PrintWriter err;
  private final boolean shown;
  private String step = "";
  private int width;
  private long lastNanos;

  private ProgressLine(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  static ProgressLine of(CommandContext context) {
    return new ProgressLine(context.err(), context.atTerminal());
  }

  /// @param newStep what is being done
  /// @param done how many of it so far
  void show(String newStep, long done) {
    long now = System.nanoTime();
    if (!shown || (newStep.equals(step) && now - lastNanos < EVERY_NANOS)) {
      return;
    }
    step = newStep;
    lastNanos = now;
    write(String.format(Locale.ROOT, "%s: %,d", newStep, done));
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
