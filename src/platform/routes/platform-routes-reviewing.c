/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-reviewing.h"

#include <stdio.h>
#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-call.h"
#include "platform-deal-storage.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-review-json.h"
#include "platform-reviewing.h"
#include "rambla-json.h"

/* Four pictures in base64, and the rest of the body. */
#define REVIEW_BODY (RAMBLA_REVIEW_MAX_PICTURES * (PLATFORM_REVIEW_PICTURE_BYTES / 3 * 4 + 4096) + 65536)
#define PICTURE_TEXT (PLATFORM_REVIEW_PICTURE_BYTES / 3 * 4 + 4)
#define MAX_LANGUAGE 20

static const char *const reasons[] = { "law", "abuse", NULL };

/* One request's work. */
typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *id; /* of a voucher, a review or a reply */
  JsonNode *body;
  const char *text; /* points into body, as the next two */
  const char *language;
  const char *reason;
  gboolean helpful;
  PlatformReviewDraft draft;
} ReviewJob;

static ReviewJob *
review_job_new (PlatformRequest *request, PlatformContext *context)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  ReviewJob *job = g_new0 (ReviewJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  job->draft.pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return job;
}

static void
review_job_free (ReviewJob *job)
{
  g_free (job->account_id);
  g_free (job->id);
  g_ptr_array_unref (job->draft.pictures);
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job);
}

/* Takes over @job and @refusal (nullable). @keyed: with the request's Idempotency-Key */
static void
run (PlatformRequest *request,
     ReviewJob *job,
     PlatformResponse *refusal,
     gboolean keyed,
     PlatformEffect effect)
{
  PlatformIdempotency *idempotency = NULL;

  if (refusal == NULL && keyed)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (refusal == NULL)
    {
      platform_idempotency_run (idempotency, request, job->context->trade, effect, NULL, job,
                                (GDestroyNotify) review_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  review_job_free (job);
}

/* @review: (nullable) */
static PlatformResponse *
answer (unsigned int status, const PlatformReview *review, const PlatformRefusal *refusal)
{
  PlatformResponse *response;
  RamblaJsonWriter writer;
  GString *body;

  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (refusal);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  platform_review_json_write (&writer, review);
  response = platform_response_new_json (status, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

/* --- Writing --- */

static gboolean
read_picture (JsonNode *node, ReviewJob *job, GError **error)
{
  static const char *const known[] = { "data", NULL };
  JsonObject *object = rambla_json_as_object (node, error);
  const char *data;
  gsize length = 0;
  guchar *bytes;

  if (object == NULL || !rambla_json_check_members (object, known, error) ||
      !rambla_json_get_string (object, "data", PICTURE_TEXT, &data, error))
    return FALSE;
  if (strspn (data, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != strlen (data))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/data", "must be base64");
      return FALSE;
    }
  bytes = g_base64_decode (data, &length);
  g_ptr_array_add (job->draft.pictures, g_bytes_new_take (bytes, length));
  return TRUE;
}

static gboolean
check_length (const char *text, GError **error)
{
  if (g_utf8_strlen (text, -1) <= PLATFORM_REVIEW_MAX_CHARACTERS)
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/text", "has more than %d characters",
                         PLATFORM_REVIEW_MAX_CHARACTERS);
  return FALSE;
}

/* "es" or "zh-CN": letters, digits and hyphens. */
static gboolean
read_language (JsonObject *object, ReviewJob *job, GError **error)
{
  const char *language = NULL;

  if (!rambla_json_get_string_or (object, "language", MAX_LANGUAGE, NULL, &language, error))
    return FALSE;
  if (language == NULL)
    return TRUE;
  job->language = language;
  if (*language != '\0' &&
      strspn (language, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
          strlen (language))
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/language", "must be a language tag");
  return FALSE;
}

static gboolean
read_draft (JsonObject *object, ReviewJob *job, GError **error)
{
  JsonArray *pictures = NULL;
  gint64 rating;

  if (!rambla_json_get_int (object, "rating", 1, 5, &rating, error) ||
      !rambla_json_get_string_or (object, "text", RAMBLA_REVIEW_MAX_TEXT * 2, "", &job->text, error) ||
      !check_length (job->text, error) || !read_language (object, job, error) ||
      !rambla_json_get_bool_or (object, "named", FALSE, &job->draft.named, error))
    return FALSE;
  job->draft.rating = (int) rating;
  job->draft.text = job->text;
  job->draft.language = job->language;
  if (!json_object_has_member (object, "pictures"))
    return TRUE;
  if (!rambla_json_get_array (object, "pictures", RAMBLA_REVIEW_MAX_PICTURES, &pictures, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (pictures); i++)
    if (!read_picture (json_array_get_element (pictures, i), job, error))
      return rambla_json_prefix_error (error, "/pictures/%u", i);
  return TRUE;
}

static PlatformResponse *
write_review (PlatformDatabase *database, gpointer data, GError **error)
{
  ReviewJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformReview) review = NULL;

  if (!platform_reviewing_write (database, job->context->trade, job->account_id, job->id, &job->draft,
                                 &review, &refusal, error))
    return NULL;
  return answer (201, review, &refusal);
}

static void
on_write (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "rating", "text", "language", "named", "pictures", NULL };
  ReviewJob *job = review_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL && !read_draft (json_node_get_object (job->body), job, &error))
    refusal = platform_response_new_problem_for_json (error);
  run (request, job, refusal, TRUE, write_review);
}

/* --- Replying --- */

static gboolean
read_words (JsonObject *object, ReviewJob *job, GError **error)
{
  return rambla_json_get_string (object, "text", RAMBLA_REVIEW_MAX_TEXT * 2, &job->text, error) &&
         check_length (job->text, error);
}

static PlatformResponse *
reply (PlatformDatabase *database, gpointer data, GError **error)
{
  ReviewJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformReview) review = NULL;

  if (!platform_reviewing_reply (database, job->context->trade, job->account_id, job->id, job->text,
                                 job->language, &review, &refusal, error))
    return NULL;
  return answer (201, review, &refusal);
}

static void
on_reply (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "text", "language", NULL };
  ReviewJob *job = review_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL && (!read_words (json_node_get_object (job->body), job, &error) ||
                            !read_language (json_node_get_object (job->body), job, &error)))
    refusal = platform_response_new_problem_for_json (error);
  run (request, job, refusal, TRUE, reply);
}

