/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-pictures.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-call.h"
#include "platform-catalogue-json.h"
#include "platform-deal-storage.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-pictures.h"
#include "rambla-id.h"
#include "rambla-json.h"

#define PICTURE_BODY (PLATFORM_PICTURE_MAX_BYTES / 3 * 4 + 4096)
/* Under its name it never changes. */
#define CACHE_CONTROL "public, max-age=31536000, immutable"

static void
on_picture (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  g_auto (PlatformCall) call = { NULL };
  g_autoptr (PlatformPicture) picture = NULL;
  const char *id = platform_request_get_path_parameter (request, "id");
  PlatformResponse *response;
  GError *error = NULL;

  if (!platform_call_begin (&call, request, context, known))
    return;
  if (platform_picture_storage_get (call.database, id, &picture, &error) == PLATFORM_STEP_ERROR)
    {
      platform_call_fail (&call, error);
      return;
    }
  if (picture == NULL)
    {
      platform_call_not_found (&call, "There is no such picture");
      return;
    }
  response = platform_response_new (200, picture->type, picture->bytes);
  platform_response_set_cache_control (response, CACHE_CONTROL);
  platform_response_set_etag (response, picture->id);
  platform_request_respond (request, response);
}

/* --- a merchant's --- */

typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  char *account_id;
  char *owner;
  char *language;
  char *tag;     /* from If-Match */
  GBytes *bytes; /* to be added */
  const char *alt;
  GPtrArray *ids; /* to be arranged; texts that live as long as the body, NULL-terminated */
  GPtrArray *alts;
} PictureJob;

static void
picture_job_free (PictureJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_pointer (&job->ids, g_ptr_array_unref);
  g_clear_pointer (&job->alts, g_ptr_array_unref);
  g_free (job->account_id);
  g_free (job->owner);
  g_free (job->language);
  g_free (job->tag);
  g_free (job);
}

/* Whether the account may act for what is named: an offer through one of its stores. Sets @deal to its
 * number, 0 for a store. Returns: FALSE with @refused or @error set */
static gboolean
find_owner (PlatformDatabase *database,
            const PlatformCity *city,
            const char *account_id,
            const char *owner,
            const char *store_id,
            const char *field,
            gint64 *deal_row,
            PlatformResponse **refused,
            GError **error)
{
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformDeal) deal = NULL;
  gint64 branch = 0;

  *deal_row = 0;
  if (rambla_id_is (owner, RAMBLA_ID_STORE))
    return platform_own_store_find (database, account_id, owner, field, &store, refused, error);
  if (!platform_own_store_find (database, account_id, store_id, field, &store, refused, error) ||
      !platform_deal_find (database, city, owner, city->languages[0], &deal, error) ||
      (deal != NULL && !platform_deal_is_good_at (database, deal->row, store->id, &branch, error)))
    return FALSE;
  if (branch == 0)
    {
      *refused = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "This store has no such offer");
      return FALSE;
    }
  *deal_row = deal->row;
  return TRUE;
}

/* What is shown now, as the merchant may send it back. */
static gboolean
write_list (RamblaJsonWriter *writer,
            PlatformDatabase *database,
            const char *owner,
            const char *language,
            char **tag,
            GError **error)
{
  g_autoptr (GPtrArray) all = platform_picture_storage_list (database, owner, NULL, error);
  g_autoptr (GPtrArray) pictures = NULL;

  if (all == NULL || (pictures = platform_picture_storage_list (database, owner, language, error)) == NULL)
    return FALSE;
  *tag = platform_pictures_tag (all);
  rambla_json_writer_begin_object (writer);
  platform_json_write_pictures (writer, pictures);
  rambla_json_writer_member_string (writer, "etag", *tag);
  rambla_json_writer_end_object (writer);
  return TRUE;
}

static PlatformResponse *
answer (PlatformDatabase *database, const PictureJob *job, unsigned int status, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *tag = NULL;
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  if (!write_list (&writer, database, job->owner, job->language, &tag, error))
    return NULL;
  response = platform_response_new_json (status, g_steal_pointer (&body));
  platform_response_set_etag (response, tag);
  return response;
}

static gboolean
find_job_owner (PlatformDatabase *database,
                const PictureJob *job,
                gint64 *deal,
                PlatformResponse **refused,
                GError **error)
{
  const char *store_id =
      json_object_get_string_member_with_default (json_node_get_object (job->body), "store_id", "");

  return find_owner (database, job->context->city, job->account_id, job->owner, store_id, "/store_id", deal,
                     refused, error);
}

