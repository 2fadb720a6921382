/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* A person or a shop that signs in. */
typedef struct
{
  char *id;             /* acc_… */
  char *email;          /* unique, whatever its case */
  char *name;           /* as shown */
  char *password_hash;  /* as libsodium's crypto_pwhash_str() wrote it, or NULL: cannot sign in by password */
  char *scopes;         /* separated by single spaces */
  gboolean every_store; /* may act for every store (sample merchant, operator's tests) */
  gint64 created_at;    /* seconds since 1970 */
} PlatformAccount;

void platform_account_free (PlatformAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformAccount, platform_account_free)

/* A card that the provider keeps for an account. */
typedef struct
{
  char *provider_customer; /* cus_… */
  char *provider_method;   /* pm_… */
  char *brand;             /* "visa" */
  char *last4;             /* four digits */
  char *expires;           /* "2030-12" */
} PlatformAccountCard;

void platform_account_card_free (PlatformAccountCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformAccountCard, platform_account_card_free)

/**
 * platform_account_storage_insert:
 *
 * Adds an account. PLATFORM_STORAGE_ERROR_CONSTRAINT if the address or the id is taken.
 */
gboolean
platform_account_storage_insert (PlatformDatabase *database, const PlatformAccount *account, GError **error);

/**
 * platform_account_storage_get:
 * @account: (out) (transfer full): the account; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_account_storage_get (PlatformDatabase *database,
                                           const char *id,
                                           PlatformAccount **account,
                                           GError **error);

/**
 * platform_account_storage_get_by_email:
 *
 * As platform_account_storage_get(), by address, whatever its case.
 */
PlatformStep platform_account_storage_get_by_email (PlatformDatabase *database,
                                                    const char *email,
                                                    PlatformAccount **account,
                                                    GError **error);

/**
 * platform_account_storage_may_act_for:
 * @allowed: (out): TRUE if the account may act for @merchant_id
 */
gboolean platform_account_storage_may_act_for (PlatformDatabase *database,
                                               const char *account_id,
                                               const char *merchant_id,
                                               gboolean *allowed,
                                               GError **error);

/**
 * platform_account_storage_find_owner:
 * @id: any id
 * @account_id: (out) (transfer full): whose order or voucher that is; NULL if there is none, or it is of
 *   another kind
 */
gboolean platform_account_storage_find_owner (PlatformDatabase *database,
                                              const char *id,
                                              char **account_id,
                                              GError **error);

/**
 * platform_account_storage_is_foreign_shop:
 * @id: a store's, a redemption's or a review's; any other is nobody's
 * @foreign: (out): TRUE if there is such a thing and the account may not act for its merchant
 */
gboolean platform_account_storage_is_foreign_shop (PlatformDatabase *database,
                                                   const char *account_id,
                                                   const char *id,
                                                   gboolean *foreign,
                                                   GError **error);

/**
 * platform_account_storage_add_merchant:
 *
 * Lets an account act for a merchant. Harmless when it already may.
 */
gboolean platform_account_storage_add_merchant (PlatformDatabase *database,
                                                const char *account_id,
                                                const char *merchant_id,
                                                GError **error);

/**
 * platform_account_storage_add_scope:
 *
 * Gives an account a scope. Harmless when it has it.
 */
gboolean platform_account_storage_add_scope (PlatformDatabase *database,
                                             const char *account_id,
                                             const char *scope,
                                             GError **error);

/**
 * platform_account_storage_find_merchant:
 * @id: a merchant's or a store's
 * @merchant_id: (out) (transfer full): the merchant's id; NULL if there is no such thing
 */
gboolean platform_account_storage_find_merchant (PlatformDatabase *database,
                                                 const char *id,
                                                 char **merchant_id,
                                                 GError **error);

/**
 * platform_account_storage_list_stores:
 * @text: (nullable): only stores with this in their name
 * @after: only stores with a higher number
 * @limit: stores at most
 *
 * Returns: (transfer full) (element-type gint64): numbers of the stores whose merchants the account may act
 *   for, in their order; an account that may act for every store has none of its own here. NULL with @error
 */
GArray *platform_account_storage_list_stores (PlatformDatabase *database,
                                              const char *account_id,
                                              const char *text,
                                              gint64 after,
                                              guint limit,
                                              GError **error);

/**
 * platform_account_storage_set_card:
 *
 * Remembers the account's saved card, in place of an earlier one.
 */
gboolean platform_account_storage_set_card (PlatformDatabase *database,
                                            const char *account_id,
                                            const PlatformAccountCard *card,
                                            GError **error);

/**
 * platform_account_storage_get_card:
 * @card: (out) (transfer full): the saved card; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_account_storage_get_card (PlatformDatabase *database,
                                                const char *account_id,
                                                PlatformAccountCard **card,
                                                GError **error);

G_END_DECLS
