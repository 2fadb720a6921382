/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-dispute.h"

G_BEGIN_DECLS

/* Calls about what went wrong with an order, for buyer, merchant and operator: whoever is signed in. Every
 * finish function gives errors of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. Keys are idempotency keys:
 * rambla_purchases_new_key(). */

/* Bytes of one picture at most. */
#define RAMBLA_DISPUTE_PICTURE_BYTES (1536 * 1024)

/** rambla_disputes_open_async: the buyer complains; @reason is one of rambla_dispute_get_reason()'s. */
void rambla_disputes_open_async (RamblaApi *api,
                                 const char *key,
                                 const char *order_id,
                                 const char *reason,
                                 const char *text,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** rambla_disputes_get_async: one dispute. */
void rambla_disputes_get_async (RamblaApi *api,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** rambla_disputes_say_async: adds a message. */
void rambla_disputes_say_async (RamblaApi *api,
                                const char *key,
                                const char *id,
                                const char *text,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** rambla_disputes_end_async: the buyer takes it back ("withdraw"), or the merchant agrees ("accept"). */
void rambla_disputes_end_async (RamblaApi *api,
                                const char *key,
                                const char *id,
                                const char *how,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** rambla_disputes_decide_async: the operator decides; @refund of nothing says that the merchant was right.
 */
void rambla_disputes_decide_async (RamblaApi *api,
                                   const char *key,
                                   const char *id,
                                   RamblaMoney refund,
                                   const char *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** Returns: (transfer full): the dispute as it is now; of all of the above */
RamblaDispute *rambla_disputes_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_disputes_show_async: adds a picture: PNG, JPEG or WebP, %RAMBLA_DISPUTE_PICTURE_BYTES at most. */
void rambla_disputes_show_async (RamblaApi *api,
                                 const char *key,
                                 const char *id,
                                 GBytes *picture,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean rambla_disputes_show_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_disputes_get_picture_async: a picture's bytes; they are what somebody sent: decode with bounds. */
void rambla_disputes_get_picture_async (RamblaApi *api,
                                        const char *id,
                                        const char *picture_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full): a picture of a known kind and at most 16 million pixels, not yet decoded */
GBytes *rambla_disputes_get_picture_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_disputes_list_async: the newest of a store's merchant; @store_id %NULL: all, for the operator. */
void rambla_disputes_list_async (RamblaApi *api,
                                 const char *store_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full): of RamblaDispute */
GPtrArray *rambla_disputes_list_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/**
 * rambla_disputes_get_trail_async:
 * @party: who asks
 * @what: the buyer's order; otherwise a voucher's code or any id of the transaction
 *
 * One transaction's whole story.
 */
void rambla_disputes_get_trail_async (RamblaApi *api,
                                      RamblaParty party,
                                      const char *what,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): of RamblaTrailStep */
GPtrArray *rambla_disputes_get_trail_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
