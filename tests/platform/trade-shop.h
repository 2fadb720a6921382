/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-fixture.h"

G_BEGIN_DECLS

/* Buying and redeeming against the real program in the tiny city, for tests. */
typedef struct
{
  PlatformFixture *fixture;
  char *consumer; /* access tokens */
  char *merchant;
  guint keys; /* so far */
} Shop;

/* Offers of the tiny city that differ in their price. */
#define SHOP_SWIM 110000 /* a voucher without any limits or rules, at one store */
#define SHOP_RARE 42500  /* a voucher of which there are three */
#define SHOP_ONDA 48000  /* a brand's voucher, at three branches, two a person */

void shop_set_up (Shop *shop, gconstpointer data);
void shop_tear_down (Shop *shop, gconstpointer data);

/* Signs both in again, after a start. */
void shop_sign_in (Shop *shop);

/* A key that was not used yet. Returns: (transfer full) */
char *shop_new_key (Shop *shop);

/* The body of an order, by the offer's price. Returns: (transfer full) */
char *shop_describe_order (Shop *shop, gint64 price, gint64 quantity);

/* The ids that the offer has, by its price. Returns: (transfer full) */
char *shop_find_deal (Shop *shop, gint64 price, char **store_id);

/* Creates an order. Returns: (transfer full): its id */
char *shop_order (Shop *shop, gint64 price, gint64 quantity);

/* Pays. Returns: (transfer full): the answer */
PlatformAnswer *shop_pay (Shop *shop, const char *order_id, const char *method);

/* Pays a hosted page as a browser would. @number: a test card's. Returns: the status of the form's answer */
guint shop_fill_page (Shop *shop, const char *url, const char *number);

/* Orders and pays with the saved card. Returns: (transfer full): the order's id */
char *shop_buy (Shop *shop, gint64 price, gint64 quantity);

/* The order as the platform tells it. Returns: (transfer full) */
PlatformAnswer *shop_get_order (Shop *shop, const char *order_id);

/* Its state. Returns: (transfer full) */
char *shop_get_state (Shop *shop, const char *order_id);

/* Waits until the order is in a state; fails the test after ten seconds. */
void shop_wait_for (Shop *shop, const char *order_id, const char *state);

/* One of the order's vouchers. Returns: (transfer full) */
PlatformAnswer *shop_get_voucher (Shop *shop, const char *order_id, guint index);

/* Shows something at a store. @key: (nullable): a new one. Returns: (transfer full): the answer */
PlatformAnswer *shop_redeem (Shop *shop, const char *presented, const char *store_id, const char *key);

/* One number out of the platform's database. */
gint64 shop_query (Shop *shop, const char *sql);

/* Changes the platform's database while it is stopped. */
void shop_execute (Shop *shop, const char *sql);

/* The books: nothing made or lost, escrow as much as living vouchers are worth. */
void shop_assert_books (Shop *shop);

G_END_DECLS
