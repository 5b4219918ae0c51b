-- Campaigns that write only to whom an earlier one did not tell as much; judged again at approval.
ALTER TABLE notice_campaign ADD COLUMN only_news INTEGER NOT NULL DEFAULT 0;
