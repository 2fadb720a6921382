/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-picture.h"
#include "rambla-geo.h"
#include "rambla-money.h"
#include "rambla-rules.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_DEAL_MAX_TIERS 10
#define RAMBLA_DEAL_MAX_BRANCHES 1000

/* How an offer is sold. */
typedef enum
{
  RAMBLA_DEAL_VOUCHER,
  RAMBLA_DEAL_BOOKING,
  RAMBLA_DEAL_GROUP,
  RAMBLA_DEAL_COUPON,
} RamblaDealKind;

/* When a booking is paid. */
typedef enum
{
  RAMBLA_DEAL_PAY_NOW,
  RAMBLA_DEAL_PAY_DEPOSIT,
  RAMBLA_DEAL_PAY_AT_STORE,
} RamblaDealPay;

/* Progress of a group deal; tiers from the smallest group up, deadline in microseconds since 1970 UTC. */
typedef struct
{
  int joined;
  int minimum;
  gint64 deadline;
  guint n_tiers;
  struct
  {
    int from;
    RamblaMoney price;
  } tiers[RAMBLA_DEAL_MAX_TIERS];
} RamblaDealGroup;

/* Terms of a booking; weekdays as in RamblaRules. */
typedef struct
{
  RamblaDealPay pay;
  RamblaMoney deposit;
  int cancel_hours;
  int minutes;
  int days_ahead;
  guint8 weekdays;
} RamblaDealBooking;

#define RAMBLA_TYPE_DEAL (rambla_deal_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDeal, rambla_deal, RAMBLA, DEAL, GObject)

/**
 * rambla_deal_from_json:
 * An offer: read from the contract's DealSummary, or from its whole Deal.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaDeal *rambla_deal_from_json (JsonNode *node, GError **error);

/** rambla_deal_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_deal_get_json (RamblaDeal *self);

/** rambla_deal_get_id: opaque id */
const char *rambla_deal_get_id (RamblaDeal *self);

/** rambla_deal_get_title: what is offered, one line */
const char *rambla_deal_get_title (RamblaDeal *self);

/** rambla_deal_get_kind: how it is sold */
RamblaDealKind rambla_deal_get_kind (RamblaDeal *self);

/** rambla_deal_get_category: id of its category */
const char *rambla_deal_get_category (RamblaDeal *self);

/** rambla_deal_get_illustration: (nullable): id of one of the client's drawings */
const char *rambla_deal_get_illustration (RamblaDeal *self);

/** rambla_deal_get_pictures: (element-type RamblaShopPicture) (transfer none): all of the shop's own, in
 * their order; none in what is not whole */
GPtrArray *rambla_deal_get_pictures (RamblaDeal *self);

/** rambla_deal_get_picture: (nullable): address of a picture: http, https, or a path on the
 * platform */
const char *rambla_deal_get_picture (RamblaDeal *self);

/** rambla_deal_get_price: all-in price of one unit */
RamblaMoney rambla_deal_get_price (RamblaDeal *self);

/** rambla_deal_get_regular_price: what it costs without the offer */
RamblaMoney rambla_deal_get_regular_price (RamblaDeal *self);

/** rambla_deal_get_discount_percent: 0 to 100 */
int rambla_deal_get_discount_percent (RamblaDeal *self);

/** rambla_deal_get_benefit: (nullable): what a coupon gives */
const char *rambla_deal_get_benefit (RamblaDeal *self);

/** rambla_deal_get_rating: average of the reviews, 1 to 5; negative when there are none */
double rambla_deal_get_rating (RamblaDeal *self);

/** rambla_deal_get_review_count: how many reviews */
int rambla_deal_get_review_count (RamblaDeal *self);

/** rambla_deal_get_sold: how many were sold */
int rambla_deal_get_sold (RamblaDeal *self);

/** rambla_deal_get_store: the nearest branch */
RamblaStore *rambla_deal_get_store (RamblaDeal *self);

/** rambla_deal_get_branch_count: at how many branches it can be used */
int rambla_deal_get_branch_count (RamblaDeal *self);

/** rambla_deal_get_distance: metres from the place asked about; negative when unknown */
int rambla_deal_get_distance (RamblaDeal *self);

/** rambla_deal_get_valid_until: end of the sale, microseconds since 1970 UTC */
gint64 rambla_deal_get_valid_until (RamblaDeal *self);

/** rambla_deal_get_stock_left: units left; negative for no limit */
int rambla_deal_get_stock_left (RamblaDeal *self);

/** rambla_deal_get_unit_price: price of one person, hour or piece; not set when the platform gave none */
RamblaMoney rambla_deal_get_unit_price (RamblaDeal *self);

/** rambla_deal_get_unit_per: (nullable): what the unit price is for */
const char *rambla_deal_get_unit_per (RamblaDeal *self);

/** rambla_deal_get_group: (nullable): progress of a group deal */
const RamblaDealGroup *rambla_deal_get_group (RamblaDeal *self);

/** rambla_deal_get_sample: whether it is a sample, not a real offer */
gboolean rambla_deal_get_sample (RamblaDeal *self);

/** rambla_deal_get_sponsored: whether somebody pays for its being marked, which must be shown */
gboolean rambla_deal_get_sponsored (RamblaDeal *self);

/** rambla_deal_get_whole: whether it was read from the whole form; what follows is only there then */
gboolean rambla_deal_get_whole (RamblaDeal *self);

/** rambla_deal_get_summary: (nullable): what it is, a few sentences */
const char *rambla_deal_get_summary (RamblaDeal *self);

/** rambla_deal_get_includes: (nullable): what is included, line by line */
const char *const *rambla_deal_get_includes (RamblaDeal *self);

/** rambla_deal_get_rules: (nullable): when it may be used */
const RamblaRules *rambla_deal_get_rules (RamblaDeal *self);

/** rambla_deal_get_rules_text: (nullable): the rules in words */
const char *const *rambla_deal_get_rules_text (RamblaDeal *self);

/** rambla_deal_get_holidays: (nullable): the public holidays that the rules mean */
const RamblaHolidays *rambla_deal_get_holidays (RamblaDeal *self);

/** rambla_deal_get_per_person: how many one person may buy; 0 for no limit */
int rambla_deal_get_per_person (RamblaDeal *self);

/** rambla_deal_get_use_within_days: days from purchase to use; 0 when not said */
int rambla_deal_get_use_within_days (RamblaDeal *self);

/** rambla_deal_get_branches: (nullable): list of RamblaStore, nearest first */
GListModel *rambla_deal_get_branches (RamblaDeal *self);

/** rambla_deal_get_merchant_name: (nullable): who sells it */
const char *rambla_deal_get_merchant_name (RamblaDeal *self);

/** rambla_deal_get_merchant_certified: whether the platform checked who that is */
gboolean rambla_deal_get_merchant_certified (RamblaDeal *self);

/** rambla_deal_get_low_30_days: lowest price of the last 30 days */
RamblaMoney rambla_deal_get_low_30_days (RamblaDeal *self);

/** rambla_deal_get_booking: (nullable): terms of a booking */
const RamblaDealBooking *rambla_deal_get_booking (RamblaDeal *self);

/** rambla_deal_get_payment_methods: (nullable): saved, hosted, at_store */
const char *const *rambla_deal_get_payment_methods (RamblaDeal *self);

G_END_DECLS
