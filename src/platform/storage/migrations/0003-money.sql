-- SPDX-License-Identifier: GPL-3.0-or-later
-- The ledger holds more kinds of movement, and the database itself refuses what would break the books: money that comes from
-- or goes where its kind cannot send it, part of a voucher's escrow, a state that no named way leads to.
--
-- Accounts: buyer:ACCOUNT, escrow, merchant:MERCHANT, held:MERCHANT (what a dispute is about), commission, guarantee (what the
-- platform pays out of its own pocket), settlement:MERCHANT.

CREATE TABLE ledger_rows (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('payment', 'redemption', 'commission', 'refund', 'settlement', 'undo',
                                              'dispute_hold', 'dispute_release', 'guarantee', 'adjustment')),
  from_account  TEXT NOT NULL,
  to_account    TEXT NOT NULL CHECK (to_account <> from_account),
  amount        INTEGER NOT NULL CHECK (amount > 0),
  currency      TEXT NOT NULL,
  order_id      TEXT,
  payment_id    TEXT,
  voucher_id    TEXT,
  escrow_round  INTEGER,
  reference     TEXT,                -- the dispute, settlement or conflict that it belongs to
  CHECK ((from_account <> 'escrow' AND to_account <> 'escrow') OR voucher_id IS NOT NULL OR payment_id IS NOT NULL),
  CHECK (CASE kind
    WHEN 'payment'         THEN from_account GLOB 'buyer:?*' AND to_account = 'escrow'
    WHEN 'redemption'      THEN from_account = 'escrow' AND to_account GLOB 'merchant:?*'
    WHEN 'commission'      THEN (from_account GLOB 'merchant:?*' OR from_account GLOB 'held:?*') AND to_account = 'commission'
    WHEN 'refund'          THEN (from_account IN ('escrow', 'guarantee') OR from_account GLOB 'held:?*') AND to_account GLOB 'buyer:?*'
    WHEN 'settlement'      THEN from_account GLOB 'merchant:?*' AND to_account = 'settlement:' || substr (from_account, 10)
    WHEN 'undo'            THEN (from_account GLOB 'merchant:?*' AND to_account = 'escrow')
                             OR (from_account = 'commission' AND to_account GLOB 'merchant:?*')
    WHEN 'dispute_hold'    THEN (from_account GLOB 'merchant:?*' OR from_account = 'commission') AND to_account GLOB 'held:?*'
    WHEN 'dispute_release' THEN from_account GLOB 'held:?*' AND to_account = 'merchant:' || substr (from_account, 6)
    WHEN 'guarantee'       THEN from_account = 'guarantee' AND (to_account GLOB 'merchant:?*' OR to_account GLOB 'buyer:?*')
    ELSE (from_account = 'escrow' AND to_account GLOB 'buyer:?*') OR (from_account GLOB 'buyer:?*' AND to_account = 'escrow')
      OR ((from_account GLOB 'merchant:?*' OR from_account IN ('commission', 'guarantee')) AND
          (to_account GLOB 'merchant:?*' OR to_account IN ('commission', 'guarantee')))
    END)
) STRICT;
INSERT INTO ledger_rows (number, at, kind, from_account, to_account, amount, currency, order_id, payment_id, voucher_id, escrow_round)
  SELECT number, at, kind, from_account, to_account, amount, currency, order_id, payment_id, voucher_id, escrow_round
  FROM ledger_entries ORDER BY number;
DROP VIEW ledger_check;
DROP TABLE ledger_entries;
ALTER TABLE ledger_rows RENAME TO ledger_entries;

CREATE UNIQUE INDEX ledger_escrow_in  ON ledger_entries (voucher_id, escrow_round) WHERE to_account = 'escrow' AND voucher_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_escrow_out ON ledger_entries (voucher_id, escrow_round) WHERE from_account = 'escrow' AND voucher_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_stray_in   ON ledger_entries (payment_id) WHERE to_account = 'escrow' AND voucher_id IS NULL;
CREATE UNIQUE INDEX ledger_stray_out  ON ledger_entries (payment_id) WHERE from_account = 'escrow' AND voucher_id IS NULL;
CREATE INDEX ledger_from ON ledger_entries (from_account, number);
CREATE INDEX ledger_to   ON ledger_entries (to_account, number);
CREATE INDEX ledger_of_order ON ledger_entries (order_id, number);
CREATE INDEX ledger_of_voucher ON ledger_entries (voucher_id, number) WHERE voucher_id IS NOT NULL;
CREATE INDEX ledger_of_reference ON ledger_entries (reference) WHERE reference IS NOT NULL;

