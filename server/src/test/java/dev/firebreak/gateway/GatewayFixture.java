package dev.firebreak.gateway;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.policy.UserIdKind;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A gateway on loopback with one binding whose treatment keeps the event's name only.
final class GatewayFixture implements AutoCloseable {
  static final String TOKEN = "TOKEN32x";

  /// An event that the treatment fails at.
  static final String UNTREATABLE = "Untreatable";

  static final BindingId BINDING = new BindingId("product");

  final HeldJournal journal = new HeldJournal();
  final AtomicBoolean cut = new AtomicBoolean();
  final AtomicBoolean defective = new AtomicBoolean();
  final PrometheusRegistry metrics = new PrometheusRegistry();
  final Gateway gateway;

  GatewayFixture() {
    this(GatewayLimits.DEFAULT, Clock.systemUTC(), List.of());
  }

  GatewayFixture(GatewayLimits limits, Clock clock, List<String> origins) {
    gateway =
        Gateway.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(binding(config("product", Optional.empty(), "/mp", origins))),
            clock,
            limits,
            metrics);
  }

  GatewayCounters counters() {
    return gateway.counters(BINDING);
  }

  URI uri(String pathAndQuery) {
    return gateway.uri().resolve(pathAndQuery);
  }

  GatewayBinding binding(BindingConfig config) {
    return new GatewayBinding(
        config,
        new MixpanelDialect(SecretBytes.copyOf(new byte[32])),
        () -> treatment(),
        journal,
        "0123456789ab",
        1,
        cut::get);
  }

  static BindingConfig config(
      String id, Optional<String> host, String pathPrefix, List<String> origins) {
    return new BindingConfig(
        new BindingId(id),
        new VendorId("mixpanel"),
        "mixpanel",
        BindingConfig.Mode.ENFORCE,
        host,
        pathPrefix,
        URI.create("https://vendor.example"),
        Secret.of("VENDOR"),
        Secret.of(TOKEN),
        BindingConfig.Sender.PUBLIC,
        UserIdKind.ACCOUNT_ID,
        false,
        false,
        List.of(),
        origins,
        Path.of("policy.yaml"),
        Duration.ofDays(5));
  }

  @Override
  public void close() {
    gateway.close();
  }

  private MessageTreatment treatment() {
    return (message, kind, receivedAt) -> {
      if (defective.get()) {
        throw new AssertionError("maya.okonjo@example.com");
      }
      return forward(message, kind, receivedAt);
    };
  }

  private static TreatedMessage forward(TokenBuffer message, MessageKind kind, Instant at) {
    String name = kind == MessageKind.EVENT ? message.text(2) : message.text(1);
    if (name.equals(UNTREATABLE)) {
      throw new IllegalStateException("maya.okonjo@example.com");
    }
    EventHeader header =
        new EventHeader(kind, "d1", at.toEpochMilli(), true, null, null, null, Masks.NONE);
    return new TreatedMessage.Forward(header, name.getBytes(StandardCharsets.UTF_8));
  }
}
