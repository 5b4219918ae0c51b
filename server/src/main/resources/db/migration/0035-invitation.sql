-- Links by which people set up their own access, by the hash of the word that a link ends in. The
-- secret of the authenticator is that of the form shown last, sealed; it becomes the operator's when
-- the form comes back right, and no form shown before counts. Without a name it is the link for the
-- first operator of the installation.
CREATE TABLE operator_invitation (
  hash TEXT PRIMARY KEY,
  name TEXT UNIQUE,
  role TEXT NOT NULL,
  created_by TEXT NOT NULL,
  ends_at_millis INTEGER NOT NULL,
  form_hash TEXT,
  sealed_secret BLOB
) STRICT;

-- An operator who left stays, so that their name never belongs to somebody else in the audit log.
ALTER TABLE operator ADD COLUMN ended_at_millis INTEGER;
