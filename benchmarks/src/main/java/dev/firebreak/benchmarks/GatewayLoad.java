package dev.firebreak.benchmarks;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.gateway.Gateway;
import dev.firebreak.gateway.GatewayBinding;
import dev.firebreak.gateway.GatewayCounters;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.UserIdKind;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A real gateway with the shipped policy, all detectors and a journal that forces each commit,
/// under load from keep-alive connections on the same machine: batches of 50 events at `/import`,
/// then single events at `/track`, beside treatment alone in the same process. The load's own work
/// is part of the figures, delivery is not.
///
/// Arguments: seconds for each measurement (10), folder for the journal (a temporary one).
public final class GatewayLoad {
  private static final BindingId BINDING = new BindingId("load");
  private static final int BATCH_EVENTS = 50;
  private static final int CONNECTIONS = 16;

  private final Duration each;
  private final Path folder;
  private final PrintWriter out;
  private final byte[][] events = JsonEvents.make(4_096, 7);

  private GatewayLoad(Duration each, Path folder, PrintWriter out) {
    this.each = each;
    this.folder = folder;
    this.out = out;
  }

  /// Runs all measurements and prints a line for each.
  public static void main(String[] arguments) throws Exception {
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
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    try (SegmentJournal journal =
            SegmentJournal.open(
                BINDING,
                DiskFiles.in(folder.resolve("journal")),
                keys,
                Clock.systemUTC(),
                SegmentJournal.Settings.STANDARD);
        Gateway gateway =
            Gateway.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(binding(journal)),
                Clock.systemUTC())) {
      treatment(cores, "warm-up");
      load(gateway, "warm-up", batches());
      double alone = treatment(cores, "treatment alone");
      double batched = load(gateway, "batches of " + BATCH_EVENTS, batches());
      double single = load(gateway, "single events", singles());
      out.printf(
          "gateway to treatment: batches %.2f, single events %.2f%n",
          batched / alone, single / alone);
      check(gateway.counters(BINDING), journal);
    }
  }

  /// Events a second that all cores read and treat, without HTTP and disk.
  private double treatment(int cores, String name) throws Exception {
    Instant end = Clock.systemUTC().instant().plus(each);
    long started = System.nanoTime();
    long treated =
        inParallel(
            cores,
            () -> {
              PolicyTreatment treatment = TreatmentBenchmark.treatment();
              TokenBuffer buffer = new TokenBuffer();
              long count = 0;
              while (Clock.systemUTC().instant().isBefore(end)) {
                JsonEvents.read(events[(int) (count++ % events.length)], buffer);
                treatment.treat(buffer, MessageKind.EVENT, end);
              }
              return count;
            });
    double rate = treated * 1e9 / (System.nanoTime() - started);
    out.printf("%-16s %,10.0f events/s on %d cores%n", name, rate, cores);
    return rate;
  }

  private double load(Gateway gateway, String name, List<LoadRequest> requests) throws Exception {
    LatencyRecord latencies = new LatencyRecord();
    Instant end = Clock.systemUTC().instant().plus(each);
    long started = System.nanoTime();
    long sent =
        inParallel(
            CONNECTIONS,
            () -> {
              try (LoadConnection connection = new LoadConnection(gateway.port())) {
                return connection.sendUntil(end, requests, latencies);
              }
            });
    double rate = sent * 1e9 / (System.nanoTime() - started);
    out.printf(
        "%-16s %,10.0f events/s, %d connections, answer p50 %.1f ms, p99 %.1f ms%n",
        name, rate, CONNECTIONS, latencies.millis(0.50), latencies.millis(0.99));
    return rate;
  }

  private void check(GatewayCounters counters, SegmentJournal journal) {
    out.printf(
        "received %,d, refused %,d, in the journal %,d%n",
        counters.received(), counters.refused(), journal.end());
    if (counters.received() != counters.refused() + journal.end()) {
      throw new IllegalStateException("what was received is not what was refused and journaled");
    }
  }

  private List<LoadRequest> batches() {
    return IntStream.range(0, events.length / BATCH_EVENTS)
        .mapToObj(i ->
            LoadRequest.of(
                "/import?strict=1",
                Arrays.asList(events).subList(i * BATCH_EVENTS, (i + 1) * BATCH_EVENTS)))
        .toList();
  }

  private List<LoadRequest> singles() {
    return Arrays.stream(events).map(event -> LoadRequest.of("/track", List.of(event))).toList();
  }

  private static long inParallel(int count, Callable<Long> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      long sum = 0;
      for (Future<Long> result : threads.invokeAll(Collections.nCopies(count, work))) {
        sum += result.get();
      }
      return sum;
    }
  }

  private static GatewayBinding binding(SegmentJournal journal) {
    BindingConfig config =
        new BindingConfig(
            BINDING,
            new VendorId("mixpanel"),
            "mixpanel",
            BindingConfig.Mode.ENFORCE,
            Optional.empty(),
            "",
            URI.create("https://vendor.example"),
            Secret.of("vendor"),
            Secret.of("0123456789abcdef"),
            BindingConfig.Sender.AUTHENTICATED,
            UserIdKind.ACCOUNT_ID,
            false,
            false,
            List.of("company"),
            List.of(),
            Path.of("policy.yaml"),
            Duration.ofDays(5));
    return new GatewayBinding(
        config,
        new MixpanelDialect(SecretBytes.copyOf(new byte[32])),
        TreatmentBenchmark::treatment,
        journal,
        "0123456789ab",
        1,
        () -> false);
  }
}
