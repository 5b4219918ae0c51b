package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.ProductMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The vendor is cut off in the middle of its traffic: messages go out before, one request is on
/// its way and gets no answer, messages come in while the switch is thrown, and others after it.
/// Confined to the replay's thread.
final class CutOff {
  private static final Duration REQUEST_MAX = Duration.ofSeconds(30);

  private final DemoWorld world;
  private final TrafficReplay traffic;
  private final Checks checks;
  private long sentAfter;

  CutOff(DemoWorld world, TrafficReplay traffic, Checks checks) {
    this.world = world;
    this.traffic = traffic;
    this.checks = checks;
  }

  /// Messages that came in after the acknowledgement.
  long sentAfter() {
    return sentAfter;
  }

  /// The figures by the names that `demo --json` promises.
  Map<String, Object> run(Steps steps) throws Exception {
    List<ProductMessage> evening = traffic.take(Story.END.minus(Duration.ofHours(1)));
    int third = evening.size() / 3;
    checks.require(third > 1, "people use the product on the evening of the cut");
    traffic.send(evening.subList(0, third));
    traffic.settle();
    long before = world.guarded.requestsStarted();
    world.guarded.failNext(1, new Fault.NoAnswer());
    traffic.send(evening.subList(third, third + 1));
    if (!world.guarded.awaitRequests(before + 1, REQUEST_MAX)) {
      throw new IOException("no request reached the vendor within " + REQUEST_MAX);
    }
    VendorSwitch.Cut cut;
    double seconds;
    long atAcknowledgement;
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      Future<?> going =
          background.submit(() -> {
            traffic.send(evening.subList(third + 1, 2 * third));
            return null;
          });
      long startedNanos = System.nanoTime();
      cut = cut();
      seconds = (System.nanoTime() - startedNanos) / 1e9;
      atAcknowledgement = world.guarded.requestsStarted();
      going.get();
    }
    List<ProductMessage> after = evening.subList(2 * third, evening.size());
    traffic.send(after);
    sentAfter = after.size();
    traffic.settle();
    long startedAfter = world.guarded.requestsStarted() - atAcknowledgement;
    checks.equal(0, startedAfter, "requests to the vendor that began after the cut");
    checks.equal(1, cut.aborted(), "requests in flight that the cut aborted");
    steps.result(
        "%d messages before; 1 request was on its way and was aborted; acknowledged in %.2f s;",
        third, seconds);
    steps.result(
        "%d messages after, %d requests began; %d items of a checklist to sign",
        sentAfter, startedAfter, cut.status().checklist().size());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("startedAfterAcknowledgement", startedAfter);
    json.put("aborted", cut.aborted());
    json.put("messagesBefore", third);
    json.put("messagesAfter", sentAfter);
    json.put("seconds", seconds);
    json.put("checklist", cut.status().checklist().size());
    return json;
  }

  private VendorSwitch.Cut cut() throws InterruptedException {
    return world
        .firebreak
        .deliveries()
        .vendors()
        .cut(
            DemoWorld.VENDOR,
            world.responder.confirm("VendorCut", Role.RESPONDER),
            "the vendor was breached");
  }
}
