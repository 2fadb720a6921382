/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-order-storage.h"

G_BEGIN_DECLS

/* How one try to pay stands. */
typedef enum
{
  PLATFORM_TRY_PENDING,         /* the page is open, or the provider was not asked yet */
  PLATFORM_TRY_PROCESSING,      /* under way at the provider */
  PLATFORM_TRY_REQUIRES_ACTION, /* the buyer has to confirm */
  PLATFORM_TRY_SUCCEEDED,       /* final */
  PLATFORM_TRY_FAILED,          /* final */
  PLATFORM_TRY_UNKNOWN,         /* asked, and the answer was lost */
} PlatformTryState;

/**
 * platform_try_state_to_string:
 *
 * Returns: (transfer none): the contract's word, such as "requires_action"
 */
const char *platform_try_state_to_string (PlatformTryState state);

/* One try to pay an order. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  char *id; /* pay_…, also the provider's idempotency key */
  char *order_id;
  PlatformPayMethod method;
  gint64 amount;
  char *currency;
  PlatformTryState state;
  char *provider_session; /* cs_…, or NULL */
  char *provider_payment; /* pi_…, or NULL */
  char *description;      /* what the provider was told: what is bought, */
  char *customer;         /* who pays (cus_…, or NULL), */
  char *card;             /* with which card (pm_…, or NULL), */
  char *return_url;       /* and where the browser comes back to; the same each time it is asked */
  char *url;              /* where the buyer pays or confirms, or NULL */
  char *message;          /* why it failed, for people, or NULL */
  gint64 created_at;
  gint64 updated_at;
  gint64 asked_at; /* when the provider was last asked of our own accord; 0: never */
} PlatformTry;

void platform_try_free (PlatformTry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformTry, platform_try_free)

gboolean platform_payment_storage_insert (PlatformDatabase *database, const PlatformTry *try, GError **error);

/**
 * platform_payment_storage_update:
 *
 * Writes state, the provider's ids, url, message and updated_at. A try that succeeded or failed for good
 * stays so: see platform_fulfilment_apply().
 */
gboolean platform_payment_storage_update (PlatformDatabase *database, const PlatformTry *try, GError **error);

/**
 * platform_payment_storage_get:
 * @try: (out) (transfer full): the try; untouched if there is none
 */
PlatformStep
platform_payment_storage_get (PlatformDatabase *database, const char *id, PlatformTry **try, GError **error);

/**
 * platform_payment_storage_find:
 * @session: (nullable): the provider's cs_…
 * @payment: (nullable): the provider's pi_…
 * @try: (out) (transfer full): the try that the provider speaks of; untouched if there is none
 */
PlatformStep platform_payment_storage_find (PlatformDatabase *database,
                                            const char *session,
                                            const char *payment,
                                            PlatformTry **try,
                                            GError **error);

/**
 * platform_payment_storage_list:
 *
 * Returns: (transfer full) (element-type PlatformTry): all tries of an order, the newest first
 */
GPtrArray *platform_payment_storage_list (PlatformDatabase *database, const char *order_id, GError **error);

/**
 * platform_payment_storage_list_open:
 * @asked_before: only tries that the provider was not asked about since
 *
 * Returns: (transfer full) (element-type PlatformTry): tries whose end is not known, at most @limit
 */
GPtrArray *platform_payment_storage_list_open (PlatformDatabase *database,
                                               gint64 asked_before,
                                               guint limit,
                                               GError **error);

/**
 * platform_payment_storage_claim:
 * @asked_before: only if nobody asked since
 * @claimed: (out): TRUE for the one who may ask now
 *
 * Notes that the provider is asked now, so that not everybody asks at once.
 */
gboolean platform_payment_storage_claim (PlatformDatabase *database,
                                         const char *id,
                                         gint64 asked_before,
                                         gint64 now,
                                         gboolean *claimed,
                                         GError **error);

/**
 * platform_payment_storage_take_event:
 * @id: the provider's evt_…
 * @kind: the provider's word for it
 * @is_new: (out): FALSE if it was taken before
 */
gboolean platform_payment_storage_take_event (PlatformDatabase *database,
                                              const char *id,
                                              const char *kind,
                                              gint64 now,
                                              gboolean *is_new,
                                              GError **error);

/**
 * platform_payment_storage_set_event_order:
 *
 * Notes which order an event was about.
 */
gboolean platform_payment_storage_set_event_order (PlatformDatabase *database,
                                                   const char *id,
                                                   const char *order_id,
                                                   GError **error);

G_END_DECLS
