package dev.firebreak.keys;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.vendor.VendorId;
import java.util.Map;

/// Begins new keyVersions. Whoever calls it has checked that a person decided. Thread-safe.
public final class KeyRotation {
  private final KeyStore keys;
  private final AuditLog audit;

  public KeyRotation(KeyStore keys, AuditLog audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /// Begins a vendor's next keyVersion, its first one where it has none. The audit entry is written
  /// when the key is durable and before it makes a token.
  ///
  /// @param actor who decided, for the audit log
  public PseudonymKey rotate(VendorId vendor, String actor, String reason) {
    return keys.rotate(
        vendor,
        version ->
            audit.append(
                actor,
                "KeyRotated",
                "vendor:" + vendor,
                Map.of(
                    "keyVersion", Integer.toString(version.keyVersion()),
                    "keyId", version.id().value(),
                    "reason", reason)));
  }
}
