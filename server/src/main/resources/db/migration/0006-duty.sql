-- Moments of one duty alone, what a decision rests on, and what people state about an incident.
ALTER TABLE incident_moment ADD COLUMN duty TEXT;

-- the element that a duty lacks, where it is decided not to be owed
ALTER TABLE incident_decision ADD COLUMN missing TEXT NOT NULL DEFAULT '';
-- the catalogue that it was decided under; empty before catalogues had versions
ALTER TABLE incident_decision ADD COLUMN catalogue TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_decision ADD COLUMN catalogue_sha256 TEXT NOT NULL DEFAULT '';

-- never changed: a correction is a new row. kind is 'flag' or 'answer'
CREATE TABLE incident_statement (
  incident TEXT NOT NULL REFERENCES incident (id),
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  holds INTEGER NOT NULL,
  until_day TEXT,
  reason TEXT NOT NULL,
  attachment TEXT,
  attachment_sha256 TEXT,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (incident, sequence)
) STRICT;
