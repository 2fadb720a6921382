-- SPDX-License-Identifier: GPL-3.0-or-later
-- How people came to an offer. A link that somebody shared, one for each offer and account, and how often it was opened.
CREATE TABLE shares (
  code       TEXT PRIMARY KEY CHECK (length (code) = 10),
  deal_id    TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  arrivals   INTEGER NOT NULL DEFAULT 0 CHECK (arrivals >= 0),
  UNIQUE (account_id, deal_id)
) STRICT, WITHOUT ROWID;

-- What was shown, looked at and touched, by those who agreed to tell. Nothing says who it was: the tracking code changes with each start
-- of a device, and only an order that names the same code joins it to a person.
CREATE TABLE activity (
  number   INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('impression', 'view', 'click')),
  deal_id  TEXT NOT NULL,
  tracking TEXT NOT NULL CHECK (tracking LIKE '%.%' AND length (tracking) <= 64),
  channel  TEXT NOT NULL CHECK (channel IN ('list', 'map', 'link', 'saved', 'similar', 'other')),
  UNIQUE (tracking, deal_id, kind, at)
) STRICT;
CREATE INDEX activity_by_time ON activity (at);
