-- Operators' passwords, as Argon2id hashes that name their parameters; wrong counts wrong ones since
-- the last right one. An operator without a row cannot sign in to the console.
CREATE TABLE operator_password (
  operator TEXT PRIMARY KEY REFERENCES operator (name),
  hash TEXT NOT NULL,
  set_at_millis INTEGER NOT NULL,
  wrong INTEGER NOT NULL
) STRICT;

-- Sessions of the console by the SHA-256 of what the browser shows. Rows go when a session ends;
-- what remains of it is in the audit log.
CREATE TABLE operator_session (
  hash TEXT PRIMARY KEY,
  operator TEXT NOT NULL REFERENCES operator (name),
  began_at_millis INTEGER NOT NULL,
  seen_at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX operator_session_operator ON operator_session (operator);
