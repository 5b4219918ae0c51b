package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.config.Secret;
import dev.firebreak.event.MessageKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real client keeps the contract, over real connections to a server that answers as Mixpanel
/// does.
class MixpanelClientTest implements VendorClientContract {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Way> ways = new ConcurrentLinkedQueue<>();
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Override
  public VendorClient client(Way... script) throws IOException {
    ways.addAll(List.of(script));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/", this::handle);
    server.start();
    servers.add(server);
    return client(server.getAddress().getPort());
  }

  @Override
  public List<String> stored() {
    return List.copyOf(stored);
  }

  @Test
  void whereNobodyListensNothingWasSent() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (VendorClient client = client(port)) {
      VendorBatch batch = VendorClientContract.batch(MessageKind.EVENT, "e", 1);
      assertThat(VendorClientContract.send(client, batch)).isEqualTo(new VendorAnswer.NotSent());
    }
  }

  @Test
  void aCancelledPassageSendsNothing() throws IOException {
    try (VendorClient client = client();
        VendorGate.Passage passage = VendorGate.alwaysOpen().enter().orElseThrow()) {
      passage.cancel();
      VendorBatch batch = VendorClientContract.batch(MessageKind.EVENT, "e", 1);
      assertThat(client.send(batch, passage)).isEqualTo(new VendorAnswer.NotSent());
    }
    assertThat(stored()).isEmpty();
  }

  private static VendorClient client(int port) {
    return new MixpanelClient(
        URI.create("http://127.0.0.1:" + port),
        Secret.of("project-token"),
        ANSWER_TIMEOUT,
        Clock.systemUTC());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> ids = ids(exchange);
      Way way = ways.isEmpty() ? Way.TAKES : ways.remove();
      switch (way) {
        case TAKES -> {
          stored.addAll(ids);
          answer(exchange, 200, "{\"code\":200,\"status\":1}");
        }
        case REFUSES_SECOND -> {
          stored.add(ids.getFirst());
          stored.addAll(ids.subList(2, ids.size()));
          answer(exchange, 400, "{\"code\":400,\"failed_records\":[{\"index\":1}]}");
        }
        case REFUSES_ALL -> answer(exchange, 400, "{\"code\":400}");
        case REFUSES_CREDENTIAL -> answer(exchange, 401, "{}");
        case TOO_LARGE -> answer(exchange, 413, "{}");
        case THROTTLES -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          answer(exchange, 429, "{}");
        }
        case BUSY -> answer(exchange, 503, "busy");
        case HANGS_UP -> stored.addAll(ids);
      }
    }
  }

  private static List<String> ids(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    List<String> ids = new ArrayList<>();
    try (InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      for (JsonNode message : JsonMapper.shared().readTree(in.readAllBytes())) {
        ids.add(message.get("id").asString());
      }
    }
    return ids;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
