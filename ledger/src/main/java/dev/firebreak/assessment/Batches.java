package dev.firebreak.assessment;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Takes a column of texts through the heap in batches, so that millions of accounts never lie in
/// it together.
final class Batches {
  /// Takes one batch.
  @FunctionalInterface
  interface Consumer {
    void accept(List<String> batch) throws SQLException;
  }

  private Batches() {}

  /// @param query whose first column is taken
  /// @param size the most texts in a batch
  static void of(Sql sql, String query, int size, Consumer consumer) throws SQLException {
    List<String> batch = new ArrayList<>(size);
    sql.each(
        query,
        row -> {
          batch.add(row.getString(1));
          if (batch.size() == size) {
            consumer.accept(List.copyOf(batch));
            batch.clear();
          }
        });
    if (!batch.isEmpty()) {
      consumer.accept(List.copyOf(batch));
    }
  }
}
