-- SPDX-License-Identifier: GPL-3.0-or-later
-- Taking a redemption back, what a merchant lets its counters do, and what counters must hear about vouchers.

-- What was handed in after an outage is redeemed when the counter said so; this is when the platform heard of it.
ALTER TABLE redemptions ADD COLUMN handed_in_at INTEGER;
CREATE TRIGGER redemptions_are_not_rewritten BEFORE UPDATE ON redemptions
BEGIN SELECT RAISE (ABORT, 'redemptions are only appended to'); END;
CREATE TRIGGER redemptions_are_not_deleted BEFORE DELETE ON redemptions
BEGIN SELECT RAISE (ABORT, 'redemptions are only appended to'); END;

-- A redemption that was taken back; the voucher goes on under its next escrow round.
CREATE TABLE redemption_undos (
  redemption_id TEXT PRIMARY KEY REFERENCES redemptions (id),
  account_id    TEXT NOT NULL REFERENCES accounts (id),
  reason        TEXT NOT NULL CHECK (length (reason) BETWEEN 1 AND 500),
  undone_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER redemption_undos_are_not_rewritten BEFORE UPDATE ON redemption_undos
BEGIN SELECT RAISE (ABORT, 'undone redemptions are only appended to'); END;
CREATE TRIGGER redemption_undos_are_not_deleted BEFORE DELETE ON redemption_undos
BEGIN SELECT RAISE (ABORT, 'undone redemptions are only appended to'); END;

-- What a merchant decided; without a row the platform's defaults hold. `edition` counts changes, for If-Match.
CREATE TABLE merchant_settings (
  merchant_id   TEXT PRIMARY KEY,
  offline       INTEGER NOT NULL CHECK (offline IN (0, 1)),
  offline_limit INTEGER NOT NULL CHECK (offline_limit >= 0),
  undo_seconds  INTEGER NOT NULL CHECK (undo_seconds BETWEEN 0 AND 86400),
  edition       INTEGER NOT NULL,
  changed_by    TEXT NOT NULL REFERENCES accounts (id),
  changed_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What every counter of a merchant must know before it accepts without us: the last word on each voucher that is no longer
-- what it was when it was issued. Triggers write it, so that no rule can forget to. A later word on the same voucher takes
-- the place of the earlier one under a higher number: whoever has read up to a number reads on from there and misses nothing.
CREATE TABLE voucher_changes (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  voucher_id  TEXT NOT NULL UNIQUE,
  merchant_id TEXT NOT NULL,
  generation  INTEGER NOT NULL,      -- the lowest that is good
  state       TEXT NOT NULL,
  round       INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX voucher_changes_of_merchant ON voucher_changes (merchant_id, number);
CREATE INDEX voucher_changes_by_end ON voucher_changes (valid_until);
CREATE TRIGGER vouchers_tell_changes AFTER UPDATE OF generation, state ON vouchers
WHEN NEW.generation <> OLD.generation OR NEW.state <> OLD.state
BEGIN
  DELETE FROM voucher_changes WHERE voucher_id = NEW.id;
  INSERT INTO voucher_changes (voucher_id, merchant_id, generation, state, round, valid_until, changed_at)
    VALUES (NEW.id, NEW.merchant_id, NEW.generation, NEW.state, NEW.escrow_round, NEW.valid_until, NEW.changed_at);
END;
INSERT INTO voucher_changes (voucher_id, merchant_id, generation, state, round, valid_until, changed_at)
  SELECT id, merchant_id, generation, state, escrow_round, valid_until, changed_at FROM vouchers
  WHERE state <> 'active' OR generation > 1 ORDER BY changed_at, number;
