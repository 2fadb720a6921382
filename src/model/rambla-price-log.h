/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-log-tree.h"
#include "rambla-money.h"

G_BEGIN_DECLS

/* What is in the log of prices: one entry for each price that a deal ever had, in the form of the log of
 * reviews (rambla-review-log.h):
 *
 *     rambla price log 1
 *     deal dea_…
 *     nth 2
 *     previous 00…
 *     at 2026-11-22T10:00:00Z
 *     price 149000 UYU
 *
 * Each entry names the hash of the deal's price before it, so that the proof for the newest one proves the
 * whole history and that no price was left out. */

/**
 * RamblaPriceEntry:
 * @nth: which price of this deal it is, from 1
 * @previous: hash of the one before; zeros for the first
 * @at: since when, seconds since 1970
 */
typedef struct
{
  const char *deal_id;
  guint64 nth;
  RamblaLogHash previous;
  gint64 at;
  RamblaMoney price;
} RamblaPriceEntry;

/** rambla_price_entry_format: (transfer full) (nullable): the canonical text; %NULL if a member breaks the
 * form */
char *rambla_price_entry_format (const RamblaPriceEntry *self);

/** rambla_price_entry_hash: the leaf's hash; FALSE if a member breaks the form. */
gboolean rambla_price_entry_hash (const RamblaPriceEntry *self, RamblaLogHash *hash);

G_END_DECLS
