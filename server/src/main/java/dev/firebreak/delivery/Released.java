package dev.firebreak.delivery;

import dev.firebreak.vendor.BindingId;
import java.util.List;

/// What came of releasing a held vendor.
///
/// @param status of the vendor
/// @param queues what became of each binding's queue
public record Released(VendorStatus status, List<Queue> queues) {
  public Released {
    queues = List.copyOf(queues);
  }

  /// One binding's queue.
  ///
  /// @param policyVersion today's; empty where the binding only observes
  /// @param asTreated messages that go out as they were treated
  /// @param again messages that are treated again under today's policy before they go out
  public record Queue(BindingId binding, String policyVersion, long asTreated, long again) {}
}
