-- Who asked whether they are in the data of an incident: account and reason, sealed under the key
-- "notice-asked-INCIDENT".
CREATE TABLE notice_question (
  incident TEXT NOT NULL,
  sealed_question BLOB NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_question_incident ON notice_question (incident);
