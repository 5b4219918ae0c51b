package dev.firebreak.assessment;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Compares what the ledger says a vendor got of each person through Firebreak with what the
/// vendor's file has, in both directions. History out of the vendor's own export is left out:
/// beside it, traffic past Firebreak would look like what Firebreak sent.
///
/// Call [#ledger] once, [#person] for everybody of the file, then [#compare]; then results may be
/// read. A subject of the ledger is somebody of the file where its key is that of their account or
/// of an id of theirs, or where the vendor got it under an id that the file has. A device counts as
/// its account where more than the public linked it to exactly one. Everything lies in tables that
/// spill into the work folder, in plaintext. Not thread-safe.
public final class Reconciler implements AutoCloseable {
  private static final long MEMORY_BYTES = 256L << 20;

  private static final List<String> TABLES =
      List.of(
          "facts (subject VARCHAR, c BIGINT, g BIGINT, t BIGINT, ac BIGINT, ag BIGINT, a_t BIGINT,"
              + " events BIGINT, first BIGINT, last BIGINT, inside BOOLEAN, earlier BOOLEAN,"
              + " later BOOLEAN)",
          "known_ids (subject VARCHAR, id VARCHAR)",
          "links (device VARCHAR, account VARCHAR)",
          "file_people (n INTEGER, person VARCHAR, account VARCHAR, org VARCHAR, c BIGINT,"
              + " g BIGINT, t BIGINT, n_rows BIGINT, first BIGINT, last BIGINT, mentioned BOOLEAN)",
          "file_keys (n INTEGER, subject VARCHAR)",
          "file_ids (n INTEGER, id VARCHAR)",
          "wanted_accounts (account VARCHAR, subject VARCHAR)");

  private final DuckDb database;
  private final Connection connection;
  private final Sql sql;
  private final SubjectKeyring keyring;
  private final Window window;
  private final Appenders appenders;
  private int people;

  /// The times that say which differences are none.
  ///
  /// @param firstMillis the file's first event, epoch milliseconds; 0 where it has none: then all
  ///   times count
  /// @param lastMillis its last event
  /// @param accessEnded what was sent later the thief cannot have
  /// @param ledgerSince the first event that the ledger knows; rows from a day before it and older
  ///   it cannot know
  public record Window(
      long firstMillis, long lastMillis, Instant accessEnded, Instant ledgerSince) {
    private boolean isAfterAccess(Disclosure fact) {
      return fact.day().isAfter(accessEnded.atZone(ZoneOffset.UTC).toLocalDate())
          || fact.disclosedFrom().isAfter(accessEnded);
    }

    private boolean isBefore(Disclosure fact) {
      return firstMillis != 0 && fact.lastEvent().toEpochMilli() < firstMillis;
    }

    private boolean isAfter(Disclosure fact) {
      return firstMillis != 0 && fact.firstEvent().toEpochMilli() > lastMillis;
    }

    private long beforeLedgerMillis() {
      return ledgerSince.minusSeconds(86_400).toEpochMilli();
    }
  }

