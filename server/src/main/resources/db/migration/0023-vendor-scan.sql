-- What scans found in files that a vendor handed out: which categories, in which form, of anybody. No
-- values. The same files scanned again take the place of the earlier scan.
CREATE TABLE vendor_scan (
  vendor TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  files INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  scanned_at INTEGER NOT NULL,
  clear INTEGER NOT NULL,
  generalized INTEGER NOT NULL,
  tokenized INTEGER NOT NULL,
  PRIMARY KEY (vendor, sha256)
) STRICT;
