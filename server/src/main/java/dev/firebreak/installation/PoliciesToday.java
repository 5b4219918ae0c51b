package dev.firebreak.installation;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.policy.Policy;
import dev.firebreak.register.VendorRegister;
import java.util.Optional;

/// The policies that bindings enforce today, with or without a gateway that runs here. Thread-safe.
///
/// @param path the event path that runs; empty for none
public record PoliciesToday(Installation installation, Optional<EventPath> path) {
  /// The policy under which a binding's messages are treated; empty where it only observes.
  public Optional<Policy> enforced(BindingConfig binding) {
    if (path.isPresent()) {
      return path.get().bindingPolicy(binding.id()).enforced();
    }
    EffectivePolicy effective = effective(binding);
    return effective.observe() ? Optional.empty() : Optional.of(effective.policy());
  }

  /// What a binding's file says now, capped by what the register leaves.
  ///
  /// @throws dev.firebreak.error.FirebreakException POLICY_INVALID with every problem of the file
  public EffectivePolicy effective(BindingConfig binding) {
    return EffectivePolicy.of(
        binding,
        PolicyFiles.of(binding),
        VendorRegister.of(installation).allowance(binding.vendor()),
        installation.clock().instant());
  }
}
