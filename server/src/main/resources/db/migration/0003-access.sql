-- Operators and their second factor. The secret is sealed under the key "access"; last_step is the
-- newest time step whose code was accepted, so that no code counts twice.
CREATE TABLE operator (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  created_at_millis INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  last_step INTEGER NOT NULL DEFAULT 0,
  wrong_codes INTEGER NOT NULL DEFAULT 0
) STRICT;
