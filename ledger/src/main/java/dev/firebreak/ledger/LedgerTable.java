package dev.firebreak.ledger;

import java.util.Locale;

/// The tables of the ledger's files; docs/adr/0010-ledger-files.md. Types are those that every
/// Parquet reader takes: subject keys are BLOBs of 16 bytes, masks signed BIGINTs, times BIGINT
/// epoch milliseconds.
enum LedgerTable {
  FACTS(
      "vendor VARCHAR, subject BLOB, day DATE, clear BIGINT, generalized BIGINT, tokenized BIGINT,"
          + " withheld BIGINT, policy_version VARCHAR, asserted_by VARCHAR, events BIGINT,"
          + " first_event BIGINT, last_event BIGINT",
      "subject, vendor, day"),
  LINKS(
      "vendor VARCHAR, device BLOB, account BLOB, asserted_by VARCHAR", "device, vendor, account"),
  IDS("vendor VARCHAR, subject BLOB, id_at_vendor VARCHAR", "subject, vendor, id_at_vendor"),
  /// Subjects whose rows in earlier files are no more.
  ERASED("vendor VARCHAR, subject BLOB", "subject");

  private static final String FACT_KEY =
      "vendor, subject, day, clear, generalized, tokenized, withheld, policy_version, asserted_by";

  private final String columns;
  private final String order;

  LedgerTable(String columns, String order) {
    this.columns = columns;
    this.order = order;
  }

  /// The name in file names and in the manifest.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Column definitions, as SQL.
  String columns() {
    return columns;
  }

  /// The order of rows in a file, as SQL.
  String order() {
    return order;
  }

  /// The column that files are sorted and looked up by.
  String subject() {
    return this == LINKS ? "device" : "subject";
  }

  /// The columns, as SQL list, in the order of [#columns].
  String names() {
    return columns.replaceAll(" [A-Z]+", "");
  }

  /// The rows of files with those of one key as one, as SQL. This is what makes a fact of several
  /// rows; readers and compaction use the same.
  ///
  /// @param rows SQL for what stands after FROM
  /// @param where SQL condition
  String merged(String rows, String where) {
    if (this == FACTS) {
      return "SELECT "
          + FACT_KEY
          + ", sum(events)::BIGINT AS events, min(first_event) AS first_event, max(last_event) AS"
          + " last_event FROM "
          + rows
          + " WHERE "
          + where
          + " GROUP BY "
          + FACT_KEY;
    }
    return "SELECT DISTINCT * FROM " + rows + " WHERE " + where;
  }

  static LedgerTable ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
