-- Reports that were handed out, phase by phase (GDPR Art. 33(4)). Never changed; a row is there once
-- its three sealed files are.
CREATE TABLE incident_report (
  incident TEXT NOT NULL REFERENCES incident (id),
  phase INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  -- as the operator says it
  handed_to TEXT NOT NULL,
  -- the findings that it tells of; 0 before any file
  version INTEGER NOT NULL,
  html_sha256 TEXT NOT NULL,
  pdf_sha256 TEXT NOT NULL,
  json_sha256 TEXT NOT NULL,
  PRIMARY KEY (incident, phase)
) STRICT;
