package dev.firebreak.installation;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.policy.CappedCategory;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyCap;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.register.Allowance;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A binding's policy as the register leaves it at a moment. Immutable.
///
/// @param policy capped
/// @param stage what the register leaves to the vendor
/// @param observe whether the policy is only counted; never where the vendor has less than its
///   policy, nor where its file sets a limit
/// @param changesAt when the register leaves something else; empty where nothing is ahead
/// @param capped every category of which less is left than the file says, and why
public record EffectivePolicy(
    Policy policy,
    Deadline.Stage stage,
    boolean observe,
    Optional<Instant> changesAt,
    List<CappedCategory> capped) {
  public EffectivePolicy {
    capped = List.copyOf(capped);
  }

  /// Caps a policy. Where anybody may send, a token that a cap would make of a value that can be
  /// guessed is no protection: nothing of it goes out then.
  ///
  /// @param file the policy as its file says it
  public static EffectivePolicy of(
      BindingConfig config, Policy file, Allowance allowance, Instant now) {
    Standing standing = allowance.at(now);
    boolean full = standing.stage() == Deadline.Stage.FULL;
    boolean observing = config.mode() == BindingConfig.Mode.OBSERVE;
    boolean observe = observing && full && allowance.mayReceive().isEmpty();
    List<PolicyCap> caps = new ArrayList<>(allowance.caps(now));
    if (config.sender() == BindingConfig.Sender.PUBLIC && !config.acceptGuessableTokens()) {
      Set<DataCategory> guessable =
          TreatmentSettings.guessable(config.userId(), config.guessableIds());
      caps.replaceAll(cap -> cap.withoutTokensOf(guessable));
      if (!full) {
        caps.add(PolicyCap.nothingOf(guessable, standing.because()));
      } else if (observing && !observe) {
        // the file's own tokens were let be as long as nothing was enforced
        allowance
            .mayReceive()
            .ifPresent(most -> caps.add(PolicyCap.nothingOf(guessable, most.because())));
      }
    }
    return new EffectivePolicy(
        file.cappedBy(caps),
        standing.stage(),
        observe,
        standing.changesAt(),
        file.cappedCategories(caps));
  }

  TreatmentSettings settings(BindingConfig config) {
    return new TreatmentSettings(
        policy,
        observe,
        config.sender() == BindingConfig.Sender.PUBLIC,
        config.userId(),
        Set.copyOf(config.groups()),
        config.guessableIds(),
        config.acceptGuessableTokens());
  }
}
