/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

typedef enum
{
  RAMBLA_SORT_RELEVANCE,
  RAMBLA_SORT_DISTANCE,
  RAMBLA_SORT_PRICE,
  RAMBLA_SORT_DISCOUNT,
  RAMBLA_SORT_RATING,
  RAMBLA_SORT_POPULAR,
  RAMBLA_SORT_ENDING,
} RamblaSort;

/**
 * RamblaDealQuery:
 * @text: (nullable): words
 * @has_near: whether @near counts
 * @near: where distances start
 * @radius: metres around @near, 0 for no limit
 * @has_bounds: whether @bounds counts
 * @bounds: only inside
 * @categories: (nullable): ids separated by commas
 * @kinds: (nullable): voucher, booking, group, coupon, separated by commas
 * @price_max: minor units, 0 for no limit
 * @discount_min: percent, 0 for any
 * @rating_min: 0 to 5, 0 for any
 * @open_now: only where it is open
 * @sort: order
 *
 * What somebody looks for; the list and the map ask with the same one.
 */
typedef struct
{
  char *text;
  gboolean has_near;
  RamblaPoint near;
  guint radius;
  gboolean has_bounds;
  RamblaBox bounds;
  char *categories;
  char *kinds;
  int64_t price_max;
  guint discount_min;
  double rating_min;
  gboolean open_now;
  RamblaSort sort;
} RamblaDealQuery;

/** rambla_deal_query_new: a query that asks for everything. */
RamblaDealQuery *rambla_deal_query_new (void);

/** rambla_deal_query_copy: (transfer full): a copy. */
RamblaDealQuery *rambla_deal_query_copy (const RamblaDealQuery *self);

/** rambla_deal_query_free: frees it. */
void rambla_deal_query_free (RamblaDealQuery *self);

/** rambla_deal_query_equal: whether both ask the same. */
gboolean rambla_deal_query_equal (const RamblaDealQuery *self, const RamblaDealQuery *other);

/** rambla_deal_query_is_filtered: whether anything but place, order and words narrows it. */
gboolean rambla_deal_query_is_filtered (const RamblaDealQuery *self);

/** rambla_deal_query_apply: puts it into the parameters of @call; @with_sort is %FALSE for lists of stores.
 */
void rambla_deal_query_apply (const RamblaDealQuery *self, RamblaCall *call, gboolean with_sort);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaDealQuery, rambla_deal_query_free)

G_END_DECLS
