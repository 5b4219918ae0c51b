package dev.firebreak.register;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The scans of vendors' exports, in the control database. Thread-safe.
public final class VendorScans {
  private static final String ACTOR = "system:scan";

  private final ControlDatabase control;
  private final AuditLog audit;

  VendorScans(ControlDatabase control, AuditLog audit) {
    this.control = control;
    this.audit = audit;
  }

  /// Those of an installation.
  public static VendorScans of(Installation installation) {
    return new VendorScans(installation.control(), installation.audit());
  }

  /// Keeps a scan, in the place of an earlier one of the same files.
  ///
  /// @param register where the vendor must have a file
  /// @throws FirebreakException NOT_FOUND where it has none
  public void keep(VendorScan scan, RegisterFiles register) {
    requireFile(scan.vendor(), register);
    control
        .writer()
        .useTransaction(handle -> {
          audit.append(
              ACTOR,
              "VendorScanned",
              "vendor:" + scan.vendor(),
              Map.of(
                  "sha256",
                  scan.sha256(),
                  "files",
                  Integer.toString(scan.files()),
                  "rows",
                  Long.toString(scan.rows()),
                  "categories",
                  Integer.toString(Long.bitCount(scan.found().disclosed()))));
          handle.execute(
              "INSERT OR REPLACE INTO vendor_scan (vendor, sha256, files, rows, scanned_at, clear,"
                  + " generalized, tokenized) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              scan.vendor().value(),
              scan.sha256(),
              scan.files(),
              scan.rows(),
              scan.scannedAt().toEpochMilli(),
              scan.found().clear(),
              scan.found().generalized(),
              scan.found().tokenized());
        });
  }

  /// Refuses a vendor that the register does not know.
  ///
  /// @throws FirebreakException NOT_FOUND
  public static void requireFile(VendorId vendor, RegisterFiles register) {
    if (register.vendor(vendor).isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the register has no file vendors/"
              + vendor
              + ".yaml; write one before its export is"
              + " scanned");
    }
  }

  /// Those of a vendor, the latest first.
  public List<VendorScan> of(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT * FROM vendor_scan WHERE vendor = :vendor"
                        + " ORDER BY scanned_at DESC, sha256")
                .bind("vendor", vendor.value())
                .map((row, _) -> read(row))
                .list());
  }

  private static VendorScan read(ResultSet row) throws SQLException {
    return new VendorScan(
        new VendorId(row.getString("vendor")),
        row.getString("sha256"),
        row.getInt("files"),
        row.getLong("rows"),
        Instant.ofEpochMilli(row.getLong("scanned_at")),
        new Masks(row.getLong("clear"), row.getLong("generalized"), row.getLong("tokenized"), 0));
  }
}
