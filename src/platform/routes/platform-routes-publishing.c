/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-publishing.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-publishing.h"
#include "platform-voucher-storage.h"
#include "rambla-json.h"

#define MAX_AMOUNT G_GINT64_CONSTANT (100000000000)
#define MAX_STOCK 10000000
#define MAX_TITLE 200
#define MAX_SUMMARY 2000
#define MAX_LINES 30
#define MAX_LINE 300
#define MAX_DAYS 3650

/* --- Answers --- */

static char *
build_tag (gint64 revision)
{
  return g_strdup_printf ("r%" G_GINT64_FORMAT, revision);
}

/* @tag: (out) (optional) (transfer full): what If-Match takes */
static gboolean
write_deal (RamblaJsonWriter *writer,
            PlatformDatabase *database,
            const PlatformCity *city,
            const PlatformStore *store,
            gint64 row,
            const char *language,
            gint64 now,
            char **tag,
            GError **error)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, now);
  g_autoptr (PlatformDeal) deal = NULL;
  g_autofree char *etag = NULL;
  PlatformPublishing publishing;
  gint64 redeemed = 0;
  gint64 held = 0;

  if (!platform_deal_get (database, city, row, language, &deal, error))
    return FALSE;
  if (deal == NULL)
    return TRUE;
  if (!platform_voucher_storage_count_of_deal (database, deal->id, &redeemed, &held, error) ||
      !platform_publishing_storage_get (database, row, &publishing, error))
    return FALSE;
  etag = build_tag (publishing.revision);
  rambla_json_writer_begin_object (writer);
  platform_json_write_deal_summary_members (writer, city, deal, store, local, -1);
  rambla_json_writer_member_int (writer, "redeemed", redeemed);
  rambla_json_writer_member_int (writer, "held", held);
  rambla_json_writer_member_string (writer, "state", publishing.stopped_until != 0 ? "stopped" : "on_sale");
  rambla_json_writer_member_string (writer, "etag", etag);
  rambla_json_writer_end_object (writer);
  if (tag != NULL)
    *tag = g_steal_pointer (&etag);
  return TRUE;
}

static PlatformResponse *
list (PlatformCall *call, GError **error)
{
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GArray) rows = NULL;
  PlatformResponse *refused = NULL;

  if (!platform_own_store_find_queried (call->database, call->request, &store, &refused, error))
    return refused;
  if (!platform_publishing_storage_list (call->database, store->row, call->now, &rows, error))
    return NULL;
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "deals");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < rows->len; i++)
    if (!write_deal (&call->writer, call->database, call->city, store, g_array_index (rows, gint64, i),
                     call->language, call->now, NULL, error))
      return NULL;
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_end_object (&call->writer);
  return NULL;
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformResponse *refused;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  refused = list (&call, &error);
  if (refused != NULL)
    platform_request_respond (request, refused);
  else if (error != NULL)
    platform_call_fail (&call, error);
  else
    platform_call_respond (&call, NULL, NULL);
}

/* --- Changes --- */

typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  char *account_id;
  char *deal_id; /* NULL: a new one */
  const char *language;
  gint64 revision;
  PlatformOfferChange change;
} OfferJob;

static void
offer_job_free (OfferJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job->account_id);
  g_free (job->deal_id);
  g_free (job);
}

/* A member that may be missing. Returns: FALSE with @error set */
static gboolean
read_amount (JsonObject *object, const char *name, const char *currency, gint64 *amount, GError **error)
{
  g_autofree char *pointer = NULL;
  RamblaMoney money;

  *amount = -1;
  if (!json_object_has_member (object, name))
    return TRUE;
  if (!rambla_json_get_money_strict (object, name, &money, error))
    return FALSE;
  *amount = money.amount;
  if (g_str_equal (money.currency, currency) && money.amount >= 0 && money.amount <= MAX_AMOUNT)
    return TRUE;
  pointer = g_strconcat ("/", name, NULL);
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, pointer, "must be an amount of %s", currency);
  return FALSE;
}

static gboolean
read_stock (JsonObject *object, gboolean *has_stock, gint64 *stock_left, GError **error)
{
  *has_stock = json_object_has_member (object, "stock_left");
  *stock_left = PLATFORM_UNLIMITED;
  return !*has_stock || json_object_get_null_member (object, "stock_left") ||
         rambla_json_get_int (object, "stock_left", 0, MAX_STOCK, stock_left, error);
}

