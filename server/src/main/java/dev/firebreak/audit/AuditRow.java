package dev.firebreak.audit;

import java.sql.ResultSet;
import java.sql.SQLException;

/// An entry as the table holds it; the details are JSON text, and it is this text that is hashed.
record AuditRow(
    long sequence,
    long atMillis,
    String actor,
    String action,
    String subject,
    String details,
    String previousHash,
    String hash) {
  static AuditRow of(ResultSet row) throws SQLException {
    return new AuditRow(
        row.getLong("sequence"),
        row.getLong("at_millis"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("details"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }

  AuditHead head() {
    return new AuditHead(sequence, hash);
  }
}
