/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* What a merchant's side of an offer is, besides what everybody sees. */
typedef struct
{
  gint64 revision;      /* counts the merchant's changes */
  gint64 stopped_until; /* when the sale would have ended; 0: it was not stopped */
} PlatformPublishing;

/** platform_publishing_storage_get: of the offer with the number @deal, which exists. */
gboolean platform_publishing_storage_get (PlatformDatabase *database,
                                          gint64 deal,
                                          PlatformPublishing *publishing,
                                          GError **error);

/**
 * platform_publishing_storage_list:
 * @store: a store's number
 * @now: seconds since 1970
 * @deals: (out) (transfer full) (element-type gint64): numbers of the offers there whose sale has not ended,
 * or was stopped
 */
gboolean platform_publishing_storage_list (PlatformDatabase *database,
                                           gint64 store,
                                           gint64 now,
                                           GArray **deals,
                                           GError **error);

/**
 * platform_publishing_storage_set_price:
 * @discount_percent: 0 to 100
 *
 * Writes both prices, and the price into the log where it is another one.
 */
gboolean platform_publishing_storage_set_price (PlatformDatabase *database,
                                                gint64 deal,
                                                gint64 price,
                                                gint64 regular_price,
                                                int discount_percent,
                                                gint64 now,
                                                GError **error);

/** platform_publishing_storage_set_stock: @stock_left: PLATFORM_UNLIMITED for no limit. */
gboolean platform_publishing_storage_set_stock (PlatformDatabase *database,
                                                gint64 deal,
                                                gint64 stock_left,
                                                GError **error);

/** platform_publishing_storage_stop: ends the sale at @now and remembers when it would have ended. Harmless
 * when it is stopped already. */
gboolean
platform_publishing_storage_stop (PlatformDatabase *database, gint64 deal, gint64 now, GError **error);

/** platform_publishing_storage_resume: the sale goes on until @ends_at, later than its start. */
gboolean
platform_publishing_storage_resume (PlatformDatabase *database, gint64 deal, gint64 ends_at, GError **error);

/** platform_publishing_storage_touch: counts a change of the merchant's. */
gboolean platform_publishing_storage_touch (PlatformDatabase *database, gint64 deal, GError **error);

/** platform_publishing_storage_mark: the offer is the merchant's own: imports leave it alone. */
gboolean platform_publishing_storage_mark (PlatformDatabase *database, gint64 deal, GError **error);

G_END_DECLS
