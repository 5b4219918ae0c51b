-- Reviews of vendors. Answers and ratings are added, never changed: the latest counts.
CREATE TABLE vendor_review (
  id TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  question_set INTEGER NOT NULL,
  because TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  conclusion TEXT,
  note TEXT,
  closed_by TEXT,
  closed_at INTEGER
) STRICT;

CREATE TABLE vendor_review_answer (
  review TEXT NOT NULL REFERENCES vendor_review (id),
  number INTEGER NOT NULL,
  question TEXT NOT NULL,
  word TEXT NOT NULL,
  note TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (review, number)
) STRICT;

-- the documents lie sealed in the data directory
CREATE TABLE vendor_review_evidence (
  review TEXT NOT NULL REFERENCES vendor_review (id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  expires_on TEXT,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (review, number)
) STRICT;

CREATE TABLE vendor_review_finding (
  review TEXT NOT NULL REFERENCES vendor_review (id),
  number INTEGER NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  question TEXT,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (review, number)
) STRICT;

CREATE TABLE vendor_review_action (
  review TEXT NOT NULL REFERENCES vendor_review (id),
  number INTEGER NOT NULL,
  finding INTEGER NOT NULL,
  text TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  done_note TEXT,
  done_by TEXT,
  done_at INTEGER,
  PRIMARY KEY (review, number)
) STRICT;

CREATE TABLE vendor_rating (
  vendor TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  review TEXT NOT NULL REFERENCES vendor_review (id),
  criticality INTEGER NOT NULL,
  penetration INTEGER NOT NULL,
  dependency INTEGER NOT NULL,
  maturity INTEGER NOT NULL,
  trust INTEGER NOT NULL,
  because TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  PRIMARY KEY (vendor, sequence)
) STRICT;

-- Since which day a requirement without a date of its own has not been met. A row goes when it is.
CREATE TABLE register_lapse (
  vendor TEXT NOT NULL,
  standard TEXT NOT NULL,
  requirement TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (vendor, standard, requirement)
) STRICT;

-- Each warning that was given, once for each deadline.
CREATE TABLE register_warning (
  vendor TEXT NOT NULL,
  standard TEXT NOT NULL,
  requirement TEXT NOT NULL,
  last_day TEXT NOT NULL,
  days INTEGER NOT NULL,
  told_at INTEGER NOT NULL,
  PRIMARY KEY (vendor, standard, requirement, last_day, days)
) STRICT;

-- What the register leaves to a vendor, and why. A vendor without a row has everything.
CREATE TABLE register_stage (
  vendor TEXT PRIMARY KEY,
  stage TEXT NOT NULL,
  since INTEGER NOT NULL,
  because TEXT NOT NULL
) STRICT;
