-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was paid in advance for a booked time that passed with nobody, and that was not cancelled in time, goes from escrow to the
-- merchant: a kind of movement of its own. The ledger's table is made anew for it, with all that hangs on it.

CREATE TABLE ledger_rows (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('payment', 'redemption', 'commission', 'refund', 'settlement', 'undo',
                                              'dispute_hold', 'dispute_release', 'guarantee', 'adjustment', 'no_show')),
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
    WHEN 'no_show'         THEN from_account = 'escrow' AND to_account GLOB 'merchant:?*'
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
INSERT INTO ledger_rows SELECT * FROM ledger_entries ORDER BY number;
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
CREATE TRIGGER disputed_use_is_not_undone BEFORE INSERT ON ledger_entries
WHEN NEW.kind = 'undo' AND EXISTS (SELECT 1 FROM dispute_vouchers d WHERE d.voucher_id = NEW.voucher_id)
BEGIN SELECT RAISE (ABORT, 'a disputed use is not undone'); END;

-- What the merchant kept of it; 0: nothing was paid in advance, or it went back.
ALTER TABLE no_shows ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept >= 0);
