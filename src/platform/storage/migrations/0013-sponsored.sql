-- SPDX-License-Identifier: GPL-3.0-or-later
-- Offers that somebody pays for being marked; NULL: nobody does. It buys a label, never a place in the order.
ALTER TABLE deals ADD COLUMN sponsored_until INTEGER;
CREATE INDEX deals_sponsored ON deals (sponsored_until) WHERE sponsored_until IS NOT NULL;
