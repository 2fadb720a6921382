/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-review-storage.h"

#include <math.h>
#include <string.h>

static void
tombstone_free (PlatformTombstone *self)
{
  g_free (self->id);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}

static void
reply_free (PlatformReply *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->language);
  g_free (self->text);
  g_clear_pointer (&self->hidden, tombstone_free);
  g_free (self);
}

void
platform_review_picture_free (PlatformReviewPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

void
platform_review_free (PlatformReview *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->store_id);
  g_free (self->merchant_id);
  g_free (self->language);
  g_free (self->text);
  g_free (self->author);
  g_free (self->account_id);
  g_clear_pointer (&self->reply, reply_free);
  g_clear_pointer (&self->hidden, tombstone_free);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_free (self);
}

/* --- Writing --- */

gboolean
platform_review_append (PlatformDatabase *database, const PlatformNewReview *review, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO reviews (id, deal, store, rating, language, text, author, named, created_at, sample,"
      " account_id, voucher_id, redemption_id, salt)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
      " ON CONFLICT (id) DO NOTHING",
      "tiintttnintttb", review->id, review->deal, review->store, review->rating, review->language,
      review->text, review->author, review->named, review->created_at, review->sample, review->account_id,
      review->voucher_id, review->redemption_id, review->salt, sizeof review->salt);
}

gboolean
platform_review_add_picture (PlatformDatabase *database,
                             gint64 review,
                             guint position,
                             const PlatformReviewPicture *picture,
                             GError **error)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (picture->bytes, &size);

  return platform_database_run (
      database, error,
      "INSERT INTO review_pictures (id, review, position, hash, type, width, height, bytes)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      "tinbtiib", picture->id, review, (int) position, picture->hash.bytes, sizeof picture->hash.bytes,
      picture->type, picture->width, picture->height, bytes, size);
}

gboolean
platform_review_add_reply (PlatformDatabase *database,
                           gint64 review,
                           const PlatformReply *reply,
                           const char *account_id,
                           GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO review_replies (id, review, account_id, author, language, text, salt, created_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      "tittttbi", reply->id, review, account_id, reply->author, reply->language, reply->text, reply->salt,
      sizeof reply->salt, reply->created_at);
}

gboolean
platform_review_add_tombstone (PlatformDatabase *database,
                               const char *of,
                               const PlatformTombstone *tombstone,
                               const char *account_id,
                               GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO review_tombstones (id, of, reason, account_id, text, salt, created_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      "tttttbi", tombstone->id, of, tombstone->reason, account_id, tombstone->text, tombstone->salt,
      sizeof tombstone->salt, tombstone->created_at);
}

gboolean
platform_review_vote (PlatformDatabase *database,
                      gint64 review,
                      const char *account_id,
                      gboolean helpful,
                      GError **error)
{
  return platform_database_run (
      database, error,
      helpful ? "INSERT INTO review_votes (review, account_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
              : "DELETE FROM review_votes WHERE review = ?1 AND account_id = ?2",
      "it", review, account_id);
}

/* --- Reading --- */

#define SELECT_REVIEWS                                                                                       \
  "SELECT r.row, r.id, l.number, r.deal, d.id, s.id, m.id, r.rating, r.language, r.text, r.author, r.named," \
  " r.created_at, r.sample, r.salt, r.account_id,"                                                           \
  " (SELECT count(*) FROM review_votes v WHERE v.review = r.row),"                                           \
  " t.id, t.reason, t.text, t.created_at, t.salt,"                                                           \
  " p.id, p.author, p.language, p.text, p.created_at, p.salt,"                                               \
  " u.id, u.reason, u.text, u.created_at, u.salt,"                                                           \
  " EXISTS (SELECT 1 FROM review_pictures c WHERE c.review = r.row)"                                         \
  " FROM reviews r CROSS JOIN deals d ON d.row = r.deal CROSS JOIN stores s ON s.row = r.store"              \
  " CROSS JOIN merchants m ON m.row = s.merchant CROSS JOIN review_log l ON l.id = r.id"                     \
  " LEFT JOIN review_tombstones t ON t.of = r.id LEFT JOIN review_replies p ON p.review = r.row"             \
  " LEFT JOIN review_tombstones u ON u.of = p.id "

enum
{
  TOMBSTONE = 17,
  REPLY = 22,
  REPLY_TOMBSTONE = 28,
  PICTURES = 33,
};

static void
read_salt (PlatformStatement *row, int column, guint8 *salt)
{
  gsize length = 0;
  gconstpointer bytes = platform_statement_get_blob (row, column, &length);

  if (bytes != NULL && length == RAMBLA_REVIEW_SALT_SIZE)
    memcpy (salt, bytes, RAMBLA_REVIEW_SALT_SIZE);
}

