-- The chain of custody: who handed over which file, when and from where. Never changed; a row is
-- there once its version is.
CREATE TABLE incident_original (
  incident TEXT NOT NULL REFERENCES incident (id),
  version INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  received_by TEXT NOT NULL,
  -- as the operator says it; empty where nobody did
  received_from TEXT NOT NULL,
  PRIMARY KEY (incident, version, number)
) STRICT;
