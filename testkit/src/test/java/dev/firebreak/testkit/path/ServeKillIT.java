package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.StoredEvent;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// `serve` with two bindings is killed under load, again and again, at moments given by chance,
/// while its vendor fails now and then; each time every sum is looked at as the kill left it. Then
/// what is left is delivered: what was answered with success is at the vendor, and what would count
/// twice never is there twice.
class ServeKillIT {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final int SENDERS = 4;
  private static final BindingId SECOND = new BindingId("second");
  private static final List<BindingId> BINDINGS = List.of(InstallationFolder.WEB, SECOND);
  private static final List<String> PREFIXES = List.of("/mp", "/second");
  private static final int EVENTS_A_REQUEST = 5;

  /// Each meets one request of one life; those that answer nothing leave doubts.
  private static final List<Fault> FAULTS =
      List.of(
          new Fault.CloseAfterStoring(),
          new Fault.CloseWithoutAnswer(),
          new Fault.AnswerAfterStoring(502, "oops"),
          new Fault.Answer(500, "oops"),
          new Fault.Answer(503, "busy"),
          new Fault.Answer(429, "", Map.of("Retry-After", "1")),
          new Fault.Delay(Duration.ofMillis(300)));

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> answeredEvents = ConcurrentHashMap.newKeySet();
  private final Set<String> answeredAdditions = ConcurrentHashMap.newKeySet();
  private MixpanelEmulator vendor;
  private InstallationFolder files;

  @BeforeEach
  void writeInstallation() throws IOException {
    vendor = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    // everything passes, so that what is sent and what is stored can be compared
    Files.writeString(
        folder.resolve("all.yaml"), "vendor: mixpanel\ndefault: pass\nunclassified: pass\n");
    files = InstallationFolder.write(folder, vendor.uri(), "all.yaml");
    Files.writeString(
        files.settings(),
        """
          - id: second
            vendor: mixpanel
            dialect: mixpanel
            path-prefix: /second
            upstream: %s
            credential: {file: token}
            sender: public
            groups: [company]
            policy: all.yaml
            maximum-event-age: 365d
        """
            .formatted(vendor.uri()),
        StandardOpenOption.APPEND);
  }

  @AfterEach
  void close() {
    client.close();
    vendor.close();
  }

  @Test
  void twentyKillsLoseNothingAndDoubleNothing() throws Exception {
    killAndCompare(20, new Random(1));
  }

  @Test
  @Tag("long")
  void aHundredKillsLoseNothingAndDoubleNothing() throws Exception {
    killAndCompare(100, new Random(2));
  }

  private void killAndCompare(int kills, Random random) throws Exception {
    for (int kill = 0; kill < kills; kill++) {
      int before = answeredEvents.size();
      serveAndKill(random);
      assertThat(answeredEvents.size()).as("answers before kill %d", kill).isGreaterThan(before);
      assertSumsAsTheKillLeftThem(kill);
    }
    vendor.heal();
    List<Conservation> terms = deliverTheRest();
    assertThat(terms).hasSize(BINDINGS.size()).allMatch(Conservation::holds);
    assertThat(terms).allMatch(each -> each.delivered() == each.accepted() && each.accepted() > 0);
    assertThat(sum(terms, Conservation::accepted))
        .isGreaterThanOrEqualTo(answeredEvents.size() + answeredAdditions.size());
    compareEvents();
    compareAdditions(sum(terms, Conservation::inDoubt));
  }

  private static long sum(List<Conservation> terms, ToLongFunction<Conservation> term) {
    return terms.stream().mapToLong(term).sum();
  }

  /// Nothing runs: what was accepted is delivered or queued, and nothing that was answered is
  /// missing.
  private void assertSumsAsTheKillLeftThem(int kill) throws IOException {
    long accepted = 0;
    try (Installation installation = files.open()) {
      for (BindingId id : BINDINGS) {
        BindingDelivery binding = installation.deliveries().binding(id);
        long sinceOpen = binding.journal().totals().accepted() - binding.journal().acceptedAtOpen();
        Conservation terms =
            new ConservationCheck(
                    binding.journal(), binding.outcomes(), () -> new GatewayCounts(sinceOpen, 0))
                .measure();
        assertThat(terms).as("%s after kill %d", id, kill).matches(Conservation::holds);
        assertThat(terms.delivered() + terms.queued())
            .as("%s after kill %d: %s", id, kill, terms)
            .isEqualTo(terms.accepted());
        accepted += terms.accepted();
      }
    }
    assertThat(accepted)
        .as("accepted after kill %d", kill)
        .isGreaterThanOrEqualTo(answeredEvents.size() + answeredAdditions.size());
  }