static gboolean
read_change (JsonObject *object, const char *currency, PlatformOfferChange *change, GError **error)
{
  static const char *const states[] = { "on_sale", "stopped", NULL };
  gint64 until = 0;
  int state = -1;

  if (!read_amount (object, "price", currency, &change->price, error) ||
      !read_amount (object, "regular_price", currency, &change->regular_price, error) ||
      !read_stock (object, &change->has_stock, &change->stock_left, error) ||
      !rambla_json_get_enum_or (object, "state", states, -1, &state, error) ||
      !rambla_json_get_time_or (object, "valid_until", 0, &until, error))
    return FALSE;
  change->resume = state == 0;
  change->stop = state == 1;
  change->valid_until = until / G_USEC_PER_SEC;
  return TRUE;
}

/* The store that the body names, if this account may act for it. Returns: FALSE with @refused or @error set
 */
static gboolean
find_store (PlatformDatabase *database,
            const OfferJob *job,
            PlatformStore **store,
            PlatformResponse **refused,
            GError **error)
{
  const char *id = NULL;

  return rambla_json_get_id (json_node_get_object (job->body), "store_id", NULL, &id, error) &&
         platform_own_store_find (database, job->account_id, id, "/store_id", store, refused, error);
}

static PlatformResponse *
answer (PlatformDatabase *database,
        const OfferJob *job,
        const PlatformStore *store,
        gint64 row,
        unsigned int status,
        GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *tag = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  if (!write_deal (&writer, database, job->context->city, store, row, job->language,
                   platform_clock_now (job->context->clock), &tag, error))
    return NULL;
  response = platform_response_new_json (status, g_steal_pointer (&body));
  platform_response_set_etag (response, tag);
  return response;
}

/* What a stranger's body is wrong in is his to hear; all else is ours. @refused: (nullable): an answer in
 * place of an error */
static PlatformResponse *
answer_error (PlatformResponse *refused, GError **error)
{
  PlatformResponse *response;

  if (refused != NULL || (*error)->domain != RAMBLA_JSON_ERROR)
    return refused;
  response = platform_response_new_problem_for_json (*error);
  g_clear_error (error);
  return response;
}

static PlatformResponse *
change_offer (PlatformDatabase *database, gpointer data, GError **error)
{
  OfferJob *job = data;
  const PlatformCity *city = job->context->city;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformDeal) deal = NULL;
  PlatformResponse *refused = NULL;
  gint64 branch = 0;

  if (!find_store (database, job, &store, &refused, error))
    return answer_error (refused, error);
  if (!platform_deal_find (database, city, job->deal_id, job->language, &deal, error) ||
      (deal != NULL && !platform_deal_is_good_at (database, deal->row, store->id, &branch, error)))
    return NULL;
  if (branch == 0)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "This store has no such offer");
  if (!platform_publishing_change (database, city, deal, job->revision, &job->change,
                                   platform_clock_now (job->context->clock), &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, store, deal->row, 200, error);
}

/* Lines that @text points to live as long as the body. */
static gboolean
read_texts (JsonObject *object, PlatformDealText *text, GPtrArray *lines, GError **error)
{
  JsonArray *includes = NULL;

  if (!rambla_json_get_string (object, "title", MAX_TITLE, &text->title, error) ||
      !rambla_json_get_string (object, "summary", MAX_SUMMARY, &text->summary, error) ||
      !rambla_json_get_string_or (object, "benefit", MAX_TITLE, NULL, &text->benefit, error) ||
      !rambla_json_get_array (object, "includes", MAX_LINES, &includes, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (includes); i++)
    {
      JsonNode *line = json_array_get_element (includes, i);
      const char *words = JSON_NODE_HOLDS_VALUE (line) ? json_node_get_string (line) : NULL;

      if (words == NULL || *words == '\0' || strlen (words) > MAX_LINE)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/includes", "lines of 1 to %d bytes",
                                 MAX_LINE);
          return FALSE;
        }
      g_ptr_array_add (lines, (gpointer) words);
    }
  g_ptr_array_add (lines, NULL);
  text->includes = (const char *const *) lines->pdata;
  return TRUE;
}

