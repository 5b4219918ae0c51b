package dev.firebreak.installation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.gateway.PolicyInForce;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force at one binding. Its file is read again from time to time; a good one comes
/// into force with the next request, a bad one changes nothing and is told. Thread-safe.
public final class BindingPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(BindingPolicy.class);

  private final BindingConfig config;
  private final Keys keys;
  private final ObservedCounts counts;
  private final AuditLog audit;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();
  private volatile State state;

  @GuardedBy("this")
  private String told = "";

  /// What treatments need beside the policy.
  ///
  /// @param pseudonymizer the vendor's tokens
  /// @param subjects the company's subject keys
  /// @param skeleton for quarantined messages and dedupe ids
  record Keys(Pseudonymizer pseudonymizer, SubjectKeyring subjects, SecretBytes skeleton) {}

  /// What is in force.
  ///
  /// @param policy the policy
  /// @param since when it came into force in this process
  /// @param effects in observe mode, what it would have done
  /// @param inForce for the gateway
  /// @param problem why the file is not what is in force; null where it is
  private record State(
      Policy policy,
      Instant since,
      ObservedEffects effects,
      PolicyInForce inForce,
      @Nullable String problem) {
    State withProblem(@Nullable String found) {
      return new State(policy, since, effects, inForce, found);
    }
  }

  /// Reads the policy for the first time.
  ///
  /// @throws FirebreakException where it can't come into force
  BindingPolicy(
      BindingConfig config, Keys keys, ObservedCounts counts, AuditLog audit, Clock clock) {
    this.config = config;
    this.keys = keys;
    this.counts = counts;
    this.audit = audit;
    this.clock = clock;
    Policy policy = PolicyFiles.of(config);
    state = state(policy, counts.load(config.id(), policy.version()));
  }

  public BindingConfig binding() {
    return config;
  }

  public Policy policy() {
    return state.policy();
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
    return state.inForce();
  }

  /// Reads the file again.
  ///
  /// @return true where another policy is in force now
  public synchronized boolean reload() {
    State before = state;
    try {
      Policy policy = PolicyFiles.of(config);
      boolean same = policy.version().equals(before.policy().version());
      State next = same ? before.withProblem(null) : state(policy, new ObservedEffects());
      if (!same) {
        audit.append(
            "system:gateway",
            "PolicyReplaced",
            "binding:" + config.id(),
            Map.of("from", before.policy().version(), "to", policy.version()));
        LOG.atInfo()
            .addKeyValue("binding", config.id())
            .addKeyValue("from", before.policy().version())
            .addKeyValue("to", policy.version())
            .log("PolicyReplaced");
      }
      state = next;
      told = "";
      return !same;
    } catch (FirebreakException e) {
      String problem = String.valueOf(e.getMessage());
      state = before.withProblem(problem);
      tell(problem, before.policy().version());
      return false;
    }
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

  private State state(Policy policy, ObservedEffects effects) {
    TreatmentSettings settings =
        new TreatmentSettings(
            policy,
            config.mode() == BindingConfig.Mode.OBSERVE,
            config.sender() == BindingConfig.Sender.PUBLIC,
            config.userId(),
            Set.copyOf(config.groups()),
            config.guessableIds(),
            config.acceptGuessableTokens());
    PolicyInForce inForce = new PolicyInForce(policy.version(), () -> treatment(settings, effects));
    return new State(policy, clock.instant(), effects, inForce, null);
  }

  private MessageTreatment treatment(TreatmentSettings settings, ObservedEffects effects) {
    return new PolicyTreatment(
        settings, keys.pseudonymizer(), keys.subjects(), keys.skeleton(), random, effects);
  }
}
