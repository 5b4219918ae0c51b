package dev.firebreak.installation;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.LedgerStore;
import java.io.IOException;
import java.time.Clock;

/// The opened parts of one installation that every feature shares. Closing gives the data directory
/// back.
///
/// @param config the settings
/// @param directory the data directory, owned by this process
/// @param keys keysets
/// @param control control database
/// @param audit the audit log
/// @param ledger the disclosure ledger
/// @param clock where time comes from
public record Installation(
    FirebreakConfig config,
    DataDirectory directory,
    KeyStore keys,
    ControlDatabase control,
    AuditLog audit,
    LedgerStore ledger,
    Clock clock)
    implements AutoCloseable {

  @Override
  public void close() throws IOException {
    ledger.close();
    control.close();
    directory.close();
  }
}
