package dev.firebreak.delivery;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.vendor.BindingId;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Warns before what waits for held vendors becomes older than they take: 14, 7, 3 and 1 days
/// before, and when the first of it is. Each is said once in a process, and again for a queue that
/// was emptied meanwhile. [#look] is for one thread; metrics may be read by others.
public final class HeldDeadlines {
  private static final Logger LOG = LoggerFactory.getLogger(HeldDeadlines.class);
  private static final List<Integer> WARNED_DAYS = List.of(0, 1, 3, 7, 14);
  private static final Duration LOOK_EVERY = Duration.ofHours(1);

  private final Deliveries deliveries;
  private final Clock clock;
  private final Map<BindingId, Instant> firstTooOldAt = new ConcurrentHashMap<>();
  private final Map<BindingId, Integer> warned = new HashMap<>();
  private Instant lookNext = Instant.MIN;

  public HeldDeadlines(Deliveries deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// That the first event at a binding becomes too old, or is.
  ///
  /// @param days the announced day that has come: 14, 7, 3, 1, or 0 where it is too old
  public record Warning(BindingId binding, int days, Instant firstTooOldAt, long messages) {}

  /// How much waits, and how long it still can.
  public void register(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("firebreak_held_messages")
        .help("Messages that are queued for a vendor that is held.")
        .labelNames("binding")
        .callback(callback ->
            held()
                .forEach(binding ->
                    callback.call((double) queue(binding).messagesAtMost(), binding.id().value())))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("firebreak_held_bytes")
        .help("What is queued for a vendor that is held takes at most so many bytes on disk.")
        .labelNames("binding")
        .callback(callback -> {
          for (BindingConfig binding : held()) {
            try {
              callback.call((double) queue(binding).bytesAtMost(), binding.id().value());
            } catch (IOException e) {
              // no value is better than a wrong one
              LOG.atWarn().addKeyValue("binding", binding.id()).setCause(e).log("HeldQueueNotRead");
            }
          }
        })
        .register(metrics);
    GaugeWithCallback.builder()
        .name("firebreak_held_deadline_days")
        .help("Days until the first event queued for a held vendor is too old for it.")
        .labelNames("binding")
        .callback(callback ->
            firstTooOldAt.forEach((binding, at) ->
                callback.call(
                    (double) Duration.between(clock.instant(), at).toSeconds()
                        / Duration.ofDays(1).toSeconds(),
                    binding.value())))
        .register(metrics);
  }

  /// Walks the queues, where that was an hour ago or longer.
  public void lookIfDue() {
    if (!clock.instant().isBefore(lookNext)) {
      lookNext = clock.instant().plus(LOOK_EVERY);
      var _ = look();
    }
  }

  /// Walks the queues of held vendors and says what is to be said.
  ///
  /// @return what was said
  List<Warning> look() {
    List<Warning> said = new ArrayList<>();
    List<BindingConfig> held = held();
    List<BindingId> ids = held.stream().map(BindingConfig::id).toList();
    firstTooOldAt.keySet().retainAll(ids);
    warned.keySet().retainAll(ids);
    for (BindingConfig binding : held) {
      try {
        follow(binding, queue(binding).measure(), said);
      } catch (IOException e) {
        LOG.atError().addKeyValue("binding", binding.id()).setCause(e).log("HeldQueueNotRead");
      }
    }
    return said;
  }

  private void follow(BindingConfig binding, HeldQueue.Measure queue, List<Warning> said) {
    if (queue.firstTooOldAt().isEmpty()) {
      firstTooOldAt.remove(binding.id());
      warned.remove(binding.id());
      return;
    }
    Instant at = queue.firstTooOldAt().get();
    firstTooOldAt.put(binding.id(), at);
    OptionalInt day = announced(Duration.between(clock.instant(), at));
    if (day.isEmpty()) {
      warned.remove(binding.id());
    } else if (day.getAsInt() < warned.getOrDefault(binding.id(), Integer.MAX_VALUE)) {
      warned.put(binding.id(), day.getAsInt());
      Warning warning = new Warning(binding.id(), day.getAsInt(), at, queue.messages());
      said.add(warning);
      log(binding, warning);
    }
  }

  /// The nearest of the announced days that has come.
  private static OptionalInt announced(Duration left) {
    return WARNED_DAYS.stream()
        .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static void log(BindingConfig binding, Warning warning) {
    LOG.atLevel(warning.days() <= 1 ? Level.ERROR : Level.WARN)
        .addKeyValue("binding", warning.binding())
        .addKeyValue("vendor", binding.vendor())
        .addKeyValue("days", warning.days())
        .addKeyValue("firstTooOldAt", warning.firstTooOldAt())
        .addKeyValue("messages", warning.messages())
        .addKeyValue("todo", "vendor release, or vendor destroy-held: older events will expire")
        .log("HeldQueueAges");
  }

  private List<BindingConfig> held() {
    return deliveries.bindings().stream()
        .filter(binding -> deliveries.vendors().isHeld(binding.vendor()))
        .toList();
  }

  private HeldQueue queue(BindingConfig binding) {
    return deliveries.binding(binding.id()).held();
  }
}
