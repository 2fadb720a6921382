/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"
#include "rambla-rules.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_DEAL_VOUCHER,
  PLATFORM_DEAL_BOOKING,
  PLATFORM_DEAL_GROUP,
  PLATFORM_DEAL_COUPON,
} PlatformDealKind;

#define PLATFORM_N_DEAL_KINDS 4

typedef enum
{
  PLATFORM_PAY_NOW,
  PLATFORM_PAY_DEPOSIT,
  PLATFORM_PAY_AT_STORE,
} PlatformPay;

/* No limit, for stock and for units a person. */
#define PLATFORM_UNLIMITED G_MAXINT64

/* From @from people on, each pays @price. */
typedef struct
{
  gint64 from;
  gint64 price;
} PlatformTier;

/**
 * PlatformDeal:
 * @row: its number in this database
 * @id: "dea_…"
 * @merchant: the seller's number, @merchant_id the seller's id
 * @category: a category's number: platform_city_get_category()
 * @picture: (nullable): an illustration's id
 * @language: the language that the texts are in
 * @includes: (array zero-terminated=1): lines
 * @benefit: (nullable): what a coupon gives
 * @unit_name: (nullable): what one of @unit_count units is: "person"
 * @price: one unit, minor units
 * @per_person: units that one person may buy, or PLATFORM_UNLIMITED
 * @starts_at: start of the sale
 * @ends_at: end of the sale, exclusive
 * @use_within_days: days from the purchase that what was bought is good for
 * @rules: when and how it may be used, without a validity window: the trade sets it
 * @stock_left: units left, holds taken off, or PLATFORM_UNLIMITED
 * @sold: units sold
 * @ratings: reviews with one to five stars
 * @pay: bookings: when it is paid
 * @deposit: bookings with PLATFORM_PAY_DEPOSIT: what is paid now for one unit
 * @cancel_hours: bookings: free to cancel until so many hours before
 * @slot_weekdays: bookings: bit 0 is Monday
 * @slot_times: bookings: (array length=n_slot_times): minutes of the day, ascending
 * @slot_capacity: bookings: units in each slot
 * @slot_minutes: bookings: how long a slot lasts
 * @slot_days_ahead: bookings: how many days from today can be booked
 * @group_minimum: group: people needed
 * @group_deadline: group: until when they must have joined
 * @group_joined: group: people so far
 * @tiers: group: (array length=n_tiers): ascending by @from
 * @sponsored_until: until when somebody pays for its being marked, 0: nobody does
 *
 * One offer, whole.
 */
typedef struct
{
  gint64 row;
  char *id;
  PlatformDealKind kind;
  gint64 merchant;
  char *merchant_id;
  char *merchant_name;
  gboolean merchant_certified;
  gint64 category;
  char *picture;
  char *photo;     /* id of the shop's first own picture; NULL: none */
  char *photo_alt; /* what is seen on it */
  gboolean sample;

  char *language;
  char *title;
  char *summary;
  char **includes;
  char *benefit;
  char *unit_name;

  gint64 price;
  gint64 regular_price;
  int discount_percent;
  gint64 unit_count;
  gint64 per_person;
  gint64 starts_at;
  gint64 ends_at;
  int use_within_days;
  RamblaRules rules;
  gint64 stock_left;
  gint64 sold;
  double popularity;
  gint64 ratings[5];
  int branch_count;

  PlatformPay pay;
  gint64 deposit;
  int cancel_hours;
  guint8 slot_weekdays;
  int *slot_times;
  gsize n_slot_times;
  int slot_capacity;
  int slot_minutes;
  int slot_days_ahead;

  int group_minimum;
  gint64 group_deadline;
  gint64 group_joined;
  PlatformTier *tiers;
  gsize n_tiers;

  gint64 sponsored_until;
} PlatformDeal;

void platform_deal_free (PlatformDeal *self);

/**
 * platform_deal_find:
 * @id: a deal's id; any text is harmless
 * @language: for the texts; one of the city's, or the default is taken
 * @deal: (out) (nullable) (transfer full): the deal, on sale or not; NULL if there is none
 */
