package dev.firebreak.delivery;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.keys.KeyUse;
import dev.firebreak.keys.KeyVersion;
import java.util.List;

/// Queues that were released under a stricter policy, as long as they make tokens: until all that
/// is treated again is delivered and in the ledger. Thread-safe.
public final class ReleasedQueues implements KeyUse {
  private final Deliveries deliveries;

  public ReleasedQueues(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public List<String> needs(KeyVersion version) {
    return deliveries.bindings().stream()
        .filter(binding -> binding.vendor().equals(version.vendor()))
        .map(BindingConfig::id)
        .filter(id -> deliveries.binding(id).makesTokensWith(version.keyVersion()))
        .map(id -> "a released queue of " + id + " makes tokens with it until it is delivered")
        .toList();
  }
}
