/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "platform-deal-storage.h"
#include "platform-parameters.h"
#include "platform-review-storage.h"
#include "platform-store-storage.h"

/* What a page of reviews is about. */
typedef struct
{
  PlatformReviewSubject subject;
  gint64 row;
  gint64 ratings[5];
} Subject;

static void
write_review (PlatformCall *call, const PlatformReview *review)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "id", review->id);
  rambla_json_writer_member_string (&call->writer, "deal_id", review->deal_id);
  rambla_json_writer_member_int (&call->writer, "rating", review->rating);
  rambla_json_writer_member_string (&call->writer, "text", review->text);
  rambla_json_writer_member_string (&call->writer, "language", review->language);
  rambla_json_writer_member_string (&call->writer, "author", review->author);
  rambla_json_writer_member_time (&call->writer, "created_at", review->created_at);
  rambla_json_writer_member_bool (&call->writer, "sample", review->sample);
  rambla_json_writer_end_object (&call->writer);
}

static void
write_numbers (PlatformCall *call, const Subject *subject)
{
  gint64 count = platform_ratings_get_count (subject->ratings);

  rambla_json_writer_member_int (&call->writer, "count", count);
  rambla_json_writer_name (&call->writer, "average");
  if (count > 0)
    rambla_json_writer_double (&call->writer, platform_ratings_get_mean (subject->ratings));
  else
    rambla_json_writer_null (&call->writer);
  rambla_json_writer_name (&call->writer, "histogram");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < 5; i++)
    rambla_json_writer_int (&call->writer, subject->ratings[i]);
  rambla_json_writer_end_array (&call->writer);
}

static void
respond (PlatformCall *call, const Subject *subject, PlatformSearchCursor cursor, guint limit)
{
  g_autofree char *description =
      g_strdup_printf ("reviews %d %" G_GINT64_FORMAT, (int) subject->subject, subject->row);
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) reviews = NULL;
  GError *error = NULL;

  if (!platform_review_list (call->database, subject->subject, subject->row, (gint64) cursor.key, cursor.row,
                             limit + 1, &reviews, &error))
    {
      platform_call_fail (call, error);
      return;
    }
  if (reviews->len > limit)
    {
      const PlatformReview *last = g_ptr_array_index (reviews, limit - 1);

      next = platform_search_cursor_format ((PlatformSearchCursor){ (double) last->created_at, last->row },
                                            description);
    }
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "reviews");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < reviews->len && i < limit; i++)
    write_review (call, g_ptr_array_index (reviews, i));
  rambla_json_writer_end_array (&call->writer);
  write_numbers (call, subject);
  if (next != NULL)
    rambla_json_writer_member_string (&call->writer, "next_cursor", next);
  rambla_json_writer_end_object (&call->writer);
  platform_call_respond (call, NULL, next);
}

/* What the path names; row 0 if there is no such thing. */
static gboolean
find_subject (PlatformCall *call, Subject *subject, GError **error)
{
  const char *id = platform_request_get_path_parameter (call->request, "id");

  if (subject->subject == PLATFORM_REVIEWS_OF_DEAL)
    {
      g_autoptr (PlatformDeal) deal = NULL;

      if (!platform_deal_find (call->database, call->city, id, call->language, &deal, error))
        return FALSE;
      if (deal != NULL)
        {
          subject->row = deal->row;
          memcpy (subject->ratings, deal->ratings, sizeof subject->ratings);
        }
    }
  else
    {
      g_autoptr (PlatformStore) store = NULL;

      if (!platform_store_find (call->database, id, &store, error))
        return FALSE;
      if (store != NULL)
        {
          subject->row = store->row;
          memcpy (subject->ratings, store->ratings, sizeof subject->ratings);
        }
    }
  return TRUE;
}

static void
answer (PlatformRequest *request, const PlatformContext *context, PlatformReviewSubject which)
{
  static const char *const known[] = { "cursor", "limit", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  Subject subject = { .subject = which };
  /* Before any time that there is, and exact as a double. */
  PlatformSearchCursor cursor = { 9e15, G_MAXINT64 };
  const char *text = platform_request_get_query (request, "cursor");
  g_autofree char *description = NULL;
  GError *error = NULL;
  guint limit;

  if (!platform_call_begin (&call, request, context, known))
    return;
  limit = platform_parameters_get_limit (&parameters);
  if (!platform_parameters_end (&parameters))
    return;
  if (!find_subject (&call, &subject, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  if (subject.row == 0)
    {
      platform_call_not_found (&call, which == PLATFORM_REVIEWS_OF_DEAL ? "There is no such offer"
                                                                        : "There is no such store");
      return;
    }
  description = g_strdup_printf ("reviews %d %" G_GINT64_FORMAT, (int) which, subject.row);
  if (text != NULL && !platform_search_cursor_parse (text, description, &cursor, &error))
    platform_call_fail (&call, error);
  else
    respond (&call, &subject, cursor, limit);
}

static void
on_store_reviews (PlatformRequest *request, gpointer context)
{
  answer (request, context, PLATFORM_REVIEWS_OF_STORE);
}

static void
on_deal_reviews (PlatformRequest *request, gpointer context)
{
  answer (request, context, PLATFORM_REVIEWS_OF_DEAL);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/stores/{id}/reviews", on_store_reviews },
  { "GET", "/v1/deals/{id}/reviews", on_deal_reviews },
};

void
platform_routes_reviews_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
