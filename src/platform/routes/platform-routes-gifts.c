/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-gifts.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-gift.h"
#include "platform-idempotency.h"
#include "platform-reissue.h"
#include "platform-trade-json.h"
#include "rambla-holder-proof.h"
#include "rambla-json.h"
#include "rambla-short-code.h"

#define MAX_MESSAGE 1000 /* bytes of 250 characters */
#define MAX_PROOF 1024

/* One request's work in the writer. */
typedef struct
{
  PlatformContext *context;
  char *account_id;
  char *session_id;
  char *voucher_id;
  char *code;
  const char *language;
  JsonNode *body;
  const char *message; /* points into body */
  char *key;           /* base64url */
  gboolean printed;
} HandJob;

static HandJob *
hand_job_new (PlatformRequest *request, PlatformContext *context)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  HandJob *job = g_new0 (HandJob, 1);

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->session_id = g_strdup (identity->session_id);
  job->voucher_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->language =
      platform_request_get_language (request, (const char *const *) context->trade->city->languages);
  return job;
}

static void
hand_job_free (HandJob *job)
{
  g_free (job->account_id);
  g_free (job->session_id);
  g_free (job->voucher_id);
  g_free (job->code);
  g_free (job->key);
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HandJob, hand_job_free)

/* Runs @effect once. @keyed: with the request's Idempotency-Key. @job: (transfer full) */
static void
run (PlatformRequest *request, HandJob *job, gboolean keyed, PlatformEffect effect)
{
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency =
      keyed ? platform_idempotency_new (request, job->body, TRUE, &refusal) : NULL;

  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      hand_job_free (job);
      return;
    }
  platform_idempotency_run (idempotency, request, job->context->trade, effect, NULL, job,
                            (GDestroyNotify) hand_job_free);
}

static PlatformResponse *
respond_private (unsigned int status, GString *body)
{
  PlatformResponse *response = platform_response_new_json (status, body);

  platform_response_set_cache_control (response, "private, no-store");
  return response;
}

static PlatformResponse *
answer_voucher (PlatformDatabase *database,
                const HandJob *job,
                unsigned int status,
                const PlatformVoucher *voucher,
                GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  if (!platform_trade_json_load_voucher (&writer, database, job->context->trade, voucher, job->account_id,
                                         job->language, error))
    return NULL;
  return respond_private (status, g_steal_pointer (&body));
}

/* --- The key of a device --- */

static PlatformResponse *
put_key (PlatformDatabase *database, gpointer data, GError **error)
{
  HandJob *job = data;
  gint64 moved = 0;
  RamblaJsonWriter writer;
  GString *body;

  if (!platform_reissue_to_device (database, job->context->trade, job->account_id, job->session_id, job->key,
                                   &moved, error))
    return NULL;
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "x", job->key);
  rambla_json_writer_member_int (&writer, "moved", moved);
  rambla_json_writer_end_object (&writer);
  return respond_private (200, body);
}

/* The key that the body names, if its proof is one for this very token. */
static PlatformResponse *
read_key (PlatformRequest *request, HandJob *job)
{
  const char *authorization = platform_request_get_header (request, "Authorization");
  const char *token = authorization != NULL ? strchr (authorization, ' ') : NULL;
  guint8 key[RAMBLA_ED25519_PUBLIC_SIZE];
  g_autoptr (GError) error = NULL;
  JsonObject *object = json_node_get_object (job->body);
  JsonObject *jwk;
  const char *proof;

  if (!rambla_json_get_object (object, "jwk", &jwk, &error) ||
      !rambla_json_get_string (object, "proof", MAX_PROOF, &proof, &error))
    return platform_response_new_problem_for_json (error);
  if (!rambla_holder_key_from_jwk (jwk, key))
    return platform_response_new_invalid_field ("/jwk", "Must be an Ed25519 key (RFC 8037) and nothing else");
  if (token == NULL || !rambla_holder_proof_verify (proof, key, token + strspn (token, " ")))
    return platform_response_new_invalid_field ("/proof",
                                                "Must be signed by that key for the token of this request");
  job->key = rambla_base64url_encode (key, sizeof key);
  return NULL;
}

static void
on_put_key (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "jwk", "proof", NULL };
  g_autoptr (HandJob) job = hand_job_new (request, context);
  PlatformResponse *refusal = NULL;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL)
    refusal = read_key (request, job);
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    run (request, g_steal_pointer (&job), FALSE, put_key);
}

/* --- Issued anew --- */

static PlatformResponse *
reissue (PlatformDatabase *database, gpointer data, GError **error)
{
  HandJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformVoucher) voucher = NULL;

  if (!platform_reissue_voucher (database, job->context->trade, job->account_id, job->session_id,
                                 job->voucher_id, job->printed, &voucher, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer_voucher (database, job, 201, voucher, error);
}

static void
on_reissue (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "form", NULL };
  static const char *const forms[] = { "device", "printed", NULL };
  g_autoptr (HandJob) job = hand_job_new (request, context);
  g_autoptr (GError) error = NULL;
  PlatformResponse *refusal = NULL;
  int form = 0;

  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL &&
      !rambla_json_get_enum (json_node_get_object (job->body), "form", forms, &form, &error))
    refusal = platform_response_new_problem_for_json (error);
  job->printed = form == 1;
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    run (request, g_steal_pointer (&job), TRUE, reissue);
}