static PlatformResponse *
add (PlatformDatabase *database, gpointer data, GError **error)
{
  PictureJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformPicture) picture = NULL;
  PlatformResponse *refused = NULL;
  const char *reason = NULL;
  gint64 deal;

  if (!find_job_owner (database, job, &deal, &refused, error))
    return refused;
  picture = platform_picture_new (job->bytes, &reason);
  if (picture == NULL)
    return platform_response_new_invalid_field ("/data", reason);
  if (!platform_pictures_add (database, job->context->city, job->owner, deal, picture, job->alt,
                              platform_clock_now (job->context->clock), &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, 201, error);
}

static PlatformResponse *
arrange (PlatformDatabase *database, gpointer data, GError **error)
{
  PictureJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  PlatformResponse *refused = NULL;
  gint64 deal;

  if (!find_job_owner (database, job, &deal, &refused, error))
    return refused;
  if (!platform_pictures_arrange (database, job->context->city, job->owner, deal,
                                  (const char *const *) job->ids->pdata,
                                  (const char *const *) job->alts->pdata, job->tag, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer (database, job, 200, error);
}

static PictureJob *
picture_job_new (PlatformRequest *request,
                 PlatformContext *context,
                 const char *const *known,
                 PlatformResponse **refusal)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *owner = platform_request_get_path_parameter (request, "id");
  gboolean of_store = strstr (platform_request_get_pattern (request), "/stores/") != NULL;
  JsonNode *body = platform_body_parse (request, known, FALSE, refusal);
  g_autoptr (GError) error = NULL;
  const char *store_id = NULL;
  PictureJob *job;

  if (body == NULL)
    return NULL;
  job = g_new0 (PictureJob, 1);
  job->context = context;
  job->body = body;
  job->account_id = g_strdup (identity->account_id);
  job->owner = g_strdup (owner);
  job->language =
      g_strdup (platform_request_get_language (request, (const char *const *) context->city->languages));
  if (rambla_id_is (owner, of_store ? RAMBLA_ID_STORE : RAMBLA_ID_DEAL) == FALSE)
    *refusal = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, NULL);
  else if (!of_store &&
           !rambla_json_get_id (json_node_get_object (body), "store_id", NULL, &store_id, &error))
    *refusal = platform_response_new_problem_for_json (error);
  return job;
}

/* Takes over @job and @refusal, either of which may be NULL. */
static void
run (PlatformRequest *request, PictureJob *job, PlatformResponse *refusal, gboolean creates)
{
  PlatformIdempotency *idempotency = NULL;

  if (job != NULL && refusal == NULL && creates)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (job == NULL || refusal != NULL)
    {
      platform_request_respond (request, refusal);
      g_clear_pointer (&job, picture_job_free);
      return;
    }
  platform_idempotency_run (idempotency, request, job->context->trade, creates ? add : arrange, NULL, job,
                            (GDestroyNotify) picture_job_free);
}

/* A text that says something. */
static gboolean
read_alt (JsonObject *object, const char **alt, GError **error)
{
  if (!rambla_json_get_string (object, "alt", PLATFORM_PICTURE_MAX_ALT, alt, error))
    return FALSE;
  if ((*alt)[strspn (*alt, " \t\r\n")] != '\0')
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/alt", "must say what is seen");
  return FALSE;
}

static void
on_add (PlatformRequest *request, gpointer context)
{
  static const char *const of_deal[] = { "store_id", "data", "alt", NULL };
  gboolean of_store = strstr (platform_request_get_pattern (request), "/stores/") != NULL;
  PlatformResponse *refusal = NULL;
  PictureJob *job = picture_job_new (request, context, of_deal + (of_store ? 1 : 0), &refusal);
  g_autoptr (GError) error = NULL;
  const char *data = NULL;

  if (job != NULL && refusal == NULL)
    {
      JsonObject *object = json_node_get_object (job->body);

      if (!rambla_json_get_string (object, "data", PICTURE_BODY, &data, &error) ||
          !read_alt (object, &job->alt, &error))
        refusal = platform_response_new_problem_for_json (error);
      else if ((job->bytes = platform_body_decode_base64 (data)) == NULL)
        refusal = platform_response_new_invalid_field ("/data", "Must be base64");
    }
  run (request, job, refusal, TRUE);
}

