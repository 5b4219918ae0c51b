-- The people whose data goes to no vendor any more: the key that was named, and those of devices
-- that lead to it; `learned` ones came up later with the account. A device may be several people's.
CREATE TABLE suppressed (
  subject BLOB NOT NULL,
  person BLOB NOT NULL,
  since INTEGER NOT NULL,
  learned INTEGER NOT NULL,
  PRIMARY KEY (subject, person)
) STRICT;

CREATE INDEX suppressed_person ON suppressed (person);

-- Keys of people who were let go: what came in before still goes nowhere.
CREATE TABLE suppression_lifted (
  subject BLOB PRIMARY KEY,
  lifted_at INTEGER NOT NULL
) STRICT;

-- Decisions that vendors must erase people: one person at all vendors, or all people of one.
CREATE TABLE erasure (
  number INTEGER PRIMARY KEY,
  person BLOB,
  vendor TEXT,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;

-- The keys of the person.
CREATE TABLE erasure_subject (
  erasure INTEGER NOT NULL REFERENCES erasure (number),
  subject BLOB NOT NULL,
  PRIMARY KEY (erasure, subject)
) STRICT;

-- The vendors that an erasure concerns. `prepared`: the ids are in erasure_id.
CREATE TABLE erasure_vendor (
  erasure INTEGER NOT NULL REFERENCES erasure (number),
  vendor TEXT NOT NULL,
  prepared_at INTEGER,
  closed_at INTEGER,
  PRIMARY KEY (erasure, vendor)
) STRICT;

-- One request to a vendor's erasure interface: there before it is sent, so that a crash leaves it
-- as `intended`. Receipts hold no word of the vendor's but its tracking id. A number is never used
-- again: vendors keep it.
CREATE TABLE erasure_ask (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  place TEXT NOT NULL,
  state TEXT NOT NULL,
  ids INTEGER NOT NULL,
  sends INTEGER NOT NULL,
  intended_at INTEGER NOT NULL,
  asked_at INTEGER,
  tracking TEXT,
  look_at INTEGER NOT NULL,
  ended_at INTEGER,
  receipt TEXT
) STRICT;

CREATE INDEX erasure_ask_state ON erasure_ask (place, state, look_at);

-- A subject's id as the vendor got it, at one place that is asked to erase it. The id itself goes
-- when the vendor has erased it; it is null too where nobody knows it.
CREATE TABLE erasure_id (
  number INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (number),
  vendor TEXT NOT NULL,
  place TEXT NOT NULL,
  subject BLOB NOT NULL,
  id_at_vendor TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  at_most INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  ask INTEGER REFERENCES erasure_ask (number),
  forgotten INTEGER NOT NULL
) STRICT;

CREATE INDEX erasure_id_state ON erasure_id (place, state, number);
CREATE INDEX erasure_id_name ON erasure_id (place, id_at_vendor);
CREATE INDEX erasure_id_ask ON erasure_id (ask);
CREATE INDEX erasure_id_subject ON erasure_id (erasure, vendor, subject);
CREATE INDEX erasure_id_left ON erasure_id (erasure, vendor, state);
CREATE INDEX erasure_id_forgotten ON erasure_id (vendor, forgotten, state, subject);

-- What an operator has had erased by hand, with the proof's digest.
CREATE TABLE erasure_proof (
  erasure INTEGER NOT NULL,
  vendor TEXT NOT NULL,
  number INTEGER NOT NULL,
  subjects INTEGER NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (erasure, vendor, number)
) STRICT;

-- When a place may be asked again, after it refused to be asked.
CREATE TABLE erasure_place (
  place TEXT PRIMARY KEY,
  not_before INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  problem TEXT
) STRICT;

-- Vendors that are being ended, or were: there from the decision on.
CREATE TABLE vendor_end (
  vendor TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  confirmed_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  purged_at INTEGER,
  erasure INTEGER REFERENCES erasure (number)
) STRICT;

-- What was queued at each binding when the vendor was ended, and is destroyed, by the audit entry
-- that says so.
CREATE TABLE vendor_end_queue (
  vendor TEXT NOT NULL REFERENCES vendor_end (vendor),
  binding TEXT NOT NULL,
  entry INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  in_doubt INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (vendor, binding, entry)
) STRICT;
