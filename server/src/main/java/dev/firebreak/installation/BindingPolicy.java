package dev.firebreak.installation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.delivery.PolicyArchive;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.PolicyInForce;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.register.Allowance;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force at one binding: what its file says, capped by what the register leaves to
/// the vendor. The file is read again from time to time; a good one comes into force with the next
/// request, a bad one changes nothing and is told. What the register announced happens at its hour,
/// with the first request after it, whether anything was read meanwhile or not, and is not undone
/// where the clock goes back. A vendor that has less than its policy, or whose file sets a limit,
/// is under enforcement, also where its binding only observes. A new keyVersion of the vendor is in
/// force with the next request. Thread-safe.
public final class BindingPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(BindingPolicy.class);

  private final BindingConfig config;
  private final Keys keys;
  private final ObservedCounts counts;
  private final Supplier<Allowance> register;
  private final AuditLog audit;
  private final PolicyArchive archive;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();

  /// When this process began to note every mode that came into force here.
  private final Instant begun;

  private volatile State state;

  @GuardedBy("this")
  private String told = "";

  /// What treatments need beside the policy.
  ///
  /// @param tokens the vendor's, under the key that is current when they are asked for
  /// @param subjects the company's subject keys
  /// @param skeleton for quarantined messages and dedupe ids
  record Keys(Supplier<Pseudonymizer> tokens, SubjectKeyring subjects, SecretBytes skeleton) {}

  /// What is in force.
  ///
  /// @param file the policy as its file says it
  /// @param allowance what the register leaves to the vendor
  /// @param policy the policy, capped
  /// @param observe whether it is only counted
  /// @param changesAt when the register leaves something else; null where nothing is ahead
  /// @param since when it came into force in this process
  /// @param effects in observe mode, what it would have done
  /// @param tokens made under the key in force
  /// @param inForce for the gateway
  /// @param problem why the file is not what is in force; null where it is
  private record State(
      Policy file,
      Allowance allowance,
      Policy policy,
      boolean observe,
      @Nullable Instant changesAt,
      Instant since,
      ObservedEffects effects,
      Pseudonymizer tokens,
      PolicyInForce inForce,
      @Nullable String problem) {
    State withProblem(@Nullable String found) {
      return new State(
          file, allowance, policy, observe, changesAt, since, effects, tokens, inForce, found);
    }
  }

  /// Reads the policy for the first time.
  ///
  /// @param register what it leaves to the vendor
  /// @param archive keeps every policy that comes into force, before it does
  /// @throws FirebreakException where it can't come into force
  BindingPolicy(
      BindingConfig config,
      Keys keys,
      ObservedCounts counts,
      Supplier<Allowance> register,
      AuditLog audit,
      PolicyArchive archive,
      Clock clock) {
    this.config = config;
    this.keys = keys;
    this.counts = counts;
    this.register = register;
    this.audit = audit;
    this.archive = archive;
    this.clock = clock;
    Policy file = PolicyFiles.of(config);
    Allowance allowance = register.get();
    Instant now = clock.instant();
    begun = now;
    EffectivePolicy first = EffectivePolicy.of(config, file, allowance, now);
    archive.keep(config.id(), first.policy(), first.observe(), begun);
    state = state(file, allowance, now, counts.load(config.id(), first.policy().version()));
  }

  public BindingConfig binding() {
    return config;
  }

  public Policy policy() {
    return now().policy();
  }

  /// The policy in force under enforcement; empty where it is only counted.
  public Optional<Policy> enforced() {
    State now = now();
    return now.observe() ? Optional.empty() : Optional.of(now.policy());
  }

  /// When it came into force in this process.
  public Instant since() {
    return state.since();
  }

  /// Why the file is not in force, with every problem; empty where it is.
  public Optional<String> problem() {
    return Optional.ofNullable(state.problem());
  }

  /// In observe mode, what the policy in force would have done.
  public ObservedEffects effects() {
    return state.effects();
  }

  PolicyInForce inForce() {
    return now().inForce();
  }

  /// The state by now, what was announced for by now included.
  private State now() {
    State now = state;
    return isOver(now) ? follow() : now;
  }

  /// Whether the register announced something for by now, or the vendor has a new key.
  private boolean isOver(State now) {
    return keys.tokens().get() != now.tokens()
        || (now.changesAt() != null && !clock.instant().isBefore(now.changesAt()));
  }

  /// Does what the register announced for by now, out of what it said when it was asked last, under
  /// the current key.
  private synchronized State follow() {
    State before = state;
    if (isOver(before)) {
      replace(before, before.file(), before.allowance(), before.problem());
    }
    return state;
  }

  /// Reads the file again, and asks the register.
  ///
  /// @return true where another policy is in force now
  public synchronized boolean reload() {
    State before = state;
    Allowance allowance = register.get();
    try {
      boolean replaced = replace(before, PolicyFiles.of(config), allowance, null);
      told = "";
      return replaced;
    } catch (FirebreakException e) {
      String problem = String.valueOf(e.getMessage());
      boolean replaced = replace(before, before.file(), allowance, problem);
      tell(problem, state.policy().version());
      return replaced;
    }
  }

  /// Brings a policy into force under what the register leaves.
  ///
  /// @return whether it is another one than before
  @GuardedBy("this")
  private boolean replace(
      State before, Policy file, Allowance allowance, @Nullable String problem) {
    Instant read = clock.instant();
    Instant now = read.isBefore(before.since()) ? before.since() : read;
    EffectivePolicy next = EffectivePolicy.of(config, file, allowance, now);
    boolean same =
        next.policy().version().equals(before.policy().version())
            && next.observe() == before.observe();
    if (same) {
      Pseudonymizer tokens = keys.tokens().get();
      state =
          new State(
              file,
              allowance,
              before.policy(),
              before.observe(),
              next.changesAt().orElse(null),
              before.since(),
              before.effects(),
              tokens,
              tokens == before.tokens()
                  ? before.inForce()
                  : inForce(next, before.effects(), tokens),
              problem);
      return false;
    }
    State replaced = state(file, allowance, now, new ObservedEffects()).withProblem(problem);
    Map<String, String> details = new TreeMap<>();
    details.put("from", before.policy().version());
    details.put("to", replaced.policy().version());
    details.put("mode", replaced.observe() ? "observe" : "enforce");
    details.put("stage", next.stage().label());
    archive.keep(config.id(), replaced.policy(), replaced.observe(), begun);
    audit.append("system:gateway", "PolicyReplaced", "binding:" + config.id(), details);
    LOG.atInfo()
        .addKeyValue("binding", config.id())
        .addKeyValue("from", before.policy().version())
        .addKeyValue("to", replaced.policy().version())
        .addKeyValue("stage", next.stage().label())
        .log("PolicyReplaced");
    state = replaced;
    return true;
  }

  /// Keeps the counts of observe mode over a restart.
  void keepCounts() {
    if (config.mode() == BindingConfig.Mode.OBSERVE) {
      State now = state;
      counts.save(config.id(), now.policy().version(), now.effects().snapshot());
    }
  }

  @GuardedBy("this")
  private void tell(String problem, String version) {
    if (!problem.equals(told)) {
      told = problem;
      LOG.atWarn()
          .addKeyValue("binding", config.id())
          .addKeyValue("inForce", version)
          .addKeyValue("problem", problem)
          .log("PolicyRefused");
    }
  }

  private State state(Policy file, Allowance allowance, Instant now, ObservedEffects effects) {
    EffectivePolicy next = EffectivePolicy.of(config, file, allowance, now);
    Pseudonymizer tokens = keys.tokens().get();
    return new State(
        file,
        allowance,
        next.policy(),
        next.observe(),
        next.changesAt().orElse(null),
        now,
        effects,
        tokens,
        inForce(next, effects, tokens),
        null);
  }

  private PolicyInForce inForce(
      EffectivePolicy next, ObservedEffects effects, Pseudonymizer tokens) {
    TreatmentSettings settings = next.settings(config);
    return new PolicyInForce(
        next.policy().version(),
        tokens.keyVersion(),
        () ->
            new PolicyTreatment(
                settings, tokens, keys.subjects(), keys.skeleton(), random, effects));
  }
}