gboolean platform_deal_find (PlatformDatabase *database,
                             const PlatformCity *city,
                             const char *id,
                             const char *language,
                             PlatformDeal **deal,
                             GError **error);

/**
 * platform_deal_get:
 * @row: a deal's number
 *
 * As platform_deal_find().
 */
gboolean platform_deal_get (PlatformDatabase *database,
                            const PlatformCity *city,
                            gint64 row,
                            const char *language,
                            PlatformDeal **deal,
                            GError **error);

/**
 * platform_deal_list_at_store:
 * @store: a store's number
 * @deals: (out) (transfer full) (element-type gint64): numbers of the deals on sale there, the most popular
 * first
 */
gboolean platform_deal_list_at_store (PlatformDatabase *database,
                                      gint64 store,
                                      gint64 now,
                                      GArray **deals,
                                      gint64 *price_from,
                                      GError **error);

/**
 * platform_deal_is_on_sale:
 * @now: seconds since 1970, UTC
 *
 * Returns: TRUE within the sale's period, and before a group's deadline; stock is not looked at
 */
gboolean platform_deal_is_on_sale (const PlatformDeal *self, gint64 now);

/**
 * platform_deal_is_good_at:
 * @deal: a deal's number
 * @store_id: a store's id; any text is harmless
 * @store: (out): the store's number, 0 if the deal is not good there
 */
gboolean platform_deal_is_good_at (PlatformDatabase *database,
                                   gint64 deal,
                                   const char *store_id,
                                   gint64 *store,
                                   GError **error);

/**
 * platform_deal_hold_stock:
 * @database: the writer's
 * @deal: a deal's number
 * @quantity: units, above 0
 * @held: (out): FALSE if fewer are left: then nothing has changed
 *
 * Takes units off the stock, with one conditional UPDATE: however many ask, no more are held than there are.
 */
gboolean platform_deal_hold_stock (PlatformDatabase *database,
                                   gint64 deal,
                                   gint64 quantity,
                                   gboolean *held,
                                   GError **error);

/**
 * platform_deal_release_stock:
 *
 * Gives held (or refunded) units back.
 */
gboolean
platform_deal_release_stock (PlatformDatabase *database, gint64 deal, gint64 quantity, GError **error);

/**
 * platform_deal_add_sold:
 * @quantity: units paid for; negative when they were refunded
 *
 * Counts what was sold. Independent of the stock, which the hold already took.
 */
gboolean platform_deal_add_sold (PlatformDatabase *database, gint64 deal, gint64 quantity, GError **error);

/**
 * platform_deal_join_group:
 * @people: people who join; negative when they leave
 * @now: joining after the deadline is refused
 * @joined: (out): FALSE if the deadline has passed: then nothing has changed
 */
gboolean platform_deal_join_group (PlatformDatabase *database,
                                   gint64 deal,
                                   gint64 people,
                                   gint64 now,
                                   gboolean *joined,
                                   GError **error);

/**
 * platform_deal_get_low:
 * @deal: a deal's number
 * @since: seconds since 1970; the price that was valid then counts too
 * @low: (out): the lowest price from @since to @now
 */
gboolean platform_deal_get_low (PlatformDatabase *database,
                                gint64 deal,
                                gint64 since,
                                gint64 now,
                                gint64 *low,
                                GError **error);

/* One line of the price log. */
typedef struct
{
  gint64 at;
  gint64 price;
} PlatformPrice;

/**
 * platform_deal_list_prices:
 * @prices: (out) (transfer full) (element-type PlatformPrice): oldest first, up to @now
 */
gboolean platform_deal_list_prices (PlatformDatabase *database,
                                    gint64 deal,
                                    gint64 now,
                                    GArray **prices,
                                    GError **error);

const char *platform_deal_kind_to_string (PlatformDealKind kind);

/**
 * platform_deal_kind_from_string:
 *
 * Returns: FALSE if @text (of @length bytes) is no kind
 */
gboolean platform_deal_kind_from_string (const char *text, gsize length, PlatformDealKind *kind);

const char *platform_pay_to_string (PlatformPay pay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDeal, platform_deal_free)

G_END_DECLS
