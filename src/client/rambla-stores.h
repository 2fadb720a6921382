/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-store.h"

G_BEGIN_DECLS

/* What a store's page asks for, besides the store and its offers (rambla-catalogue.h). */

/** rambla_stores_list_branches_async: every open store of the same merchant, the store itself included. */
void rambla_stores_list_branches_async (RamblaApi *api,
                                        const char *store_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full) (element-type RamblaStore): or %NULL with @error */
GPtrArray *rambla_stores_list_branches_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/* What a merchant said about single dates; @etag goes into the next change. */
typedef struct
{
  GPtrArray *days; /* of RamblaDayHours */
  char *etag;
} RamblaSpecialDays;

void rambla_special_days_free (RamblaSpecialDays *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaSpecialDays, rambla_special_days_free)

/** rambla_stores_get_special_days_async: for who acts for the store. */
void rambla_stores_get_special_days_async (RamblaApi *api,
                                           const char *store_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/** rambla_stores_set_special_days_async: @days: (element-type RamblaDayHours): all of them, by date; @etag:
 * what was seen, another one is refused with precondition_failed. */
void rambla_stores_set_special_days_async (RamblaApi *api,
                                           const char *store_id,
                                           GPtrArray *days,
                                           const char *etag,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/** rambla_stores_special_days_finish: ends both. Returns: (transfer full): as it is now, or %NULL with @error
 */
RamblaSpecialDays *rambla_stores_special_days_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
