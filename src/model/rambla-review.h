/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-review-log.h"

G_BEGIN_DECLS

/* Why the operator hid something; time in microseconds since 1970 UTC. */
typedef struct
{
  char *id;
  char *reason; /* "law", "abuse" */
  char *text;
  gint64 created_at;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
} RamblaTombstone;

/* What the merchant says to a review. */
typedef struct
{
  char *id;
  char *author;
  char *language;
  char *text;
  gint64 created_at;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
  RamblaTombstone *hidden; /* NULL: it is shown */
} RamblaReviewReply;

/* A picture of a review. */
typedef struct
{
  char *id;
  char *href; /* path from the platform's root */
  int width;
  int height;
  RamblaLogHash hash; /* SHA-256 of its bytes */
} RamblaReviewPicture;

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

/** rambla_review_get_author: who wrote it; empty where it is hidden */
const char *rambla_review_get_author (RamblaReview *self);

/** rambla_review_get_created_at: microseconds since 1970 UTC */
gint64 rambla_review_get_created_at (RamblaReview *self);

/** rambla_review_get_sample: whether it is a sample */
gboolean rambla_review_get_sample (RamblaReview *self);

/** rambla_review_get_deal_id: (nullable): the offer that was used */
const char *rambla_review_get_deal_id (RamblaReview *self);

/** rambla_review_get_number: its place in the log, from 1; 0 where the platform keeps none */
gint64 rambla_review_get_number (RamblaReview *self);

/** rambla_review_get_pseudonym: whether the author is a mark that says nothing */
gboolean rambla_review_get_pseudonym (RamblaReview *self);

/** rambla_review_get_helpful: how many found it helpful */
int rambla_review_get_helpful (RamblaReview *self);

/** rambla_review_get_pictures: (element-type RamblaReviewPicture): may be empty */
GPtrArray *rambla_review_get_pictures (RamblaReview *self);

/** rambla_review_get_reply: (nullable): what the merchant says */
const RamblaReviewReply *rambla_review_get_reply (RamblaReview *self);

/** rambla_review_get_hidden: (nullable): why it is not shown */
const RamblaTombstone *rambla_review_get_hidden (RamblaReview *self);

/** rambla_review_is_logged_as: whether @entry is the log's entry of this review, and, where it is shown, of
 * these very words and pictures. */
gboolean rambla_review_is_logged_as (RamblaReview *self, const RamblaReviewEntry *entry);

/** rambla_review_reply_is_logged_as: the same of the reply, which there is. */
gboolean rambla_review_reply_is_logged_as (RamblaReview *self, const RamblaReviewEntry *entry);

/** rambla_tombstone_is_logged_as: the same of a tombstone on what has the id @of. */
gboolean
rambla_tombstone_is_logged_as (const RamblaTombstone *self, const char *of, const RamblaReviewEntry *entry);

G_END_DECLS
