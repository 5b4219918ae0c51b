-- Which keys that outlive a day were ever made, so that a key file that is missing is missed and not
-- made anew. The fingerprint is a hash of the key; keys are random, so it tells nothing of them.
CREATE TABLE long_lived_key (
  file TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL
) STRICT;
