package dev.firebreak.benchmarks;

import java.io.IOException;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the JMH benchmarks: treatment against re-writing, detectors against looking, duties.
/// Argument: `short` for one second of each.
public final class JmhFigures {
  private final boolean brief;

  private JmhFigures(boolean brief) {
    this.brief = brief;
  }

  /// Runs them one after the other.
  public static void main(String[] arguments) throws Exception {
    new JmhFigures(arguments.length > 0 && arguments[0].equals("short")).run();
  }

  private void run() throws RunnerException, IOException {
    for (RunResult result : results(TreatmentBenchmark.class)) {
      add("treatment.", result, 1);
    }
    double megabytes = DetectorBenchmark.bytes() / 1e6;
    for (RunResult result : results(DetectorBenchmark.class)) {
      add("detectors.", result, megabytes);
    }
    for (RunResult result : results(DutyBenchmark.class)) {
      String combinations = result.getParams().getParam("combinations");
      Figures.add("duties." + combinations, result.getPrimaryResult().getScore());
    }
  }

  private static void add(String prefix, RunResult result, double factor) throws IOException {
    String name = prefix + result.getPrimaryResult().getLabel();
    Figures.add(name, factor * result.getPrimaryResult().getScore());
    Figures.add(name + ".error", factor * result.getPrimaryResult().getScoreError());
  }

  private Collection<RunResult> results(Class<?> benchmark) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .shouldFailOnError(true)
            .jvmArgsAppend(
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    if (brief) {
      options
          .warmupIterations(1)
          .warmupTime(TimeValue.seconds(1))
          .measurementIterations(2)
          .measurementTime(TimeValue.seconds(1));
    }
    return new Runner(options.build()).run();
  }
}
