/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"

G_BEGIN_DECLS

/* How the rooms of the protocol (catalogue, purchases, counter) send a call and begin to read its answer. */

/**
 * rambla_call_decode_object:
 * @root: (nullable): the whole answer
 *
 * Returns: (transfer none) (nullable): the object that the answer is, or %NULL with a RAMBLA_JSON_ERROR when
 * it is empty or something else
 */
JsonObject *rambla_call_decode_object (JsonNode *root, GError **error);

/**
 * rambla_call_send_read:
 * @call: (transfer full): the call, complete but for how to read its answer
 * @destroy: frees a result nobody took
 *
 * Sends a call that needs no account. Finish with rambla_api_call_finish(); the result is what @decode made.
 */
void rambla_call_send_read (RamblaApi *api,
                            RamblaCall *call,
                            RamblaDecode decode,
                            GDestroyNotify destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** rambla_call_send_own: as rambla_call_send_read(), for the account that is signed in. */
void rambla_call_send_own (RamblaApi *api,
                           RamblaCall *call,
                           RamblaDecode decode,
                           GDestroyNotify destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

G_END_DECLS
