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
  IDS("vendor VARCHAR, subject BLOB, id_at_vendor VARCHAR", "subject, vendor, id_at_vendor");

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

  static LedgerTable ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
