package dev.firebreak.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Where actions and decisions are recorded before they take effect. Entries form a hash chain and
/// hold no personal data: operators, incidents, vendors, counts and digests only. Thread-safe.
public interface AuditLog {
  /// Appends an entry, durable when this returns.
  ///
  /// @param actor the operator's name, or `system` with a component, as `system:delivery`
  /// @param action noun and past verb, as `VendorCut`
  /// @param subject what it is about, as `vendor:mixpanel` or `incident:2025-11`
  /// @param details further facts by closed keys; values hold no personal data
  void append(String actor, String action, String subject, Map<String, String> details);

  /// When the newest entry was appended; empty where there is none, or none can be read back.
  default Optional<Instant> newestAt() {
    return Optional.empty();
  }
}
