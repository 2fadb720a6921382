-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shops' own pictures. A file is named by what is in it, so that the same one is there once and never changes under its name.
CREATE TABLE pictures (
  id         TEXT PRIMARY KEY,
  type       TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
  width      INTEGER NOT NULL CHECK (width > 0),
  height     INTEGER NOT NULL CHECK (height > 0),
  bytes      BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER pictures_never_change BEFORE UPDATE ON pictures
BEGIN SELECT RAISE (ABORT, 'a picture never changes under its name'); END;

-- Where they are shown: an offer's or a store's, in its order.
CREATE TABLE picture_places (
  owner    TEXT NOT NULL CHECK (owner GLOB 'dea_*' OR owner GLOB 'sto_*'),
  position INTEGER NOT NULL CHECK (position >= 0),
  picture  TEXT NOT NULL REFERENCES pictures (id),
  alt      TEXT NOT NULL CHECK (alt GLOB '{*}'),              -- what is seen on it, in each of the city's languages
  imported INTEGER NOT NULL CHECK (imported IN (0, 1)),       -- with the city; 0: by the merchant
  PRIMARY KEY (owner, position),
  UNIQUE (owner, picture)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_of_picture ON picture_places (picture);
