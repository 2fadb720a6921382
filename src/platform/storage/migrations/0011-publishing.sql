-- SPDX-License-Identifier: GPL-3.0-or-later
-- Offers that merchants publish, change and stop themselves.
-- revision: counts a merchant's changes, for If-Match; sales do not count.
-- stopped_until: the sale was stopped (ends_at is when), and this is when it would have ended.
-- published: made by the merchant here, so no import knows it or ends it.
ALTER TABLE deals ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE deals ADD COLUMN stopped_until INTEGER;
ALTER TABLE deals ADD COLUMN published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1));
