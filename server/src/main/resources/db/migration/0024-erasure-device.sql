-- Whether the devices that only browsers and apps linked to the account are erased with it; decisions
-- from before took none of them.
ALTER TABLE erasure ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;

-- On which ground a device is erased with a person: `named` by an operator, linked by our own
-- `server`s, or by a `browser` or app alone.
CREATE TABLE erasure_device (
  erasure INTEGER NOT NULL REFERENCES erasure (number),
  subject BLOB NOT NULL,
  ground TEXT NOT NULL,
  PRIMARY KEY (erasure, subject)
) STRICT;
