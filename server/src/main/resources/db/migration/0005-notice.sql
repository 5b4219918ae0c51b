-- Campaigns and the outcome of every addressee. Template, facts and issuer are frozen with the
-- draft, so that the canonical text of a notice can be made again at any time. Who an addressee is
-- lies in sealed_person only, sealed under the key "notice-CAMPAIGN".
CREATE TABLE notice_campaign (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  template TEXT NOT NULL,
  facts TEXT NOT NULL,
  issuer TEXT NOT NULL,
  audience_hash TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  drafted_by TEXT NOT NULL,
  drafted_at_millis INTEGER NOT NULL,
  approved_by TEXT,
  approved_at_millis INTEGER,
  approved_hash TEXT,
  run TEXT,
  finished_at_millis INTEGER
) STRICT;

CREATE INDEX notice_campaign_incident ON notice_campaign (incident);

-- status: queued, sending, sent, deferred, bounced, in_doubt, given_up. doubted is 1 for ever once
-- a mail may have arrived without an answer: only such an addressee can have got it twice.
CREATE TABLE notice_addressee (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  ordinal INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  sealed_person BLOB NOT NULL,
  text_digest TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queued',
  doubted INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at_millis INTEGER NOT NULL DEFAULT 0,
  reply TEXT NOT NULL DEFAULT '',
  updated_at_millis INTEGER NOT NULL,
  PRIMARY KEY (campaign, ordinal)
) STRICT;

CREATE INDEX notice_addressee_open ON notice_addressee (campaign, ordinal)
  WHERE status IN ('queued', 'deferred', 'in_doubt');

-- People without an address that mail can go to; another channel must reach them.
CREATE TABLE notice_set_aside (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  ordinal INTEGER NOT NULL,
  reason TEXT NOT NULL,
  sealed_account BLOB NOT NULL,
  PRIMARY KEY (campaign, ordinal)
) STRICT;
