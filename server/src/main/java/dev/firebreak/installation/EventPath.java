package dev.firebreak.installation;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.delivery.HeldDeadlines;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.delivery.PolicyArchive;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.gateway.Gateway;
import dev.firebreak.gateway.GatewayBinding;
import dev.firebreak.gateway.GatewayCounters;
import dev.firebreak.gateway.GatewayLimits;
import dev.firebreak.gateway.RecentRate;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.Policy;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.register.RegisterWatch;
import dev.firebreak.vendor.BindingId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private static final Duration READ_EVERY = Duration.ofSeconds(10);

  /// Name of the company-wide key of subject keys, in the key store.
  public static final String LEDGER_KEY = "ledger";

  private static final String SKELETON_KEY = "skeleton";

  private final Deliveries deliveries;
  private final Gateway gateway;
  private final PrometheusRegistry metrics;
  private final List<BindingPolicy> policies;
  private final RegisterWatch register;
  private final HeldDeadlines heldDeadlines;
  private final Clock clock;
  private final ScheduledExecutorService chores;
  private final Map<BindingId, RecentRate> rates = new TreeMap<>();
  private volatile Instant readNext;

  private EventPath(
      Installation installation,
      Gateway gateway,
      PrometheusRegistry metrics,
      List<BindingPolicy> policies,
      RegisterWatch register) {
    this.deliveries = installation.deliveries();
    this.gateway = gateway;
    this.metrics = metrics;
    this.policies = policies;
    this.register = register;
    clock = installation.clock();
    heldDeadlines = new HeldDeadlines(deliveries, clock);
    heldDeadlines.register(metrics);
    readNext = clock.instant().plus(READ_EVERY);
    bindings().forEach(binding -> rates.put(binding.id(), new RecentRate()));
    chores =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("event-path-chores").factory());
    var _ =
        chores.scheduleWithFixedDelay(
            this::check, CHECK_EVERY.toSeconds(), CHECK_EVERY.toSeconds(), TimeUnit.SECONDS);
    var _ = chores.scheduleWithFixedDelay(this::readPoliciesIfDue, 1, 1, TimeUnit.SECONDS);
    var _ = chores.scheduleWithFixedDelay(this::keepSuppressed, 1, 1, TimeUnit.SECONDS);
    var _ =
        chores.scheduleAtFixedRate(
            this::noteRates, 0, RecentRate.STEP.toSeconds(), TimeUnit.SECONDS);
  }

  /// Looks up the secrets, recovers the journals, then listens, then delivers.
  ///
  /// @throws dev.firebreak.error.FirebreakException CONFIG_INVALID with every missing secret
  public static EventPath start(Installation installation) {
    return start(installation, _ -> {});
  }

  /// The same.
  ///
  /// @param news told what people must hear of vendors
  public static EventPath start(Installation installation, RegisterWatch.Listener news) {
    installation.config().requireSecrets();
    RegisterWatch register = RegisterWatch.of(installation, news);
    List<BindingPolicy> policies = policies(installation, register);
    List<GatewayBinding> bindings =
        policies.stream().map(policy -> binding(installation, policy)).toList();
    PrometheusRegistry metrics = new PrometheusRegistry();
    Gateway gateway =
        Gateway.start(
            address(installation),
            bindings,
            installation.clock(),
            GatewayLimits.DEFAULT,
            installation.config().clients(),
            metrics);
    try {
      ObservedMetrics.register(metrics, policies);
      register.register(metrics);
      installation
          .deliveries()
          .start(Deliveries.mixpanelClients(installation.clock()), new SecureRandom());
      return new EventPath(installation, gateway, metrics, policies, register);
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
    return bindingPolicy(binding).policy();
  }

  /// In observe mode, what the policy would have done.
  public ObservedEffects observedEffects(BindingId binding) {
    return bindingPolicy(binding).effects();
  }

  /// The policy of a binding, and what became of its file; an [IllegalArgumentException] for an
  /// unknown binding.
  public BindingPolicy bindingPolicy(BindingId binding) {
    return policies.stream()
        .filter(policy -> policy.binding().id().equals(binding))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no binding is named " + binding));
  }

  /// The register's watch over the vendors.
  public RegisterWatch register() {
    return register;
  }

  /// Has the register looked at now, and what it leaves brought into force: after a review was
  /// closed, say. It does so every ten seconds by itself, and at every announced hour.
  public void followRegister() {
    register.look();
    policies.forEach(BindingPolicy::reload);
  }

  /// Where every message of a binding went.
  public Conservation conservation(BindingId binding) throws IOException {
    return conservationCheck(binding).measure();
  }

  /// How many messages of a binding came in lately; an [IllegalArgumentException] for an unknown
  /// binding.
  public RecentRate rate(BindingId binding) {
    RecentRate rate = rates.get(binding);
    if (rate == null) {
      throw new IllegalArgumentException("no binding is named " + binding);
    }
    return rate;
  }

  private void noteRates() {
    rates.forEach((binding, rate) -> rate.note(gateway.counters(binding).received()));
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
    keepSuppressed();
    policies.forEach(BindingPolicy::keepCounts);
  }

  private ConservationCheck conservationCheck(BindingId binding) {
    BindingDelivery delivery = deliveries.binding(binding);
    GatewayCounters counters = gateway.counters(binding);
    return new ConservationCheck(
        delivery.journal(),
        delivery.outcomes(),
        () -> new GatewayCounts(counters.received(), counters.refused()));
  }

  /// Reads the files of the register and the policies again, where ten seconds have gone by since
  /// the last time, or the register announced something for now.
  void readPoliciesIfDue() {
    Instant now = clock.instant();
    if (now.isBefore(readNext)) {
      return;
    }
    Instant next = now.plus(READ_EVERY);
    readNext = next;
    try {
      register.look();
      register.changesAt().filter(at -> at.isBefore(next)).ifPresent(at -> readNext = at);
    } catch (RuntimeException e) {
      // a chore that throws is never run again
      LOG.atError().setCause(e).log("RegisterNotFollowed");
    }
    for (BindingPolicy policy : policies) {
      try {
        policy.reload();
      } catch (RuntimeException e) {
        // a chore that throws is never run again
        LOG.atError()
            .addKeyValue("binding", policy.binding().id())
            .setCause(e)
            .log("PolicyNotRead");
      }
    }
  }

  private void keepSuppressed() {
    try {
      deliveries.suppressions().keepLearned();
    } catch (RuntimeException e) {
      // a chore that throws is never run again
      LOG.atError().setCause(e).log("SuppressedDevicesNotKept");
    }
  }

  private void check() {
    policies.forEach(BindingPolicy::keepCounts);
    try {
      heldDeadlines.lookIfDue();
    } catch (RuntimeException e) {
      // a chore that throws is never run again
      LOG.atError().setCause(e).log("HeldDeadlinesNotLookedAt");
    }
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

  private static List<BindingPolicy> policies(Installation installation, RegisterWatch register) {
    SecretBytes skeleton = installation.keys().secret(SKELETON_KEY);
    SubjectKeyring subjects = new SubjectKeyring(installation.keys().secret(LEDGER_KEY));
    ObservedCounts counts = new ObservedCounts(installation.directory().observed());
    return installation.deliveries().bindings().stream()
        .map(config -> {
          VendorTokens tokens = new VendorTokens(installation.keys(), config.vendor());
          return new BindingPolicy(
              config,
              new BindingPolicy.Keys(tokens, subjects, skeleton),
              counts,
              () -> register.allowance(config.vendor()),
              installation.audit(),
              new PolicyArchive(installation.control(), installation.clock()),
              installation.clock());
        })
        .toList();
  }

  private static GatewayBinding binding(Installation installation, BindingPolicy policy) {
    BindingConfig config = policy.binding();
    VendorSwitch vendors = installation.deliveries().vendors();
    HeldQueue held = installation.deliveries().binding(config.id()).held();
    FirebreakConfig.Held limits = installation.config().held();
    return new GatewayBinding(
        config,
        new MixpanelDialect(installation.keys().secret(SKELETON_KEY)),
        policy::inForce,
        installation.deliveries().binding(config.id()).journal(),
        () -> vendors.isCut(config.vendor()),
        () ->
            vendors.isHeld(config.vendor()) && held.isFull(limits.messagesMax(), limits.bytesMax()),
        installation.deliveries().suppressions()::drops);
  }
}
