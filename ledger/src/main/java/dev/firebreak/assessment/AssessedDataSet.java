package dev.firebreak.assessment;

import java.sql.SQLException;

/// A data set together with its assessment, still open, so that attackers can be tried on it. Not
/// thread-safe.
public final class AssessedDataSet implements AutoCloseable {
  private final DataSet dataSet;
  private final Assessment assessment;

  AssessedDataSet(DataSet dataSet, Assessment assessment) {
    this.dataSet = dataSet;
    this.assessment = assessment;
  }

  public Assessment assessment() {
    return assessment;
  }

  DataSet dataSet() {
    return dataSet;
  }

  @Override
  public void close() {
    try {
      dataSet.close();
    } catch (SQLException e) {
      throw DataSetAssessor.damaged(e);
    }
  }
}