static PlatformTombstone *
read_tombstone (PlatformStatement *row, int first)
{
  PlatformTombstone *self;

  if (platform_statement_is_null (row, first))
    return NULL;
  self = g_new0 (PlatformTombstone, 1);
  self->id = platform_statement_dup_text (row, first);
  self->reason = platform_statement_dup_text (row, first + 1);
  self->text = platform_statement_dup_text (row, first + 2);
  self->created_at = platform_statement_get_int (row, first + 3);
  read_salt (row, first + 4, self->salt);
  return self;
}

static PlatformReply *
read_reply (PlatformStatement *row)
{
  PlatformReply *self;

  if (platform_statement_is_null (row, REPLY))
    return NULL;
  self = g_new0 (PlatformReply, 1);
  self->id = platform_statement_dup_text (row, REPLY);
  self->author = platform_statement_dup_text (row, REPLY + 1);
  self->language = platform_statement_dup_text (row, REPLY + 2);
  self->text = platform_statement_dup_text (row, REPLY + 3);
  self->created_at = platform_statement_get_int (row, REPLY + 4);
  read_salt (row, REPLY + 5, self->salt);
  self->hidden = read_tombstone (row, REPLY_TOMBSTONE);
  return self;
}

static gboolean
read_pictures (PlatformDatabase *database, PlatformReview *review, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT id, type, width, height, length (bytes), hash FROM review_pictures WHERE review = ?1"
      " ORDER BY position",
      "i", review->row);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  review->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_review_picture_free);
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformReviewPicture *picture = g_new0 (PlatformReviewPicture, 1);
      gsize length = 0;

      picture->id = platform_statement_dup_text (row, 0);
      picture->type = platform_statement_dup_text (row, 1);
      picture->width = platform_statement_get_int (row, 2);
      picture->height = platform_statement_get_int (row, 3);
      picture->size = platform_statement_get_int (row, 4);
      memcpy (picture->hash.bytes, platform_statement_get_blob (row, 5, &length), sizeof picture->hash.bytes);
      g_ptr_array_add (review->pictures, picture);
    }
  return step == PLATFORM_STEP_DONE;
}

/* Returns: (transfer full) (nullable): NULL with @error set */
static PlatformReview *
read_review (PlatformDatabase *database, PlatformStatement *row, GError **error)
{
  g_autoptr (PlatformReview) review = g_new0 (PlatformReview, 1);

  review->row = platform_statement_get_int (row, 0);
  review->id = platform_statement_dup_text (row, 1);
  review->number = platform_statement_get_int (row, 2);
  review->deal = platform_statement_get_int (row, 3);
  review->deal_id = platform_statement_dup_text (row, 4);
  review->store_id = platform_statement_dup_text (row, 5);
  review->merchant_id = platform_statement_dup_text (row, 6);
  review->rating = (int) platform_statement_get_int (row, 7);
  review->language = platform_statement_dup_text (row, 8);
  review->text = platform_statement_dup_text (row, 9);
  review->author = platform_statement_dup_text (row, 10);
  review->named = platform_statement_get_int (row, 11) != 0;
  review->created_at = platform_statement_get_int (row, 12);
  review->sample = platform_statement_get_int (row, 13) != 0;
  read_salt (row, 14, review->salt);
  review->account_id = platform_statement_dup_text (row, 15);
  review->votes = platform_statement_get_int (row, 16);
  review->hidden = read_tombstone (row, TOMBSTONE);
  review->reply = read_reply (row);
  if (platform_statement_get_int (row, PICTURES) != 0 && !read_pictures (database, review, error))
    return NULL;
  return g_steal_pointer (&review);
}

PlatformStep
platform_review_find (PlatformDatabase *database, const char *id, PlatformReview **review, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      SELECT_REVIEWS "WHERE r.id = ?1 OR r.row = (SELECT q.review FROM review_replies q WHERE q.id = ?1)",
      "t", id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  if (step != PLATFORM_STEP_ROW)
    return step;
  *review = read_review (database, row, error);
  return *review != NULL ? PLATFORM_STEP_ROW : PLATFORM_STEP_ERROR;
}

