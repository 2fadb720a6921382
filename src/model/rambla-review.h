/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_REVIEW (rambla_review_get_type ())
G_DECLARE_FINAL_TYPE (RamblaReview, rambla_review, RAMBLA, REVIEW, GObject)

/**
 * rambla_review_from_json:
 * A review by somebody who redeemed.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaReview *rambla_review_from_json (JsonNode *node, GError **error);

/** rambla_review_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_review_get_json (RamblaReview *self);

/** rambla_review_get_id: opaque id */
const char *rambla_review_get_id (RamblaReview *self);

/** rambla_review_get_rating: 1 to 5 */
int rambla_review_get_rating (RamblaReview *self);

/** rambla_review_get_text: what was written */
const char *rambla_review_get_text (RamblaReview *self);

/** rambla_review_get_language: (nullable): language tag */
const char *rambla_review_get_language (RamblaReview *self);

/** rambla_review_get_author: who wrote it, pseudonymous */
const char *rambla_review_get_author (RamblaReview *self);

/** rambla_review_get_created_at: microseconds since 1970 UTC */
gint64 rambla_review_get_created_at (RamblaReview *self);

/** rambla_review_get_sample: whether it is a sample */
gboolean rambla_review_get_sample (RamblaReview *self);

G_END_DECLS
