package dev.firebreak.benchmarks;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.policy.PolicyTreatment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A whole installation (shipped policy, all detectors, a journal that forces each commit, delivery
/// to a vendor on loopback, ledger) under load from keep-alive connections on the same machine:
/// batches of 50 events at `/import`, in turns with treatment alone in the same process, then
/// single events at `/track`, then each at half the rate that it reached. The load's and the
/// vendor's own work is part of the figures.
///
/// Arguments: seconds for each measurement (10), folder for the installation (a temporary one).
public final class GatewayLoad {
  private static final int BATCH_EVENTS = 50;
  private static final int CONNECTIONS = 16;

  /// Measurements that do not count, before the first that does: so long does the JVM compile.
  private static final int WARM_UPS = 4;

  /// Treatment alone and batches take turns, since a machine's speed changes; their means count.
  private static final int ROUNDS = 3;

  private static final Duration SETTLE = Duration.ofMinutes(10);

  private final Duration each;
  private final Path folder;
  private final PrintWriter out;
  private final byte[][] events = JsonEvents.make(4_096, 7);

  private GatewayLoad(Duration each, Path folder, PrintWriter out) {
    this.each = each;
    this.folder = folder;
    this.out = out;
  }

  /// What one connection or thread does; gives the number of events.
  private interface Work {
    long run(int number) throws Exception;
  }

  /// Runs all measurements and prints a line for each.
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Duration each = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 10);
    Path folder =
        arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("gateway-load");
    try (PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      new GatewayLoad(each, folder, out).run();
    }
  }

  private void run() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    try (LoadInstallation running = LoadInstallation.start(folder)) {
      int port = running.path().gateway().port();
      treatment(cores, "warm-up");
      for (int i = 0; i < WARM_UPS; i++) {
        full(port, "warm-up", batches(), new LatencyRecord());
        settle(running);
      }
      LatencyRecord latencies = new LatencyRecord();
      double alone = 0;
      double batched = 0;
      for (int i = 0; i < ROUNDS; i++) {
        alone += treatment(cores, "treatment") / ROUNDS;
        batched += full(port, "batches", batches(), latencies) / ROUNDS;
        settle(running);
      }
      Figures.add("gateway.treatment", alone);
      Figures.add("gateway.batches", batched);
      double single = full(port, "singles", singles(), new LatencyRecord());
      settle(running);
      half(port, "batches", batched / 2, batches());
      settle(running);
      half(port, "singles", single / 2, singles());
      settle(running);
      out.printf(
          "gateway to treatment: batches %.2f, singles %.2f%n", batched / alone, single / alone);
      check(running);
    }
  }

  /// Events a second that all cores read and treat, without HTTP and disk.
  private double treatment(int cores, String name) throws Exception {
    Instant end = Clock.systemUTC().instant().plus(each);
    double rate =
        rate(
            cores,
            _ -> {
              PolicyTreatment treatment = TreatmentBenchmark.treatment();
              TokenBuffer buffer = new TokenBuffer();
              long count = 0;
              while (Clock.systemUTC().instant().isBefore(end)) {
                JsonEvents.read(events[(int) (count++ % events.length)], buffer);
                treatment.treat(buffer, MessageKind.EVENT, end);
              }
              return count;
            });
    out.printf("%-10s %,10.0f events/s on %d cores%n", name, rate, cores);
    Figures.add("gateway." + name, rate);
    return rate;
  }

  /// Events a second where each connection sends as soon as it has its answer.
  private double full(int port, String name, List<LoadRequest> requests, LatencyRecord latencies)
      throws Exception {
    Instant end = Clock.systemUTC().instant().plus(each);
    double rate =
        rate(
            CONNECTIONS,
            _ -> {
              try (LoadConnection connection = new LoadConnection(port)) {
                return connection.sendUntil(end, requests, latencies);
              }
            });
    tell(name, rate, latencies, "full load");
    return rate;
  }

  /// The same at a given number of events a second, which connections share evenly in time.
  private void half(int port, String name, double wanted, List<LoadRequest> requests)
      throws Exception {
    LatencyRecord latencies = new LatencyRecord();
    long apart = (long) (1e9 * requests.getFirst().events() / wanted);
    long start = System.nanoTime() + Duration.ofMillis(200).toNanos();
    double rate =
        rate(
            CONNECTIONS,
            number -> {
              try (LoadConnection connection = new LoadConnection(port)) {
                return connection.sendPaced(
                    start + number * apart,
                    start + each.toNanos(),
                    CONNECTIONS * apart,
                    requests,
                    latencies);
              }
            });
    tell(name + ".half", rate, latencies, "half load");
  }

  private void tell(String name, double rate, LatencyRecord latencies, String load)
      throws IOException {
    out.printf(
        "%-12s %,10.0f events/s at %s, %d connections, answer p50 %.1f ms, p99 %.1f ms%n",
        name, rate, load, CONNECTIONS, latencies.millis(0.50), latencies.millis(0.99));
    Figures.add("gateway." + name, rate);
    Figures.add("gateway." + name + ".p50", latencies.millis(0.50));
    Figures.add("gateway." + name + ".p99", latencies.millis(0.99));
  }

  /// What was left to deliver when a measurement ended must not disturb the next.
  private void settle(LoadInstallation running) throws Exception {
    long start = System.nanoTime();
    if (!running.path().settle(SETTLE)) {
      throw new IllegalStateException("delivery did not come to an end");
    }
    out.printf("             delivered all %.1f s later%n", (System.nanoTime() - start) / 1e9);
  }

  private void check(LoadInstallation running) throws IOException {
    Conservation terms = running.path().conservation(LoadInstallation.BINDING);
    out.printf(
        "accepted %,d, refused %,d, delivered %,d in %,d requests%n",
        terms.accepted(), terms.refused(), terms.delivered(), running.vendor().requests());
    Figures.add("gateway.accepted", terms.accepted());
    if (!terms.holds() || terms.refused() > 0 || terms.delivered() != terms.accepted()) {
      throw new IllegalStateException("not all that was sent was accepted and delivered: " + terms);
    }
  }

  private List<LoadRequest> batches() {
    return IntStream.range(0, events.length / BATCH_EVENTS)
        .mapToObj(i ->
            LoadRequest.of(
                "/mp/import?strict=1",
                Arrays.asList(events).subList(i * BATCH_EVENTS, (i + 1) * BATCH_EVENTS)))
        .toList();
  }

  private List<LoadRequest> singles() {
    return Arrays.stream(events).map(event -> LoadRequest.of("/mp/track", List.of(event))).toList();
  }

  private static double rate(int count, Work work) throws Exception {
    long started = System.nanoTime();
    long sum = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<Long>> results =
          IntStream.range(0, count).mapToObj(i -> threads.submit(() -> work.run(i))).toList();
      for (Future<Long> result : results) {
        sum += result.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sender failed", e.getCause());
    }
    return sum * 1e9 / (System.nanoTime() - started);
  }
}
