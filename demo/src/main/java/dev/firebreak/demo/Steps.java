package dev.firebreak.demo;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs the replay's steps one after the other, tells what is being done, and keeps each step's
/// machine time. Confined to one thread.
final class Steps {
  private final PrintWriter progress;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /// @param progress where the story is told
  /// @param terminal true where a line may be overwritten while a step runs
  /// @param nanoTime monotonic time in nanoseconds
  Steps(PrintWriter progress, boolean terminal, LongSupplier nanoTime) {
    this.progress = progress;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /// Runs a step and says how long it took; its seconds go under the name.
  <T> T run(String name, String says, Callable<T> step) throws Exception {
    progress.println(says);
    progress.flush();
    long start = nanoTime.getAsLong();
    T result = step.call();
    double took = (nanoTime.getAsLong() - start) / 1e9;
    seconds.merge(name, took, Double::sum);
    result("(%.1f s of machine time)", took);
    return result;
  }

  /// Says something about the step that runs, such as how far it is.
  void detail(String text) {
    if (terminal) {
      progress.print("\r  " + text + "\u001b[K");
    }
    progress.flush();
  }

  /// Says what came of a step.
  @FormatMethod
  void result(@FormatString String format, @Nullable Object... arguments) {
    if (terminal) {
      progress.print("\r\u001b[K");
    }
    progress.println("  " + String.format(Locale.ROOT, format, arguments));
    progress.flush();
  }

  /// Machine time by step, in seconds.
  Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
