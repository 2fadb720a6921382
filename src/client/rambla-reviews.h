/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-review.h"

G_BEGIN_DECLS

/* What is said about offers that were used, for whoever is signed in: buyer, merchant, operator. Reading what
 * everybody may read is rambla_catalogue_list_reviews_async(). Finish functions give errors of
 * %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. Keys are idempotency keys: rambla_purchases_new_key(). */

/* Characters of a review or a reply at most. */
#define RAMBLA_REVIEWS_MOST_CHARACTERS 2000
/* Bytes of one picture at most. */
#define RAMBLA_REVIEWS_PICTURE_BYTES (1024 * 1024)

/**
 * rambla_reviews_write_async:
 * @rating: 1 to 5
 * @named: shows the account's name, otherwise a mark that says nothing
 * @pictures: (element-type GBytes): PNG, JPEG or WebP, %RAMBLA_REVIEW_MAX_PICTURES at most
 *
 * Reviews the use of a voucher, for ever.
 */
void rambla_reviews_write_async (RamblaApi *api,
                                 const char *key,
                                 const char *voucher_id,
                                 int rating,
                                 const char *text,
                                 gboolean named,
                                 GPtrArray *pictures,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** rambla_reviews_reply_async: the merchant answers, once. */
void rambla_reviews_reply_async (RamblaApi *api,
                                 const char *key,
                                 const char *id,
                                 const char *text,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** rambla_reviews_hide_async: the operator hides a review or a reply; @reason: "law" or "abuse". */
void rambla_reviews_hide_async (RamblaApi *api,
                                const char *key,
                                const char *id,
                                const char *reason,
                                const char *text,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** rambla_reviews_vote_async: finds a review helpful, or no longer. */
void rambla_reviews_vote_async (RamblaApi *api,
                                const char *id,
                                gboolean helpful,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** Returns: (transfer full): the review as it is now; of all of the above */
RamblaReview *rambla_reviews_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_reviews_list_votes_async: which reviews of an offer this account found helpful. */
void rambla_reviews_list_votes_async (RamblaApi *api,
                                      const char *deal_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): their ids */
GStrv rambla_reviews_list_votes_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_reviews_list_async: the newest of a store; @store_id %NULL: all, for the operator. */
void rambla_reviews_list_async (RamblaApi *api,
                                const char *store_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/** Returns: (transfer full): of RamblaReview */
GPtrArray *rambla_reviews_list_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
