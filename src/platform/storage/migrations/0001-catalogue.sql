-- SPDX-License-Identifier: GPL-3.0-or-later
-- The catalogue: what the platform is, which stores there are, what they offer, and the index that finds it.
-- Times are seconds since 1970 in UTC, money is in minor units of the city's currency, coordinates are WGS 84 degrees.
-- `row` numbers are for this database only; ids are what the world sees, and stay when a city is imported again.

-- The one city that this platform serves.
CREATE TABLE city (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  id              TEXT NOT NULL,
  name            TEXT NOT NULL,
  country         TEXT NOT NULL,
  currency        TEXT NOT NULL CHECK (length (currency) = 3),
  timezone        TEXT NOT NULL,
  languages       TEXT NOT NULL,                    -- JSON, the default first
  longitude       REAL NOT NULL,
  latitude        REAL NOT NULL,
  zoom            REAL NOT NULL,
  west            REAL NOT NULL,
  south           REAL NOT NULL,
  east            REAL NOT NULL,
  north           REAL NOT NULL,
  attribution     TEXT NOT NULL,
  attribution_url TEXT,
  sample_offers   INTEGER NOT NULL CHECK (sample_offers IN (0, 1)),
  holidays        TEXT NOT NULL,                    -- JSON, "MM-DD" or "YYYY-MM-DD"
  basemap         TEXT,                             -- paths of MBTiles files
  basemap_hidpi   TEXT,                             -- NULL where the other one holds both
  content_hash    TEXT NOT NULL,
  edition         INTEGER NOT NULL,                 -- counts imports
  imported_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE categories (
  row   INTEGER PRIMARY KEY CHECK (row BETWEEN 1 AND 63),   -- a bit of the search's filter
  id    TEXT NOT NULL UNIQUE,
  glyph TEXT NOT NULL,
  names TEXT NOT NULL                               -- JSON, by language
) STRICT;

-- Names of squares, streets and neighbourhoods, for the search box and for choosing a place.
CREATE TABLE areas (
  row       INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('suburb', 'neighbourhood', 'square', 'street')),
  longitude REAL NOT NULL,
  latitude  REAL NOT NULL
) STRICT;
CREATE VIRTUAL TABLE area_words USING fts5 (
  name, content = '', detail = none, columnsize = 0, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');

-- Whoever sells: a brand with its branches, or a single store.
CREATE TABLE merchants (
  row       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  is_brand  INTEGER NOT NULL CHECK (is_brand IN (0, 1)),
  certified INTEGER NOT NULL DEFAULT 0 CHECK (certified IN (0, 1))
) STRICT;

CREATE TABLE stores (
  row                INTEGER PRIMARY KEY,
  id                 TEXT NOT NULL UNIQUE,
  merchant           INTEGER NOT NULL REFERENCES merchants (row),
  category           INTEGER NOT NULL REFERENCES categories (row),
  name               TEXT NOT NULL,
  kind               TEXT,
  street             TEXT,
  housenumber        TEXT,
  neighbourhood      TEXT,
  longitude          REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  latitude           REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  hours              BLOB,      -- pairs of 16-bit minutes since Monday 00:00, little-endian; NULL: not known
  opening_hours      TEXT,
  closed_on_holidays INTEGER CHECK (closed_on_holidays IN (0, 1)),
  phone              TEXT,
  website            TEXT,
  cuisine            TEXT,
  picture            TEXT,
  edition            INTEGER NOT NULL,
  closed_at          INTEGER    -- gone from the city; kept for what was bought there
) STRICT;
CREATE INDEX stores_of_merchant ON stores (merchant);
CREATE INDEX stores_of_category ON stores (category) WHERE closed_at IS NULL;

-- Where the stores are, in units of 1e-7 degrees: for "the nearest twenty".
CREATE VIRTUAL TABLE store_places USING rtree_i32 (store, west, east, south, north);

CREATE TABLE deals (
  row              INTEGER PRIMARY KEY,
  id               TEXT NOT NULL UNIQUE,
  merchant         INTEGER NOT NULL REFERENCES merchants (row),
  category         INTEGER NOT NULL REFERENCES categories (row),
  kind             TEXT NOT NULL CHECK (kind IN ('voucher', 'booking', 'group', 'coupon')),
  picture          TEXT,
  price            INTEGER NOT NULL CHECK (price >= 0),
  regular_price    INTEGER NOT NULL CHECK (regular_price >= 0),
  discount_percent INTEGER NOT NULL CHECK (discount_percent BETWEEN 0 AND 100),
  unit_count       INTEGER CHECK (unit_count > 0),
  per_person       INTEGER CHECK (per_person > 0),          -- NULL: no limit
  starts_at        INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL CHECK (ends_at > starts_at),
  use_within_days  INTEGER NOT NULL CHECK (use_within_days > 0),
  rules            TEXT NOT NULL,                           -- JSON, the contract's Rules without `text`
  popularity       REAL NOT NULL DEFAULT 0 CHECK (popularity BETWEEN 0 AND 1),
  sample           INTEGER NOT NULL CHECK (sample IN (0, 1)),
  edition          INTEGER NOT NULL
) STRICT;
CREATE INDEX deals_of_merchant ON deals (merchant);
CREATE INDEX deals_of_category ON deals (category, ends_at);

CREATE TABLE deal_texts (
  deal      INTEGER NOT NULL REFERENCES deals (row),
  language  TEXT NOT NULL,
  title     TEXT NOT NULL,
  summary   TEXT NOT NULL,
  includes  TEXT NOT NULL,                                  -- JSON, lines
  benefit   TEXT,
  unit_name TEXT,
  PRIMARY KEY (deal, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE deal_branches (
  deal  INTEGER NOT NULL REFERENCES deals (row),
  store INTEGER NOT NULL REFERENCES stores (row),
  PRIMARY KEY (deal, store)
) STRICT, WITHOUT ROWID;
CREATE INDEX branches_of_store ON deal_branches (store, deal);

-- What changes with every order, in small rows of its own. stock_left NULL: no limit (NULL minus anything stays NULL).
CREATE TABLE deal_stock (
  deal       INTEGER PRIMARY KEY REFERENCES deals (row),
  stock_left INTEGER CHECK (stock_left >= 0),
  sold       INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0)
) STRICT;

CREATE TABLE deal_bookings (
  deal         INTEGER PRIMARY KEY REFERENCES deals (row),
  pay          TEXT NOT NULL CHECK (pay IN ('now', 'deposit', 'at_store')),
  deposit      INTEGER CHECK (deposit >= 0),
  cancel_hours INTEGER NOT NULL CHECK (cancel_hours >= 0),
  weekdays     INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),   -- bit 0 is Monday
  times        TEXT NOT NULL,                                          -- JSON, minutes of the day, ascending
  capacity     INTEGER NOT NULL CHECK (capacity > 0),
  minutes      INTEGER NOT NULL CHECK (minutes > 0),
  days_ahead   INTEGER NOT NULL CHECK (days_ahead > 0)
) STRICT;

-- Slots follow from the rule above; only those that somebody booked or holds have a row.
CREATE TABLE slot_bookings (
  deal      INTEGER NOT NULL REFERENCES deals (row),
  store     INTEGER NOT NULL REFERENCES stores (row),
  starts_at INTEGER NOT NULL,
  booked    INTEGER NOT NULL CHECK (booked >= 0),
  PRIMARY KEY (deal, store, starts_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE deal_groups (
  deal        INTEGER PRIMARY KEY REFERENCES deals (row),
  minimum     INTEGER NOT NULL CHECK (minimum >= 2),
  deadline_at INTEGER NOT NULL,
  joined      INTEGER NOT NULL DEFAULT 0 CHECK (joined >= 0),
  tiers       TEXT NOT NULL                                 -- JSON [[from, price], …], ascending
) STRICT;

CREATE TABLE price_log (
  deal  INTEGER NOT NULL REFERENCES deals (row),
  at    INTEGER NOT NULL,
  price INTEGER NOT NULL CHECK (price >= 0),
  PRIMARY KEY (deal, at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER price_log_is_not_rewritten BEFORE UPDATE ON price_log
BEGIN SELECT RAISE (ABORT, 'the price log is only appended to'); END;
CREATE TRIGGER price_log_is_not_shortened BEFORE DELETE ON price_log
BEGIN SELECT RAISE (ABORT, 'the price log is only appended to'); END;
CREATE TRIGGER price_log_is_not_backdated BEFORE INSERT ON price_log
WHEN NEW.at <= (SELECT max (at) FROM price_log WHERE deal = NEW.deal)
BEGIN SELECT RAISE (ABORT, 'the price log is only appended to'); END;

CREATE TABLE reviews (
  row        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  deal       INTEGER NOT NULL REFERENCES deals (row),
  store      INTEGER NOT NULL REFERENCES stores (row),
  rating     INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  language   TEXT NOT NULL,
  text       TEXT NOT NULL,
  author     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sample     INTEGER NOT NULL CHECK (sample IN (0, 1))
) STRICT;
CREATE INDEX reviews_of_deal ON reviews (deal, created_at, row);
CREATE INDEX reviews_of_store ON reviews (store, created_at, row);
CREATE TRIGGER reviews_are_not_rewritten BEFORE UPDATE ON reviews
BEGIN SELECT RAISE (ABORT, 'reviews are only appended to'); END;
CREATE TRIGGER reviews_are_not_deleted BEFORE DELETE ON reviews
BEGIN SELECT RAISE (ABORT, 'reviews are only appended to'); END;

-- How many reviews gave one to five stars.
CREATE TABLE deal_ratings (
  deal INTEGER PRIMARY KEY REFERENCES deals (row),
  one INTEGER NOT NULL, two INTEGER NOT NULL, three INTEGER NOT NULL, four INTEGER NOT NULL, five INTEGER NOT NULL
) STRICT;
CREATE TABLE store_ratings (
  store INTEGER PRIMARY KEY REFERENCES stores (row),
  one INTEGER NOT NULL, two INTEGER NOT NULL, three INTEGER NOT NULL, four INTEGER NOT NULL, five INTEGER NOT NULL
) STRICT;
CREATE TRIGGER reviews_count AFTER INSERT ON reviews
BEGIN
  INSERT INTO deal_ratings VALUES (NEW.deal, NEW.rating = 1, NEW.rating = 2, NEW.rating = 3, NEW.rating = 4, NEW.rating = 5)
    ON CONFLICT (deal) DO UPDATE SET one = one + (NEW.rating = 1), two = two + (NEW.rating = 2),
      three = three + (NEW.rating = 3), four = four + (NEW.rating = 4), five = five + (NEW.rating = 5);
  INSERT INTO store_ratings VALUES (NEW.store, NEW.rating = 1, NEW.rating = 2, NEW.rating = 3, NEW.rating = 4, NEW.rating = 5)
    ON CONFLICT (store) DO UPDATE SET one = one + (NEW.rating = 1), two = two + (NEW.rating = 2),
      three = three + (NEW.rating = 3), four = four + (NEW.rating = 4), five = five + (NEW.rating = 5);
END;

-- The search index. One row for each store (deal 0) and for each branch of each deal, so that an offer is found near every
-- branch. The row number is computed from the place: strips of 0.05 degrees of latitude from the south, in them columns of
-- longitude from the west, in them 16,384 numbers in the order of arrival. A box on the map is then a few ranges of row
-- numbers, which both this table and the words below read in order; there is nothing to renumber. What does not fit into its
-- column gets a number behind the last strip, a range that every search reads too. Stores have the same numbering behind the
-- offers', so that a search for offers does not read them.
-- `facts` is what filters and sorts need, packed (see platform-search-facts.h), so that one column is read instead of a dozen.
CREATE TABLE search_entries (
  row   INTEGER PRIMARY KEY,
  deal  INTEGER NOT NULL,
  store INTEGER NOT NULL,
  facts BLOB NOT NULL,
  hours BLOB
) STRICT;
CREATE INDEX search_entries_of_deal ON search_entries (deal, store);

-- The words, in every language, folded and with Chinese cut into pairs (see platform-words.h). What a word is found in counts
-- for its weight; phrases are not asked for, hence no positions.
CREATE VIRTUAL TABLE search_words USING fts5 (
  title, store, kind, area, body, detail = column, columnsize = 0, prefix = '1 2 3',
  tokenize = 'unicode61 remove_diacritics 2');

-- Every word of the index, in how many entries it stands, and how it is written.
CREATE TABLE search_terms (
  term      TEXT PRIMARY KEY,
  entries   INTEGER NOT NULL,
  languages INTEGER NOT NULL,      -- bit n: the city's n-th language
  display   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Symmetric deletion: what is left of a word after one or two letters are taken away, as a hash, to find the word by a
-- misspelling that has as many taken away.
CREATE TABLE search_deletions (
  hash INTEGER NOT NULL,
  term TEXT NOT NULL,
  PRIMARY KEY (hash, term)
) STRICT, WITHOUT ROWID;
