-- SPDX-License-Identifier: GPL-3.0-or-later
-- What belongs to the pages of stores and offers: questions, followed stores, certifications, special days.

-- What people ask about an offer before they buy, and what its merchant answers. Neither is rewritten; an operator hides what
-- breaks the law or somebody's privacy, with a reason, and the row stays.
CREATE TABLE questions (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  deal_id     TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  text        TEXT NOT NULL CHECK (length (text) BETWEEN 1 AND 500),
  asked_at    INTEGER NOT NULL,
  answer      TEXT CHECK (length (answer) BETWEEN 1 AND 1000),
  answered_at INTEGER,
  hidden_at   INTEGER,
  hidden_why  TEXT CHECK (length (hidden_why) BETWEEN 1 AND 500),
  CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CHECK ((hidden_why IS NULL) = (hidden_at IS NULL))
) STRICT;
CREATE INDEX questions_of_deal ON questions (deal_id, number) WHERE hidden_at IS NULL;
CREATE INDEX questions_of_merchant ON questions (merchant_id, number);
CREATE INDEX questions_of_account ON questions (account_id, number);
CREATE TRIGGER questions_are_kept BEFORE DELETE ON questions
BEGIN SELECT RAISE (ABORT, 'questions are kept'); END;
CREATE TRIGGER questions_are_not_rewritten BEFORE UPDATE ON questions
WHEN NEW.id <> OLD.id OR NEW.deal_id <> OLD.deal_id OR NEW.text <> OLD.text OR NEW.account_id <> OLD.account_id
  OR (OLD.answer IS NOT NULL AND NEW.answer IS NOT OLD.answer) OR (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS NOT OLD.hidden_at)
BEGIN SELECT RAISE (ABORT, 'what was asked and answered stays'); END;

-- Told to who asked and to the merchant: see 0004-outbox.sql.
CREATE TRIGGER outbox_question_asked AFTER INSERT ON questions
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, payload) VALUES ('question', NEW.account_id, NEW.merchant_id,
    '{"id":"' || NEW.id || '","deal_id":"' || NEW.deal_id || '","state":"open"}');
END;
CREATE TRIGGER outbox_question_changed AFTER UPDATE ON questions
WHEN NEW.answer IS NOT OLD.answer OR NEW.hidden_at IS NOT OLD.hidden_at
BEGIN
  INSERT INTO outbox (kind, account_id, merchant_id, payload) VALUES ('question', NEW.account_id, NEW.merchant_id,
    '{"id":"' || NEW.id || '","deal_id":"' || NEW.deal_id || '","state":"' ||
    iif (NEW.hidden_at IS NOT NULL, 'hidden', 'answered') || '"}');
END;

-- Stores whose new offers an account wants to hear of. Ids, not rows: a store that is gone and comes back is still followed.
CREATE TABLE follows (
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  store_id    TEXT NOT NULL,
  followed_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, store_id)
) STRICT, WITHOUT ROWID;

-- What the operator stated about merchants. Nothing is rewritten: a new statement withdraws the one before, and what was withdrawn
-- stays with its reason. Signed when it is asked for, by the key of that day.
CREATE TABLE certifications (
  number       INTEGER PRIMARY KEY,
  merchant_id  TEXT NOT NULL,
  name         TEXT NOT NULL,
  checked      TEXT NOT NULL,      -- JSON, lines
  checked_by   TEXT NOT NULL,
  account_id   TEXT NOT NULL REFERENCES accounts (id),
  issued_at    INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL CHECK (expires_at > issued_at),
  withdrawn_at INTEGER,
  reason       TEXT,
  CHECK ((withdrawn_at IS NULL) = (reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX certifications_in_force ON certifications (merchant_id) WHERE withdrawn_at IS NULL;
CREATE TRIGGER certifications_are_kept BEFORE DELETE ON certifications
BEGIN SELECT RAISE (ABORT, 'certifications are kept'); END;
CREATE TRIGGER certifications_are_not_rewritten BEFORE UPDATE ON certifications
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.merchant_id <> OLD.merchant_id OR NEW.name <> OLD.name OR NEW.checked <> OLD.checked
  OR NEW.checked_by <> OLD.checked_by OR NEW.issued_at <> OLD.issued_at OR NEW.expires_at <> OLD.expires_at
BEGIN SELECT RAISE (ABORT, 'what was stated stays'); END;

-- The hint in lists follows by itself; who wants to know reads the statement.
CREATE TRIGGER certifications_are_shown AFTER INSERT ON certifications
BEGIN UPDATE merchants SET certified = 1 WHERE id = NEW.merchant_id; END;
CREATE TRIGGER certifications_are_taken_down AFTER UPDATE OF withdrawn_at ON certifications
BEGIN UPDATE merchants SET certified = 0 WHERE id = NEW.merchant_id; END;

-- Dates on which a store is open at other hours than its week says: what its merchant said, as JSON (rambla-day-hours.h). A row
-- for each store that has any; `edition` counts changes, for If-Match.
CREATE TABLE store_special_days (
  store      INTEGER PRIMARY KEY REFERENCES stores (row),
  days       TEXT NOT NULL,
  edition    INTEGER NOT NULL,
  changed_by TEXT NOT NULL REFERENCES accounts (id),
  changed_at INTEGER NOT NULL
) STRICT;
