-- What came back about a notice after the relay had taken it. kind: failed (it was not delivered),
-- delayed (a server still tries), complaint (the reader called it spam). code is the status of the
-- report (RFC 3463), or the kind of complaint.
CREATE TABLE notice_return (
  campaign TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  at_millis INTEGER NOT NULL,
  PRIMARY KEY (campaign, ordinal, kind),
  FOREIGN KEY (campaign, ordinal) REFERENCES notice_addressee (campaign, ordinal)
) STRICT;