CREATE TRIGGER ledger_is_append_only_update BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_append_only_delete BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_moves_balances AFTER INSERT ON ledger_entries
BEGIN
  INSERT INTO ledger_balances (account, currency, balance) VALUES (NEW.from_account, NEW.currency, 0), (NEW.to_account, NEW.currency, 0)
    ON CONFLICT DO NOTHING;
  UPDATE ledger_balances SET balance = balance - NEW.amount WHERE account = NEW.from_account AND currency = NEW.currency;
  UPDATE ledger_balances SET balance = balance + NEW.amount WHERE account = NEW.to_account AND currency = NEW.currency;
END;

-- Escrow leaves whole, in its own currency, after it came in.
CREATE TRIGGER ledger_escrow_leaves_whole BEFORE INSERT ON ledger_entries
WHEN NEW.from_account = 'escrow' AND NEW.voucher_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM ledger_entries i WHERE i.voucher_id = NEW.voucher_id AND i.escrow_round = NEW.escrow_round
                 AND i.to_account = 'escrow' AND i.amount = NEW.amount AND i.currency = NEW.currency)
BEGIN SELECT RAISE (ABORT, 'a voucher''s escrow leaves whole'); END;
CREATE TRIGGER ledger_stray_leaves_whole BEFORE INSERT ON ledger_entries
WHEN NEW.from_account = 'escrow' AND NEW.voucher_id IS NULL
 AND NOT EXISTS (SELECT 1 FROM ledger_entries i WHERE i.payment_id = NEW.payment_id AND i.voucher_id IS NULL
                 AND i.to_account = 'escrow' AND i.amount = NEW.amount AND i.currency = NEW.currency)
BEGIN SELECT RAISE (ABORT, 'a payment''s escrow leaves whole'); END;
-- What is held for a voucher stays while the voucher can be used. Only another price of its group fills it anew.
CREATE TRIGGER ledger_escrow_waits_for_voucher BEFORE INSERT ON ledger_entries
WHEN NEW.from_account = 'escrow' AND NEW.kind <> 'adjustment' AND NEW.voucher_id IS NOT NULL
 AND EXISTS (SELECT 1 FROM vouchers v WHERE v.id = NEW.voucher_id AND v.state = 'active')
BEGIN SELECT RAISE (ABORT, 'the voucher can still be used'); END;

-- What is held for somebody else is never below zero.
CREATE TRIGGER ledger_held_is_not_negative BEFORE UPDATE OF balance ON ledger_balances
WHEN NEW.balance < 0 AND (NEW.account = 'escrow' OR NEW.account GLOB 'held:*' OR NEW.account GLOB 'settlement:*')
BEGIN SELECT RAISE (ABORT, 'held money is not below zero'); END;

-- What the books must say, for whoever checks them; `total` is not zero if any currency's sum is not.
CREATE VIEW ledger_check AS
  SELECT (SELECT coalesce(sum(abs(s)), 0) FROM (SELECT sum(balance) AS s FROM ledger_balances GROUP BY currency)) AS total,
         (SELECT coalesce(sum(balance), 0) FROM ledger_balances WHERE account = 'escrow') AS escrow,
         (SELECT coalesce(sum(amount), 0) FROM vouchers WHERE state = 'active') AS owed_to_vouchers;

-- Orders. What was agreed never changes (whose it is may: accounts can be erased); states follow these ways and no others.
CREATE TRIGGER orders_keep_their_word BEFORE UPDATE OF id, deal_id, store_id, merchant_id, quantity, unit_amount, total,
  currency, terms, commission, created_at ON orders
BEGIN SELECT RAISE (ABORT, 'what was ordered never changes'); END;
CREATE TRIGGER orders_are_kept BEFORE DELETE ON orders
BEGIN SELECT RAISE (ABORT, 'orders are kept'); END;
CREATE TRIGGER orders_go_named_ways BEFORE UPDATE OF state ON orders
WHEN OLD.state <> NEW.state AND NOT CASE OLD.state
  WHEN 'pending_payment'    THEN NEW.state IN ('unknown', 'paid', 'cancelled', 'expired')
  WHEN 'unknown'            THEN NEW.state IN ('pending_payment', 'paid')
  WHEN 'paid'               THEN NEW.state IN ('completed', 'refunded', 'partially_refunded')
  WHEN 'completed'          THEN NEW.state IN ('paid', 'refunded', 'partially_refunded')
  WHEN 'partially_refunded' THEN NEW.state IN ('refunded')
  ELSE 0 END
BEGIN SELECT RAISE (ABORT, 'the order cannot enter that state'); END;
-- No paid order without its vouchers: they are made first.
CREATE TRIGGER orders_are_paid_with_vouchers BEFORE UPDATE OF state ON orders
WHEN NEW.state = 'paid' AND OLD.state IN ('pending_payment', 'unknown')
 AND (SELECT count(*) FROM vouchers v WHERE v.order_id = NEW.id) <> NEW.quantity
