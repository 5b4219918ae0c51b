-- Decision records of closed incidents (GDPR Art. 33(5)), sealed under a key of the installation's
-- own. A record made again replaces the earlier one.
CREATE TABLE decision_record (
  incident TEXT NOT NULL REFERENCES incident (id),
  -- 'html', 'pdf' or 'json'
  form TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (incident, form)
) STRICT;
