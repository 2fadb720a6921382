/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-review-storage.h"

#include <math.h>

void
platform_review_free (PlatformReview *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->language);
  g_free (self->text);
  g_free (self->author);
  g_free (self);
}

gboolean
platform_review_append (PlatformDatabase *database, const PlatformNewReview *review, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO reviews (id, deal, store, rating, language, text, author, created_at, sample)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
      "tiintttin", review->id, review->deal, review->store, review->rating, review->language, review->text,
      review->author, review->created_at, review->sample);
}

#define SELECT_REVIEWS                                                                                       \
  "SELECT r.row, r.id, d.id, r.rating, r.language, r.text, r.author, r.created_at, r.sample"                 \
  " FROM reviews r CROSS JOIN deals d ON d.row = r.deal"
#define NEWEST_FIRST " AND (r.created_at, r.row) < (?2, ?3) ORDER BY r.created_at DESC, r.row DESC LIMIT ?4"

gboolean
platform_review_list (PlatformDatabase *database,
                      PlatformReviewSubject subject,
                      gint64 row,
                      gint64 before_at,
                      gint64 before_row,
                      guint limit,
                      GPtrArray **reviews,
                      GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_review_free);
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      subject == PLATFORM_REVIEWS_OF_DEAL ? SELECT_REVIEWS " WHERE r.deal = ?1" NEWEST_FIRST
                                          : SELECT_REVIEWS " WHERE r.store = ?1" NEWEST_FIRST,
      "iiii", row, before_at, before_row, (gint64) limit);
  PlatformStep step;

  *reviews = NULL;
  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformReview *review = g_new0 (PlatformReview, 1);

      review->row = platform_statement_get_int (statement, 0);
      review->id = platform_statement_dup_text (statement, 1);
      review->deal_id = platform_statement_dup_text (statement, 2);
      review->rating = (int) platform_statement_get_int (statement, 3);
      review->language = platform_statement_dup_text (statement, 4);
      review->text = platform_statement_dup_text (statement, 5);
      review->author = platform_statement_dup_text (statement, 6);
      review->created_at = platform_statement_get_int (statement, 7);
      review->sample = platform_statement_get_int (statement, 8) != 0;
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
