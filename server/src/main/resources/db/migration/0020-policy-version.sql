-- Every policy that was ever in force, in its canonical form: which category and treatment each path
-- had follows from it. The version is a hash of the text.
CREATE TABLE policy_version (
  version TEXT PRIMARY KEY,
  canonical TEXT NOT NULL,
  first_at INTEGER NOT NULL
) STRICT;