static gboolean
read_arrangement (PictureJob *job, GError **error)
{
  JsonArray *array;

  if (!rambla_json_get_array (json_node_get_object (job->body), "pictures", PLATFORM_PICTURES_MAX, &array,
                              error))
    return FALSE;
  job->ids = g_ptr_array_new ();
  job->alts = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      static const char *const members[] = { "id", "alt", NULL };
      JsonObject *object = rambla_json_as_object (json_array_get_element (array, i), error);
      const char *id, *alt;

      if (object == NULL || !rambla_json_check_members (object, members, error) ||
          !rambla_json_get_id (object, "id", RAMBLA_ID_PICTURE, &id, error) ||
          !read_alt (object, &alt, error))
        return rambla_json_prefix_error (error, "/pictures/%u", i);
      g_ptr_array_add (job->ids, (gpointer) id);
      g_ptr_array_add (job->alts, (gpointer) alt);
    }
  g_ptr_array_add (job->ids, NULL);
  g_ptr_array_add (job->alts, NULL);
  return TRUE;
}

static void
on_arrange (PlatformRequest *request, gpointer context)
{
  static const char *const of_deal[] = { "store_id", "pictures", NULL };
  gboolean of_store = strstr (platform_request_get_pattern (request), "/stores/") != NULL;
  PlatformResponse *refusal = NULL;
  PictureJob *job = picture_job_new (request, context, of_deal + (of_store ? 1 : 0), &refusal);
  const char *match = platform_request_get_header (request, "If-Match");
  g_autoptr (GError) error = NULL;

  if (job != NULL && refusal == NULL)
    {
      gsize length = match != NULL ? strlen (match) : 0;

      if (match == NULL)
        refusal = platform_response_new_problem (RAMBLA_PROBLEM_PRECONDITION_REQUIRED, NULL);
      else if (!read_arrangement (job, &error))
        refusal = platform_response_new_problem_for_json (error);
      else
        job->tag = length >= 2 && match[0] == '"' && match[length - 1] == '"'
                       ? g_strndup (match + 1, length - 2)
                       : g_strdup ("");
    }
  run (request, job, refusal, FALSE);
}

static void
on_list (PlatformRequest *request, gpointer context)
{
  static const char *const of_deal[] = { "store_id", NULL };
  gboolean of_store = strstr (platform_request_get_pattern (request), "/stores/") != NULL;
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *owner = platform_request_get_path_parameter (request, "id");
  const char *store_id = platform_request_get_query (request, "store_id");
  g_auto (PlatformCall) call = { NULL };
  g_autofree char *tag = NULL;
  PlatformResponse *refused = NULL;
  GError *error = NULL;
  gint64 deal;

  if (!platform_call_begin (&call, request, context, of_deal + (of_store ? 1 : 0)))
    return;
  if (!rambla_id_is (owner, of_store ? RAMBLA_ID_STORE : RAMBLA_ID_DEAL))
    {
      platform_call_not_found (&call, NULL);
      return;
    }
  if (!of_store && store_id == NULL)
    {
      platform_request_respond (request, platform_response_new_invalid_field ("?store_id", "Must be sent"));
      return;
    }
  if (!find_owner (call.database, call.city, identity->account_id, owner, store_id, "?store_id", &deal,
                   &refused, &error) ||
      !write_list (&call.writer, call.database, owner, call.language, &tag, &error))
    {
      if (refused != NULL)
        platform_request_respond (request, refused);
      else
        platform_call_fail (&call, error);
      return;
    }
  platform_call_respond (&call, NULL, NULL);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/pictures/{id}", on_picture },
  { "GET", "/v1/merchant/deals/{id}/pictures", on_list },
  { "POST", "/v1/merchant/deals/{id}/pictures", on_add, NULL, PLATFORM_ROUTE_DEFAULT, PICTURE_BODY },
  { "PUT", "/v1/merchant/deals/{id}/pictures", on_arrange },
  { "GET", "/v1/merchant/stores/{id}/pictures", on_list },
  { "POST", "/v1/merchant/stores/{id}/pictures", on_add, NULL, PLATFORM_ROUTE_DEFAULT, PICTURE_BODY },
  { "PUT", "/v1/merchant/stores/{id}/pictures", on_arrange },
};

void
platform_routes_pictures_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
