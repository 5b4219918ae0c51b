-- The hash chain of actions and decisions. Nothing here is ever updated or deleted.
CREATE TABLE audit_entry (
  sequence INTEGER PRIMARY KEY,
  at_millis INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
