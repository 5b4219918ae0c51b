-- A vendor may be held: nothing is delivered, everything is queued.
CREATE TABLE vendor_state_with_held (
  vendor TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('active', 'held', 'cut')),
  generation INTEGER NOT NULL,
  changed_at_millis INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

INSERT INTO vendor_state_with_held SELECT * FROM vendor_state;

DROP TABLE vendor_state;

ALTER TABLE vendor_state_with_held RENAME TO vendor_state;
