-- SPDX-License-Identifier: GPL-3.0-or-later
-- What counters accepted without us, handed in later, and what became of it when somebody else accepted it too.

-- A counter's own key. `sequence` and `head` are the last link of its chain that was handed in.
CREATE TABLE counter_devices (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  public_key    BLOB NOT NULL UNIQUE CHECK (length (public_key) = 32),
  account_id    TEXT NOT NULL REFERENCES accounts (id),
  name          TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  sequence      INTEGER NOT NULL DEFAULT 0,
  head          TEXT NOT NULL,
  last_at       INTEGER NOT NULL DEFAULT 0          -- the latest time that it has signed, milliseconds
) STRICT;

-- Every scan as it was signed, and what it was answered; never changed. `flags` say why its time is not believed:
-- clock, chain, list, late.
CREATE TABLE offline_scans (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  hash          TEXT NOT NULL UNIQUE,
  device_id     TEXT NOT NULL REFERENCES counter_devices (id),
  sequence      INTEGER NOT NULL,
  signed        TEXT NOT NULL,
  account_id    TEXT NOT NULL REFERENCES accounts (id),
  merchant_id   TEXT NOT NULL,
  store_id      TEXT NOT NULL,
  voucher_id    TEXT REFERENCES vouchers (id),
  scanned_ms    INTEGER NOT NULL,
  handed_in_at  INTEGER NOT NULL,
  clock_offset  INTEGER NOT NULL,                   -- the counter's clock less ours, seconds, when it was handed in
  flags         TEXT NOT NULL,
  verdict       TEXT NOT NULL CHECK (verdict IN ('redeemed', 'conflict', 'refused')),
  code          TEXT,
  detail        TEXT,
  redemption_id TEXT REFERENCES redemptions (id),
  CHECK ((verdict = 'refused') = (code IS NOT NULL)),
  CHECK (verdict <> 'redeemed' OR redemption_id IS NOT NULL)
) STRICT;
CREATE INDEX offline_scans_of_device ON offline_scans (device_id, sequence);
CREATE INDEX offline_scans_of_store ON offline_scans (store_id, number);
CREATE INDEX offline_scans_of_redemption ON offline_scans (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE TRIGGER offline_scans_are_not_rewritten BEFORE UPDATE ON offline_scans
BEGIN SELECT RAISE (ABORT, 'scans are only appended to'); END;
CREATE TRIGGER offline_scans_are_not_deleted BEFORE DELETE ON offline_scans
BEGIN SELECT RAISE (ABORT, 'scans are only appended to'); END;

-- One voucher, accepted twice, or accepted after it had gone. The first by signed time counts; the second is paid by the
-- platform within the merchant's limit. `first_…` is empty where nobody else accepted it.
CREATE TABLE redemption_conflicts (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  kind              TEXT NOT NULL CHECK (kind IN ('double_use', 'refunded', 'expired', 'revoked')),
  voucher_id        TEXT NOT NULL REFERENCES vouchers (id),
  merchant_id       TEXT NOT NULL,
  first_store       TEXT,
  first_ms          INTEGER NOT NULL,
  first_redemption  TEXT REFERENCES redemptions (id),
  first_scan        TEXT REFERENCES offline_scans (id),
  second_store      TEXT NOT NULL,
  second_ms         INTEGER NOT NULL,
  second_redemption TEXT REFERENCES redemptions (id),
  second_scan       TEXT REFERENCES offline_scans (id),
  amount            INTEGER NOT NULL CHECK (amount >= 0),
  guaranteed        INTEGER NOT NULL CHECK (guaranteed BETWEEN 0 AND amount),
  currency          TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  CHECK ((kind = 'double_use') = (first_store IS NOT NULL)),
  CHECK (second_scan IS NOT NULL OR second_redemption IS NOT NULL)
) STRICT;
CREATE INDEX conflicts_of_merchant ON redemption_conflicts (merchant_id, number);
CREATE INDEX conflicts_of_voucher ON redemption_conflicts (voucher_id, number);
CREATE UNIQUE INDEX conflicts_of_second_scan ON redemption_conflicts (second_scan) WHERE second_scan IS NOT NULL;
CREATE UNIQUE INDEX conflicts_of_second_redemption ON redemption_conflicts (second_redemption) WHERE second_redemption IS NOT NULL;
CREATE TRIGGER conflicts_are_not_rewritten BEFORE UPDATE ON redemption_conflicts
BEGIN SELECT RAISE (ABORT, 'conflicts are only appended to'); END;
CREATE TRIGGER conflicts_are_not_deleted BEFORE DELETE ON redemption_conflicts
BEGIN SELECT RAISE (ABORT, 'conflicts are only appended to'); END;
-- Both shops hear of it.
CREATE TRIGGER outbox_conflict_first AFTER INSERT ON redemption_conflicts WHEN NEW.first_store IS NOT NULL
BEGIN
  INSERT INTO outbox (kind, merchant_id, store_id, payload) VALUES ('conflict', NEW.merchant_id, NEW.first_store,
    '{"id":"' || NEW.id || '","kind":"' || NEW.kind || '","voucher_id":"' || NEW.voucher_id || '"}');
END;
CREATE TRIGGER outbox_conflict_second AFTER INSERT ON redemption_conflicts WHEN NEW.second_store IS NOT NEW.first_store
BEGIN
  INSERT INTO outbox (kind, merchant_id, store_id, payload) VALUES ('conflict', NEW.merchant_id, NEW.second_store,
    '{"id":"' || NEW.id || '","kind":"' || NEW.kind || '","voucher_id":"' || NEW.voucher_id || '"}');
END;
