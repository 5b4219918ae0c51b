-- Until when the files of a closed incident are kept, and when their key was destroyed.
ALTER TABLE incident ADD COLUMN keep_until INTEGER;
ALTER TABLE incident ADD COLUMN destroyed_at INTEGER;

-- Bytes of a document that lies sealed with the incident; NULL where only its digest was kept.
ALTER TABLE incident_manual_finding ADD COLUMN attachment_bytes INTEGER;
