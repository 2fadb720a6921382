/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-fulfilment.h"
#include "platform-order-storage.h"
#include "platform-ordering.h"
#include "platform-payment-storage.h"
#include "platform-trade.h"
#include "platform-voucher-storage.h"

G_BEGIN_DECLS

/* Wednesday, noon, in a town three hours west of Greenwich. */
#define TOWN_NOW G_GINT64_CONSTANT (1795014000)

/* A town of three stores in a database of its own, and the trade in it, with a clock that stands still.
 *
 * One merchant has the stores pizza-1 and pizza-2, another has hair-1. Their offers, by name:
 * "lunch"    voucher, 1000 instead of 2000, only at pizza-1, Monday to Friday 11:00–16:00, 10 in stock, 4 a
 *            person, 30 days
 * "dinner"   voucher, 1505, at both pizza stores, no limits
 * "club"     group, 1000 from 3 people, 800 from 5, closes after five days, at pizza-1
 * "free"     coupon, 0, at hair-1
 * "cut"      booking at hair-1, 800, paid there: 10:00 and 15:00 daily, 2 places
 * "colour"   booking at hair-1, 3000, deposit of 500, free to cancel until 24 hours before
 */
typedef struct
{
  char *folder;
  char *path;
  PlatformDatabase *database; /* writes; for the test's thread */
  PlatformWriter *writer;
  PlatformDatabasePool *readers;
  PlatformClock *clock;
  PlatformCity *city;
  PlatformTrade *trade;
} Town;

void town_set_up (Town *town, gconstpointer data);
void town_tear_down (Town *town, gconstpointer data);

/* Opens the trade anew, as after a restart. */
void town_restart (Town *town);

void town_set_time (Town *town, gint64 seconds);

/* The ids of a store or an offer, by their names above; of a person, by any name (made at the first call). */
const char *town_store (const char *name);
const char *town_deal (const char *name);
const char *town_person (Town *town, const char *name);

/* Orders, all-or-nothing. Returns: (transfer full) (nullable): NULL when refused; @code: (out) (optional) */
PlatformOrder *town_order (Town *town,
                           const char *person,
                           const char *deal,
                           const char *store,
                           gint64 quantity,
                           gint64 expected,
                           const char *slot,
                           RamblaProblemCode *code);

/* Begins a try to pay by the page, as if the provider had opened one. Returns: (transfer full): its id */
char *town_begin_payment (Town *town, const PlatformOrder *order);

/* Hands in what the provider says about that try, all-or-nothing. */
void town_tell (Town *town, const char *try_id, PlatformPaymentState state, gint64 amount);
void town_tell_lost (Town *town, const char *try_id);

/* Order and payment in one. Returns: (transfer full): the order, paid */
PlatformOrder *
town_buy (Town *town, const char *person, const char *deal, const char *store, gint64 quantity);

/* An order as it is now. Returns: (transfer full) */
PlatformOrder *town_get_order (Town *town, const char *id);
GPtrArray *town_get_vouchers (Town *town, const char *order_id);

/* One number out of the database. */
gint64 town_count (Town *town, const char *sql);

/* The books: nothing made or lost, escrow as much as living vouchers are worth, balances right. */
void town_assert_books (Town *town);

/* A time that can be booked at hair-1. @day: days from today. @index: the day's first is 0. Returns:
 * (transfer full): its id */
char *town_find_slot (Town *town, const char *deal, int day, guint index);

/* Ends an order's hold, as the scheduler does. */
void town_expire (Town *town, const char *order_id);

/* Signs with a new key from now on. @stolen: (nullable): a kid. Returns: vouchers that were issued anew */
gint64 town_rotate (Town *town, const char *stolen);

/* What is left of an offer's stock. */
gint64 town_stock (Town *town, const char *deal);

G_END_DECLS
