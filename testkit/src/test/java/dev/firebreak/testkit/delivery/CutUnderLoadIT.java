package dev.firebreak.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole event path under load while its vendor is cut off: SDKs notice nothing, the vendor
/// gets nothing that starts after the acknowledgement, and the sums hold throughout.
class CutUnderLoadIT {
  private static final String TOKEN = "project-token";
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final BindingId BINDING = new BindingId("web");
  private static final int SENDERS = 4;
  private static final int EVENTS_A_REQUEST = 20;
  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final Semaphore answered = new Semaphore(0);
  private final AtomicBoolean ending = new AtomicBoolean();

  @Test
  void nothingStartsAfterTheAcknowledgementOfACut() throws Exception {
    try (MixpanelEmulator vendor = MixpanelEmulator.start(TOKEN, clock);
        Installation installation = open(vendor.uri());
        EventPath path = EventPath.start(installation)) {
      Operators operators =
          new Operators(installation.control(), installation.keys(), installation.audit(), clock);
      NewOperator nadia = operators.addFirst("nadia");
      VendorSwitch vendors = installation.deliveries().vendors();
      Load load = new Load(path.gateway().uri());
      load.awaitAnswers(40);

      vendors.cut(VENDOR, confirm(operators, nadia, "VendorCut", 0), "breach next door");
      long acknowledged = System.nanoTime();
      long started = vendor.requestsStarted();
      assertThat(started).isPositive();

      load.awaitAnswers(80);
      assertThat(vendor.requestsStarted()).isEqualTo(started);
      assertThat(acknowledged - vendor.lastRequestStartedNanos()).isPositive();
      assertThat(path.conservation(BINDING).holdsInFlight()).isTrue();
      load.end();
      assertCut(path, vendor);

      vendors.resume(VENDOR, confirm(operators, nadia, "VendorResumed", 1), "over");
      assertThat(path.settle(BOUND)).isTrue();
      assertResumed(path, vendor);
    }
  }

  private static void assertCut(EventPath path, MixpanelEmulator vendor) throws IOException {
    Conservation cut = path.conservation(BINDING);
    assertThat(cut.holds()).isTrue();
    assertThat(cut.refused()).isZero();
    assertThat(cut.dropped().get(DropReason.CUT)).isGreaterThanOrEqualTo(40L * EVENTS_A_REQUEST);
    assertThat(distinct(vendor)).isLessThanOrEqualTo(cut.delivered() + cut.inDoubt());
  }

  private static void assertResumed(EventPath path, MixpanelEmulator vendor) throws IOException {
    Conservation resumed = path.conservation(BINDING);
    assertThat(resumed.holds()).isTrue();
    assertThat(resumed.queued()).isZero();
    assertThat(resumed.inDoubt()).isZero();
    assertThat(resumed.delivered()).isEqualTo(distinct(vendor)).isPositive();
    assertThat(resumed.delivered() + resumed.droppedInAll()).isEqualTo(resumed.received());
  }

  private static long distinct(MixpanelEmulator vendor) {
    return vendor.events().stream().map(StoredEvent::dedupeKey).distinct().count();
  }

  private ConfirmedOperator confirm(
      Operators operators, NewOperator operator, String action, int stepsAhead) {
    Instant step = clock.instant().plus(Duration.ofSeconds(30L * stepsAhead));
    String code = Totp.code(operator.secret(), step);
    return operators.confirm(operator.name(), code, action, Role.RESPONDER);
  }

  private Installation open(URI vendor) throws IOException {
    MasterKey.create(folder.resolve("master.key"), new Random(1));
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        """
        data-directory: data
        master-key-file: master.key
        company:
          name: Example Cloud
          domain: example.com
          contact: privacy@example.com
          establishment: IE
        gateway:
          listen: 127.0.0.1:0
        bindings:
          - id: web
            vendor: mixpanel
            dialect: mixpanel
            mode: enforce
            path-prefix: /mp
            upstream: %s
            credential: {env: MIXPANEL_TOKEN}
            sender: public
            policy: shipped:mixpanel
        """
            .formatted(vendor));
    return InstallationOpener.open(
        ConfigLoader.load(settings, Map.of("MIXPANEL_TOKEN", TOKEN)), clock);
  }

  /// Senders that never stop and take no answer but success.
  private final class Load {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> senders = new ArrayList<>();
    private final URI target;

    Load(URI gateway) {
      target = gateway.resolve("/mp/import?strict=1");
      for (int i = 0; i < SENDERS; i++) {
        senders.add(threads.submit(this::sendAlways));
      }
    }

    void awaitAnswers(int count) throws InterruptedException {
      answered.drainPermits();
      assertThat(answered.tryAcquire(count, BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private boolean sendAlways() throws IOException, InterruptedException {
      while (!ending.get()) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(target)
                    .POST(HttpRequest.BodyPublishers.ofString(body()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        answered.release();
      }
      return true;
    }

    private String body() {
      return IntStream.range(0, EVENTS_A_REQUEST)
          .mapToObj(i -> event("u" + i))
          .collect(Collectors.joining(",", "[", "]"));
    }

    private static String event(String distinctId) {
      return "{\"event\":\"Opened\",\"properties\":{\"token\":\""
          + TOKEN
          + "\",\"distinct_id\":\""
          + distinctId
          + "\",\"$insert_id\":\""
          + UUID.randomUUID()
          + "\"}}";
    }

    void end() throws Exception {
      ending.set(true);
      for (Future<?> sender : senders) {
        sender.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      }
      threads.close();
      client.close();
    }
  }
}
