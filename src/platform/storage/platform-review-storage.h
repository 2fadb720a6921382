/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformReview:
 * @row: its number in this database; grows with time of writing
 * @id: "rev_…"
 * @rating: 1 to 5
 * @language: of @text
 * @sample: made up with a sample city
 */
typedef struct
{
  gint64 row;
  char *id;
  char *deal_id;
  int rating;
  char *language;
  char *text;
  char *author;
  gint64 created_at;
  gboolean sample;
} PlatformReview;

void platform_review_free (PlatformReview *self);

/**
 * PlatformNewReview:
 *
 * What platform_review_append() takes. Texts belong to the caller.
 */
typedef struct
{
  const char *id;
  gint64 deal;
  gint64 store;
  int rating;
  const char *language;
  const char *text;
  const char *author;
  gint64 created_at;
  gboolean sample;
} PlatformNewReview;

/**
 * platform_review_append:
 * @database: the writer's
 *
 * Adds a review for ever: reviews cannot be changed or deleted. An id that is there already changes nothing.
 * The search index learns of the new mean by platform_search_index_refresh_deal().
 */
gboolean platform_review_append (PlatformDatabase *database, const PlatformNewReview *review, GError **error);

typedef enum
{
  PLATFORM_REVIEWS_OF_DEAL,
  PLATFORM_REVIEWS_OF_STORE,
} PlatformReviewSubject;

/**
 * platform_review_list:
 * @subject: what @row is the number of
 * @before_at: time of the last review of the page before, G_MAXINT64 for the first page
 * @before_row: its number
 * @limit: at most this many
 * @reviews: (out) (transfer full) (element-type PlatformReview): newest first
 */
gboolean platform_review_list (PlatformDatabase *database,
                               PlatformReviewSubject subject,
                               gint64 row,
                               gint64 before_at,
                               gint64 before_row,
                               guint limit,
                               GPtrArray **reviews,
                               GError **error);

/**
 * platform_ratings_get_count:
 * @ratings: (array fixed-size=5): reviews with one to five stars
 */
gint64 platform_ratings_get_count (const gint64 *ratings);

/**
 * platform_ratings_get_mean:
 *
 * Returns: the mean, rounded to hundredths; -1 without reviews
 */
double platform_ratings_get_mean (const gint64 *ratings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformReview, platform_review_free)

G_END_DECLS
