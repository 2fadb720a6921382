/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-money.h"
#include "rambla-redemption.h"
#include "rambla-store.h"

G_BEGIN_DECLS

/* Calls of the signed-in merchant. Every finish function gives errors of %RAMBLA_API_ERROR or
 * %G_IO_ERROR_CANCELLED. */

/** rambla_counter_list_stores_async: stores that this account may act for; @text (nullable) narrows them by
 * name. */
void rambla_counter_list_stores_async (RamblaApi *api,
                                       const char *text,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full): of RamblaStore */
GPtrArray *rambla_counter_list_stores_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/**
 * rambla_counter_redeem_async:
 * @key: idempotency key of this scan: the same for every further try, so that a lost answer does no harm
 * @presented: what was scanned or typed
 * @store_id: where the counter stands
 *
 * Redeems. A refusal is an error whose problem code says exactly why.
 */
void rambla_counter_redeem_async (RamblaApi *api,
                                  const char *key,
                                  const char *presented,
                                  const char *store_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) */
RamblaRedemption *rambla_counter_redeem_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/**
 * rambla_counter_undo_async:
 * @key: idempotency key of this undo
 * @id: the redemption's
 * @reason: why, 1 to 500 characters
 *
 * Takes a redemption back.
 */
void rambla_counter_undo_async (RamblaApi *api,
                                const char *key,
                                const char *id,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/** Returns: (transfer full): the redemption, undone */
RamblaRedemption *rambla_counter_undo_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* What the merchant lets counters do. */
typedef struct
{
  gboolean accept; /* without the platform */
  RamblaMoney limit;
  RamblaMoney highest_limit;
  int undo_seconds;
  char *statement; /* who bears it when a voucher was accepted twice */
  char *etag;
} RamblaCounterSettings;

void rambla_counter_settings_free (RamblaCounterSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterSettings, rambla_counter_settings_free)

/** rambla_counter_get_settings_async: the settings of the store's merchant. */
void rambla_counter_get_settings_async (RamblaApi *api,
                                        const char *store_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** rambla_counter_set_settings_async: changes them, unless somebody else did since they were read. */
void rambla_counter_set_settings_async (RamblaApi *api,
                                        const char *store_id,
                                        const RamblaCounterSettings *settings,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full): as they are now; finishes both */
RamblaCounterSettings *rambla_counter_settings_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* A day at one store: its latest redemptions, how many there were, and what they were worth. */
typedef struct
{
  GPtrArray *redemptions; /* of RamblaRedemption, newest first */
  int count;
  RamblaMoney total;
} RamblaCounterDay;

void rambla_counter_day_free (RamblaCounterDay *day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterDay, rambla_counter_day_free)

/** rambla_counter_get_day_async: @date like "2026-12-24", in the platform's time zone. */
void rambla_counter_get_day_async (RamblaApi *api,
                                   const char *store_id,
                                   const char *date,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) */
RamblaCounterDay *rambla_counter_get_day_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* An offer of the store with what became of it. */
typedef struct
{
  RamblaDeal *deal;
  int redeemed;
  int held; /* paid and not yet used */
  gboolean stopped;
  char *etag; /* of this state of it */
} RamblaCounterDeal;

/** rambla_counter_list_deals_async: the store's offers. */
void rambla_counter_list_deals_async (RamblaApi *api,
                                      const char *store_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): of RamblaCounterDeal */
GPtrArray *rambla_counter_list_deals_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* What a merchant changes in an offer. */
typedef struct
{
  gboolean price_changed;
  RamblaMoney price;
  int stock_left; /* -1: no limit */
  gboolean stopped;
} RamblaCounterChange;

/**
 * rambla_counter_change_deal_async:
 * @key: idempotency key of this change
 * @offer: as it was seen: when somebody else has changed it since, the error's problem is
 * RAMBLA_PROBLEM_PRECONDITION_FAILED
 *
 * Changes, stops or resumes an offer of the store.
 */
void rambla_counter_change_deal_async (RamblaApi *api,
                                       const char *key,
                                       const char *store_id,
                                       const RamblaCounterDeal *offer,
                                       const RamblaCounterChange *change,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean rambla_counter_change_deal_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
