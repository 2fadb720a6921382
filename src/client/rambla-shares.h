/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"

G_BEGIN_DECLS

/** rambla_shares_get_path_async: the signed-in account's own link to an offer; always the same one. */
void rambla_shares_get_path_async (RamblaApi *api,
                                   const char *deal_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** Returns: (transfer full): what comes behind the platform's address, "/d/…" */
char *rambla_shares_get_path_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
