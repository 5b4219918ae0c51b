-- Incidents. Moments, decisions and manual findings are never changed: a correction is a new row.
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  title TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  closing_reason TEXT
) STRICT;

CREATE TABLE incident_moment (
  incident TEXT NOT NULL REFERENCES incident (id),
  sequence INTEGER NOT NULL,
  moment TEXT NOT NULL,
  at_millis INTEGER NOT NULL,
  evidence TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (incident, sequence)
) STRICT;

-- version 0 is the provisional list from the ledger, before any file
CREATE TABLE incident_version (
  incident TEXT NOT NULL REFERENCES incident (id),
  version INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  people INTEGER NOT NULL,
  files_sha256 TEXT NOT NULL,
  PRIMARY KEY (incident, version)
) STRICT;

CREATE TABLE incident_manual_finding (
  incident TEXT NOT NULL REFERENCES incident (id),
  sequence INTEGER NOT NULL,
  statement TEXT NOT NULL,
  attachment TEXT NOT NULL,
  attachment_sha256 TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (incident, sequence)
) STRICT;

CREATE TABLE incident_decision (
  incident TEXT NOT NULL REFERENCES incident (id),
  sequence INTEGER NOT NULL,
  duty TEXT NOT NULL,
  decision TEXT NOT NULL,
  evaluated TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (incident, sequence)
) STRICT;
