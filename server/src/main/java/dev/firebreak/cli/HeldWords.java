package dev.firebreak.cli;

import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.delivery.Released;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Held queues as words and documents.
final class HeldWords {
  private HeldWords() {}

  static String words(HeldQueue.Measure queue, Duration retention) {
    return "  queued at %s: %d messages%s%s"
        .formatted(
            queue.binding(),
            queue.messages(),
            queue
                .oldestReceived()
                .map(oldest ->
                    ", the oldest of "
                        + oldest
                        + ", destroyed if held until "
                        + oldest.plus(retention))
                .orElse(""),
            queue
                .firstTooOldAt()
                .map(at -> ", the first too old for the vendor at " + at)
                .orElse(""));
  }

  static Map<String, Object> document(HeldQueue.Measure queue, Duration retention) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("binding", queue.binding().value());
    map.put("messages", queue.messages());
    queue
        .oldestReceived()
        .ifPresent(oldest -> {
          map.put("oldestReceivedAt", oldest.toString());
          map.put("destroyedAt", oldest.plus(retention).toString());
        });
    queue.firstTooOldAt().ifPresent(at -> map.put("firstTooOldAt", at.toString()));
    return map;
  }

  static String words(Released.Queue queue) {
    return "%s: %d messages as they were treated, %d treated again%s"
        .formatted(
            queue.binding(),
            queue.asTreated(),
            queue.again(),
            queue.again() == 0 ? "" : " under policy " + queue.policyVersion());
  }

  static String words(HeldQueue.Destroyed destroyed) {
    return "%s: %d messages destroyed, SHA-256 %s%s"
        .formatted(
            destroyed.binding(),
            destroyed.messages(),
            destroyed.sha256(),
            destroyed.inDoubt() == 0
                ? ""
                : "; " + destroyed.inDoubt() + " stay in doubt and are never sent again");
  }

  static Map<String, Object> document(HeldQueue.Destroyed destroyed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("binding", destroyed.binding().value());
    map.put("messages", destroyed.messages());
    map.put("inDoubt", destroyed.inDoubt());
    map.put("firstOffset", destroyed.firstOffset());
    map.put("endOffset", destroyed.endOffset());
    map.put("sha256", destroyed.sha256());
    return map;
  }
}
