-- The texts of a campaign for everybody, one for each language, with blanks where notices differ from
-- person to person; frozen with the draft. Nothing in them is about one person.
CREATE TABLE notice_canonical_text (
  campaign TEXT NOT NULL REFERENCES notice_campaign (id),
  language TEXT NOT NULL,
  follow_up INTEGER NOT NULL,
  written TEXT NOT NULL,
  PRIMARY KEY (campaign, language, follow_up)
) STRICT;
