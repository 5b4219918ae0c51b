-- The last day on which a requirement was met, where a date said so.
ALTER TABLE register_lapse ADD COLUMN last_day TEXT;

-- What people must hear of and have not been told yet.
CREATE TABLE register_news (
  id INTEGER PRIMARY KEY,
  vendor TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  because TEXT NOT NULL,
  next TEXT NOT NULL
) STRICT;
