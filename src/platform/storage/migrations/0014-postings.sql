-- SPDX-License-Identifier: GPL-3.0-or-later
-- The words of the search index as lists that are read whole into memory, instead of FTS5's: a list of 50,000 entries is there
-- in a millisecond, a country's million offers are written in a minute, and nothing is looked up row by row while searching.
DROP TABLE search_words;

-- Where a word stands: for each entry the distance of its row number to the one before and a byte with a bit for each of title,
-- store, kind, area and body (see platform-search-postings.h). A segment holds what was written at one time; a word's lists of
-- all segments together are its whole list.
CREATE TABLE search_postings (
  term     TEXT NOT NULL,
  segment  INTEGER NOT NULL,
  postings BLOB NOT NULL,
  PRIMARY KEY (term, segment)
) STRICT, WITHOUT ROWID;

-- Words of entries that are in no segment yet: the five parts, a line each. From some thousand on they become a segment.
CREATE TABLE search_recent (
  row   INTEGER PRIMARY KEY,
  words TEXT NOT NULL
) STRICT;

-- Entries that came or changed, the latest ones, for those who keep the index in memory.
CREATE TABLE search_changes (
  number INTEGER PRIMARY KEY,
  row    INTEGER NOT NULL
) STRICT;

-- edition: counts how often the index was built; 0: it must be. changes: the last number above. segments: the last one.
CREATE TABLE search_state (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  edition  INTEGER NOT NULL,
  changes  INTEGER NOT NULL,
  segments INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (one, edition, changes, segments) VALUES (1, 0, 0, 0);
