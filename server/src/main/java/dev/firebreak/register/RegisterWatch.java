package dev.firebreak.register;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EffectivePolicy;
import dev.firebreak.installation.Installation;
import dev.firebreak.policy.Policy;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the register's words come true: warns on the announced days, takes data away and holds
/// vendors at the announced hour, and gives all of it back when the standards are met again.
///
/// ```
/// full --deadline--> tokens only --days later--> held
///   ^--------------- the review is renewed -------+
/// ```
///
/// What it does is durable and audited, and told to a listener. It looks when it is told to; what
/// was due meanwhile is done then. Thread-safe.
public final class RegisterWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterWatch.class);
  private static final int NEWS_AT_ONCE = 200;

  /// Hears what people must know.
  @FunctionalInterface
  public interface Listener {
    /// Tells somebody.
    ///
    /// @throws IOException where nobody could be told; it is tried again at the next look, also of
    ///   a later process
    void tell(List<RegisterNews> news) throws IOException;
  }

  private final VendorRegister register;
  private final StageStore stages;
  private final Deliveries deliveries;
  private final AuditLog audit;
  private final Clock clock;
  private final Listener listener;
  private final Function<VendorId, String> queues;
  private volatile Map<VendorId, Allowance> allowances = Map.of();
  private volatile Optional<String> problem = Optional.empty();

  private RegisterWatch(
      VendorRegister register,
      StageStore stages,
      Deliveries deliveries,
      AuditLog audit,
      Clock clock,
      Listener listener,
      Function<VendorId, String> queues) {
    this.register = register;
    this.stages = stages;
    this.deliveries = deliveries;
    this.audit = audit;
    this.clock = clock;
    this.listener = listener;
    this.queues = queues;
    deliveries.vendors().ask(this::heldBecause);
  }

  /// Why a vendor is held now; empty where it is not.
  private Optional<String> heldBecause(VendorId vendor) {
    Standing standing = allowance(vendor).at(clock.instant());
    return Optional.of(standing.because()).filter(_ -> standing.stage() == Deadline.Stage.HELD);
  }

  /// The watch of an installation, after its first look; news of that are told with the second one.
  ///
  /// @param listener told until it has taken each piece of news once
  /// @throws FirebreakException CONFIG_INVALID with every problem of the register's files
  public static RegisterWatch of(Installation installation, Listener listener) {
    RegisterWatch watch =
        new RegisterWatch(
            VendorRegister.of(installation),
            new StageStore(installation.control(), installation.audit()),
            installation.deliveries(),
            installation.audit(),
            installation.clock(),
            listener,
            new HeldTerms(installation)::of);
    throwFirst(watch.act());
    return watch;
  }

  /// How many days each vendor has left, and what it gets.
  public void register(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("firebreak_vendor_deadline_days")
        .help("Days until the vendor gets tokens only; negative once it does.")
        .labelNames("vendor")
        .callback(callback ->
            allowances.forEach((vendor, allowance) ->
                allowance.at(clock.instant()).deadlines().stream()
                    .findFirst()
                    .ifPresent(deadline -> callback.call(daysLeft(deadline), vendor.value()))))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("firebreak_vendor_stage")
        .help("What the register leaves to the vendor: 0 full, 1 tokens only, 2 held.")
        .labelNames("vendor")
        .callback(callback ->
            allowances.forEach((vendor, allowance) ->
                callback.call(allowance.at(clock.instant()).stage().ordinal(), vendor.value())))
        .register(metrics);
  }

  private double daysLeft(Deadline deadline) {
    Duration left = Duration.between(clock.instant(), deadline.tokensOnlyAt());
    return (double) left.toSeconds() / Duration.ofDays(1).toSeconds();
  }

  /// What the register leaves to a vendor.
  public Allowance allowance(VendorId vendor) {
    return allowances.getOrDefault(vendor, Allowance.unlimited(vendor));
  }

  /// Why the files are not what is in force; empty where they are.
  public Optional<String> problem() {
    return problem;
  }

  /// When something changes next for some vendor; empty where nothing is ahead.
  public Optional<Instant> changesAt() {
    Instant now = clock.instant();
    return allowances.values().stream()
        .flatMap(allowance -> allowance.at(now).changesAt().stream())
        .min(Comparator.naturalOrder());
  }

  /// Reads files and reviews, and does whatever is due. What one vendor makes fail keeps no other
  /// from its stage, and gates follow what is known even where nothing can be read or recorded.
  ///
  /// @throws RuntimeException what failed first, after all else was done
  public synchronized void look() {
    List<RuntimeException> failed = act();
    attempt(failed, this::tellListener);
    throwFirst(failed);
  }

  private static void throwFirst(List<RuntimeException> failed) {
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private synchronized List<RuntimeException> act() {
    List<RuntimeException> failed = new ArrayList<>();
    Set<VendorId> read = new HashSet<>();
    attempt(failed, () -> read(read, failed));
    for (VendorId vendor : deliveries.vendors().bound()) {
      attempt(failed, () -> throwSwitch(vendor, read.contains(vendor)));
    }
    attempt(failed, () -> record(read, failed));
    return failed;
  }

  private static boolean attempt(List<RuntimeException> failed, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      failed.add(e);
      return false;
    }
  }

  /// @param read gets every vendor with a file of which all could be read; of any other what was
  ///   known before counts on
  private void read(Set<VendorId> read, List<RuntimeException> failed) {
    reload();
    Map<VendorId, Allowance> next = new HashMap<>(allowances);
    next.keySet().retainAll(register.files().vendors().keySet());
    for (VendorId vendor : stages.stages().keySet()) {
      if (register.files().vendor(vendor).isEmpty()) {
        next.put(vendor, register.allowance(vendor));
      }
    }
    for (VendorFile file : register.files().vendors().values()) {
      boolean known = attempt(failed, () -> next.put(file.vendor(), register.note(file)));
      if (known) {
        read.add(file.vendor());
      }
    }
    allowances = Map.copyOf(next);
  }

  private void record(Set<VendorId> read, List<RuntimeException> failed) {
    Map<VendorId, StageStore.Kept> before = stages.stages();
    for (VendorId vendor : new TreeSet<>(read)) {
      StageStore.Kept kept = before.get(vendor);
      attempt(failed, () -> follow(vendor, kept == null ? Deadline.Stage.FULL : kept.stage()));
    }
  }

  private void reload() {
    try {
      register.reload(now ->
          audit.append(
              StageStore.ACTOR,
              "RegisterReplaced",
              "register",
              Map.of("from", register.files().fingerprint(), "to", now.fingerprint())));
      problem = Optional.empty();
    } catch (FirebreakException e) {
      String told = String.valueOf(e.getMessage());
      if (!problem.equals(Optional.of(told))) {
        LOG.atWarn().addKeyValue("problem", told).log("RegisterRefused");
      }
      problem = Optional.of(told);
    }
  }

  private void follow(VendorId vendor, Deadline.Stage before) {
    Instant now = clock.instant();
    Standing standing = allowance(vendor).at(now);
    for (Standing.Warning warning : standing.warnings()) {
      Deadline deadline = warning.deadline();
      RegisterNews news =
          news(
              vendor,
              RegisterNews.Kind.WARNED,
              deadline.standard() + ": " + deadline.finding().reason(),
              "tokens only from %s, held from %s; %s"
                  .formatted(
                      deadline.tokensOnlyAt(), deadline.heldAt(), deadline.finding().todo()));
      if (stages.warn(vendor, warning, now, news)) {
        log(news);
      }
    }
    if (standing.stage() != before) {
      changed(vendor, standing, now);
    }
  }

  private void changed(VendorId vendor, Standing standing, Instant now) {
    String because =
        standing.stage() == Deadline.Stage.FULL ? "the standards are met" : standing.because();
    RegisterNews news =
        switch (standing.stage()) {
          case FULL -> news(vendor, RegisterNews.Kind.RESTORED, because, "");
          case TOKENS_ONLY ->
              news(
                  vendor,
                  RegisterNews.Kind.TOKENS_ONLY,
                  because,
                  standing.changesAt().map(at -> "held from " + at).orElse(""));
          case HELD ->
              news(
                  vendor,
                  RegisterNews.Kind.HELD,
                  because,
                  "meet the standard again: `standards check` says how" + queues.apply(vendor));
        };
    stages.change(vendor, standing.stage(), now, news);
    log(news);
  }

  /// Holds or releases a vendor that has a binding; one that a person holds or cut stays so.
  /// Released is only a vendor whose file says so, and whose queue may go out today.
  private void throwSwitch(VendorId vendor, boolean read) {
    Optional<String> because = heldBecause(vendor);
    try {
      if (because.isPresent()) {
        deliveries.vendors().holdByRegister(vendor, because.get());
      } else if (read) {
        deliveries.releaseByRegister(vendor, "the standards are met", this::enforced);
      }
    } catch (FirebreakException e) {
      if (e.code() != ErrorCode.NOT_ALLOWED && e.code() != ErrorCode.WRONG_USE) {
        throw e;
      }
      // its queue may not go out as today's policy is, or something is on its way: the next look
      // tries again
      LOG.atWarn()
          .addKeyValue("vendor", vendor)
          .addKeyValue("because", e.getMessage())
          .log("VendorStaysHeld");
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "what is queued for " + vendor + " cannot be read; it stays held", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The policy that a binding enforces now; empty where it only observes.
  private Optional<Policy> enforced(BindingConfig binding) {
    EffectivePolicy effective =
        EffectivePolicy.of(
            binding, PolicyFiles.of(binding), allowance(binding.vendor()), clock.instant());
    return effective.observe() ? Optional.empty() : Optional.of(effective.policy());
  }

  private RegisterNews news(VendorId vendor, RegisterNews.Kind kind, String because, String next) {
    return new RegisterNews(
        vendor, register.files().name(vendor), kind, clock.instant(), because, next);
  }

  private static void log(RegisterNews news) {
    LOG.atLevel(
            news.kind() == RegisterNews.Kind.RESTORED
                ? org.slf4j.event.Level.INFO
                : org.slf4j.event.Level.WARN)
        .addKeyValue("vendor", news.vendor())
        .addKeyValue("because", news.because())
        .addKeyValue("next", news.next())
        .log("Vendor" + news.kind().label());
  }

  private void tellListener() {
    SortedMap<Long, RegisterNews> untold = stages.untold(NEWS_AT_ONCE);
    if (untold.isEmpty()) {
      return;
    }
    try {
      listener.tell(List.copyOf(untold.values()));
      stages.told(untold.keySet());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("news", untold.size()).log("RegisterNewsNotSent");
    }
  }
}
