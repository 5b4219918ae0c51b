package dev.firebreak.demo;

import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.DropReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where every message of the replay went: what the product sent is what Firebreak received, and
/// each message has one place in the sums of [Conservation].
final class Reckoning {
  private final DemoWorld world;
  private final TrafficReplay traffic;
  private final Checks checks;

  Reckoning(DemoWorld world, TrafficReplay traffic, Checks checks) {
    this.world = world;
    this.traffic = traffic;
    this.checks = checks;
  }

  /// The terms by the names that `demo --json` promises.
  ///
  /// @param sentAfterCut messages that came in after the cut
  Map<String, Object> of(long sentAfterCut) throws IOException {
    Conservation terms = world.path.conservation(DemoWorld.BINDING);
    checks.require(terms.holds(), "conservation holds: " + terms);
    checks.equal(traffic.messages(), terms.received(), "messages that Firebreak received");
    checks.equal(traffic.events(), world.direct.eventCount(), "events at the direct vendor");
    checks.require(
        terms.dropped().getOrDefault(DropReason.CUT, 0L) >= sentAfterCut,
        "every message after the cut was dropped");
    checks.require(terms.inDoubt() > 0, "what was on its way at the cut is in doubt");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("received", terms.received());
    json.put("refused", terms.refused());
    json.put("accepted", terms.accepted());
    json.put("delivered", terms.delivered());
    json.put("inDoubt", terms.inDoubt());
    Map<String, Object> dropped = new LinkedHashMap<>();
    terms.dropped().forEach((reason, count) -> dropped.put(reason.label(), count));
    json.put("dropped", dropped);
    json.put("quarantined", terms.quarantined());
    json.put("deadLettered", terms.deadLettered());
    json.put("expired", terms.expired());
    json.put("queued", terms.queued());
    json.put("holds", terms.holds());
    return json;
  }
}