  /// @param workFolder a folder of mode 0700; the caller removes it
  /// @param accounts the accounts directory, to name whom only the ledger has
  public static Reconciler open(
      Path workFolder, Optional<Path> accounts, SubjectKeyring keyring, Window window)
      throws IOException {
    try {
      return new Reconciler(
          DuckDb.open(workFolder, MEMORY_BYTES, 2, accounts.map(List::of).orElse(List.of())),
          keyring,
          window);
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  private Reconciler(DuckDb database, SubjectKeyring keyring, Window window) throws SQLException {
    this.database = database;
    this.keyring = keyring;
    this.window = window;
    connection = database.connection();
    sql = new Sql(connection);
    for (String table : TABLES) {
      sql.run("CREATE TABLE " + table);
    }
    appenders = new Appenders(connection);
  }

  private record Appenders(
      DuckDBAppender facts,
      DuckDBAppender ids,
      DuckDBAppender people,
      DuckDBAppender keys,
      DuckDBAppender fileIds) {
    Appenders(Connection connection) throws SQLException {
      this(
          appender(connection, "facts"),
          appender(connection, "known_ids"),
          appender(connection, "file_people"),
          appender(connection, "file_keys"),
          appender(connection, "file_ids"));
    }

    static DuckDBAppender appender(Connection connection, String table) throws SQLException {
      return connection.unwrap(DuckDBConnection.class).createAppender(table);
    }

    void close() throws SQLException {
      facts.close();
      ids.close();
      people.close();
      keys.close();
      fileIds.close();
    }
  }

  /// Takes in what the vendor got through Firebreak.
  public void ledger(LedgerStore ledger, VendorId vendor) throws IOException {
    Gathering gathering = new Gathering();
    ledger.forEach(
        vendor,
        Optional.empty(),
        Optional.empty(),
        fact -> {
          if (!fact.isImported()) {
            gathering.add(fact);
          }
        });
    gathering.flush();
    ledger.forEachId(
        vendor,
        each ->
            append(
                appenders.ids(),
                each.subject().toString(),
                ValueForm.withoutDevicePrefix(each.idAtVendor())));
    try (DuckDBAppender links = Appenders.appender(connection, "links")) {
      for (DeviceLink link : ledger.links(vendor)) {
        if (link.assertedBy() != AssertedBy.PUBLIC) {
          append(links, link.device().toString(), link.account().toString());
        }
      }
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  private static void append(DuckDBAppender to, String one, String other) {
    try {
      to.beginRow().append(one).append(other.replace('\0', ' ')).endRow();
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  /// Adds up the facts of one subject after the other: the ledger gives them in that order.
  private final class Gathering {
    private @Nullable SubjectKey subject;
    private Masks inside = Masks.NONE;
    private Masks all = Masks.NONE;
    private long events;
    private long first;
    private long last;
    private boolean hasInside;
    private boolean hasBefore;
    private boolean hasAfter;

    void add(Disclosure fact) {
      if (!fact.subject().equals(subject)) {
        flush();
        subject = fact.subject();
      }
      boolean late = window.isAfterAccess(fact);
      boolean before = window.isBefore(fact);
      boolean after = window.isAfter(fact);
      hasBefore |= before && !late;
      hasAfter |= after && !late;
      if (!late && !before && !after) {
        hasInside = true;
        inside = inside.union(fact.masks());
      }
      all = all.union(fact.masks());
      events += fact.events();
      first = Math.min(first, fact.firstEvent().toEpochMilli());
      last = Math.max(last, fact.lastEvent().toEpochMilli());
    }

    void flush() {
      SubjectKey of = subject;
      if (of != null) {
        try {
          DuckDBAppender to = appenders.facts().beginRow().append(of.toString());
          to.append(inside.clear()).append(inside.generalized()).append(inside.tokenized());
          to.append(all.clear()).append(all.generalized()).append(all.tokenized());
          to.append(events).append(first).append(last);
          to.append(hasInside).append(hasBefore).append(hasAfter).endRow();
        } catch (SQLException e) {
          throw DataSetAssessor.damaged(e);
        }
      }
      subject = null;
      inside = Masks.NONE;
      all = Masks.NONE;
      events = 0;
      first = Long.MAX_VALUE;
      last = 0;
      hasInside = false;
      hasBefore = false;
      hasAfter = false;
    }
  }

  /// Takes in somebody of the file.
  public void person(PersonExposure person) {
    int n = people++;
    try {
      DuckDBAppender to = appenders.people().beginRow().append(n).append(person.person());
      to.append(person.accountId().orElse("")).append(person.organizationId().orElse(""));
      to.append(person.clear()).append(person.generalized()).append(person.tokenized());
      to.append(person.rows()).append(person.firstSeenMillis()).append(person.lastSeenMillis());
      to.append(person.methods().equals(List.of(FoundBy.MENTIONED.key()))).endRow();
      if (person.accountId().isPresent()) {
        key(n, keyring.account(person.accountId().get()));
      }
      for (PersonExposure.Identifier identifier : person.identifiers()) {
        appenders.fileIds().beginRow().append(n).append(identifier.value()).endRow();
        if (identifier.kind().endsWith("_id")) {
          key(n, keyring.account(identifier.value()));
          key(n, keyring.device(identifier.value()));
        }
      }
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  private void key(int n, SubjectKey key) throws SQLException {
    appenders.keys().beginRow().append(n).append(key.toString()).endRow();
  }

  /// Compares; afterwards people and organisations may be read.
  ///
  /// @param accounts as at the opening
  public ReconciliationFigures compare(Optional<Path> accounts) throws IOException {
    try {
      appenders.close();
      ReconciliationTables tables = new ReconciliationTables(sql);
      tables.match();
      if (accounts.isPresent() && tables.ledgerOnly() > 0) {
        name(accounts.get(), tables);
      }
      tables.differences(window.beforeLedgerMillis());
      return tables.figures();
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  /// Finds the accounts behind the keys that only the ledger has.
  private void name(Path directory, ReconciliationTables tables) throws IOException, SQLException {
    HashSet64 wanted = new HashSet64(Integer.MAX_VALUE / 4);
    tables.eachLedgerOnly(subject -> wanted.add(HashSet64.hash(subject)));
    try (DuckDBAppender to = Appenders.appender(connection, "wanted_accounts")) {
      AccountsDirectory.load(database, directory)
          .forEach(account -> {
            String subject = keyring.account(account.accountId()).toString();
            if (wanted.contains(HashSet64.hash(subject))) {
              append(to, account.accountId(), subject);
            }
          });
    }
  }

  /// Gives everybody of whom the two sides say different things to the consumer, by name.
  public void people(Consumer<ReconciledPerson> consumer) {
    try {
      ReconciliationTables.people(sql, consumer);
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  /// Gives every organisation of whose members anything differs to the consumer, those with the
  /// most differences first.
  public void organizations(Consumer<ReconciledOrganization> consumer) {
    try {
      ReconciliationTables.organizations(sql, consumer);
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }
}
