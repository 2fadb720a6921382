-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened, in the order of its commit, for whoever listens: /v1/events reads it from any number on. Only appended to, and
-- trimmed at its old end. A row is written in the transaction of the change that it tells of; what changes a state below is told by
-- triggers, so that no path can forget it. The rest (reviews, messages, disputes, …) is appended by who writes it, with
-- platform_outbox_storage_append(). (The schema is not trusted to call SQLite's JSON functions, hence the strings put together: ids and
-- states hold no character that JSON escapes.)
-- A row is for all that it names at once: the account, the merchant (at the store, if there is one), whoever looks at the deal's
-- branches on a map, the operators. So its payload holds nothing that one of them must not see.
CREATE TABLE outbox (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,            -- never given twice, trimmed or not
  at          INTEGER NOT NULL DEFAULT (unixepoch ()),      -- the machine's clock; only for trimming
  kind        TEXT NOT NULL,
  account_id  TEXT,
  merchant_id TEXT,
  store_id    TEXT CHECK (store_id IS NULL OR merchant_id IS NOT NULL),
  deal        INTEGER,                                      -- its facts are read when it is told, not copied
  operators   INTEGER NOT NULL DEFAULT 0 CHECK (operators IN (0, 1)),
  payload     TEXT CHECK (payload IS NULL OR (payload GLOB '{*}' AND length (payload) <= 4096)),
  CHECK (account_id IS NOT NULL OR merchant_id IS NOT NULL OR deal IS NOT NULL OR operators = 1),
  CHECK (payload IS NOT NULL OR deal IS NOT NULL)
) STRICT;
CREATE INDEX outbox_of_account ON outbox (account_id, number) WHERE account_id IS NOT NULL;
CREATE INDEX outbox_of_merchant ON outbox (merchant_id, number) WHERE merchant_id IS NOT NULL;
CREATE INDEX outbox_of_deals ON outbox (number) WHERE deal IS NOT NULL;
CREATE INDEX outbox_of_operators ON outbox (number) WHERE operators = 1;

CREATE TRIGGER outbox_is_not_rewritten BEFORE UPDATE ON outbox
BEGIN SELECT RAISE (ABORT, 'the outbox is only appended to'); END;

-- What the positions that listeners are told are sealed with (platform-outbox-storage.h). A new secret makes all of them unknown.
CREATE TABLE outbox_secret (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL CHECK (length (secret) = 32)
) STRICT;
INSERT INTO outbox_secret VALUES (1, randomblob (32));

CREATE TRIGGER outbox_order_made AFTER INSERT ON orders
BEGIN
  INSERT INTO outbox (kind, account_id, payload) VALUES ('order', NEW.account_id,
    '{"id":"' || NEW.id || '","state":"' || NEW.state || '","deal_id":"' || NEW.deal_id || '","store_id":"' || NEW.store_id || '","quantity":' || NEW.quantity || '}');
END;
-- A merchant hears of an order once it is paid for.
CREATE TRIGGER outbox_order_moved AFTER UPDATE OF state ON orders WHEN NEW.state <> OLD.state
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, store_id, payload) SELECT 'order', NEW.account_id,
    iif (told, NEW.merchant_id, NULL), iif (told, NEW.store_id, NULL),
    '{"id":"' || NEW.id || '","state":"' || NEW.state || '","deal_id":"' || NEW.deal_id || '","store_id":"' || NEW.store_id || '","quantity":' || NEW.quantity || '}'
    FROM (SELECT NEW.state IN ('paid', 'completed', 'refunded', 'partially_refunded') AS told);
END;
-- A try that failed or wants the bank's page, while the order stays as it is.
CREATE TRIGGER outbox_payment_moved AFTER UPDATE OF state ON payments
WHEN NEW.state <> OLD.state AND NEW.state IN ('failed', 'requires_action', 'processing')
BEGIN
  INSERT INTO outbox (kind, account_id, payload) SELECT 'order', account_id,
    '{"id":"' || id || '","state":"' || state || '","deal_id":"' || deal_id || '","store_id":"' || store_id || '","quantity":' || quantity || '}'
    FROM orders WHERE id = NEW.order_id;
