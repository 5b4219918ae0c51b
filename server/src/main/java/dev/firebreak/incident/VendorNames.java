package dev.firebreak.incident;

import dev.firebreak.installation.Installation;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.vendor.VendorId;

/// Vendors' names as people know them, of the register's files.
final class VendorNames {
  private VendorNames() {}

  /// The name in the vendor's file; its id where it has none. The id as well where the files cannot
  /// be read: a mistake in them, which `firebreak vendor check` tells, stops no report.
  static String of(Installation installation, VendorId vendor) {
    return RegisterFiles.readable(installation.config().folder()).name(vendor);
  }
}
