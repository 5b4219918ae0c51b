package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.sql.SQLException;

/// A data set together with its assessment, still open, so that attackers can be tried on it. Not
/// thread-safe.
public final class AssessedDataSet implements AutoCloseable {
  private final DuckDb database;
  private final Assessment assessment;
  private final Cancellation cancellation;

  AssessedDataSet(DuckDb database, Assessment assessment, Cancellation cancellation) {
    this.database = database;
    this.assessment = assessment;
    this.cancellation = cancellation;
  }

  public Assessment assessment() {
    return assessment;
  }

  /// Its database, with tables and views as the stages leave them.
  DuckDb database() {
    return database;
  }

  /// Ends what is tried on it.
  Cancellation cancellation() {
    return cancellation;
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
