package dev.firebreak.demo;

import dev.firebreak.testkit.mixpanel.ProductMessage;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets the product's days pass: every message goes once straight to one vendor and once through
/// Firebreak to the other, with the same time and dedupe id. Confined to the replay's thread, but
/// for [#send].
final class TrafficReplay {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SETTLING_MAX = Duration.ofMinutes(2);
  private static final int PART = 20;

  private final DemoWorld world;
  private final Steps steps;
  private Instant until = Story.BEGIN;
  private long events;
  private long profiles;
  private long groups;

  TrafficReplay(DemoWorld world, Steps steps) {
    this.world = world;
    this.steps = steps;
  }

  /// Messages to each side so far, of every kind.
  long messages() {
    return events + profiles + groups;
  }

  /// Events to each side so far, those sent again included.
  long events() {
    return events;
  }

  /// Messages that are no events, by kind.
  Map<String, Long> updates() {
    Map<String, Long> updates = new LinkedHashMap<>();
    updates.put("profiles", profiles);
    updates.put("groups", groups);
    return updates;
  }

  /// Lets the days pass up to this moment.
  void runTo(Instant end) throws Exception {
    try (ExecutorService sides = Executors.newFixedThreadPool(2)) {
      while (until.isBefore(end)) {
        Instant next = until.plus(DAY).isBefore(end) ? until.plus(DAY) : end;
        List<ProductMessage> messages = take(next);
        Future<?> direct = sides.submit(sending(world.toDirect, messages));
        Future<?> guarded = sides.submit(sending(world.toFirebreak, messages));
        direct.get();
        guarded.get();
        settle();
        steps.detail(until + ": " + messages() + " of " + world.traffic.size() + " messages");
      }
    }
  }

  /// The messages up to this moment, for somebody who sends all of them with [#send].
  List<ProductMessage> take(Instant end) {
    List<ProductMessage> messages = world.traffic.between(until, end).toList();
    world.clock.moveTo(end);
    until = end;
    for (ProductMessage message : messages) {
      switch (message) {
        case ProductMessage.Event _ -> events++;
        case ProductMessage.ProfileSet _ -> profiles++;
        case ProductMessage.GroupSet _ -> groups++;
      }
    }
    return messages;
  }

  /// Sends messages to both sides, a few at a time. Thread-safe.
  void send(List<ProductMessage> messages) throws IOException {
    for (int from = 0; from < messages.size(); from += PART) {
      List<ProductMessage> part = messages.subList(from, Math.min(messages.size(), from + PART));
      world.toDirect.send(part);
      world.toFirebreak.send(part);
    }
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
