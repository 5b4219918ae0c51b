package dev.firebreak.audit;

import dev.firebreak.config.AuditConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The heads of the audit log that were signed. Whoever keeps one of them elsewhere can show later
/// that the chain was cut or written anew, and that it was this installation that had it; whoever
/// has the database and the keys can still write a chain anew that nobody outside has a head of.
///
/// The key is made once, with the first head, and lies with the installation's other keys.
/// Thread-safe.
public final class AuditHeads {
  private final ControlDatabase control;
  private final HashChainAuditLog log;
  private final SecretBytes seed;
  private final AuditConfig config;
  private final Clock clock;

  public AuditHeads(ControlDatabase control, KeyStore keys, AuditConfig config, Clock clock) {
    this.control = control;
    log = new HashChainAuditLog(control, clock);
    seed = keys.secret("audit-head");
    this.config = config;
    this.clock = clock;
  }

  /// What checks the signatures.
  public AuditKey key() {
    return AuditKey.of(seed);
  }

  /// Signs the head where that is due.
  ///
  /// @return what was signed; empty where nothing was due
  public Optional<SignedHead> signIfDue() {
    AuditHead head = log.head();
    Optional<SignedHead> last = newest();
    long signed = last.map(each -> each.head().sequence()).orElse(0L);
    if (head.sequence() <= signed) {
      return Optional.empty();
    }
    boolean due =
        head.sequence() - signed >= config.headEntries()
            || last.map(each -> !each.at().plus(config.headEvery()).isAfter(clock.instant()))
                .orElse(true);
    return due ? sign() : Optional.empty();
  }

  /// Signs the head as it is.
  ///
  /// @return what was signed; empty where no entry came since the last one
  public Optional<SignedHead> sign() {
    return control
        .writer()
        .inTransaction(handle -> {
          AuditHead head = log.head();
          long signed =
              handle
                  .createQuery("SELECT coalesce(max(sequence), 0) FROM audit_head")
                  .mapTo(Long.class)
                  .one();
          if (head.sequence() <= signed) {
            return Optional.empty();
          }
          Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          SignedHead made = AuditKey.sign(seed, head, at);
          handle.execute(
              "INSERT INTO audit_head (sequence, hash, at_millis, signature) VALUES (?, ?, ?, ?)",
              head.sequence(),
              head.hash(),
              at.toEpochMilli(),
              made.signature());
          return Optional.of(made);
        });
  }

  /// The head that was signed last.
  public Optional<SignedHead> newest() {
    return list(1).stream().findFirst();
  }

  /// The heads that were signed last, oldest first.
  public List<SignedHead> list(int limit) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT sequence, hash, at_millis, signature FROM audit_head"
                        + " ORDER BY sequence DESC LIMIT :limit")
                .bind("limit", limit)
                .map((row, _) -> head(row))
                .list())
        .reversed();
  }

  private static SignedHead head(ResultSet row) throws SQLException {
    return new SignedHead(
        new AuditHead(row.getLong(1), row.getString(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getString(4));
  }
}
