-- Tokens with which programs act for operators, by the SHA-256 of what they show. Scopes stand
-- between blanks. Rows stay after their end, so that a list says what there was.
CREATE TABLE api_token (
  hash TEXT PRIMARY KEY,
  operator TEXT NOT NULL REFERENCES operator (name),
  note TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at_millis INTEGER NOT NULL,
  expires_at_millis INTEGER NOT NULL,
  used_at_millis INTEGER,
  revoked_at_millis INTEGER
) STRICT;

CREATE INDEX api_token_operator ON api_token (operator);
