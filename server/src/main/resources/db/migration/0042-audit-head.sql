-- Heads of the audit log that were signed, for whoever keeps them elsewhere.
CREATE TABLE audit_head (
  sequence INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  at_millis INTEGER NOT NULL,
  signature TEXT NOT NULL
) STRICT;
