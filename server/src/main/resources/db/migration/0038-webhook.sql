-- Programs of the company that are told of events. Their secrets are sealed under the key "webhook".
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  events TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at_millis INTEGER NOT NULL,
  disabled_at_millis INTEGER,
  disabled_reason TEXT NOT NULL DEFAULT ''
) STRICT;

-- What is told, the same to everybody; nothing in it is about a person.
CREATE TABLE webhook_message (
  id TEXT PRIMARY KEY,
  event TEXT NOT NULL,
  at_millis INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- status: waiting, delivered, given_up. outcome and answer are those of the last try.
CREATE TABLE webhook_delivery (
  webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  message TEXT NOT NULL REFERENCES webhook_message (id),
  status TEXT NOT NULL DEFAULT 'waiting',
  tries INTEGER NOT NULL DEFAULT 0,
  next_attempt_at_millis INTEGER NOT NULL DEFAULT 0,
  outcome TEXT NOT NULL DEFAULT '',
  answer INTEGER NOT NULL DEFAULT 0,
  updated_at_millis INTEGER NOT NULL,
  PRIMARY KEY (webhook, message)
) STRICT;

CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook, next_attempt_at_millis)
  WHERE status = 'waiting';

-- The last entry of the audit log of which messages were made.
CREATE TABLE webhook_cursor (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL
) STRICT;
