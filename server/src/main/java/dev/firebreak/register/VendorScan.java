package dev.firebreak.register;

import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;

/// What a scan of files that a vendor handed out found: what it holds, whatever its file declares.
///
/// @param sha256 of the files: that of a single one, else of the list of theirs
/// @param files how many
/// @param rows how many could be read
/// @param found categories by form, of anybody; nothing is withheld
public record VendorScan(
    VendorId vendor, String sha256, int files, long rows, Instant scannedAt, Masks found) {}
