/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "rambla-review-log.h"

G_BEGIN_DECLS

/* Why the operator hid something. */
typedef struct
{
  char *id;     /* tmb_… */
  char *reason; /* "law", "abuse" */
  char *text;
  gint64 created_at;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
} PlatformTombstone;

/* What the merchant says to it. */
typedef struct
{
  char *id; /* rpl_… */
  char *author;
  char *language;
  char *text;
  gint64 created_at;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
  PlatformTombstone *hidden; /* NULL: it is shown */
} PlatformReply;

/* A picture of a review. */
typedef struct
{
  char *id; /* pic_… */
  char *type;
  gint64 width;
  gint64 height;
  gint64 size; /* bytes */
  RamblaLogHash hash;
  GBytes *bytes; /* NULL in lists */
} PlatformReviewPicture;

void platform_review_picture_free (PlatformReviewPicture *self);

/**
 * PlatformReview:
 * @row: its number in this database; grows with time of writing
 * @id: "rev_…"
 * @number: its place in the log, from 1
 * @rating: 1 to 5
 * @language: of @text
 * @named: @author is the author's own name, otherwise a mark that says nothing
 * @sample: made up with a sample city
 * @votes: who found it helpful
 * @account_id: (nullable): who wrote it
 * @reply: (nullable)
 * @hidden: (nullable): then text, author and pictures are not to be told
 * @pictures: (nullable) (element-type PlatformReviewPicture): without their bytes; NULL for none
 */
typedef struct
{
  gint64 row;
  char *id;
  gint64 number;
  gint64 deal;
  char *deal_id;
  char *store_id;
  char *merchant_id;
  int rating;
  char *language;
  char *text;
  char *author;
  gboolean named;
  gint64 created_at;
  gboolean sample;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
  gint64 votes;
  char *account_id;
  PlatformReply *reply;
  PlatformTombstone *hidden;
  GPtrArray *pictures;
} PlatformReview;

void platform_review_free (PlatformReview *self);

/**
 * PlatformNewReview:
 *
 * What platform_review_append() takes. Texts belong to the caller. With a voucher: whose, and the use of it
 * that is reviewed.
 * @salt: random
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
  gboolean named;
  gint64 created_at;
  gboolean sample;
  const char *account_id;
  const char *voucher_id;
  const char *redemption_id;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
} PlatformNewReview;

/**
 * platform_review_append:
 * @database: the writer's
 *
 * Adds a review for ever: reviews cannot be changed or deleted. An id that is there already changes nothing;
 * what is no sample needs a voucher that was used, once (PLATFORM_STORAGE_ERROR_CONSTRAINT). Its entry in the
 * log is the caller's to add, platform_review_log_storage_append(). The search index learns of the new mean
 * by platform_search_index_refresh_deal().
 */
gboolean platform_review_append (PlatformDatabase *database, const PlatformNewReview *review, GError **error);

/** platform_review_add_picture: @position: from 0 */
gboolean platform_review_add_picture (PlatformDatabase *database,
                                      gint64 review,
                                      guint position,
                                      const PlatformReviewPicture *picture,
                                      GError **error);

gboolean platform_review_add_reply (PlatformDatabase *database,
                                    gint64 review,
                                    const PlatformReply *reply,
                                    const char *account_id,
                                    GError **error);

/** platform_review_add_tombstone: @of: id of the review or reply that is hidden from now on */
gboolean platform_review_add_tombstone (PlatformDatabase *database,
                                        const char *of,
                                        const PlatformTombstone *tombstone,
                                        const char *account_id,
                                        GError **error);

/** platform_review_vote: whether an account finds a review helpful; saying it again changes nothing. */
gboolean platform_review_vote (PlatformDatabase *database,
                               gint64 review,
                               const char *account_id,
                               gboolean helpful,
                               GError **error);

/** platform_review_list_votes: @ids: (out) (transfer full) (element-type utf8): the reviews of an offer that
 * an account found helpful */
gboolean platform_review_list_votes (PlatformDatabase *database,
                                     const char *account_id,
                                     gint64 deal,
                                     GPtrArray **ids,
                                     GError **error);

/**
 * platform_review_find:
 * @id: a review's, or a reply's: then the review that it is about
 * @review: (out) (transfer full): untouched if there is none
 */
PlatformStep
platform_review_find (PlatformDatabase *database, const char *id, PlatformReview **review, GError **error);

/** platform_review_find_of_voucher: @id: (out) (transfer full) (nullable): the review of a voucher's use */
gboolean platform_review_find_of_voucher (PlatformDatabase *database,
                                          const char *voucher_id,
                                          char **id,
                                          GError **error);

/** platform_review_is_of_redemption: @reviewed: (out): whether this use was reviewed */
gboolean platform_review_is_of_redemption (PlatformDatabase *database,
                                           const char *redemption_id,
                                           gboolean *reviewed,
                                           GError **error);

/** platform_review_get_picture: @picture: (out) (transfer full): with its bytes; untouched if the review has
 * none such, or is hidden */
PlatformStep platform_review_get_picture (PlatformDatabase *database,
                                          const char *review_id,
                                          const char *id,
                                          PlatformReviewPicture **picture,
                                          GError **error);

typedef enum
{
  PLATFORM_REVIEWS_OF_DEAL,
  PLATFORM_REVIEWS_OF_STORE,
  PLATFORM_REVIEWS_OF_MERCHANT,
  PLATFORM_REVIEWS_OF_ALL,
} PlatformReviewSubject;

typedef enum
{
  PLATFORM_REVIEWS_NEWEST,
  PLATFORM_REVIEWS_HELPFUL, /* what most found helpful first */
  PLATFORM_REVIEWS_LOWEST,  /* fewest stars first */
} PlatformReviewSort;

/**
 * PlatformReviewPosition:
 *
 * Where a page ends: what its last review is sorted by, and its number.
 */
typedef struct
{
  gint64 key;
  gint64 row;
} PlatformReviewPosition;

/* Before the first of any sort; exact as a double. */
#define PLATFORM_REVIEW_START ((PlatformReviewPosition){ -G_GINT64_CONSTANT (9000000000000000), G_MAXINT64 })

/**
 * platform_review_list:
 * @subject: what @row is the number of; ignored for all
 * @after: the end of the page before, PLATFORM_REVIEW_START for the first page
 * @limit: at most this many
 * @reviews: (out) (transfer full) (element-type PlatformReview): in the order of @sort, equal ones newest
 * first
 */
gboolean platform_review_list (PlatformDatabase *database,
                               PlatformReviewSubject subject,
                               gint64 row,
                               PlatformReviewSort sort,
                               PlatformReviewPosition after,
                               guint limit,
                               GPtrArray **reviews,
                               GError **error);

/** platform_review_get_position: where a page ends whose last review this is. */
PlatformReviewPosition platform_review_get_position (const PlatformReview *review, PlatformReviewSort sort);

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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformReviewPicture, platform_review_picture_free)

G_END_DECLS
