package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.Reconciler;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares a data set with the ledger while its people pass by, and seals who differs. Without a
/// ledger that knows the vendor it does nothing. Not thread-safe.
final class LedgerComparison implements AutoCloseable {
  private final @Nullable Reconciler reconciler;
  private final Optional<Path> accounts;

  private LedgerComparison(@Nullable Reconciler reconciler, Optional<Path> accounts) {
    this.reconciler = reconciler;
    this.accounts = accounts;
  }

  /// @param statement what the ledger says as a whole
  /// @param read the data set
  /// @param accessEnded what was sent later does not count
  static LedgerComparison open(
      Installation installation,
      Incident incident,
      LedgerStatement statement,
      Assessment read,
      Instant accessEnded,
      Optional<Path> accounts,
      Path workFolder)
      throws IOException {
    if (statement.firstEvent().isEmpty()) {
      return new LedgerComparison(null, accounts);
    }
    Reconciler reconciler =
        Reconciler.open(
            workFolder.resolve("reconciliation"),
            accounts,
            installation.keys().subjectKeyring(),
            new Reconciler.Window(
                read.firstEventMillis(),
                read.lastEventMillis(),
                accessEnded,
                statement.firstEvent().get()));
    try {
      reconciler.ledger(installation.ledger(), incident.vendor());
    } catch (IOException | RuntimeException e) {
      reconciler.close();
      throw e;
    }
    return new LedgerComparison(reconciler, accounts);
  }

  void add(PersonExposure person) {
    Reconciler to = reconciler;
    if (to != null) {
      to.person(person);
    }
  }

  /// Compares, once everybody was added, and seals the result.
  ReconciliationFigures seal(FindingsArchive archive, String id, int version) throws IOException {
    Reconciler compared = reconciler;
    if (compared == null) {
      return ReconciliationFigures.NONE;
    }
    ReconciliationFigures figures = compared.compare(accounts);
    archive.sealReconciliation(id, version, compared::people, compared::organizations);
    return figures;
  }

  @Override
  public void close() {
    Reconciler open = reconciler;
    if (open != null) {
      open.close();
    }
  }
}
