-- Recovery codes, which stand in for a lost authenticator, by their hash; a used one stays until new
-- ones are made, so that it can be told from one that never was.
CREATE TABLE operator_recovery_code (
  operator TEXT NOT NULL REFERENCES operator (name),
  hash TEXT NOT NULL,
  used_at_millis INTEGER,
  PRIMARY KEY (operator, hash)
) STRICT;
