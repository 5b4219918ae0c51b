package dev.firebreak.testkit.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// One connection of the DevTools protocol: calls are answered by id, events go to whoever watches
/// their page. Thread-safe.
final class DevTools implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);

  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> watchers = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Object sending = new Object();

  @GuardedBy("sending")
  private final WebSocket socket;

  DevTools(URI address) throws IOException {
    socket = await(client.newWebSocketBuilder().buildAsync(address, new Listener()), CONNECT_MAX);
  }

  /// Calls a method and waits for its result.
  ///
  /// @param session of a page; null for the browser itself
  /// @throws IOException where the browser refuses, is gone, or does not answer in time
  JsonNode call(@Nullable String session, String method, Map<String, ?> parameters, Duration atMost)
      throws IOException {
    long id = ids.incrementAndGet();
    ObjectNode message = mapper.createObjectNode().put("id", id).put("method", method);
    message.set("params", mapper.valueToTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    try {
      synchronized (sending) {
        await(socket.sendText(message.toString(), true), atMost);
      }
      JsonNode result = await(answer, atMost);
      if (result.has("error")) {
        throw new IOException(method + ": " + result.get("error").path("message").asString());
      }
      return result.path("result");
    } finally {
      calls.remove(id);
    }
  }

  /// Has the events of a page told from now on.
  ///
  /// @param watcher gets each event with its `method` and `params`; called by another thread
  void watch(String session, Consumer<JsonNode> watcher) {
    watchers.put(session, watcher);
  }

  @Override
  public void close() {
    synchronized (sending) {
      socket.abort();
    }
    client.shutdownNow();
  }

  private static <T> T await(CompletableFuture<T> future, Duration atMost) throws IOException {
    try {
      return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the browser", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the browser did not answer", e);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = mapper.readTree(text.toString());
        text.setLength(0);
        CompletableFuture<JsonNode> call = calls.get(message.path("id").asLong(-1));
        if (call != null) {
          call.complete(message);
        }
        Consumer<JsonNode> watcher = watchers.get(message.path("sessionId").asString(""));
        if (watcher != null && message.has("method")) {
          watcher.accept(message);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      onError(from, new IOException("the browser closed the connection"));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      calls.values().forEach(call -> call.completeExceptionally(error));
    }
  }
}
