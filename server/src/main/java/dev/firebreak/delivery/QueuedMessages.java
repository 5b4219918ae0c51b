package dev.firebreak.delivery;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.keys.KeyUse;
import dev.firebreak.keys.KeyVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Messages that still wait for a vendor: all of them while it is held or cut off, those of the
/// key's own version otherwise. Thread-safe.
public final class QueuedMessages implements KeyUse {
  private final Deliveries deliveries;

  public QueuedMessages(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public List<String> needs(KeyVersion version) throws IOException {
    List<String> needs = new ArrayList<>();
    for (BindingConfig binding : deliveries.bindings()) {
      if (!binding.vendor().equals(version.vendor())) {
        continue;
      }
      boolean open = deliveries.vendors().gate(binding.vendor()).isOpen();
      HeldQueue.Measure queue = deliveries.binding(binding.id()).held().measure();
      if (queue.keyVersions().contains(version.keyVersion())) {
        needs.add(queue.binding() + " has messages queued that were treated under it");
      } else if (!open && queue.messages() > 0) {
        needs.add(
            queue.binding()
                + " has a held queue: `vendor release` or `vendor destroy-held` ends it");
      }
    }
    return needs;
  }
}
