package dev.firebreak.demo;

import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets the product's days pass: every message goes once straight to one vendor and once through
/// Firebreak to the other, with the same time and dedupe id. Confined to the replay's thread.
final class TrafficReplay {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SETTLING_MAX = Duration.ofMinutes(2);

  private final DemoWorld world;
  private final Steps steps;
  private Instant until = Story.BEGIN;
  private long sent;

  TrafficReplay(DemoWorld world, Steps steps) {
    this.world = world;
    this.steps = steps;
  }

  /// Messages sent so far to each side.
  long sent() {
    return sent;
  }

  /// Lets the days pass up to this moment.
  void runTo(Instant end) throws Exception {
    try (ExecutorService sides = Executors.newFixedThreadPool(2)) {
      while (until.isBefore(end)) {
        Instant next = until.plus(DAY).isBefore(end) ? until.plus(DAY) : end;
        List<ProductMessage> messages = world.traffic.between(until, next).toList();
        world.clock.moveTo(next);
        Future<?> direct = sides.submit(sending(world.toDirect, messages));
        Future<?> guarded = sides.submit(sending(world.toFirebreak, messages));
        direct.get();
        guarded.get();
        settle();
        sent += messages.size();
        until = next;
        steps.detail(until + ": " + sent + " of " + world.traffic.size() + " messages");
      }
    }
  }

  /// Sends what is left, up to this moment, on another thread, so that something else can happen
  /// meanwhile.
  Future<?> runOnTo(Instant end, ExecutorService executor) {
    List<ProductMessage> messages = world.traffic.between(until, end).toList();
    world.clock.moveTo(end);
    until = end;
    sent += messages.size();
    return executor.submit(() -> {
      for (int from = 0; from < messages.size(); from += 20) {
        List<ProductMessage> part = messages.subList(from, Math.min(messages.size(), from + 20));
        world.toDirect.send(part);
        world.toFirebreak.send(part);
      }
      return null;
    });
  }

  void settle() throws IOException, InterruptedException {
    if (!world.path.settle(SETTLING_MAX)) {
      throw new IOException("delivery to the vendor did not come to rest within two minutes");
    }
  }

  private static Callable<Void> sending(TrafficSender sender, List<ProductMessage> messages) {
    return () -> {
      sender.send(messages);
      return null;
    };
  }
}
