/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-refusal.h"
#include "platform-review-storage.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/* What people say about what they used, and what becomes of it. Each of these adds to the log of reviews in
 * the transaction of its effect. @database is the writer's. They return FALSE with @error set; a refusal is
 * none. */

#define PLATFORM_REVIEW_MAX_CHARACTERS 2000
#define PLATFORM_REVIEW_PICTURE_BYTES (1024 * 1024)
#define PLATFORM_REVIEW_PICTURE_PIXELS (16 * 1000 * 1000)

/**
 * PlatformReviewDraft:
 * @rating: 1 to 5
 * @text: may be empty
 * @language: of @text
 * @named: shows the account's name; otherwise a mark that says nothing
 * @pictures: (element-type GBytes): PNG, JPEG or WebP, RAMBLA_REVIEW_MAX_PICTURES at most
 *
 * Belongs to the caller.
 */
typedef struct
{
  int rating;
  const char *text;
  const char *language;
  gboolean named;
  GPtrArray *pictures;
} PlatformReviewDraft;

/**
 * platform_reviewing_write:
 * @account_id: whose voucher it was when it was used
 * @review: (out) (transfer full): what is published now
 */
gboolean platform_reviewing_write (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *voucher_id,
                                   const PlatformReviewDraft *draft,
                                   PlatformReview **review,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_reviewing_reply:
 * @account_id: may act for the merchant
 *
 * The merchant answers, once.
 */
gboolean platform_reviewing_reply (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *review_id,
                                   const char *text,
                                   const char *language,
                                   PlatformReview **review,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_reviewing_hide:
 * @account_id: the operator's
 * @id: a review's or a reply's
 * @reason: "law" or "abuse"; of abuse the stars count no longer
 * @text: why, for everybody to read
 */
gboolean platform_reviewing_hide (PlatformDatabase *database,
                                  const PlatformTrade *trade,
                                  const char *account_id,
                                  const char *id,
                                  const char *reason,
                                  const char *text,
                                  PlatformReview **review,
                                  PlatformRefusal *refusal,
                                  GError **error);

/**
 * platform_reviewing_vote:
 *
 * Says that a review was helpful, or takes that back; saying it twice is once. Not for one's own.
 */
gboolean platform_reviewing_vote (PlatformDatabase *database,
                                  const char *account_id,
                                  const char *review_id,
                                  gboolean helpful,
                                  PlatformReview **review,
                                  PlatformRefusal *refusal,
                                  GError **error);

G_END_DECLS
