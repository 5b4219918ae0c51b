package dev.firebreak.testkit.gateway;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.Secret;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.gateway.Gateway;
import dev.firebreak.gateway.GatewayBinding;
import dev.firebreak.gateway.GatewayCounters;
import dev.firebreak.journal.InMemoryJournal;
import dev.firebreak.journal.Journal;
import dev.firebreak.policy.UserIdKind;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A gateway on loopback for Mixpanel, under the path prefixes that recorded requests use.
final class TestGateway implements AutoCloseable {
  static final String TOKEN = "TOKEN32x";

  private final InMemoryJournal journal;
  private final Journal target;
  private final Gateway gateway;

  TestGateway(Supplier<MessageTreatment> treatments) {
    this(treatments, Clock.systemUTC());
  }

  TestGateway(Supplier<MessageTreatment> treatments, Clock clock) {
    this(treatments, clock, Optional.empty());
  }

  /// @param journal what takes the messages instead of memory; of the binding `plain`
  TestGateway(Supplier<MessageTreatment> treatments, Clock clock, Optional<Journal> journal) {
    this.journal = new InMemoryJournal();
    target = journal.orElse(this.journal);
    gateway =
        Gateway.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(binding("plain", "", treatments), binding("prefixed", "/px", treatments)),
            clock);
  }

  InMemoryJournal journal() {
    return journal;
  }

  URI uri() {
    return gateway.uri();
  }

  int port() {
    return gateway.port();
  }

  GatewayCounters counters() {
    return gateway.counters(new BindingId("plain"));
  }

  @Override
  public void close() {
    gateway.close();
  }

  private GatewayBinding binding(
      String id, String pathPrefix, Supplier<MessageTreatment> treatments) {
    BindingConfig config =
        new BindingConfig(
            new BindingId(id),
            new VendorId("mixpanel"),
            "mixpanel",
            BindingConfig.Mode.ENFORCE,
            Optional.empty(),
            pathPrefix,
            URI.create("https://vendor.example"),
            Secret.of("VENDOR"),
            Secret.of(TOKEN),
            BindingConfig.Sender.PUBLIC,
            UserIdKind.ACCOUNT_ID,
            false,
            false,
            List.of("company"),
            List.of(),
            Path.of("policy.yaml"),
            Duration.ofDays(5));
    return new GatewayBinding(
        config,
        new MixpanelDialect(SecretBytes.copyOf(new byte[32])),
        treatments,
        target,
        "0123456789ab",
        1,
        () -> false);
  }
}
