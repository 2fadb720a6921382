-- SPDX-License-Identifier: GPL-3.0-or-later
-- Signing in with a browser, and handing what was granted there to a program. Times are seconds since 1970 in UTC; of every
-- secret only its SHA-256 is kept.

-- A browser in which somebody is signed in: its cookie.
CREATE TABLE browser_sessions (
  hash       BLOB PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_sessions_by_expiry ON browser_sessions (expires_at);

-- RFC 6749, 4.1: good once, for the one address and the one proof key that it was asked with. `session_id` is the family that
-- came of it, which dies when the code is shown again.
CREATE TABLE authorization_codes (
  hash           BLOB PRIMARY KEY,
  account_id     TEXT NOT NULL REFERENCES accounts (id),
  client_id      TEXT NOT NULL,
  redirect_uri   TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  scope          TEXT NOT NULL,
  expires_at     INTEGER NOT NULL,
  used_at        INTEGER,
  session_id     TEXT REFERENCES sessions (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorization_codes_by_expiry ON authorization_codes (expires_at);

-- RFC 8628: what a device asked for, until a person has decided in a browser and the device has fetched the answer.
CREATE TABLE device_codes (
  hash       BLOB PRIMARY KEY,
  user_code  TEXT NOT NULL UNIQUE,
  client_id  TEXT NOT NULL,
  scope      TEXT NOT NULL,
  state      TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'denied', 'used')),
  account_id TEXT REFERENCES accounts (id),
  seconds    INTEGER NOT NULL,
  polled_at  INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_codes_by_expiry ON device_codes (expires_at);

-- Guesses at passwords and codes, by what was guessed at and by where they came from; they outlive a restart.
CREATE TABLE guesses (
  subject       TEXT PRIMARY KEY,
  count         INTEGER NOT NULL,
  last_at       INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX guesses_by_age ON guesses (last_at);
