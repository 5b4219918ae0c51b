-- Notices that were made as letters, for people whom no mail reaches; the first time that one was.
CREATE TABLE notice_letter (
  number TEXT NOT NULL PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  made_at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_letter_campaign ON notice_letter (campaign);
