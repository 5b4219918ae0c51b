package dev.firebreak.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /// All that the hash covers, and the hash, in this order.
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sequence", sequence);
    document.put("atMillis", atMillis);
    document.put("actor", actor);
    document.put("action", action);
    document.put("subject", subject);
    document.put("details", details);
    document.put("previousHash", previousHash);
    document.put("hash", hash);
    return document;
  }

  AuditHead head() {
    return new AuditHead(sequence, hash);
  }
}