gboolean
platform_review_find_of_voucher (PlatformDatabase *database,
                                 const char *voucher_id,
                                 char **id,
                                 GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, "SELECT id FROM reviews WHERE voucher_id = ?1", "t", voucher_id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  *id = step == PLATFORM_STEP_ROW ? platform_statement_dup_text (row, 0) : NULL;
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_review_is_of_redemption (PlatformDatabase *database,
                                  const char *redemption_id,
                                  gboolean *reviewed,
                                  GError **error)
{
  gint64 found = 0;
  PlatformStep step =
      platform_database_query_int (database, &found, error,
                                   "SELECT 1 FROM reviews WHERE voucher_id = (SELECT"
                                   " voucher_id FROM redemptions WHERE id = ?1) AND redemption_id = ?1",
                                   "t", redemption_id);

  *reviewed = found != 0;
  return step != PLATFORM_STEP_ERROR;
}

PlatformStep
platform_review_get_picture (PlatformDatabase *database,
                             const char *review_id,
                             const char *id,
                             PlatformReviewPicture **picture,
                             GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT c.type, c.width, c.height, c.bytes FROM review_pictures c JOIN reviews r ON r.row = c.review"
      " WHERE c.id = ?1 AND r.id = ?2 AND NOT EXISTS (SELECT 1 FROM review_tombstones t WHERE t.of = r.id)",
      "tt", id, review_id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  gconstpointer bytes;
  gsize length = 0;

  if (step != PLATFORM_STEP_ROW)
    return step;
  *picture = g_new0 (PlatformReviewPicture, 1);
  (*picture)->id = g_strdup (id);
  (*picture)->type = platform_statement_dup_text (row, 0);
  (*picture)->width = platform_statement_get_int (row, 1);
  (*picture)->height = platform_statement_get_int (row, 2);
  bytes = platform_statement_get_blob (row, 3, &length);
  (*picture)->bytes = g_bytes_new (bytes, length);
  (*picture)->size = (gint64) length;
  return step;
}

gboolean
platform_review_list_votes (PlatformDatabase *database,
                            const char *account_id,
                            gint64 deal,
                            GPtrArray **ids,
                            GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT r.id FROM reviews r JOIN review_votes v ON v.review = r.row AND v.account_id = ?1"
      " WHERE r.deal = ?2 ORDER BY r.row",
      "ti", account_id, deal);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (found, platform_statement_dup_text (row, 0));
  *ids = step == PLATFORM_STEP_DONE ? g_steal_pointer (&found) : NULL;
  return step == PLATFORM_STEP_DONE;
}

PlatformReviewPosition
platform_review_get_position (const PlatformReview *review, PlatformReviewSort sort)
{
  PlatformReviewPosition position = { -review->created_at, review->row };

  if (sort == PLATFORM_REVIEWS_HELPFUL)
    position.key = -review->votes;
  if (sort == PLATFORM_REVIEWS_LOWEST)
    position.key = review->rating;
  return position;
}

static const char *const subjects[] = {
  [PLATFORM_REVIEWS_OF_DEAL] = "WHERE r.deal = ?1",
  [PLATFORM_REVIEWS_OF_STORE] = "WHERE r.store = ?1",
  [PLATFORM_REVIEWS_OF_MERCHANT] = "WHERE r.store IN (SELECT row FROM stores WHERE merchant = ?1)",
  [PLATFORM_REVIEWS_OF_ALL] = "WHERE ?1 IS NOT NULL",
};

static const char *const keys[] = {
  [PLATFORM_REVIEWS_NEWEST] = "-r.created_at",
  [PLATFORM_REVIEWS_HELPFUL] = "-(SELECT count(*) FROM review_votes v WHERE v.review = r.row)",
  [PLATFORM_REVIEWS_LOWEST] = "r.rating",
};

gboolean
platform_review_list (PlatformDatabase *database,
                      PlatformReviewSubject subject,
                      gint64 row,
                      PlatformReviewSort sort,
                      PlatformReviewPosition after,
                      guint limit,
                      GPtrArray **reviews,
                      GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_review_free);
  /* Twelve texts, each compiled once. */
  g_autofree char *sql =
      g_strdup_printf (SELECT_REVIEWS "%s AND (%s > ?2 OR (%s = ?2 AND r.row < ?3)) ORDER BY %s, r.row DESC"
                                      " LIMIT ?4",
                       subjects[subject], keys[sort], keys[sort],
                       sort == PLATFORM_REVIEWS_NEWEST ? "r.created_at DESC" : keys[sort]);
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, sql, "iiii", row, after.key, after.row, (gint64) limit);
  PlatformStep step;

  *reviews = NULL;
  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformReview *review = read_review (database, statement, error);

      if (review == NULL)
        return FALSE;
      g_ptr_array_add (found, review);
    }
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  *reviews = g_steal_pointer (&found);
  return TRUE;
}

gint64
platform_ratings_get_count (const gint64 *ratings)
{
  return ratings[0] + ratings[1] + ratings[2] + ratings[3] + ratings[4];
}

double
platform_ratings_get_mean (const gint64 *ratings)
{
  gint64 count = platform_ratings_get_count (ratings);
  gint64 sum = ratings[0] + 2 * ratings[1] + 3 * ratings[2] + 4 * ratings[3] + 5 * ratings[4];

  return count > 0 ? round (100.0 * (double) sum / (double) count) / 100 : -1;
}
