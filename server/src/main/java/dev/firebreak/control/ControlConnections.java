package dev.firebreak.control;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteException;

/// Connections to the control database that tell trouble of the disk as such: DISK where it is
/// full, fails or stays locked, DATA_DAMAGED where the file is no database any more. What else goes
/// wrong in a statement is a bug and stays a [JdbiException]. Thread-safe.
///
/// The cause of what is told is SQLite's own exception: Jdbi's quotes the arguments of a statement.
public final class ControlConnections {
  // https://www.sqlite.org/rescode.html: the low byte is the primary code
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private final Jdbi jdbi;

  ControlConnections(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private interface Work<R, X extends Exception> {
    R run() throws X;
  }

  public <R, X extends Exception> R withHandle(HandleCallback<R, X> callback) throws X {
    return told(() -> jdbi.withHandle(callback));
  }

  public <X extends Exception> void useHandle(HandleConsumer<X> callback) throws X {
    withHandle(callback.asCallback());
  }

  /// Within a transaction that the same thread already runs on this connection it joins it.
  public <R, X extends Exception> R inTransaction(HandleCallback<R, X> callback) throws X {
    return told(() -> jdbi.inTransaction(callback));
  }

  /// As [#inTransaction].
  public <X extends Exception> void useTransaction(HandleConsumer<X> callback) throws X {
    inTransaction(callback.asCallback());
  }

  private static <R, X extends Exception> R told(Work<R, X> work) throws X {
    try {
      return work.run();
    } catch (JdbiException e) {
      throw translated(e);
    }
  }

  private static RuntimeException translated(JdbiException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return translated(e, sqlite);
      }
      if (cause instanceof SQLTransientConnectionException busy) {
        return disk("it is busy", busy);
      }
    }
    return e;
  }

  private static RuntimeException translated(JdbiException e, SQLiteException sqlite) {
    return switch (sqlite.getResultCode().code & 0xff) {
      case FULL -> disk("the disk is full", sqlite);
      case BUSY, LOCKED -> disk("it is locked", sqlite);
      case READONLY, IOERR, CANTOPEN -> disk("the disk fails", sqlite);
      case CORRUPT, NOTADB ->
          new FirebreakException(
              ErrorCode.DATA_DAMAGED,
              "the control database is damaged; restore it from a backup",
              sqlite);
      default -> e;
    };
  }

  private static FirebreakException disk(String why, SQLException cause) {
    return new FirebreakException(
        ErrorCode.DISK, "the control database cannot be used: " + why, cause);
  }
}
