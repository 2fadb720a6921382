/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "platform-deal-storage.h"
#include "platform-parameters.h"
#include "platform-review-json.h"
#include "platform-store-storage.h"

/* What a page of reviews is about. */
typedef struct
{
  PlatformReviewSubject subject;
  gint64 row;
  gint64 ratings[5];
  PlatformReviewSort sort;
} Subject;

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

static char *
describe (const Subject *subject)
{
  return g_strdup_printf ("reviews %d %" G_GINT64_FORMAT " %d", (int) subject->subject, subject->row,
                          (int) subject->sort);
}

static void
respond (PlatformCall *call, const Subject *subject, PlatformReviewPosition after, guint limit)
{
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) reviews = NULL;
  GError *error = NULL;

  if (!platform_review_list (call->database, subject->subject, subject->row, subject->sort, after, limit + 1,
                             &reviews, &error))
    {
      platform_call_fail (call, error);
      return;
    }
  if (reviews->len > limit)
    {
      PlatformReviewPosition end =
          platform_review_get_position (g_ptr_array_index (reviews, limit - 1), subject->sort);
      g_autofree char *description = describe (subject);

      next = platform_search_cursor_format ((PlatformSearchCursor){ (double) end.key, end.row }, description);
    }
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "reviews");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < reviews->len && i < limit; i++)
    platform_review_json_write (&call->writer, g_ptr_array_index (reviews, i));
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
  static const char *const known[] = { "sort", "cursor", "limit", NULL };
  static const char *const sorts[] = { "newest", "helpful", "lowest", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  Subject subject = { .subject = which };
  PlatformSearchCursor cursor = { (double) PLATFORM_REVIEW_START.key, PLATFORM_REVIEW_START.row };
  const char *text = platform_request_get_query (request, "cursor");
  g_autofree char *description = NULL;
  GError *error = NULL;
  guint limit;

  if (!platform_call_begin (&call, request, context, known))
    return;
  limit = platform_parameters_get_limit (&parameters);
  subject.sort = (PlatformReviewSort) platform_parameters_get_choice (&parameters, "sort", sorts);
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
  description = describe (&subject);
  if (text != NULL && !platform_search_cursor_parse (text, description, &cursor, &error))
    platform_call_fail (&call, error);
  else
    respond (&call, &subject, (PlatformReviewPosition){ (gint64) cursor.key, cursor.row }, limit);
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

/* A picture never changes; it is only hidden, which an hour's cache may outlive and no longer. */
static void
on_picture (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformReviewPicture) picture = NULL;
  GError *error = NULL;
  PlatformResponse *response;
  PlatformStep step;

  if (!platform_call_begin (&call, request, context, known))
    return;
  step = platform_review_get_picture (call.database, platform_request_get_path_parameter (request, "id"),
                                      platform_request_get_path_parameter (request, "picture"), &picture,
                                      &error);
  if (step == PLATFORM_STEP_ERROR)
    platform_call_fail (&call, error);
  else if (step == PLATFORM_STEP_DONE)
    platform_call_not_found (&call, "There is no such picture");
  else
    {
      response = platform_response_new (200, picture->type, g_bytes_ref (picture->bytes));
      platform_response_set_cache_control (response, "public, max-age=3600");
      platform_response_set_header (response, "X-Content-Type-Options", "nosniff");
      platform_request_respond (request, response);
    }
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/reviews/{id}/pictures/{picture}", on_picture },
  { "GET", "/v1/stores/{id}/reviews", on_store_reviews },
  { "GET", "/v1/deals/{id}/reviews", on_deal_reviews },
};

void
platform_routes_reviews_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