  private void serveAndKill(Random random) throws Exception {
    vendor.heal();
    vendor.failNext(random.nextInt(3), FAULTS.get(random.nextInt(FAULTS.size())));
    Process serve = CommandProcess.start(folder, folder.resolve("err.txt"), List.of("serve"));
    List<Thread> senders = new ArrayList<>();
    try {
      URI gateway = CommandProcess.listening(serve);
      int enough = answeredEvents.size() + 1 + random.nextInt(600);
      for (int i = 0; i < SENDERS; i++) {
        URI binding = gateway.resolve(PREFIXES.get(i % PREFIXES.size()));
        senders.add(Thread.ofVirtual().start(() -> sendUntilRefused(binding)));
      }
      while (answeredEvents.size() < enough && serve.isAlive()) {
        senders.getFirst().join(Duration.ofMillis(2));
      }
      assertThat(serve.isAlive()).as("%s", folder.resolve("err.txt")).isTrue();
    } finally {
      serve.toHandle().destroyForcibly();
      serve.waitFor();
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private List<Conservation> deliverTheRest() throws Exception {
    try (Installation installation = files.open();
        EventPath path = EventPath.start(installation)) {
      assertThat(path.settle(SETTLE)).isTrue();
      List<Conservation> terms = new ArrayList<>();
      for (BindingId binding : BINDINGS) {
        terms.add(path.conservation(binding));
      }
      LongAdder facts = new LongAdder();
      installation
          .ledger()
          .forEach(VENDOR, Optional.empty(), Optional.empty(), fact -> facts.add(fact.events()));
      assertThat(facts.sum())
          .as("facts of the ledger")
          .isEqualTo(sum(terms, Conservation::delivered));
      return terms;
    }
  }

  /// An event may arrive more than once, as long as the vendor counts it as the same.
  private void compareEvents() {
    Map<String, Set<StoredEvent.DedupeKey>> stored =
        vendor.events().stream()
            .collect(
                Collectors.groupingBy(
                    StoredEvent::insertId,
                    Collectors.mapping(StoredEvent::dedupeKey, Collectors.toSet())));
    assertThat(stored.keySet()).containsAll(answeredEvents);
    assertThat(stored.values()).allMatch(keys -> keys.size() == 1);
  }

  /// Each addition is to a profile of its own; one that was under way at a kill may be missing, and
  /// is then counted as a doubt.
  private void compareAdditions(long inDoubt) {
    Map<String, ObjectNode> profiles = vendor.profiles();
    assertThat(profiles.values()).allMatch(profile -> profile.path("visits").intValue() == 1);
    assertThat(answeredAdditions).isNotEmpty();
    assertThat(answeredAdditions.stream().filter(id -> !profiles.containsKey(id)).count())
        .as("additions that are not at the vendor")
        .isLessThanOrEqualTo(inDoubt);
  }

  /// @param binding where the gateway takes what is for it
  private void sendUntilRefused(URI binding) {
    try {
      while (true) {
        List<String> events =
            Stream.generate(() -> UUID.randomUUID().toString()).limit(EVENTS_A_REQUEST).toList();
        if (post(URI.create(binding + "/track"), events, ServeKillIT::event)) {
          answeredEvents.addAll(events);
        }
        List<String> addition = List.of("add-" + UUID.randomUUID());
        if (post(URI.create(binding + "/engage"), addition, ServeKillIT::addition)) {
          answeredAdditions.addAll(addition);
        }
      }
    } catch (IOException killed) {
      // what was under way has no answer
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean post(URI uri, List<String> ids, java.util.function.UnaryOperator<String> message)
      throws IOException, InterruptedException {
    String body = ids.stream().map(message).collect(Collectors.joining(",", "[", "]"));
    HttpResponse<Void> answer =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return answer.statusCode() == 200;
  }

  private static String event(String id) {
    return """
    {"event":"Opened","properties":{"token":"%s","distinct_id":"user-%s","time":%d,\
    "$insert_id":"%s"}}\
    """
        .formatted(InstallationFolder.TOKEN, id.substring(0, 2), System.currentTimeMillis(), id);
  }

  private static String addition(String id) {
    return """
    {"$token":"%s","$distinct_id":"%s","$add":{"visits":1}}\
    """
        .formatted(InstallationFolder.TOKEN, id);
  }
}
