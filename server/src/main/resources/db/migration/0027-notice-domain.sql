-- Keys that sign outgoing mail (DKIM), one row for each selector and algorithm. The private half is
-- sealed under the key "mail-signing"; the public half is what the domain's DNS has to say.
CREATE TABLE dkim_key (
  selector TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  sealed_private BLOB NOT NULL,
  public TEXT NOT NULL,
  made_at_millis INTEGER NOT NULL,
  PRIMARY KEY (selector, algorithm)
) STRICT;

-- When the records of a sending domain were last found right, with the keys of a selector.
CREATE TABLE sending_domain (
  domain TEXT NOT NULL,
  selector TEXT NOT NULL,
  passed_at_millis INTEGER NOT NULL,
  PRIMARY KEY (domain, selector)
) STRICT;
