-- History out of a vendor's own export that was taken into the ledger. `outcome` is JSON; NULL while
-- it goes on, or where it was interrupted. The masks say which categories the export shows of anybody.
CREATE TABLE ledger_import (
  id TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  files TEXT NOT NULL,
  operator TEXT NOT NULL,
  reason TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  finished_at INTEGER,
  outcome TEXT,
  clear INTEGER NOT NULL,
  generalized INTEGER NOT NULL,
  tokenized INTEGER NOT NULL
) STRICT;