/* --- Giving --- */

static PlatformResponse *
give (PlatformDatabase *database, gpointer data, GError **error)
{
  HandJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformGift) gift = NULL;
  RamblaJsonWriter writer;
  GString *body;

  if (!platform_gift_give (database, job->context->trade, job->account_id, job->voucher_id, job->message,
                           &gift, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  platform_trade_json_write_gift (&writer, job->context->trade, gift);
  return respond_private (201, body);
}

static void
on_give (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "message", NULL };
  g_autoptr (HandJob) job = hand_job_new (request, context);
  g_autoptr (GError) error = NULL;
  PlatformResponse *refusal = NULL;

  job->body = platform_body_parse (request, known, TRUE, &refusal);
  if (job->body != NULL && !rambla_json_get_string_or (json_node_get_object (job->body), "message",
                                                       MAX_MESSAGE, NULL, &job->message, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    run (request, g_steal_pointer (&job), TRUE, give);
}

static PlatformResponse *
withdraw (PlatformDatabase *database, gpointer data, GError **error)
{
  HandJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;

  if (!platform_gift_withdraw (database, job->context->trade, job->account_id, job->voucher_id, &refusal,
                               error))
    return NULL;
  return refusal.code != RAMBLA_PROBLEM_NONE ? platform_answer_refusal (&refusal)
                                             : platform_response_new (204, NULL, NULL);
}

static void
on_withdraw (PlatformRequest *request, gpointer context)
{
  run (request, hand_job_new (request, context), FALSE, withdraw);
}

/* --- Claiming --- */

static PlatformResponse *
read_code (PlatformRequest *request, HandJob *job)
{
  char code[RAMBLA_SHORT_CODE_SIZE];

  if (!rambla_short_code_parse (platform_request_get_path_parameter (request, "code"), code))
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND,
                                          "There is no such gift; look whether the code is complete");
  job->code = g_strdup (code);
  return NULL;
}

static PlatformResponse *
look (const HandJob *job, GError **error)
{
  const PlatformTrade *trade = job->context->trade;
  PlatformDatabase *database = platform_database_pool_get (trade->readers, error);
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformGift) gift = NULL;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  RamblaJsonWriter writer;
  GString *body;

  if (database == NULL ||
      !platform_gift_look (database, trade, job->account_id, job->code, &gift, &voucher, &refusal, error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  if (terms == NULL)
    return NULL;

  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "from", gift->giver_name);
  if (gift->message != NULL)
    rambla_json_writer_member_string (&writer, "message", gift->message);
  rambla_json_writer_name (&writer, "deal");
  platform_trade_json_write_deal (&writer, terms, voucher->currency, voucher->order_store_id, job->language);
  rambla_json_writer_member_time (&writer, "valid_until", voucher->valid_until);
  rambla_json_writer_member_time (&writer, "expires_at", gift->expires_at);
  rambla_json_writer_end_object (&writer);
  return respond_private (200, body);
}

static void
on_look (PlatformRequest *request, gpointer context)
{
  static const char *const no_query[] = { NULL };
  g_autoptr (HandJob) job = hand_job_new (request, context);
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (request, no_query);

  if (response == NULL)
    response = read_code (request, job);
  if (response == NULL)
    response = look (job, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static PlatformResponse *
claim (PlatformDatabase *database, gpointer data, GError **error)
{
  HandJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformVoucher) voucher = NULL;

  if (!platform_gift_claim (database, job->context->trade, job->account_id, job->code, &voucher, &refusal,
                            error))
    return NULL;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    return platform_answer_refusal (&refusal);
  return answer_voucher (database, job, 201, voucher, error);
}

static void
on_claim (PlatformRequest *request, gpointer context)
{
  static const char *const nothing[] = { NULL };
  g_autoptr (HandJob) job = hand_job_new (request, context);
  PlatformResponse *refusal = NULL;

  job->body = platform_body_parse (request, nothing, TRUE, &refusal);
  if (job->body != NULL)
    refusal = read_code (request, job);
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    run (request, g_steal_pointer (&job), TRUE, claim);
}

static const PlatformRoute routes[] = {
  { "PUT", "/v1/me/holder-key", on_put_key },    { "POST", "/v1/vouchers/{id}/reissue", on_reissue },
  { "POST", "/v1/vouchers/{id}/gift", on_give }, { "DELETE", "/v1/vouchers/{id}/gift", on_withdraw },
  { "GET", "/v1/gifts/{code}", on_look },        { "POST", "/v1/gifts/{code}/claim", on_claim },
};

void
platform_routes_gifts_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
