-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a transaction's whole story needs beside what is there: when an order ended unpaid, and which of the provider's events were
-- about it; and on which days merchants were paid out.
ALTER TABLE orders ADD COLUMN ended_at INTEGER;
ALTER TABLE provider_events ADD COLUMN order_id TEXT;
ALTER TABLE provider_events ADD COLUMN kind TEXT;
CREATE INDEX provider_events_of_order ON provider_events (order_id) WHERE order_id IS NOT NULL;

-- Days since 1970 in the city's time zone. A day is paid out once, whatever the clock does.
CREATE TABLE settlement_days (
  day INTEGER PRIMARY KEY
) STRICT;
