-- The duty catalogues and holiday calendars that decisions were made under, by digest. Never changed.
CREATE TABLE duty_text (
  sha256 TEXT PRIMARY KEY,
  -- 'catalogue' or 'holidays'
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  text TEXT NOT NULL,
  kept_at INTEGER NOT NULL
) STRICT;

-- empty for decisions from before they were kept
ALTER TABLE incident_decision ADD COLUMN holidays TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_decision ADD COLUMN holidays_sha256 TEXT NOT NULL DEFAULT '';
