/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-ledger-storage.h"

G_BEGIN_DECLS

/* What a merchant agreed on with the platform. */
typedef struct
{
  gint64 commission; /* ten-thousandths; -1: the platform's own */
  gboolean weekly;   /* paid out on Mondays; otherwise every day */
} PlatformMerchantTerms;

/**
 * platform_merchant_terms_get:
 * @terms: (out caller-allocates): the platform's defaults where nothing else was agreed
 */
gboolean platform_merchant_terms_get (PlatformDatabase *database,
                                      const char *merchant_id,
                                      PlatformMerchantTerms *terms,
                                      GError **error);

gboolean platform_merchant_terms_set (PlatformDatabase *database,
                                      const char *merchant_id,
                                      const PlatformMerchantTerms *terms,
                                      gint64 now,
                                      GError **error);

/* Money handed to a merchant. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  gint64 number;
  char *id; /* set_… */
  char *merchant_id;
  char *currency;
  gint64 amount;     /* @earned + @commission + @other */
  gint64 earned;     /* redemptions less what was taken back */
  gint64 commission; /* below zero: taken */
  gint64 other;      /* disputes, guarantee, adjustments */
  gint64 from_at;    /* its oldest row */
  gint64 until_at;   /* its newest row */
  gint64 created_at;
} PlatformSettlement;

void platform_settlement_free (PlatformSettlement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSettlement, platform_settlement_free)

/**
 * platform_settlement_storage_is_day_done:
 * @day: days since 1970 in the city's time zone
 * @done: (out): whether that day was paid out
 */
gboolean platform_settlement_storage_is_day_done (PlatformDatabase *database,
                                                  gint64 day,
                                                  gboolean *done,
                                                  GError **error);

gboolean platform_settlement_storage_set_day_done (PlatformDatabase *database, gint64 day, GError **error);

/**
 * platform_settlement_storage_list_creditors:
 *
 * Returns: (transfer full) (element-type utf8): merchants with a balance above zero
 */
GPtrArray *
platform_settlement_storage_list_creditors (PlatformDatabase *database, const char *currency, GError **error);

/**
 * platform_settlement_storage_book:
 * @settlement: id, merchant, currency and created_at; the rest is filled in
 * @cutoff: uses after this can still be disputed: their rows wait, as do those of open disputes
 * @booked: (out): FALSE if there is nothing to pay out
 *
 * Adds up every row of the merchant's account that is due and was never settled, writes the settlement, the
 * rows that it is the sum of, and the ledger's entry merchant → settlement.
 */
gboolean platform_settlement_storage_book (PlatformDatabase *database,
                                           PlatformSettlement *settlement,
                                           gint64 cutoff,
                                           gboolean *booked,
                                           GError **error);

/**
 * platform_settlement_storage_list:
 * @before: only with a lower number; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformSettlement): a merchant's, newest first
 */
GPtrArray *platform_settlement_storage_list (PlatformDatabase *database,
                                             const char *merchant_id,
                                             gint64 before,
                                             guint limit,
                                             GError **error);

/**
 * platform_settlement_storage_get:
 * @settlement: (out) (transfer full): untouched if there is none
 */
PlatformStep platform_settlement_storage_get (PlatformDatabase *database,
                                              const char *id,
                                              PlatformSettlement **settlement,
                                              GError **error);

/**
 * platform_settlement_storage_list_rows:
 * @after: only rows with a higher number; 0: from the first
 *
 * Returns: (transfer full) (element-type PlatformLedgerRow): what a settlement is the sum of, in the ledger's
 *   order; amounts below zero were taken from the merchant
 */
GPtrArray *platform_settlement_storage_list_rows (PlatformDatabase *database,
                                                  const PlatformSettlement *settlement,
                                                  gint64 after,
                                                  guint limit,
                                                  GError **error);

G_END_DECLS
