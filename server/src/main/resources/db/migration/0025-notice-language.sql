-- Wordings of a campaign in other languages than that of its facts, as a JSON object by language tag.
ALTER TABLE notice_campaign ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';
