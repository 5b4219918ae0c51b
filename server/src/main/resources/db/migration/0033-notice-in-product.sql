-- Readers of a campaign who have an account and no usable address: they are told in the product.
CREATE TABLE notice_in_product (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  ordinal INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  sealed_person BLOB NOT NULL,
  text_digest TEXT NOT NULL,
  text_place INTEGER NOT NULL,
  PRIMARY KEY (campaign, ordinal)
) STRICT;

-- Which notice of a campaign is an account's. A tag is an HMAC of the account under a key of the
-- campaign's, which is sealed: without it nobody can say whose tags these are.
CREATE TABLE notice_account_key (
  campaign TEXT NOT NULL PRIMARY KEY REFERENCES notice_campaign (id),
  sealed_key BLOB NOT NULL
) STRICT;

CREATE TABLE notice_account (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  tag TEXT NOT NULL,
  number TEXT NOT NULL,
  PRIMARY KEY (campaign, tag, number)
) STRICT;

-- When a notice was acknowledged in the product, the first time.
CREATE TABLE notice_acknowledged (
  number TEXT NOT NULL PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  at_millis INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_acknowledged_campaign ON notice_acknowledged (campaign);