static gboolean
read_offer (JsonObject *object, const char *currency, PlatformDeal *deal, GError **error)
{
  static const char *const kinds[] = { "voucher", "coupon", NULL };
  gboolean has_stock;
  gint64 until, days;
  int kind;

  if (!rambla_json_get_enum (object, "kind", kinds, &kind, error) ||
      !read_amount (object, "price", currency, &deal->price, error) ||
      !read_amount (object, "regular_price", currency, &deal->regular_price, error) ||
      !read_stock (object, &has_stock, &deal->stock_left, error) ||
      !rambla_json_get_int_or (object, "per_person", 1, 1000, PLATFORM_UNLIMITED, &deal->per_person, error) ||
      !rambla_json_get_time (object, "valid_until", &until, error) ||
      !rambla_json_get_int (object, "use_within_days", 1, MAX_DAYS, &days, error))
    return FALSE;
  if (deal->price < 0 || deal->regular_price < 0)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, deal->price < 0 ? "/price" : "/regular_price",
                             "must be there");
      return FALSE;
    }
  deal->kind = kind == 0 ? PLATFORM_DEAL_VOUCHER : PLATFORM_DEAL_COUPON;
  deal->ends_at = until / G_USEC_PER_SEC;
  deal->use_within_days = (int) days;
  return TRUE;
}

static PlatformResponse *
create_offer (PlatformDatabase *database, gpointer data, GError **error)
{
  OfferJob *job = data;
  const PlatformCity *city = job->context->city;
  JsonObject *object = json_node_get_object (job->body);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformDeal) deal = g_new0 (PlatformDeal, 1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  PlatformDealText text = { NULL };
  PlatformResponse *refused = NULL;

  if (!find_store (database, job, &store, &refused, error) || !read_texts (object, &text, lines, error) ||
      !read_offer (object, city->currency, deal, error))
    return answer_error (refused, error);
  deal->category = store->category;
  if (!platform_publishing_create (database, city, store, deal, &text,
                                   platform_clock_now (job->context->clock), &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, store, deal->row, 201, error);
}

/* If-Match with one strong tag of ours. Returns: 0 if there is none, -1 if it is another one */
static gint64
read_if_match (PlatformRequest *request)
{
  const char *text = platform_request_get_header (request, "If-Match");
  char *end = NULL;
  gint64 revision;

  if (text == NULL)
    return 0;
  if (!g_str_has_prefix (text, "\"r"))
    return -1;
  revision = g_ascii_strtoll (text + 2, &end, 10);
  return revision > 0 && g_str_equal (end, "\"") ? revision : -1;
}

static OfferJob *
offer_job_new (PlatformRequest *request,
               PlatformContext *context,
               const char *const *known,
               PlatformResponse **refusal)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  JsonNode *body = platform_body_parse (request, known, FALSE, refusal);
  OfferJob *job;

  if (body == NULL)
    return NULL;
  job = g_new0 (OfferJob, 1);
  job->context = context;
  job->body = body;
  job->account_id = g_strdup (identity->account_id);
  job->deal_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->language = platform_request_get_language (request, (const char *const *) context->city->languages);
  return job;
}

/* Takes over @job and @refusal, either of which may be NULL. */
static void
run (PlatformRequest *request, OfferJob *job, PlatformResponse *refusal, PlatformEffect effect)
{
  PlatformIdempotency *idempotency = NULL;

  if (job != NULL && refusal == NULL)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (idempotency != NULL)
    {
      platform_idempotency_run (idempotency, request, job->context->trade, effect, NULL, job,
                                (GDestroyNotify) offer_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  g_clear_pointer (&job, offer_job_free);
}

static void
on_create (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id",   "kind",        "title",           "summary",
                                       "includes",   "benefit",     "price",           "regular_price",
                                       "stock_left", "valid_until", "use_within_days", "per_person",
                                       NULL };
  PlatformResponse *refusal = NULL;
  OfferJob *job = offer_job_new (request, context, known, &refusal);

  run (request, job, refusal, create_offer);
}

static void
on_change (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "store_id",    "price", "regular_price", "stock_left", "state",
                                       "valid_until", NULL };
  PlatformResponse *refusal = NULL;
  OfferJob *job = offer_job_new (request, context, known, &refusal);
  g_autoptr (GError) error = NULL;

  if (job != NULL)
    {
      job->revision = read_if_match (request);
      if (job->revision == 0)
        refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_REQUIRED, NULL);
      else if (!read_change (json_node_get_object (job->body), job->context->city->currency, &job->change,
                             &error))
        refusal = platform_response_new_problem_for_json (error);
    }
  run (request, job, refusal, change_offer);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/merchant/deals", on_list },
  { "POST", "/v1/merchant/deals", on_create },
  { "PATCH", "/v1/merchant/deals/{id}", on_change },
};

void
platform_routes_publishing_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
