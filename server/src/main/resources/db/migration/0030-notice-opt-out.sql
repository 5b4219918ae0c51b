-- Who wants no follow-ups, as keyed hash of the address.
CREATE TABLE notice_opt_out (
  address_hash TEXT PRIMARY KEY,
  added_by TEXT NOT NULL,
  added_at_millis INTEGER NOT NULL
) STRICT;

-- 1 where an earlier campaign of the incident told the addressee, so that they may opt out.
ALTER TABLE notice_addressee ADD COLUMN follow_up INTEGER NOT NULL DEFAULT 0;
