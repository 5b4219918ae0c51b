package dev.firebreak.keys;

import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.SubjectKey;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts subjects by whether their ids at a vendor can be resolved without one key. Takes ids in
/// subject order. Confined.
final class UnfindableTally {
  private final KeyId key;
  private final Set<KeyId> left;
  private @Nullable SubjectKey subject;
  private boolean under;
  private boolean otherwise;
  private long unfindable;
  private long all;

  /// @param key the one that would go
  /// @param left those that would not be destroyed
  UnfindableTally(KeyId key, Set<KeyId> left) {
    this.key = key;
    this.left = Set.copyOf(left);
  }

  void add(VendorSubject id) {
    if (!id.subject().equals(subject)) {
      end();
      subject = id.subject();
    }
    Optional<KeyId> named = PseudonymResolver.keyIdOf(DevicePrefix.strip(id.idAtVendor()));
    if (named.isEmpty() || left.contains(named.get())) {
      otherwise = true;
    } else if (named.get().equals(key)) {
      under = true;
    }
  }

  VendorKeys.Unfindable result() {
    end();
    return new VendorKeys.Unfindable(unfindable, all);
  }

  private void end() {
    if (under) {
      all++;
      unfindable += otherwise ? 0 : 1;
    }
    under = false;
    otherwise = false;
  }
}