END;

CREATE TRIGGER outbox_voucher_made AFTER INSERT ON vouchers
BEGIN
  INSERT INTO outbox (kind, account_id, payload) VALUES ('voucher', NEW.account_id,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"' || NEW.state || '","generation":' || NEW.generation || '}');
END;
CREATE TRIGGER outbox_voucher_moved AFTER UPDATE OF state, generation, account_id ON vouchers
WHEN NEW.state <> OLD.state OR NEW.generation <> OLD.generation OR NEW.account_id <> OLD.account_id
BEGIN
  INSERT INTO outbox (kind, account_id, payload) VALUES ('voucher', NEW.account_id,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"' || NEW.state || '","generation":' || NEW.generation || '}');
END;
-- Whoever had it before hears that it is gone.
CREATE TRIGGER outbox_voucher_given AFTER UPDATE OF account_id ON vouchers WHEN NEW.account_id <> OLD.account_id
BEGIN
  INSERT INTO outbox (kind, account_id, payload) VALUES ('voucher', OLD.account_id,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"given","generation":' || NEW.generation || '}');
END;

CREATE TRIGGER outbox_redemption_made AFTER INSERT ON redemptions
BEGIN
  INSERT INTO outbox (kind, merchant_id, store_id, payload) VALUES ('redemption', NEW.merchant_id, NEW.store_id,
    '{"id":"' || NEW.id || '","state":"redeemed","voucher_id":"' || NEW.voucher_id || '","deal_id":"' || NEW.deal_id ||
    '","store_id":"' || NEW.store_id || '","quantity":' || NEW.quantity || ',"amount":{"amount":' || NEW.amount || ',"currency":"' ||
    NEW.currency || '"},"redeemed_at":"' || strftime ('%Y-%m-%dT%H:%M:%SZ', NEW.redeemed_at, 'unixepoch') || '"}');
END;
-- Taken back: the merchant's own list and sums change too.
CREATE TRIGGER outbox_redemption_undone AFTER UPDATE OF state ON vouchers WHEN OLD.state = 'redeemed' AND NEW.state = 'active'
BEGIN
  INSERT INTO outbox (kind, merchant_id, payload) VALUES ('redemption', NEW.merchant_id,
    '{"state":"undone","voucher_id":"' || NEW.id || '","deal_id":"' || NEW.deal_id || '"}');
END;

CREATE TRIGGER outbox_refund_made AFTER INSERT ON refunds
BEGIN
  INSERT INTO outbox (kind, account_id, payload) SELECT 'refund', account_id,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"' || NEW.state || '","amount":{"amount":' || NEW.amount ||
    ',"currency":"' || NEW.currency || '"}}'
    FROM orders WHERE id = NEW.order_id;
END;
CREATE TRIGGER outbox_refund_moved AFTER UPDATE OF state ON refunds WHEN NEW.state <> OLD.state
BEGIN
  INSERT INTO outbox (kind, account_id, payload) SELECT 'refund', account_id,
    '{"id":"' || NEW.id || '","order_id":"' || NEW.order_id || '","state":"' || NEW.state || '","amount":{"amount":' || NEW.amount ||
    ',"currency":"' || NEW.currency || '"}}'
    FROM orders WHERE id = NEW.order_id;
END;

-- An import inserts offers by the thousand and nobody looks on: a new offer is told by who publishes it.
CREATE TRIGGER outbox_price_changed AFTER UPDATE OF price, regular_price ON deals
WHEN NEW.price <> OLD.price OR NEW.regular_price <> OLD.regular_price
BEGIN
  INSERT INTO outbox (kind, deal) VALUES ('deal', NEW.row);
END;
-- Told where people see it ("3 left"): not each of a thousand.
CREATE TRIGGER outbox_stock_changed AFTER UPDATE OF stock_left ON deal_stock
WHEN NEW.stock_left IS NOT OLD.stock_left AND (coalesce (NEW.stock_left, 0) <= 20 OR coalesce (OLD.stock_left, 0) <= 20)
BEGIN
  INSERT INTO outbox (kind, deal) VALUES ('deal', NEW.deal);
END;
