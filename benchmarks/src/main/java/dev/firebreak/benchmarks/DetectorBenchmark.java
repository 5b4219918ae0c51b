package dev.firebreak.benchmarks;

import dev.firebreak.detect.Detectors;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// All detectors over every string of analytics events, each scanned anew, against only looking at
/// each of its characters. One thread; an operation is one pass over [#bytes].
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx512m"})
public class DetectorBenchmark {
  private static final int EVENTS = 2_000;
  private static final Detectors DETECTORS = Detectors.standard();

  private final List<String> strings = strings();

  @Benchmark
  public int detected() {
    int hits = 0;
    for (String string : strings) {
      hits += DETECTORS.scan(string).size();
    }
    return hits;
  }

  @Benchmark
  public int looked() {
    int sum = 0;
    for (String string : strings) {
      for (int i = 0; i < string.length(); i++) {
        sum = 31 * sum + string.charAt(i);
      }
    }
    return sum;
  }

  /// Bytes of UTF-8 of one pass.
  static long bytes() {
    return strings().stream()
        .mapToLong(string -> string.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /// Values, names and event names of the events.
  private static List<String> strings() {
    List<String> strings = new ArrayList<>();
    TokenBuffer buffer = new TokenBuffer();
    for (byte[] event : JsonEvents.make(EVENTS, 11)) {
      JsonEvents.read(event, buffer);
      for (int i = 0; i < buffer.size(); i++) {
        if (buffer.kind(i) == Kind.STRING || buffer.kind(i) == Kind.NAME) {
          strings.add(buffer.text(i));
        }
      }
    }
    return strings;
  }
}
