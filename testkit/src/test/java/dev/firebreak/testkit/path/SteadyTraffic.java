package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Senders that never stop and take no answer but success; each request has one event of each of
/// ten people, `user-0` to `user-9`.
final class SteadyTraffic {
  static final int PEOPLE = 10;

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int SENDERS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> senders = new ArrayList<>();
  private final List<Semaphore> answered = new ArrayList<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final URI target;
  private volatile String phase = "first";
  private volatile boolean ending;

  SteadyTraffic(URI gateway) {
    target = gateway.resolve("/mp/track");
    for (int i = 0; i < SENDERS; i++) {
      Semaphore answers = new Semaphore(0);
      answered.add(answers);
      senders.add(threads.submit(() -> sendAlways(answers)));
    }
  }

  /// The dedupe ids of all events that were sent.
  Set<String> sent() {
    return sent;
  }

  /// Events of another name from now on.
  void begin(String next) {
    phase = next;
  }

  /// Waits until each sender has had three answers, so that what it had begun before is over.
  void awaitAnswers() throws Exception {
    for (Semaphore answers : answered) {
      answers.drainPermits();
      if (!answers.tryAcquire(3, BOUND.toSeconds(), TimeUnit.SECONDS)) {
        for (Future<?> sender : senders) {
          if (sender.isDone()) {
            sender.get(); // throws what ended it
          }
        }
        throw new AssertionError("no answer within " + BOUND);
      }
    }
  }

  private boolean sendAlways(Semaphore answers) throws IOException, InterruptedException {
    while (!ending) {
      HttpRequest request =
          HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofString(body())).build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      answers.release();
    }
    return true;
  }

  private String body() {
    String name = "Opened " + phase;
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < PEOPLE; i++) {
      String id = UUID.randomUUID().toString();
      sent.add(id);
      body.append(i == 0 ? "" : ",")
          .append("{\"event\":\"%s\",\"properties\":{".formatted(name))
          .append("\"token\":\"%s\",".formatted(InstallationFolder.TOKEN))
          .append("\"distinct_id\":\"user-%d\",\"$insert_id\":\"%s\",".formatted(i, id))
          .append("\"plan\":\"pro\",\"mp_country_code\":\"IE\"}}");
    }
    return body.append(']').toString();
  }

  void end() throws Exception {
    ending = true;
    for (Future<?> sender : senders) {
      sender.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
    threads.close();
    client.close();
  }
}
