-- SPDX-License-Identifier: GPL-3.0-or-later
-- The guarantee: what a counter refused, what a buyer complains about and how it was decided; how groups closed; who did not come.

-- A voucher that could still be used and was not taken: the buyer is told at once, with a way out.
CREATE TABLE counter_refusals (
  number      INTEGER PRIMARY KEY,
  voucher_id  TEXT NOT NULL REFERENCES vouchers (id),
  merchant_id TEXT NOT NULL,
  store_id    TEXT NOT NULL,
  code        TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX refusals_of_voucher ON counter_refusals (voucher_id, number);

CREATE TABLE disputes (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  order_id    TEXT NOT NULL REFERENCES orders (id),
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  merchant_id TEXT NOT NULL,
  store_id    TEXT NOT NULL,
  currency    TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount >= 0),           -- what it is about; all that can be given back
  reason      TEXT NOT NULL CHECK (reason IN ('not_as_described', 'refused', 'quality', 'other')),
  state       TEXT NOT NULL CHECK (state IN ('open', 'answered', 'decided')),
  outcome     TEXT CHECK (outcome IN ('refunded', 'partially_refunded', 'rejected', 'withdrawn')),
  decided_by  TEXT CHECK (decided_by IN ('operator', 'deadline', 'merchant', 'buyer')),
  refunded    INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
  opened_at   INTEGER NOT NULL,
  answer_by   INTEGER NOT NULL,
  decided_at  INTEGER,
  CHECK ((state = 'decided') = (outcome IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL))
) STRICT;
CREATE INDEX disputes_of_order ON disputes (order_id, number);
CREATE INDEX disputes_of_merchant ON disputes (merchant_id, number);
CREATE INDEX disputes_waiting ON disputes (answer_by) WHERE state = 'open';
CREATE UNIQUE INDEX disputes_one_at_a_time ON disputes (order_id) WHERE state <> 'decided';
CREATE TRIGGER disputes_are_kept BEFORE DELETE ON disputes
BEGIN SELECT RAISE (ABORT, 'disputes are kept'); END;
CREATE TRIGGER disputes_go_named_ways BEFORE UPDATE ON disputes
WHEN OLD.state = 'decided' OR NEW.id <> OLD.id OR NEW.order_id <> OLD.order_id OR NEW.amount <> OLD.amount
  OR (OLD.state = 'answered' AND NEW.state = 'open')
BEGIN SELECT RAISE (ABORT, 'the dispute is decided'); END;

-- What it is about: a use of a voucher is disputed once.
CREATE TABLE dispute_vouchers (
  voucher_id TEXT NOT NULL REFERENCES vouchers (id),
  round      INTEGER NOT NULL,
  dispute    INTEGER NOT NULL REFERENCES disputes (number),
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  commission INTEGER NOT NULL CHECK (commission BETWEEN 0 AND amount),   -- part of it that came from the commission
  held       INTEGER NOT NULL CHECK (held IN (0, 1)),                    -- 0: still in escrow
  PRIMARY KEY (voucher_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX vouchers_of_dispute ON dispute_vouchers (dispute);
CREATE TRIGGER disputed_use_is_not_undone BEFORE INSERT ON ledger_entries
WHEN NEW.kind = 'undo' AND EXISTS (SELECT 1 FROM dispute_vouchers d WHERE d.voucher_id = NEW.voucher_id)
BEGIN SELECT RAISE (ABORT, 'a disputed use is not undone'); END;

CREATE TABLE dispute_messages (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  dispute    INTEGER NOT NULL REFERENCES disputes (number),
  author     TEXT NOT NULL CHECK (author IN ('buyer', 'merchant', 'operator')),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  text       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_of_dispute ON dispute_messages (dispute, number);
CREATE TRIGGER dispute_messages_never_change BEFORE UPDATE ON dispute_messages
BEGIN SELECT RAISE (ABORT, 'what was said stays'); END;
CREATE TRIGGER dispute_messages_are_kept BEFORE DELETE ON dispute_messages
BEGIN SELECT RAISE (ABORT, 'what was said stays'); END;

CREATE TABLE dispute_pictures (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  dispute    INTEGER NOT NULL REFERENCES disputes (number),
  author     TEXT NOT NULL CHECK (author IN ('buyer', 'merchant', 'operator')),
  type       TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
  width      INTEGER NOT NULL CHECK (width > 0),
  height     INTEGER NOT NULL CHECK (height > 0),
  bytes      BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pictures_of_dispute ON dispute_pictures (dispute, number);
CREATE TRIGGER dispute_pictures_never_change BEFORE UPDATE ON dispute_pictures
BEGIN SELECT RAISE (ABORT, 'what was shown stays'); END;

-- How a group ended, and what each order got from it.
CREATE TABLE group_closings (
  number      INTEGER PRIMARY KEY,
  deal_id     TEXT NOT NULL,
  deadline_at INTEGER NOT NULL,
  joined      INTEGER NOT NULL,
  reached     INTEGER NOT NULL CHECK (reached IN (0, 1)),
  price       INTEGER,                                        -- of one unit; NULL where the minimum was not reached
  closed_at   INTEGER NOT NULL,
  UNIQUE (deal_id, deadline_at)
) STRICT;
CREATE TABLE group_orders (
  order_id TEXT PRIMARY KEY REFERENCES orders (id),
  closing  INTEGER NOT NULL REFERENCES group_closings (number),
  returned INTEGER NOT NULL CHECK (returned >= 0)
) STRICT, WITHOUT ROWID;

-- Bookings whose time passed without anybody.
CREATE TABLE no_shows (
  voucher_id  TEXT PRIMARY KEY REFERENCES vouchers (id),
  account_id  TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  slot_starts INTEGER NOT NULL,
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX no_shows_of_account ON no_shows (account_id);

-- Told at once to all three: see 0004-outbox.sql.
CREATE TRIGGER outbox_dispute_changed AFTER UPDATE OF state ON disputes WHEN NEW.state <> OLD.state
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, operators, payload) VALUES ('dispute', NEW.account_id, NEW.merchant_id, 1,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"' || NEW.state || '"}');
END;
CREATE TRIGGER outbox_dispute_said AFTER INSERT ON dispute_messages
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, operators, payload) SELECT 'dispute', d.account_id, d.merchant_id, 1,
    '{"id":"' || d.id || '","order_id":"' || d.order_id || '","state":"' || d.state || '"}' FROM disputes d WHERE d.number = NEW.dispute;
END;
CREATE TRIGGER outbox_dispute_shown AFTER INSERT ON dispute_pictures
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, operators, payload) SELECT 'dispute', d.account_id, d.merchant_id, 1,
    '{"id":"' || d.id || '","order_id":"' || d.order_id || '","state":"' || d.state || '"}' FROM disputes d WHERE d.number = NEW.dispute;
END;
CREATE TRIGGER outbox_turned_away AFTER INSERT ON counter_refusals
BEGIN
  INSERT INTO outbox (kind, account_id, payload) SELECT 'order', o.account_id,
    '{"id":"' || o.id || '","state":"' || o.state || '","deal_id":"' || o.deal_id || '","store_id":"' || o.store_id || '","quantity":' || o.quantity || '}' FROM orders o JOIN vouchers v ON v.order_id = o.id WHERE v.id = NEW.voucher_id;
END;