/* --- Hiding --- */

static PlatformResponse *
hide (PlatformDatabase *database, gpointer data, GError **error)
{
  ReviewJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformReview) review = NULL;

  if (!platform_reviewing_hide (database, job->context->trade, job->account_id, job->id, job->reason,
                                job->text, &review, &refusal, error))
    return NULL;
  return answer (201, review, &refusal);
}

static void
on_hide (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "reason", "text", NULL };
  ReviewJob *job = review_job_new (request, context);
  PlatformResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  int reason = 0;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL &&
      (!rambla_json_get_enum (json_node_get_object (job->body), "reason", reasons, &reason, &error) ||
       !read_words (json_node_get_object (job->body), job, &error)))
    refusal = platform_response_new_problem_for_json (error);
  job->reason = reasons[reason];
  run (request, job, refusal, TRUE, hide);
}

/* --- Voting --- */

static PlatformResponse *
vote (PlatformDatabase *database, gpointer data, GError **error)
{
  ReviewJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformReview) review = NULL;

  if (!platform_reviewing_vote (database, job->account_id, job->id, job->helpful, &review, &refusal, error))
    return NULL;
  return answer (200, review, &refusal);
}

static void
on_vote (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  ReviewJob *job = review_job_new (request, context);
  PlatformResponse *refusal = NULL;

  job->helpful = TRUE;
  job->body = platform_body_parse (request, known, TRUE, &refusal);
  run (request, job, refusal, FALSE, vote);
}

static void
on_unvote (PlatformRequest *request, gpointer context)
{
  run (request, review_job_new (request, context), NULL, FALSE, vote);
}

static PlatformResponse *
list_votes (PlatformRequest *request, PlatformContext *context, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  const char *deal_id = platform_request_get_query (request, "deal_id");
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  if (deal_id == NULL)
    return platform_response_new_invalid_field ("?deal_id", "Must be sent");
  if (database == NULL ||
      !platform_deal_find (database, context->city, deal_id, context->city->languages[0], &deal, error))
    return NULL;
  if (deal == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such offer");
  if (!platform_review_list_votes (database, identity->account_id, deal->row, &ids, error))
    return NULL;
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "reviews");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < ids->len; i++)
    rambla_json_writer_string (&writer, g_ptr_array_index (ids, i));
  rambla_json_writer_end_array (&writer);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), NULL);
}

static void
on_votes (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "deal_id", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list_votes (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

/* --- Lists --- */

/* @store: (nullable): of whose merchant; all for the operator */
static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, const PlatformStore *store, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  PlatformReviewPosition after = PLATFORM_REVIEW_START;
  g_autoptr (GPtrArray) reviews = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  PlatformResponse *refusal;
  RamblaJsonWriter writer;
  guint limit = 0;

  refusal = platform_page_read (request, &limit, &start);
  if (refusal == NULL && start != NULL &&
      sscanf (start, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &after.key, &after.row) != 2)
    refusal = platform_response_new_problem (RAMBLA_PROBLEM_INVALID_CURSOR, NULL);
  if (refusal != NULL)
    return refusal;
  if (database == NULL ||
      !platform_review_list (database, store != NULL ? PLATFORM_REVIEWS_OF_STORE : PLATFORM_REVIEWS_OF_ALL,
                             store != NULL ? store->row : 0, PLATFORM_REVIEWS_NEWEST, after, limit + 1,
                             &reviews, error))
    return NULL;
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "reviews");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; i < MIN (reviews->len, limit); i++)
    platform_review_json_write (&writer, reviews->pdata[i]);
  rambla_json_writer_end_array (&writer);
  if (reviews->len > limit)
    {
      after = platform_review_get_position (reviews->pdata[limit - 1], PLATFORM_REVIEWS_NEWEST);
      end = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, after.key, after.row);
    }
  return platform_page_answer (request, &writer, g_steal_pointer (&body), end);
}

static PlatformResponse *
list_of_store (PlatformRequest *request, PlatformContext *context, GError **error)
{
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  g_autoptr (PlatformStore) store = NULL;
  PlatformResponse *refused = NULL;

  if (database == NULL || !platform_own_store_find_queried (database, request, &store, &refused, error))
    return refused;
  return list (request, context, store, error);
}

static void
on_merchant_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list_of_store (request, context, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static void
on_operator_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, known);

  if (response == NULL)
    response = list (request, context, NULL, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static const PlatformRoute routes[] = {
  { "POST", "/v1/vouchers/{id}/review", on_write, NULL, PLATFORM_ROUTE_DEFAULT, REVIEW_BODY },
  { "POST", "/v1/merchant/reviews/{id}/reply", on_reply, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/v1/operator/reviews/{id}/tombstone", on_hide, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "PUT", "/v1/reviews/{id}/helpful", on_vote, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "DELETE", "/v1/reviews/{id}/helpful", on_unvote, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "GET", "/v1/me/helpful-reviews", on_votes, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "GET", "/v1/merchant/reviews", on_merchant_list, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "GET", "/v1/operator/reviews", on_operator_list, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
};

void
platform_routes_reviewing_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
