/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-log-tree.h"

G_BEGIN_DECLS

/* What is in the log of reviews: reviews, the merchants' replies, and tombstones where the operator hid one
 * of either. An entry's canonical form is text, a line for each member, in this order:
 *
 *     rambla review log 1
 *     kind review | reply | tombstone
 *     id rev_…            (rpl_…, tmb_…)
 *     deal dea_…
 *     store sto_…
 *     nth 3               which entry about this deal it is, from 1
 *     previous 00…        hash of the entry about this deal before it; zeros for the first
 *     at 2026-11-22T10:00:00Z
 *     rating 4            (reviews)
 *     sample 0            (reviews)
 *     of rev_…            (replies and tombstones: what they are about)
 *     reason law | abuse  (tombstones)
 *     content 00…         commits to what people wrote: rambla_review_content_hash()
 *
 * and its hash is that of a leaf (rambla-log-tree.h). So one proof for a deal's newest entry proves all of
 * them and that none between was left out; and what must not be shown any more can be withheld, even erased,
 * while the entry stays what it was. Any thread. */

#define RAMBLA_REVIEW_SALT_SIZE 16
#define RAMBLA_REVIEW_MAX_TEXT 4000 /* bytes */
#define RAMBLA_REVIEW_MAX_PICTURES 4
#define RAMBLA_REVIEW_ENTRY_MAX 1024 /* bytes */

typedef enum
{
  RAMBLA_REVIEW_ENTRY_REVIEW,
  RAMBLA_REVIEW_ENTRY_REPLY,
  RAMBLA_REVIEW_ENTRY_TOMBSTONE,
} RamblaReviewEntryKind;

/**
 * RamblaReviewEntry:
 * @at: seconds since 1970
 * @rating: 1 to 5; 0 for what is no review
 * @of: (nullable): id of the review or reply that it is about
 * @reason: (nullable): of a tombstone
 */
typedef struct
{
  RamblaReviewEntryKind kind;
  char *id;
  char *deal_id;
  char *store_id;
  guint64 nth;
  RamblaLogHash previous;
  gint64 at;
  int rating;
  gboolean sample;
  char *of;
  char *reason;
  RamblaLogHash content;
} RamblaReviewEntry;

void rambla_review_entry_free (RamblaReviewEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaReviewEntry, rambla_review_entry_free)

/** Returns: "review", "reply" or "tombstone" */
const char *rambla_review_entry_kind_to_string (RamblaReviewEntryKind kind);

/** rambla_review_entry_format: (transfer full) (nullable): the canonical text; %NULL if a member breaks the
 * form */
char *rambla_review_entry_format (const RamblaReviewEntry *self);

/** rambla_review_entry_parse: (transfer full) (nullable): %NULL unless @text is the canonical form of an
 * entry */
RamblaReviewEntry *rambla_review_entry_parse (const char *text);

/**
 * RamblaReviewContent:
 * @salt: random, so that nobody can guess a hidden text and see that it was it
 * @author: who is shown to have written it
 * @language: of @text; "" if it is not known
 * @pictures: (array length=n_pictures): SHA-256 of their bytes
 *
 * What people wrote. Belongs to the caller.
 */
typedef struct
{
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
  const char *author;
  const char *language;
  const char *text;
  const RamblaLogHash *pictures;
  gsize n_pictures;
} RamblaReviewContent;

/**
 * rambla_review_content_hash:
 *
 * Returns: SHA-256 of "rambla review content 1\n", the salt, then author, language and text, each as its
 *   length in bytes (32 bits, big-endian) and its bytes, then the number of pictures (32 bits) and their
 * hashes
 */
RamblaLogHash rambla_review_content_hash (const RamblaReviewContent *self);

/** Returns: SHA-256 of a picture's bytes */
RamblaLogHash rambla_review_picture_hash (GBytes *picture);

/**
 * rambla_review_reason_keeps_rating:
 * @reason: of a tombstone
 *
 * The rule for ratings. What the law forbids to show ("law") was still somebody's experience: its stars count
 * on. What was no honest review ("abuse") counts no longer. Stars and reason stay in the log, so everybody
 * can count for himself.
 */
gboolean rambla_review_reason_keeps_rating (const char *reason);

G_END_DECLS
