package dev.firebreak.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.config.Secret;
import dev.firebreak.delivery.Conservation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a child that appends and delivers, again and again, at moments given by chance; then lets
/// what is left be delivered. Everything acknowledged arrives; what could count twice arrives once.
class JournalKillIT {
  private static final Pattern ID =
      Pattern.compile("\"(?:\\$insert_id|\\$distinct_id)\":\"([^\"]+)\"");

  @TempDir Path folder;
  private final Map<String, Integer> received = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private HttpServer vendor;

  @BeforeEach
  void startVendor() throws IOException {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    vendor.createContext("/", this::take);
    vendor.start();
  }

  @AfterEach
  void stopVendor() {
    vendor.stop(0);
  }

  @Test
  void twentyKillsLoseNothingAndDoubleNothing() throws Exception {
    killAndCheck(20, 1);
  }

  @Test
  @Tag("long")
  void aHundredKillsLoseNothingAndDoubleNothing() throws Exception {
    killAndCheck(100, 2);
  }

  private void killAndCheck(int kills, long seed) throws Exception {
    Random random = new Random(seed);
    for (int kill = 0; kill < kills; kill++) {
      runAndKill("k" + kill, 1 + random.nextInt(400));
    }
    try (KillTestParts parts = KillTestParts.open(folder, Clock.systemUTC())) {
      var lane = parts.startLane(uri(), Secret.of(KilledServer.TOKEN));
      assertThat(lane.awaitIdle(Duration.ofSeconds(60))).isTrue();
      Conservation terms = parts.conservation();
      assertThat(terms).matches(Conservation::holds);
      assertThat(terms.queued()).isZero();
      assertThat(terms.delivered()).isEqualTo(terms.accepted());
      assertThat(terms.accepted()).isGreaterThanOrEqualTo(acknowledged.size());
    }
    assertThat(acknowledged).hasSizeGreaterThan(kills);
    assertThat(acknowledged.stream().filter(id -> !received.containsKey(id)).filter(this::isEvent))
        .isEmpty();
    assertThat(received.entrySet().stream().filter(e -> e.getValue() > 1 && !isEvent(e.getKey())))
        .isEmpty();
  }

  /// Additions to profiles are every 25th; one that was under way at a kill stays in doubt.
  private boolean isEvent(String id) {
    return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)) % 25 != 0;
  }

  private void runAndKill(String name, int afterAcknowledgements) throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledServer.class.getName(),
                    folder.toString(),
                    uri().toString(),
                    name))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(name + "-")) {
          acknowledged.add(line);
          if (++seen == afterAcknowledgements) {
            child.toHandle().destroyForcibly();
          }
        }
      }
      assertThat(seen).as("acknowledgements before the kill").isPositive();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      Matcher ids = ID.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (ids.find()) {
        received.merge(ids.group(1), 1, Integer::sum);
      }
    }
    byte[] answer = "{\"code\":200,\"status\":1}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + vendor.getAddress().getPort());
  }
}
