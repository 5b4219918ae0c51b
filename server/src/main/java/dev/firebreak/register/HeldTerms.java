package dev.firebreak.register;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.installation.Installation;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Until when a held vendor's queue can still be delivered whole. Thread-safe.
final class HeldTerms {
  private static final Logger LOG = LoggerFactory.getLogger(HeldTerms.class);

  private final Installation installation;

  HeldTerms(Installation installation) {
    this.installation = installation;
  }

  /// For each of the vendor's bindings when the first event becomes too old for the vendor, and
  /// when what is queued begins to be destroyed, should it be held from now until then; empty text
  /// for a vendor without a binding.
  String of(VendorId vendor) {
    StringBuilder words = new StringBuilder();
    for (BindingConfig binding : installation.deliveries().bindings()) {
      if (binding.vendor().equals(vendor)) {
        words.append(words(binding));
      }
    }
    return words.toString();
  }

  private String words(BindingConfig binding) {
    try {
      HeldQueue.Measure queue = installation.deliveries().binding(binding.id()).held().measure();
      Instant now = installation.clock().instant();
      Instant tooOld = queue.firstTooOldAt().orElse(now.plus(binding.maximumEventAge()));
      Instant destroyed =
          queue.oldestReceived().orElse(now).plus(installation.config().held().retention());
      return "; at %s the first event is too old for the vendor from %s on, and what is queued is"
              .formatted(binding.id(), tooOld)
          + " destroyed from "
          + destroyed
          + " on";
    } catch (IOException e) {
      // the stage must be recorded all the same
      LOG.atError().addKeyValue("binding", binding.id()).setCause(e).log("HeldQueueNotRead");
      return "; the queue of " + binding.id() + " cannot be read";
    }
  }
}
