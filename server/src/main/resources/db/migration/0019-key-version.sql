-- Every keyVersion that there ever was, and where its key is. A key id is never given again, so that
-- a token of a destroyed key is known as one.
CREATE TABLE key_version (
  vendor TEXT NOT NULL,
  key_version INTEGER NOT NULL,
  key_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('online', 'sealed', 'unsealed', 'destroyed')),
  made_at INTEGER,
  changed_at INTEGER,
  changed_by TEXT,
  retain_until INTEGER,
  file_sha256 TEXT,
  PRIMARY KEY (vendor, key_version)
) STRICT;
