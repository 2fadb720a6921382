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

G_END_DECLS