BEGIN SELECT RAISE (ABORT, 'a paid order has its vouchers'); END;

-- Vouchers. Used, they come back only with their escrow filled anew (an undo); given back or ended, never.
CREATE TRIGGER vouchers_keep_their_order BEFORE UPDATE OF id, order_id, unit, deal_id, merchant_id, currency, pay_at_store ON vouchers
BEGIN SELECT RAISE (ABORT, 'a voucher stays what it is'); END;
CREATE TRIGGER vouchers_are_kept BEFORE DELETE ON vouchers
BEGIN SELECT RAISE (ABORT, 'vouchers are kept'); END;
CREATE TRIGGER vouchers_go_named_ways BEFORE UPDATE OF state ON vouchers
WHEN OLD.state <> NEW.state AND NOT CASE OLD.state
  WHEN 'active'   THEN NEW.state IN ('redeemed', 'refunded', 'expired')
  WHEN 'redeemed' THEN NEW.state = 'active' AND NEW.escrow_round = OLD.escrow_round + 1
  ELSE 0 END
BEGIN SELECT RAISE (ABORT, 'the voucher cannot enter that state'); END;
CREATE TRIGGER vouchers_change_worth_by_rounds BEFORE UPDATE OF amount ON vouchers
WHEN NEW.amount <> OLD.amount AND NOT (OLD.state = 'active' AND NEW.escrow_round = OLD.escrow_round + 1)
BEGIN SELECT RAISE (ABORT, 'a voucher''s worth changes with its escrow'); END;
CREATE TRIGGER vouchers_only_get_newer BEFORE UPDATE OF generation, escrow_round ON vouchers
WHEN NEW.generation < OLD.generation OR NEW.escrow_round < OLD.escrow_round
BEGIN SELECT RAISE (ABORT, 'generations and rounds only count on'); END;

-- Tries to pay and refunds: what the provider said for good stays. A failed try may still turn out to have been paid.
CREATE TRIGGER payments_go_named_ways BEFORE UPDATE OF state ON payments
WHEN (OLD.state = 'succeeded' AND NEW.state <> 'succeeded') OR (OLD.state = 'failed' AND NEW.state NOT IN ('failed', 'succeeded'))
BEGIN SELECT RAISE (ABORT, 'the payment has ended'); END;
CREATE TRIGGER refunds_go_named_ways BEFORE UPDATE OF state ON refunds
WHEN OLD.state <> 'pending' AND NEW.state <> OLD.state
BEGIN SELECT RAISE (ABORT, 'the refund has ended'); END;
CREATE TRIGGER refunds_keep_their_amount BEFORE UPDATE OF amount, order_id, payment_id, currency ON refunds
BEGIN SELECT RAISE (ABORT, 'a promised refund never changes'); END;

-- What a merchant agreed on with the platform; without a row the platform's defaults hold.
CREATE TABLE merchant_terms (
  merchant_id TEXT PRIMARY KEY,
  commission  INTEGER CHECK (commission BETWEEN 0 AND 10000),          -- ten-thousandths; NULL: the default
  settlement  TEXT CHECK (settlement IN ('daily', 'weekly')),          -- NULL: the default
  changed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Money handed to a merchant, and the ledger's rows that it is the sum of. A row is settled once.
CREATE TABLE settlements (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  merchant_id TEXT NOT NULL,
  currency    TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount > 0),
  earned      INTEGER NOT NULL,        -- redemptions less undone ones
  commission  INTEGER NOT NULL,        -- below zero: taken
  other       INTEGER NOT NULL,        -- disputes, guarantee, adjustments
  from_at     INTEGER NOT NULL,        -- the oldest and the newest of its rows
  until_at    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  CHECK (amount = earned + commission + other)
) STRICT;
CREATE INDEX settlements_of_merchant ON settlements (merchant_id, number);
CREATE TABLE settlement_rows (
  entry      INTEGER PRIMARY KEY REFERENCES ledger_entries (number),
  settlement INTEGER NOT NULL REFERENCES settlements (number)
) STRICT;
CREATE INDEX rows_of_settlement ON settlement_rows (settlement, entry);
CREATE TRIGGER settlements_are_kept BEFORE DELETE ON settlements
BEGIN SELECT RAISE (ABORT, 'settlements are kept'); END;
CREATE TRIGGER settlements_never_change BEFORE UPDATE ON settlements
BEGIN SELECT RAISE (ABORT, 'settlements never change'); END;
CREATE TRIGGER settlement_rows_are_kept BEFORE DELETE ON settlement_rows
BEGIN SELECT RAISE (ABORT, 'settlements are kept'); END;
CREATE TRIGGER settlement_rows_never_change BEFORE UPDATE ON settlement_rows
BEGIN SELECT RAISE (ABORT, 'settlements never change'); END;
