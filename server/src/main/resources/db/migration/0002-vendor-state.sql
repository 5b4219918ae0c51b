-- Whether a vendor gets anything, and who decided so. The generation counts the decisions. A vendor
-- without a row is active, generation 0.
CREATE TABLE vendor_state (
  vendor TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('active', 'cut')),
  generation INTEGER NOT NULL,
  changed_at_millis INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- What a cut cannot reach: one row for each item that an operator signed, for the generation of
-- that cut. A later cut begins with an empty list.
CREATE TABLE cut_signature (
  vendor TEXT NOT NULL,
  generation INTEGER NOT NULL,
  item TEXT NOT NULL,
  signed_at_millis INTEGER NOT NULL,
  signed_by TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (vendor, generation, item)
) STRICT;
