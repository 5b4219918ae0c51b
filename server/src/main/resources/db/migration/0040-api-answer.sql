-- Answers to requests that brought an Idempotency-Key, for a day: by the hash of token and key, with
-- the hash of what was asked for. What was answered is sealed; null where it was not kept.
CREATE TABLE api_answer (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  begun_at_millis INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  sealed BLOB
) STRICT;

CREATE INDEX api_answer_begun ON api_answer (begun_at_millis);
