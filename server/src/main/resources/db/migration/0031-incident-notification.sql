-- Notifications that went to authorities: the document as it was sent lies sealed with the incident.
CREATE TABLE incident_notification (
  incident TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  duty TEXT NOT NULL,
  document TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (incident, sequence)
) STRICT;
