-- The wording of a campaign as it came out for its people, sealed: each different text once, without
-- number and word. What was sent can be made again after the built-in words have changed.
CREATE TABLE notice_text (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  place INTEGER NOT NULL,
  sealed_text BLOB NOT NULL,
  PRIMARY KEY (campaign, place)
) STRICT;

ALTER TABLE notice_addressee ADD COLUMN text_place INTEGER NOT NULL DEFAULT 0;
