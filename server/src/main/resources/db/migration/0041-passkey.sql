-- Operators' passkeys: public keys only, with the authenticator's counter as it was last seen. The
-- credential is in the form of WebAuthn's attested credential data.
CREATE TABLE operator_passkey (
  id TEXT PRIMARY KEY,
  operator TEXT NOT NULL REFERENCES operator (name),
  title TEXT NOT NULL,
  credential BLOB NOT NULL,
  backup_eligible INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  added_at_millis INTEGER NOT NULL,
  used_at_millis INTEGER
) STRICT;

CREATE INDEX operator_passkey_operator ON operator_passkey (operator);

-- How authenticators know an operator: random, so that it tells nothing of them.
CREATE TABLE operator_user_handle (
  operator TEXT PRIMARY KEY REFERENCES operator (name),
  user_handle TEXT NOT NULL UNIQUE
) STRICT;
