/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-catalogue-writer.h"
#include "platform-publishing-storage.h"
#include "platform-refusal.h"

G_BEGIN_DECLS

/**
 * PlatformOfferChange:
 * @price, @regular_price: minor units; -1: as it is
 * @has_stock: @stock_left is set; PLATFORM_UNLIMITED for no limit
 * @stop, @resume: at most one of them
 * @valid_until: seconds since 1970: the end of the sale; 0: as it is
 *
 * What a merchant changes in an offer.
 */
typedef struct
{
  gint64 price;
  gint64 regular_price;
  gboolean has_stock;
  gint64 stock_left;
  gboolean stop;
  gboolean resume;
  gint64 valid_until;
} PlatformOfferChange;

/**
 * platform_publishing_change:
 * @database: the writer's
 * @deal: as it is
 * @revision: what the merchant saw; another one is refused with precondition_failed
 * @refusal: precondition_failed, invalid_field
 *
 * Changes an offer, its price log and the search index, and tells whoever looks at it. What was bought keeps
 * what was agreed.
 */
gboolean platform_publishing_change (PlatformDatabase *database,
                                     const PlatformCity *city,
                                     const PlatformDeal *deal,
                                     gint64 revision,
                                     const PlatformOfferChange *change,
                                     gint64 now,
                                     PlatformRefusal *refusal,
                                     GError **error);

/**
 * platform_publishing_create:
 * @database: the writer's
 * @store: where it is good
 * @deal: kind, category, price, regular_price, stock_left, per_person, ends_at and use_within_days; the rest
 * is set
 * @text: the same in each of the city's languages; @language is ignored
 * @refusal: invalid_field
 *
 * Publishes a new voucher or coupon: it is found and told from the commit on.
 */
gboolean platform_publishing_create (PlatformDatabase *database,
                                     const PlatformCity *city,
                                     const PlatformStore *store,
                                     PlatformDeal *deal,
                                     const PlatformDealText *text,
                                     gint64 now,
                                     PlatformRefusal *refusal,
                                     GError **error);

G_END_DECLS
