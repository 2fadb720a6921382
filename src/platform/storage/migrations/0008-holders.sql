-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who holds a voucher: the keys of devices, what was given to whom, the codes that were, keys that were stolen.

-- The key of one signed-in device; vouchers are bound to the account's latest whose session still lives.
CREATE TABLE holder_keys (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  session_id    TEXT NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
  account_id    TEXT NOT NULL REFERENCES accounts (id),
  key           TEXT NOT NULL,
  registered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX holder_keys_of_account ON holder_keys (account_id, number);

-- A printed voucher has no holder's key and stays so when a device registers one.
ALTER TABLE vouchers ADD COLUMN form TEXT NOT NULL DEFAULT 'device' CHECK (form IN ('device', 'printed'));

-- A code that was replaced is told from one that never was.
CREATE TABLE past_codes (
  code       TEXT PRIMARY KEY,
  voucher_id TEXT NOT NULL REFERENCES vouchers (id),
  generation INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER vouchers_remember_codes AFTER UPDATE OF code ON vouchers WHEN NEW.code <> OLD.code
BEGIN INSERT INTO past_codes (code, voucher_id, generation, ended_at)
        VALUES (OLD.code, OLD.id, OLD.generation, NEW.changed_at); END;

CREATE TABLE gifts (
  number     INTEGER PRIMARY KEY,
  code       TEXT NOT NULL UNIQUE,
  voucher_id TEXT NOT NULL REFERENCES vouchers (id),
  giver_id   TEXT NOT NULL REFERENCES accounts (id),
  taker_id   TEXT REFERENCES accounts (id),
  message    TEXT,
  state      TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'withdrawn', 'void')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at   INTEGER,
  CHECK ((state = 'claimed') = (taker_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX gifts_open ON gifts (voucher_id) WHERE state = 'open';
CREATE INDEX gifts_of_voucher ON gifts (voucher_id, number);
CREATE INDEX gifts_of_giver ON gifts (giver_id, voucher_id) WHERE state = 'claimed';
-- Used, refunded or expired: nothing is left to give, and an undo does not bring the gift back.
CREATE TRIGGER gifts_end_with_their_voucher AFTER UPDATE OF state ON vouchers
  WHEN OLD.state = 'active' AND NEW.state <> 'active'
BEGIN UPDATE gifts SET state = 'void', ended_at = NEW.changed_at WHERE voucher_id = NEW.id AND state = 'open'; END;

-- `stolen_at`: nothing that it signed is believed any more. `closed_at`: nothing that it signed can still be used, it
-- is not published any longer.
ALTER TABLE signing_keys ADD COLUMN stolen_at INTEGER;
ALTER TABLE signing_keys ADD COLUMN closed_at INTEGER;
