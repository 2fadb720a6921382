-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reviews that cannot be quietly deleted, and prices likewise: two logs, each entry with its hash, in Merkle trees whose heads are
-- signed when they are asked for (src/model/rambla-log-tree.h, rambla-review-log.h, rambla-price-log.h). What was there before gets
-- its entries at the next start of the program, since SQL cannot hash.

-- The logs' names, told in their signed heads: made once, so that a log that was begun anew is another one.
CREATE TABLE logs (
  log  INTEGER PRIMARY KEY CHECK (log IN (1, 2)),             -- 1: reviews, 2: prices
  name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO logs VALUES (1, 'reviews-' || lower (hex (randomblob (8)))), (2, 'prices-' || lower (hex (randomblob (8))));
CREATE TRIGGER logs_keep_their_names BEFORE UPDATE ON logs
BEGIN SELECT RAISE (ABORT, 'a log keeps its name'); END;
CREATE TRIGGER logs_are_kept BEFORE DELETE ON logs
BEGIN SELECT RAISE (ABORT, 'a log is kept'); END;

-- Whole subtrees of 256, 65,536, … entries.
CREATE TABLE log_nodes (
  log      INTEGER NOT NULL REFERENCES logs (log),
  level    INTEGER NOT NULL CHECK (level > 0 AND level % 8 = 0),
  position INTEGER NOT NULL,
  hash     BLOB NOT NULL CHECK (length (hash) = 32),
  PRIMARY KEY (log, level, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER log_nodes_are_not_rewritten BEFORE UPDATE ON log_nodes
BEGIN SELECT RAISE (ABORT, 'logs are only appended to'); END;
CREATE TRIGGER log_nodes_are_not_deleted BEFORE DELETE ON log_nodes
BEGIN SELECT RAISE (ABORT, 'logs are only appended to'); END;

-- --- Prices ---

ALTER TABLE price_log ADD COLUMN number INTEGER CHECK (number > 0);
ALTER TABLE price_log ADD COLUMN hash BLOB CHECK (length (hash) = 32);
CREATE UNIQUE INDEX price_log_in_order ON price_log (number) WHERE number IS NOT NULL;
CREATE INDEX price_log_waiting ON price_log (deal, at) WHERE number IS NULL;
DROP TRIGGER price_log_is_not_rewritten;
CREATE TRIGGER price_log_is_not_rewritten BEFORE UPDATE ON price_log
WHEN OLD.number IS NOT NULL OR NEW.number IS NULL OR NEW.hash IS NULL OR NEW.deal <> OLD.deal OR NEW.at <> OLD.at OR NEW.price <> OLD.price
  OR NEW.number <> coalesce ((SELECT max (number) FROM price_log WHERE number IS NOT NULL), 0) + 1
BEGIN SELECT RAISE (ABORT, 'the price log is only appended to'); END;

-- --- Reviews ---

-- salt: part of what the entry commits to, so that a hidden text cannot be guessed.
-- named: the author's own name; otherwise a random mark.
ALTER TABLE reviews ADD COLUMN salt BLOB CHECK (length (salt) = 16);
ALTER TABLE reviews ADD COLUMN account_id TEXT REFERENCES accounts (id);
ALTER TABLE reviews ADD COLUMN voucher_id TEXT REFERENCES vouchers (id);
ALTER TABLE reviews ADD COLUMN redemption_id TEXT REFERENCES redemptions (id);
ALTER TABLE reviews ADD COLUMN named INTEGER NOT NULL DEFAULT 1 CHECK (named IN (0, 1));
DROP TRIGGER reviews_are_not_rewritten;
UPDATE reviews SET salt = randomblob (16);
CREATE TRIGGER reviews_are_not_rewritten BEFORE UPDATE ON reviews
BEGIN SELECT RAISE (ABORT, 'reviews are only appended to'); END;
CREATE UNIQUE INDEX reviews_once_a_voucher ON reviews (voucher_id) WHERE voucher_id IS NOT NULL;
CREATE TRIGGER reviews_only_after_use BEFORE INSERT ON reviews
WHEN NEW.salt IS NULL OR (NEW.sample = 0 AND NOT EXISTS (
  SELECT 1 FROM vouchers v JOIN redemptions r ON r.voucher_id = v.id AND r.round = v.escrow_round
   WHERE v.id = NEW.voucher_id AND v.account_id = NEW.account_id AND v.state = 'redeemed' AND r.id = NEW.redemption_id
     AND NOT EXISTS (SELECT 1 FROM redemption_undos u WHERE u.redemption_id = r.id)))
BEGIN SELECT RAISE (ABORT, 'only who used a voucher reviews it'); END;
CREATE TRIGGER reviewed_use_is_not_undone BEFORE INSERT ON redemption_undos
WHEN EXISTS (SELECT 1 FROM reviews WHERE redemption_id = NEW.redemption_id)
BEGIN SELECT RAISE (ABORT, 'a reviewed use is not undone'); END;

CREATE TABLE review_pictures (
  id       TEXT PRIMARY KEY,
  review   INTEGER NOT NULL REFERENCES reviews (row),
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 3),
  hash     BLOB NOT NULL CHECK (length (hash) = 32),
  type     TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
  width    INTEGER NOT NULL CHECK (width > 0),
  height   INTEGER NOT NULL CHECK (height > 0),
  bytes    BLOB NOT NULL,
  UNIQUE (review, position)
) STRICT;
CREATE TRIGGER review_pictures_never_change BEFORE UPDATE ON review_pictures
BEGIN SELECT RAISE (ABORT, 'reviews are only appended to'); END;
CREATE TRIGGER review_pictures_are_kept BEFORE DELETE ON review_pictures
BEGIN SELECT RAISE (ABORT, 'reviews are only appended to'); END;

CREATE TABLE review_replies (
  id          TEXT PRIMARY KEY,
  review      INTEGER NOT NULL UNIQUE REFERENCES reviews (row),
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  author      TEXT NOT NULL,                                  -- the merchant's name
  language    TEXT NOT NULL,
  text        TEXT NOT NULL,
  salt        BLOB NOT NULL CHECK (length (salt) = 16),
  created_at  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER review_replies_never_change BEFORE UPDATE ON review_replies
BEGIN SELECT RAISE (ABORT, 'replies are only appended to'); END;
CREATE TRIGGER review_replies_are_kept BEFORE DELETE ON review_replies
BEGIN SELECT RAISE (ABORT, 'replies are only appended to'); END;

-- What the operator hid, of reviews and of replies, and why.
CREATE TABLE review_tombstones (
  id         TEXT PRIMARY KEY,
  of         TEXT NOT NULL UNIQUE,
  reason     TEXT NOT NULL CHECK (reason IN ('law', 'abuse')),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  text       TEXT NOT NULL,
  salt       BLOB NOT NULL CHECK (length (salt) = 16),
  created_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER tombstones_never_change BEFORE UPDATE ON review_tombstones
BEGIN SELECT RAISE (ABORT, 'tombstones are only appended to'); END;
CREATE TRIGGER tombstones_are_kept BEFORE DELETE ON review_tombstones
BEGIN SELECT RAISE (ABORT, 'tombstones are only appended to'); END;
CREATE TRIGGER tombstones_stand_on_something BEFORE INSERT ON review_tombstones
WHEN NOT EXISTS (SELECT 1 FROM reviews WHERE id = NEW.of) AND NOT EXISTS (SELECT 1 FROM review_replies WHERE id = NEW.of)
BEGIN SELECT RAISE (ABORT, 'there is nothing to hide'); END;
-- The rule for ratings (rambla_review_reason_keeps_rating()): what was no honest review counts no longer.
CREATE TRIGGER tombstones_of_abuse_count AFTER INSERT ON review_tombstones WHEN NEW.reason = 'abuse'
BEGIN
  UPDATE deal_ratings SET one = one - (r.rating = 1), two = two - (r.rating = 2), three = three - (r.rating = 3),
    four = four - (r.rating = 4), five = five - (r.rating = 5) FROM reviews r WHERE r.id = NEW.of AND deal_ratings.deal = r.deal;
  UPDATE store_ratings SET one = one - (r.rating = 1), two = two - (r.rating = 2), three = three - (r.rating = 3),
    four = four - (r.rating = 4), five = five - (r.rating = 5) FROM reviews r WHERE r.id = NEW.of AND store_ratings.store = r.store;
END;

CREATE TABLE review_votes (
  review     INTEGER NOT NULL REFERENCES reviews (row),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (review, account_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER votes_are_for_others BEFORE INSERT ON review_votes
WHEN EXISTS (SELECT 1 FROM reviews WHERE row = NEW.review AND account_id = NEW.account_id)
BEGIN SELECT RAISE (ABORT, 'nobody votes for his own review'); END;

-- entry: the canonical text that the hash is of. nth: which entry about its deal it is.
CREATE TABLE review_log (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  kind   TEXT NOT NULL CHECK (kind IN ('review', 'reply', 'tombstone')),
  id     TEXT NOT NULL UNIQUE,
  deal   INTEGER NOT NULL REFERENCES deals (row),
  nth    INTEGER NOT NULL CHECK (nth > 0),
  entry  TEXT NOT NULL,
  hash   BLOB NOT NULL CHECK (length (hash) = 32),
  UNIQUE (deal, nth)
) STRICT;
CREATE TRIGGER review_log_is_not_rewritten BEFORE UPDATE ON review_log
BEGIN SELECT RAISE (ABORT, 'the log is only appended to'); END;
CREATE TRIGGER review_log_is_not_shortened BEFORE DELETE ON review_log
BEGIN SELECT RAISE (ABORT, 'the log is only appended to'); END;
CREATE TRIGGER review_log_has_no_gaps BEFORE INSERT ON review_log
WHEN NEW.number <> coalesce ((SELECT max (number) FROM review_log), 0) + 1
  OR NEW.nth <> coalesce ((SELECT max (nth) FROM review_log WHERE deal = NEW.deal), 0) + 1
BEGIN SELECT RAISE (ABORT, 'the log is only appended to'); END;
