package dev.firebreak.installation;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.gateway.Gateway;
import dev.firebreak.gateway.GatewayBinding;
import dev.firebreak.gateway.GatewayCounters;
import dev.firebreak.gateway.GatewayLimits;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.BindingId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event path of an installation, running.
///
/// ```
/// SDK -> gateway -> treatment -> journal -> answer
///                                   |
///                                 lane -> vendor -> outcome -> feed -> ledger
/// ```
///
/// Thread-safe. Closing lets requests under way finish; lanes and journals belong to the
/// installation and close with it.
public final class EventPath implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventPath.class);
  private static final Duration CHECK_EVERY = Duration.ofMinutes(1);

  /// Name of the company-wide key of subject keys, in the key store.
  public static final String LEDGER_KEY = "ledger";

  private static final String SKELETON_KEY = "skeleton";

  private final Deliveries deliveries;
  private final Gateway gateway;
  private final PrometheusRegistry metrics;
  private final Map<BindingId, Policy> policies;
  private final Map<BindingId, ObservedEffects> effects;
  private final ScheduledExecutorService chores;

  private EventPath(
      Deliveries deliveries, Gateway gateway, PrometheusRegistry metrics, BindingParts parts) {
    this.deliveries = deliveries;
    this.gateway = gateway;
    this.metrics = metrics;
    policies = Map.copyOf(parts.policies);
    effects = Map.copyOf(parts.effects);
    chores =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("conservation-check").factory());
    var _ =
        chores.scheduleWithFixedDelay(
            this::check, CHECK_EVERY.toSeconds(), CHECK_EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /// Looks up the secrets, recovers the journals, then listens, then delivers.
  ///
  /// @throws dev.firebreak.error.FirebreakException CONFIG_INVALID with every missing secret
  public static EventPath start(Installation installation) {
    installation.config().requireSecrets();
    Deliveries deliveries = installation.deliveries();
    BindingParts parts = new BindingParts(installation);
    List<GatewayBinding> bindings = deliveries.bindings().stream().map(parts::binding).toList();
    PrometheusRegistry metrics = new PrometheusRegistry();
    Gateway gateway =
        Gateway.start(
            address(installation), bindings, installation.clock(), GatewayLimits.DEFAULT, metrics);
    try {
      deliveries.start(Deliveries.mixpanelClients(installation.clock()), new SecureRandom());
      return new EventPath(deliveries, gateway, metrics, parts);
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  public Gateway gateway() {
    return gateway;
  }

  /// The gateway's metrics.
  public PrometheusRegistry metrics() {
    return metrics;
  }

  public List<BindingConfig> bindings() {
    return deliveries.bindings();
  }

  /// The policy under which a binding's messages are treated.
  public Policy policy(BindingId binding) {
    return known(policies, binding);
  }

  /// In observe mode, what the policy would have done.
  public ObservedEffects observedEffects(BindingId binding) {
    return known(effects, binding);
  }

  /// Where every message of a binding went.
  public Conservation conservation(BindingId binding) throws IOException {
    return conservationCheck(binding).measure();
  }

  /// Waits until the lanes are at rest, then brings the ledger up to date.
  ///
  /// @return false where a lane was still busy after that time
  public boolean settle(Duration atMost) throws IOException, InterruptedException {
    return deliveries.awaitIdle(atMost);
  }

  @Override
  public void close() {
    chores.shutdownNow();
    gateway.close();
  }

  private ConservationCheck conservationCheck(BindingId binding) {
    BindingDelivery delivery = deliveries.binding(binding);
    GatewayCounters counters = gateway.counters(binding);
    return new ConservationCheck(
        delivery.journal(),
        delivery.outcomes(),
        () -> new GatewayCounts(counters.received(), counters.refused()));
  }

  private void check() {
    for (BindingConfig binding : bindings()) {
      try {
        conservationCheck(binding.id()).check();
      } catch (IOException | RuntimeException e) {
        // a chore that throws is never run again
        LOG.atError()
            .addKeyValue("binding", binding.id())
            .setCause(e)
            .log("ConservationCheckFailed");
      }
    }
  }

  private static InetSocketAddress address(Installation installation) {
    InetSocketAddress configured = installation.config().gateway();
    return new InetSocketAddress(configured.getHostString(), configured.getPort());
  }

  private static <T> T known(Map<BindingId, T> parts, BindingId binding) {
    T found = parts.get(binding);
    if (found == null) {
      throw new IllegalArgumentException("no binding is named " + binding);
    }
    return found;
  }

  /// Makes what the gateway needs of each binding.
  private static final class BindingParts {
    private final Installation installation;
    private final VendorSwitch vendors;
    private final SecretBytes skeletonKey;
    private final SubjectKeyring subjects;
    private final Map<BindingId, Policy> policies = new TreeMap<>();
    private final Map<BindingId, ObservedEffects> effects = new TreeMap<>();

    BindingParts(Installation installation) {
      this.installation = installation;
      vendors = installation.deliveries().vendors();
      skeletonKey = installation.keys().secret(SKELETON_KEY);
      subjects = new SubjectKeyring(installation.keys().secret(LEDGER_KEY));
    }

    GatewayBinding binding(BindingConfig config) {
      Policy policy = PolicyFiles.of(config);
      PseudonymKey key = installation.keys().pseudonymKey(config.vendor());
      policies.put(config.id(), policy);
      return new GatewayBinding(
          config,
          new MixpanelDialect(skeletonKey),
          treatments(config, policy, key),
          installation.deliveries().binding(config.id()).journal(),
          policy.version(),
          key.keyVersion(),
          () -> vendors.isCut(config.vendor()));
    }

    private Supplier<MessageTreatment> treatments(
        BindingConfig config, Policy policy, PseudonymKey key) {
      TreatmentSettings settings =
          new TreatmentSettings(
              policy,
              config.mode() == BindingConfig.Mode.OBSERVE,
              config.sender() == BindingConfig.Sender.PUBLIC,
              config.userId(),
              Set.copyOf(config.groups()),
              config.guessableIds(),
              config.acceptGuessableTokens());
      Pseudonymizer pseudonymizer = new Pseudonymizer(key);
      ObservedEffects observed = new ObservedEffects();
      effects.put(config.id(), observed);
      SecureRandom random = new SecureRandom();
      return () ->
          new PolicyTreatment(settings, pseudonymizer, subjects, skeletonKey, random, observed);
    }
  }
}
