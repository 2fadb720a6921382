-- SPDX-License-Identifier: GPL-3.0-or-later
-- The trade: who is calling, what was ordered, what was paid, which vouchers live, where the money is.
-- Times are seconds since 1970 in UTC, money is in minor units. Deals and stores are named by their public ids and never
-- joined by a foreign key: an order keeps its own copy of what was agreed (its terms), whatever becomes of the catalogue.

CREATE TABLE accounts (
  id            TEXT PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name          TEXT NOT NULL,
  password_hash TEXT,
  scopes        TEXT NOT NULL,
  every_store   INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL
) STRICT;

-- Merchants that an account may act for; `every_store` above is the sample merchant's way.
CREATE TABLE account_merchants (
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  merchant_id TEXT NOT NULL,
  PRIMARY KEY (account_id, merchant_id)
) STRICT, WITHOUT ROWID;

-- A card that the provider keeps; only its two handles and what a person recognises it by are here.
CREATE TABLE saved_cards (
  account_id        TEXT PRIMARY KEY REFERENCES accounts (id),
  provider_customer TEXT NOT NULL,
  provider_method   TEXT NOT NULL,
  brand             TEXT NOT NULL,
  last4             TEXT NOT NULL,
  expires           TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_codes (
  hash       BLOB PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  scope      TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- One sign-in on one device: the family that all its tokens belong to and die with.
CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  client_id  TEXT NOT NULL,
  scope      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account_id);

-- Only SHA-256 of a token is kept. `parent` is the refresh token that was traded for this one.
CREATE TABLE tokens (
  hash       BLOB PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  kind       TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
  parent     BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_session ON tokens (session_id);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);
CREATE INDEX tokens_by_parent ON tokens (parent) WHERE parent IS NOT NULL;

-- The platform's own Ed25519 keys. A retired key stays as long as a voucher signed with it lives.
CREATE TABLE signing_keys (
  kid        TEXT PRIMARY KEY,
  seed       BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT, WITHOUT ROWID;

-- What was agreed, word for word as it stood when the order was made; equal terms are kept once and never change.
CREATE TABLE terms (
  number INTEGER PRIMARY KEY,
  hash   BLOB NOT NULL UNIQUE,
  body   TEXT NOT NULL
) STRICT;
CREATE TRIGGER terms_never_change BEFORE UPDATE ON terms
BEGIN SELECT RAISE (ABORT, 'agreed terms never change'); END;

CREATE TABLE orders (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  account_id   TEXT NOT NULL REFERENCES accounts (id),
  deal_id      TEXT NOT NULL,
  store_id     TEXT NOT NULL,
  merchant_id  TEXT NOT NULL,
  slot_id      TEXT,
  slot_starts  INTEGER,
  slot_ends    INTEGER,
  group_id     TEXT,
  tracking     TEXT,
  quantity     INTEGER NOT NULL CHECK (quantity > 0),
  unit_amount  INTEGER NOT NULL CHECK (unit_amount >= 0),
  total        INTEGER NOT NULL CHECK (total = unit_amount * quantity),
  currency     TEXT NOT NULL,
  terms        INTEGER NOT NULL REFERENCES terms (number),
  commission   INTEGER NOT NULL CHECK (commission BETWEEN 0 AND 10000),
  state        TEXT NOT NULL CHECK (state IN ('pending_payment', 'unknown', 'paid', 'completed', 'cancelled', 'expired',
                                              'refunded', 'partially_refunded')),
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  paid_at      INTEGER,
  payment_id   TEXT,
  method       TEXT CHECK (method IN ('saved', 'hosted', 'at_store')),
  refunded     INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND total),
  stock_held   INTEGER NOT NULL DEFAULT 1 CHECK (stock_held IN (0, 1))
) STRICT;
CREATE INDEX orders_of_account ON orders (account_id, number);
CREATE INDEX orders_of_deal ON orders (deal_id, account_id);
CREATE INDEX orders_of_merchant ON orders (merchant_id, number);
CREATE INDEX orders_holding ON orders (expires_at) WHERE state = 'pending_payment';

-- One row a try, with what the provider was told: asked again, it must hear the same. The provider's own ids are unique,
-- so that its word always finds exactly one try.
CREATE TABLE payments (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  order_id          TEXT NOT NULL REFERENCES orders (id),
  method            TEXT NOT NULL CHECK (method IN ('saved', 'hosted', 'at_store')),
  amount            INTEGER NOT NULL CHECK (amount >= 0),
  currency          TEXT NOT NULL,
  state             TEXT NOT NULL CHECK (state IN ('pending', 'processing', 'requires_action', 'succeeded', 'failed',
                                                   'unknown')),
  provider_session  TEXT UNIQUE,
  provider_payment  TEXT UNIQUE,
  description       TEXT,
  customer          TEXT,
  card              TEXT,
  return_url        TEXT,
  url               TEXT,
  message           TEXT,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  asked_at          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX payments_of_order ON payments (order_id, number);
CREATE INDEX payments_open ON payments (asked_at) WHERE state IN ('pending', 'processing', 'requires_action', 'unknown');

-- The provider's events that were taken; the second telling of one changes nothing.
CREATE TABLE provider_events (
  id       TEXT PRIMARY KEY,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vouchers (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  order_id    TEXT NOT NULL REFERENCES orders (id),
  unit        INTEGER NOT NULL,
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  deal_id     TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  code        TEXT NOT NULL UNIQUE,
  generation  INTEGER NOT NULL DEFAULT 1,
  holder_key  TEXT,
  kid         TEXT NOT NULL REFERENCES signing_keys (kid),
  state       TEXT NOT NULL CHECK (state IN ('active', 'redeemed', 'refunded', 'expired')),
  amount      INTEGER NOT NULL CHECK (amount >= 0),
  currency    TEXT NOT NULL,
  pay_at_store INTEGER NOT NULL DEFAULT 0,
  escrow_round INTEGER NOT NULL DEFAULT 1,
  issued_at   INTEGER NOT NULL,
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  UNIQUE (order_id, unit)
) STRICT;
CREATE INDEX vouchers_of_account ON vouchers (account_id, state, valid_until);
CREATE INDEX vouchers_of_deal ON vouchers (deal_id, state);
CREATE INDEX vouchers_of_merchant ON vouchers (merchant_id, currency, amount) WHERE state = 'active';
CREATE INDEX vouchers_by_end ON vouchers (valid_until) WHERE state = 'active';

CREATE TABLE redemptions (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  voucher_id  TEXT NOT NULL REFERENCES vouchers (id),
  round       INTEGER NOT NULL,
  order_id    TEXT NOT NULL,
  deal_id     TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  store_id    TEXT NOT NULL,
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  quantity    INTEGER NOT NULL,
  amount      INTEGER NOT NULL,
  currency    TEXT NOT NULL,
  redeemed_at INTEGER NOT NULL,
  UNIQUE (voucher_id, round)
) STRICT;
CREATE INDEX redemptions_of_store ON redemptions (store_id, redeemed_at, number);

-- Promised in the transaction that takes the voucher back; the provider is asked until it has answered.
CREATE TABLE refunds (
  number          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  order_id        TEXT NOT NULL REFERENCES orders (id),
  payment_id      TEXT NOT NULL REFERENCES payments (id),
  amount          INTEGER NOT NULL CHECK (amount > 0),
  currency        TEXT NOT NULL,
  reason          TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed')),
  provider_refund TEXT UNIQUE,
  message         TEXT,
  created_at      INTEGER NOT NULL,
  tried_at        INTEGER NOT NULL DEFAULT 0,
  tries           INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX refunds_of_order ON refunds (order_id, number);
CREATE INDEX refunds_open ON refunds (tried_at) WHERE state = 'pending';

-- Double entry: a row takes `amount` from one account and gives it to another, so the sum of all accounts is zero at every
-- commit. Accounts: buyer:ACCOUNT, escrow, merchant:MERCHANT, commission, settlement:MERCHANT.
CREATE TABLE ledger_entries (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('payment', 'redemption', 'commission', 'refund', 'settlement', 'undo')),
  from_account  TEXT NOT NULL,
  to_account    TEXT NOT NULL CHECK (to_account <> from_account),
  amount        INTEGER NOT NULL CHECK (amount > 0),
  currency      TEXT NOT NULL,
  order_id      TEXT,
  payment_id    TEXT,
  voucher_id    TEXT,
  escrow_round  INTEGER,
  CHECK ((from_account <> 'escrow' AND to_account <> 'escrow') OR voucher_id IS NOT NULL OR payment_id IS NOT NULL)
) STRICT;
-- What is held for a voucher comes in once and leaves once; an undo puts it back under the next round's number.
CREATE UNIQUE INDEX ledger_escrow_in  ON ledger_entries (voucher_id, escrow_round) WHERE to_account = 'escrow' AND voucher_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_escrow_out ON ledger_entries (voucher_id, escrow_round) WHERE from_account = 'escrow' AND voucher_id IS NOT NULL;
-- A payment that came for an order which could no longer take it passes through escrow whole, once each way.
CREATE UNIQUE INDEX ledger_stray_in   ON ledger_entries (payment_id) WHERE to_account = 'escrow' AND voucher_id IS NULL;
CREATE UNIQUE INDEX ledger_stray_out  ON ledger_entries (payment_id) WHERE from_account = 'escrow' AND voucher_id IS NULL;
CREATE INDEX ledger_from ON ledger_entries (from_account, number);
CREATE INDEX ledger_to   ON ledger_entries (to_account, number);
CREATE INDEX ledger_of_order ON ledger_entries (order_id, number);

CREATE TABLE ledger_balances (
  account  TEXT NOT NULL,
  currency TEXT NOT NULL,
  balance  INTEGER NOT NULL,
  PRIMARY KEY (account, currency),
  CHECK (account <> 'escrow' OR balance >= 0)
) STRICT, WITHOUT ROWID;

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

-- What a voucher's escrow must be, for whoever checks the books.
CREATE VIEW ledger_check AS
  SELECT (SELECT coalesce(sum(balance), 0) FROM ledger_balances) AS total,
         (SELECT coalesce(sum(balance), 0) FROM ledger_balances WHERE account = 'escrow') AS escrow,
         (SELECT coalesce(sum(amount), 0) FROM vouchers WHERE state = 'active') AS owed_to_vouchers;

-- `forever` for money and redemptions; the rest may be forgotten after a day.
CREATE TABLE idempotency (
  account_id  TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  status      INTEGER,
  body        TEXT,
  owner       TEXT,
  forever     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at) WHERE forever = 0;
