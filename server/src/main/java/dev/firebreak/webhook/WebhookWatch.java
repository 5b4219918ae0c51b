package dev.firebreak.webhook;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.installation.Installation;
import dev.firebreak.webhook.WebhookStore.Waiting;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second for what webhooks are to be told, and tells them, each in a thread of its
/// own: one that is slow keeps nobody else waiting. A webhook gets its messages in their order as
/// long as it takes them; after one that it does not take it gets the others at later looks.
public final class WebhookWatch implements DutyWatch.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofDays(30);

  private final WebhookStore store;
  private final WebhookLog log;
  private final AuditedMessages messages;
  private final WebhookSender sender;
  private final Clock clock;
  private final Counter deliveries;
  private final Gauge webhooks;
  private final Gauge waiting;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 1).factory());
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-watch").factory());
  private volatile boolean closed;

  WebhookWatch(
      WebhookStore store,
      WebhookLog log,
      AuditedMessages messages,
      WebhookSender sender,
      PrometheusRegistry registry,
      Clock clock) {
    this.store = store;
    this.log = log;
    this.messages = messages;
    this.sender = sender;
    this.clock = clock;
    deliveries =
        Counter.builder()
            .name("firebreak_webhook_tries_total")
            .help("Tries to tell webhooks, by what became of the message.")
            .labelNames("outcome")
            .withoutExemplars()
            .register(registry);
    webhooks =
        Gauge.builder()
            .name("firebreak_webhooks")
            .help("Webhooks, by whether they are told.")
            .labelNames("state")
            .withoutExemplars()
            .register(registry);
    waiting =
        Gauge.builder()
            .name("firebreak_webhook_messages_waiting")
            .help("Messages that a webhook has not taken yet.")
            .withoutExemplars()
            .register(registry);
  }

  /// Looks at once and from then on.
  public static WebhookWatch start(Installation installation, PrometheusRegistry registry) {
    FirebreakConfig config = installation.config();
    WebhookWatch watch =
        new WebhookWatch(
            new WebhookStore(installation.control(), installation.keys(), installation.audit()),
            new WebhookLog(installation.control()),
            new AuditedMessages(config.mail().flatMap(FirebreakConfig.Mail::inProduct).isPresent()),
            new WebhookSender(config.webhooks(), installation.clock(), Webhooks.TIME_LIMIT),
            registry,
            installation.clock());
    var _ =
        watch.schedule.scheduleWithFixedDelay(
            () -> {
              List<Future<?>> _ = watch.look();
            },
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public void tell(List<DutyWatch.Nearer> duties) {
    store.queue(DutyMessages.of(duties, clock.instant()));
  }

  /// Looks once.
  ///
  /// @return what was begun
  List<Future<?>> look() {
    List<Future<?>> begun = new ArrayList<>();
    try {
      store.collect(messages);
      for (String id : store.due(clock.instant())) {
        if (busy.add(id)) {
          begun.add(threads.submit(() -> deliver(id)));
        }
      }
      log.forget(clock.instant().minus(KEPT));
      List<Webhook> all = store.all();
      long disabled = all.stream().filter(each -> each.disabled().isPresent()).count();
      webhooks.labelValues("disabled").set((double) disabled);
      webhooks.labelValues("enabled").set((double) (all.size() - disabled));
      waiting.set((double) log.waiting());
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next look may succeed
      LOG.atError().setCause(e).log("WebhookWatchFailed");
    }
    return begun;
  }

  private void deliver(String id) {
    try {
      boolean taken = true;
      while (taken && !closed) {
        Optional<Waiting> next = store.next(id, clock.instant());
        taken = next.isPresent() && deliver(next.get());
      }
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("webhook", id).setCause(e).log("WebhookWatchFailed");
    } finally {
      busy.remove(id);
    }
  }

  /// Whether the webhook took it.
  private boolean deliver(Waiting next) {
    WebhookSender.Answer answer = sender.send(next.webhook().url(), next.secret(), next.message());
    boolean taken = answer.kind() == WebhookSender.Answer.Kind.DELIVERED;
    if (closed && !taken) {
      // it was cut off from here: no try of the receiver's
      return false;
    }
    String status = store.record(next, answer, clock.instant(), false);
    deliveries.labelValues(status.equals("waiting") ? "failed" : status).inc();
    if (!taken) {
      LOG.atWarn()
          .addKeyValue("webhook", next.webhook().id())
          .addKeyValue("message", next.message().id())
          .addKeyValue("outcome", answer.kind())
          .addKeyValue("status", answer.status())
          .addKeyValue("tries", next.tries() + 1)
          .log("WebhookNotTold");
    }
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    schedule.close();
    sender.close();
    threads.close();
  }
}
