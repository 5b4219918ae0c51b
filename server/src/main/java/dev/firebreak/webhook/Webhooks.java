package dev.firebreak.webhook;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The webhooks of an installation, as operators keep them. Thread-safe.
public final class Webhooks {
  /// More of them is a mistake.
  public static final int MAX = 20;

  static final Duration TIME_LIMIT = Duration.ofSeconds(15);
  private static final int URL_LENGTH_MAX = 1_000;
  private static final int ID_BYTES = 4;

  private final WebhookStore store;
  private final WebhookLog log;
  private final FirebreakConfig.Webhooks settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Webhooks(WebhookStore store, WebhookLog log, FirebreakConfig.Webhooks settings, Clock clock) {
    this.store = store;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  public static Webhooks of(Installation installation) {
    return new Webhooks(
        new WebhookStore(installation.control(), installation.keys(), installation.audit()),
        new WebhookLog(installation.control()),
        installation.config().webhooks(),
        installation.clock());
  }

  /// A new webhook.
  ///
  /// @param secret what its receiver checks signatures with; it is told this once
  public record Added(Webhook webhook, String secret) {
    @Override
    public String toString() {
      return "Added[" + webhook.id() + "]";
    }
  }

  /// Adds one, which is told of what happens from now on.
  ///
  /// @throws FirebreakException WRONG_USE for an address that a webhook cannot have, without
  ///   events, and beyond 20 webhooks; NOT_ALLOWED for other roles than admin
  public Added add(URI url, Set<WebhookEvent> events, ConfirmedOperator operator) {
    require(operator);
    requireUsable(url);
    if (events.isEmpty()) {
      throw wrong("a webhook is told of at least one event");
    }
    if (store.all().size() >= MAX) {
      throw wrong("there are " + MAX + " webhooks; remove one first");
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Instant now = Instant.ofEpochMilli(clock.millis());
    Webhook webhook =
        new Webhook(
            "hook-" + HexFormat.of().formatHex(id),
            url,
            events,
            operator.name(),
            now,
            Optional.empty());
    WebhookSecret secret = WebhookSecret.random(random);
    store.insert(webhook, secret);
    return new Added(webhook, secret.written());
  }

  /// All of them, the oldest first.
  public List<Webhook> list() {
    return store.all();
  }

  /// Removes one, with the log of its deliveries.
  ///
  /// @throws FirebreakException NOT_FOUND where there is none of that id
  public void remove(String id, ConfirmedOperator operator) {
    require(operator);
    if (!store.remove(id, operator.name())) {
      throw WebhookStore.unknown();
    }
  }

  /// Tells a disabled one again.
  ///
  /// @throws FirebreakException NOT_FOUND where none of that id is disabled
  public void enable(String id, ConfirmedOperator operator) {
    require(operator);
    if (!store.enable(id, operator.name())) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "no webhook of that id is disabled; `webhook list` shows them");
    }
  }

  /// The latest deliveries of one, the newest first.
  ///
  /// @throws FirebreakException NOT_FOUND where there is none of that id
  public List<WebhookDelivery> deliveries(String id, int limit) {
    if (store.all().stream().noneMatch(webhook -> webhook.id().equals(id))) {
      throw WebhookStore.unknown();
    }
    return log.deliveries(id, limit);
  }

  /// Sends one the event `webhook.test` now, once.
  ///
  /// @throws FirebreakException NOT_FOUND where there is none of that id
  public WebhookDelivery test(String id, ConfirmedOperator operator) {
    require(operator);
    Instant now = Instant.ofEpochMilli(clock.millis());
    WebhookMessage message =
        WebhookMessage.of(
            WebhookEvent.TEST, UUID.randomUUID().toString(), now, Map.of("webhook", id));
    WebhookStore.Waiting waiting = store.waiting(id, message);
    store.queue(waiting.webhook(), message);
    try (WebhookSender sender = new WebhookSender(settings, clock, TIME_LIMIT)) {
      WebhookSender.Answer answer = sender.send(waiting.webhook().url(), waiting.secret(), message);
      String _ = store.record(waiting, answer, clock.instant(), true);
    }
    return log.deliveries(id, Integer.MAX_VALUE).stream()
        .filter(delivery -> delivery.message().equals(message.id()))
        .findFirst()
        .orElseThrow(WebhookStore::unknown);
  }

  private void requireUsable(URI url) {
    boolean plain = "http".equals(url.getScheme());
    if ((!plain && !"https".equals(url.getScheme()))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawFragment() != null
        || url.toString().length() > URL_LENGTH_MAX) {
      throw wrong(
          "a webhook has an address as https://hooks.example.com/firebreak, without a user's name"
              + " and without #");
    }
    try {
      InetAddress[] _ =
          new ReachableAddresses(plain, settings.privateNetworks()).resolve(url.getHost());
    } catch (ReachableAddresses.NotAllowed e) {
      throw wrong(
          plain
              ? "without TLS a webhook leads to this machine alone; give an https address"
              : "the address lies in a private network; name that in the settings,"
                  + " webhooks.private-networks, or give another address");
    } catch (UnknownHostException e) {
      throw wrong("the host of the address is not known; check its name");
    }
  }

  private static void require(ConfirmedOperator operator) {
    if (!operator.role().includes(Role.ADMIN)) {
      throw new FirebreakException(ErrorCode.NOT_ALLOWED, "webhooks need the role admin");
    }
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
