package dev.firebreak.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The control database on one machine: SQLite with a write-ahead log and full synchronisation, one
/// writing connection and a few for reading. Times are epoch milliseconds, booleans 0 and 1, ids
/// text. Thread-safe.
public final class ControlDatabase implements AutoCloseable {
  /// Migrations in order; each runs once, in a transaction of its own. Files lie in `db/migration`;
  /// one that was released is never edited.
  private static final List<String> MIGRATIONS =
      List.of(
          "0001-audit",
          "0002-vendor-state",
          "0003-access",
          "0004-incident",
          "0005-notice",
          "0006-duty",
          "0007-notice-news",
          "0008-notice-text",
          "0009-long-lived-key",
          "0010-original",
          "0011-incident-retention",
          "0012-report",
          "0013-duty-catalogue",
          "0014-decision-record",
          "0015-vendor-review",
          "0016-vendor-held",
          "0017-register-news",
          "0018-ledger-import",
          "0019-key-version",
          "0020-policy-version",
          "0021-erasure",
          "0022-policy-mode",
          "0023-vendor-scan",
          "0024-erasure-device",
          "0025-notice-language",
          "0026-notice-returned",
          "0027-notice-domain",
          "0028-notice-decision",
          "0029-notice-canonical-text",
          "0030-notice-opt-out",
          "0031-incident-notification",
          "0032-console",
          "0033-notice-in-product",
          "0034-recovery-code",
          "0035-invitation",
          "0036-notice-letter",
          "0037-notice-question",
          "0038-webhook",
          "0039-api-token",
          "0040-api-answer",
          "0041-passkey",
          "0042-audit-head");

  private static final int READERS = 4;

  private final HikariDataSource writerPool;
  private final HikariDataSource readerPool;
  private final ControlConnections writer;
  private final ControlConnections reader;

  private ControlDatabase(HikariDataSource writerPool, HikariDataSource readerPool) {
    this.writerPool = writerPool;
    this.readerPool = readerPool;
    writer = new ControlConnections(Jdbi.create(writerPool));
    reader = new ControlConnections(Jdbi.create(readerPool));
  }

  /// Opens or creates the database and brings it to this version's schema.
  public static ControlDatabase open(Path file) {
    ControlDatabase database = new ControlDatabase(pool(file, 1), pool(file, READERS));
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// For everything that writes; one at a time.
  public ControlConnections writer() {
    return writer;
  }

  /// For queries; never blocks the writer.
  public ControlConnections reader() {
    return reader;
  }

  @Override
  public void close() {
    readerPool.close();
    writerPool.close();
  }

  private void migrate() {
    writer.useHandle(handle ->
        handle.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT"));
    for (String name : MIGRATIONS) {
      writer.useTransaction(handle -> migrate(handle, name));
    }
  }

  private static void migrate(Handle handle, String name) {
    boolean done =
        handle
            .createQuery("SELECT count(*) FROM migration WHERE name = :name")
            .bind("name", name)
            .mapTo(Boolean.class)
            .one();
    if (!done) {
      handle.createScript(script(name)).execute();
      handle.execute("INSERT INTO migration (name) VALUES (?)", name);
    }
  }

  private static String script(String name) {
    String resource = "/db/migration/" + name + ".sql";
    try (InputStream in = ControlDatabase.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }

  private static HikariDataSource pool(Path file, int connections) {
    Properties pragmas = new Properties();
    pragmas.setProperty("journal_mode", "WAL");
    pragmas.setProperty("synchronous", "FULL");
    pragmas.setProperty("foreign_keys", "true");
    pragmas.setProperty("busy_timeout", "10000");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + file);
    config.setDataSourceProperties(pragmas);
    config.setMaximumPoolSize(connections);
    config.setPoolName("control-" + connections);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the control database "
              + file
              + " cannot be opened; restore it from a backup, or move"
              + " it away to begin anew",
          e);
    }
  }
}
