/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-deal-storage.h"
#include "platform-store-storage.h"
#include "rambla-geo.h"
#include "rambla-rules.h"

G_BEGIN_DECLS

/* A branch as it was when the order was made. */
typedef struct
{
  char *id;
  char *name;
  char *neighbourhood; /* or NULL */
  char *address;       /* or NULL */
  RamblaPoint location;
} PlatformTermsStore;

/* The texts in one language. */
typedef struct
{
  char *language;
  char *title;
  char *benefit; /* or NULL */
} PlatformTermsText;

/**
 * PlatformTerms:
 * @merchant_wide: good at every branch that the merchant has
 * @stores: (element-type PlatformTermsStore): the branches that it is good at
 * @store_ids: (array zero-terminated=1): their ids, for the rules
 * @texts: (element-type PlatformTermsText): never empty, the city's default language first
 * @price: one unit's price; @due is what is paid of it through the platform, if it is not paid at the store
 * @sale_ends_at: end of the sale, seconds since 1970
 *
 * What buyer and merchant agreed on, as the offer stood when the order was made. The offer may change or go;
 * the order, its vouchers and the counter keep to this. Immutable, reference counted, any thread.
 */
typedef struct
{
  gatomicrefcount references;
  char *deal_id;
  PlatformDealKind kind;
  char *category;
  char *picture; /* or NULL */
  gboolean sample;
  char *merchant_id;
  char *merchant_name;
  gboolean merchant_wide;
  GPtrArray *stores;
  char **store_ids;
  GPtrArray *texts;
  gint64 price;
  gint64 regular_price;
  gint64 due;
  PlatformPay pay;
  int discount_percent;
  gint64 sale_ends_at;
  int use_within_days;
  int cancel_hours;
  gboolean no_show_kept; /* what was paid in advance stays with the store where nobody comes */
  RamblaRules rules;
} PlatformTerms;

/**
 * platform_terms_compose:
 * @deal: the offer, on sale
 * @body: (out) (transfer full): the terms as JSON, the same text for the same terms
 *
 * Reads what the terms hold besides @deal.
 */
gboolean platform_terms_compose (PlatformDatabase *database,
                                 const PlatformCity *city,
                                 const PlatformDeal *deal,
                                 char **body,
                                 GError **error);

/**
 * platform_terms_parse:
 * @body: what platform_terms_compose() wrote
 *
 * Returns: (transfer full): the terms, or NULL with @error
 */
PlatformTerms *platform_terms_parse (const char *body, GError **error);

PlatformTerms *platform_terms_ref (PlatformTerms *self);
void platform_terms_unref (PlatformTerms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformTerms, platform_terms_unref)

/**
 * platform_terms_get_text:
 * @language: (nullable): a tag; NULL or a strange one: the default
 *
 * Returns: (transfer none): the texts in that language
 */
const PlatformTermsText *platform_terms_get_text (const PlatformTerms *self, const char *language);

/**
 * platform_terms_get_due_at_store:
 * @unit_amount: what was agreed for one unit, or its deposit, minor units
 *
 * Returns: what the buyer still pays at the counter for one unit
 */
gint64 platform_terms_get_due_at_store (const PlatformTerms *self, gint64 unit_amount);

/**
 * platform_terms_find_store:
 *
 * Returns: (transfer none) (nullable): the branch, NULL if the terms do not name it
 */
const PlatformTermsStore *platform_terms_find_store (const PlatformTerms *self, const char *store_id);

/**
 * PlatformTermsCache:
 *
 * Terms never change, so what was parsed once can be kept. Any thread.
 */
typedef struct _PlatformTermsCache PlatformTermsCache;

PlatformTermsCache *platform_terms_cache_new (void);
void platform_terms_cache_free (PlatformTermsCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformTermsCache, platform_terms_cache_free)

/**
 * platform_terms_cache_get:
 * @number: see platform_order_storage_put_terms()
 *
 * Returns: (transfer full): the terms, or NULL with @error
 */
PlatformTerms *platform_terms_cache_get (PlatformTermsCache *self,
                                         PlatformDatabase *database,
                                         gint64 number,
                                         GError **error);

G_END_DECLS
