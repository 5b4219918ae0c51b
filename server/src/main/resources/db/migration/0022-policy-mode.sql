-- In which modes each policy was in force at a binding: what came while it was only observed went
-- into the journal as it came. `known_since`: from then on every mode was noted; what was received
-- before it may have come in either.
CREATE TABLE policy_mode (
  binding TEXT NOT NULL,
  version TEXT NOT NULL,
  observe INTEGER NOT NULL,
  known_since INTEGER NOT NULL,
  PRIMARY KEY (binding, version, observe)
) STRICT;
