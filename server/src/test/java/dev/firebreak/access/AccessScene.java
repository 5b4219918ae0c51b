package dev.firebreak.access;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/// The access of a new installation on a clock that stands still. Confined to one thread.
final class AccessScene implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  final ControlDatabase control;
  final HashChainAuditLog audit;
  final AccessServices access;
  final Clock clock = ((InstantSource) () -> this.now).withZone(ZoneOffset.UTC);
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");

  AccessScene(Path folder) {
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    access = AccessServices.of(control, keys, audit, clock);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  ConfirmedOperator confirmed(String name, Role role) {
    return ConfirmedOperators.of(name, role, now);
  }

  /// What the authenticator of an operator shows now.
  String code(NewOperator operator) {
    return Totp.code(operator.secret(), now);
  }

  /// The code of what an action is refused with.
  static ErrorCode refusal(Runnable action) {
    try {
      action.run();
    } catch (FirebreakException e) {
      return e.code();
    }
    throw new AssertionError("was not refused");
  }

  List<AuditEntry> entries(String action) {
    return audit.show(new AuditFilter(null, action, null, null, 100));
  }

  @Override
  public void close() {
    control.close();
  }
}
