package dev.firebreak.testkit.erasure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A vendor's interface for having people erased, on loopback. It knows whom the vendor has, takes
/// requests by that vendor's rules, and does wrong what it is told to. Thread-safe.
///
/// | Vendor | Settings | Credential |
/// |---|---|---|
/// | [#segment()] | | `segment-token` |
/// | [#amplitude(LocalDate)] | | `key:secret` |
/// | [#posthog()] | `project: "17"` | `posthog-key` |
/// | [#ga4()] | `project: G-1` | `google-token` |
/// | [#rudderstack()] | `project: dest-1` | `rudder-token` |
public final class DeletionEmulator implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final DeletionRules rules;
  private final Faults faults = new Faults();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final VendorPeople people = new VendorPeople();

  @GuardedBy("lock")
  private int requests;

  private DeletionEmulator(DeletionRules rules) throws IOException {
    this.rules = rules;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("deletions-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Segment's regulations.
  public static DeletionEmulator segment() throws IOException {
    return new DeletionEmulator(new SegmentDeletions());
  }

  /// Amplitude's user privacy interface.
  ///
  /// @param today the day on which it is asked; its jobs lie some days ahead
  public static DeletionEmulator amplitude(LocalDate today) throws IOException {
    return new DeletionEmulator(new AmplitudeDeletions(today));
  }

  /// PostHog's deletion of persons.
  public static DeletionEmulator posthog() throws IOException {
    return new DeletionEmulator(new PosthogDeletions());
  }

  /// Google Analytics' user deletion.
  public static DeletionEmulator ga4() throws IOException {
    return new DeletionEmulator(new Ga4Deletions());
  }

  /// RudderStack's suppression with deletion.
  public static DeletionEmulator rudderstack() throws IOException {
    return new DeletionEmulator(new RudderstackDeletions());
  }

  /// Where it listens, without a trailing slash.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Lets the vendor have these people.
  public void add(Collection<String> ids) {
    lock.lock();
    try {
      people.add(ids);
    } finally {
      lock.unlock();
    }
  }

  /// Whom the vendor has; a copy.
  public Set<String> there() {
    lock.lock();
    try {
      return people.there();
    } finally {
      lock.unlock();
    }
  }

  /// How often each id was in a request that was taken; a copy.
  public Map<String, Integer> asked() {
    lock.lock();
    try {
      return people.asked();
    } finally {
      lock.unlock();
    }
  }

  /// Requests that came to the rules, refused ones and questions included.
  public int requests() {
    lock.lock();
    try {
      return requests;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses every request that names such an id, with 400.
  public void refuse(Predicate<String> ids) {
    lock.lock();
    try {
      people.refuse(ids);
    } finally {
      lock.unlock();
    }
  }

  /// Lets every request that names such an id come to nothing after it was taken, where the
  /// vendor's interface can say that.
  public void fail(Predicate<String> ids) {
    lock.lock();
    try {
      people.fail(ids);
    } finally {
      lock.unlock();
    }
  }

  /// Does something wrong with the next requests, questions included.
  public void failNext(int times, Fault fault) {
    faults.next(times, fault);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (faults.take().orElse(null)) {
        case null -> write(exchange, rightly(exchange, body), Map.of());
        case Fault.Answer(int status, String text, Map<String, String> headers) ->
            write(exchange, new DeletionRules.Reply(status, text), headers);
        case Fault.AnswerAfterStoring(int status, String text) -> {
          var _ = rightly(exchange, body);
          write(exchange, new DeletionRules.Reply(status, text), Map.of());
        }
        case Fault.CloseAfterStoring() -> {
          var _ = rightly(exchange, body);
        }
        case Fault.Delay delay -> {
          if (faults.pause(delay.duration())) {
            write(exchange, rightly(exchange, body), Map.of());
          }
        }
        case Fault.NoAnswer() -> faults.awaitClose();
        case Fault.CloseWithoutAnswer _, Fault.RefuseRecords _ -> {}
      }
    }
  }

  private DeletionRules.Reply rightly(HttpExchange exchange, byte[] body) {
    if (!rules.authorization().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return new DeletionRules.Reply(401, "");
    }
    DeletionRules.Request request =
        new DeletionRules.Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query(exchange.getRequestURI()),
            json(body));
    lock.lock();
    try {
      requests++;
      return rules.answer(request, people);
    } finally {
      lock.unlock();
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static void write(
      HttpExchange exchange, DeletionRules.Reply reply, Map<String, String> headers)
      throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    try {
      faults.close();
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
