-- Whether to write to a group of people of an incident, as people decided; the latest holds, earlier
-- ones stay as history. Duties and risk are kept as they stood then.
CREATE TABLE notice_decision (
  incident TEXT NOT NULL,
  people TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  write INTEGER NOT NULL,
  reason TEXT NOT NULL,
  basis TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at_millis INTEGER NOT NULL,
  PRIMARY KEY (incident, people, sequence)
) STRICT;

-- Which group a campaign writes to; empty for one that was drafted before groups were decided.
ALTER TABLE notice_campaign ADD COLUMN people TEXT NOT NULL DEFAULT '';
