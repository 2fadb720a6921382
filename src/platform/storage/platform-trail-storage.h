/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* One thing that happened to an order, as it is found in the tables. Texts that do not apply are NULL. */
typedef struct
{
  gint64 at;
  char *kind;       /* see platform_trail_text_describe() */
  char *voucher_id; /* the voucher that it was about */
  gint64 round;     /* its escrow round; 0: none */
  char *reference;  /* the try's, refund's, dispute's, settlement's id */
  char *detail;     /* what the kind needs: a method, a code, an outcome, a tracking code, … */
  char *message;    /* words of the provider, for the buyer and the operator */
  gint64 amount;    /* minor units; 0: none */
} PlatformTrailRow;

void platform_trail_row_free (PlatformTrailRow *self);

/* A ledger row of the order. */
typedef struct
{
  gint64 number;
  gint64 at;
  char *kind;
  char *from_account;
  char *to_account;
  gint64 amount;
  char *payment_id;
  char *voucher_id;
  gint64 round;
  char *reference;
} PlatformTrailEntry;

void platform_trail_entry_free (PlatformTrailEntry *self);

/**
 * platform_trail_storage_list:
 *
 * Returns: (transfer full) (element-type PlatformTrailRow): everything that happened to the order, in order
 */
GPtrArray *platform_trail_storage_list (PlatformDatabase *database, const char *order_id, GError **error);

/**
 * platform_trail_storage_list_entries:
 *
 * Returns: (transfer full) (element-type PlatformTrailEntry): its rows in the ledger, in order
 */
GPtrArray *
platform_trail_storage_list_entries (PlatformDatabase *database, const char *order_id, GError **error);

/**
 * platform_trail_storage_find_order:
 * @text: a voucher's code in its stored form, or the id of a voucher, redemption, order or dispute
 * @order_id: (out) (transfer full): untouched if there is none
 * @merchant_id: (out) (transfer full): its merchant
 */
PlatformStep platform_trail_storage_find_order (PlatformDatabase *database,
                                                const char *text,
                                                char **order_id,
                                                char **merchant_id,
                                                GError **error);

G_END_DECLS
