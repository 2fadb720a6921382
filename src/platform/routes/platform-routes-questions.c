/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-questions.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-deal-storage.h"
#include "platform-idempotency.h"
#include "platform-own-store.h"
#include "platform-page.h"
#include "platform-question.h"
#include "rambla-json.h"
#include "rambla-json-writer.h"

#define MAX_TEXT 4000 /* bytes of 1000 characters */

/* --- Answers --- */

/* Who asked is nobody's business; why it was hidden is that of who has a part in it. */
static void
write_question (RamblaJsonWriter *writer, const PlatformQuestion *question, const char *deal_title)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", question->id);
  rambla_json_writer_member_string (writer, "deal_id", question->deal_id);
  if (deal_title != NULL)
    rambla_json_writer_member_string (writer, "deal_title", deal_title);
  rambla_json_writer_member_string (writer, "state",
                                    question->hidden_at != 0   ? "hidden"
                                    : question->answer != NULL ? "answered"
                                                               : "open");
  rambla_json_writer_member_string (writer, "text", question->text);
  rambla_json_writer_member_time (writer, "asked_at", question->asked_at);
  if (question->answer != NULL)
    {
      rambla_json_writer_member_string (writer, "answer", question->answer);
      rambla_json_writer_member_time (writer, "answered_at", question->answered_at);
    }
  if (question->hidden_at != 0)
    {
      rambla_json_writer_member_string (writer, "hidden_reason", question->hidden_why);
      rambla_json_writer_member_time (writer, "hidden_at", question->hidden_at);
    }
  rambla_json_writer_end_object (writer);
}

static PlatformResponse *
answer_question (const PlatformQuestion *question)
{
  GString *body = g_string_new (NULL);
  PlatformResponse *response;
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  write_question (&writer, question, NULL);
  response = platform_response_new_json (201, body);
  platform_response_set_cache_control (response, "private, no-cache");
  return response;
}

/* --- Lists --- */

/* In a list about many offers each question says which one it is about. */
static gboolean
write_list (RamblaJsonWriter *writer,
            PlatformDatabase *database,
            const PlatformCity *city,
            const char *language,
            GPtrArray *questions,
            guint limit,
            gboolean with_titles,
            GError **error)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_name (writer, "questions");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < MIN (questions->len, limit); i++)
    {
      const PlatformQuestion *question = g_ptr_array_index (questions, i);
      g_autoptr (PlatformDeal) deal = NULL;

      if (with_titles && !platform_deal_find (database, city, question->deal_id, language, &deal, error))
        return FALSE;
      write_question (writer, question, deal != NULL ? deal->title : NULL);
    }
  rambla_json_writer_end_array (writer);
  return TRUE;
}

static PlatformResponse *
list (PlatformRequest *request, PlatformContext *context, PlatformQuestionsOf of, GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformDatabase *database = platform_database_pool_get (context->readers, error);
  const char *language =
      platform_request_get_language (request, (const char *const *) context->city->languages);
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *position = NULL;
  PlatformResponse *response;
  const char *id = NULL;
  RamblaJsonWriter writer;
  gint64 before = 0;
  guint limit = 0;

  response = platform_page_read_number (request, &limit, &before);
  if (response != NULL)
    return response;
  if (database == NULL || (of == PLATFORM_QUESTIONS_OF_MERCHANT &&
                           !platform_own_store_find_queried (database, request, &store, &response, error)))
    return response;
  if (of == PLATFORM_QUESTIONS_OF_DEAL)
    id = platform_request_get_path_parameter (request, "id");
  else if (of == PLATFORM_QUESTIONS_OF_ACCOUNT)
    id = identity->account_id;
  else if (store != NULL)
    id = store->merchant_id;
  questions = platform_question_storage_list (database, of, id, before, limit + 1, error);
  if (questions == NULL)
    return NULL;
  rambla_json_writer_init (&writer, body);
  if (!write_list (&writer, database, context->city, language, questions, limit,
                   of != PLATFORM_QUESTIONS_OF_DEAL, error))
    return NULL;
  if (questions->len > limit)
    position = g_strdup_printf ("%" G_GINT64_FORMAT,
                                ((PlatformQuestion *) g_ptr_array_index (questions, limit - 1))->number);
  return platform_page_answer (request, &writer, g_steal_pointer (&body), position);
}

static void
respond_list (PlatformRequest *request, PlatformContext *context, PlatformQuestionsOf of)
{
  static const char *const of_merchant[] = { "store_id", "cursor", "limit", NULL };
  g_autoptr (GError) error = NULL;
  PlatformResponse *response = platform_request_check_query (
      request, of == PLATFORM_QUESTIONS_OF_MERCHANT ? of_merchant : of_merchant + 1);

  if (response == NULL)
    response = list (request, context, of, &error);
  platform_request_respond (request, response != NULL ? response : platform_answer_error (error));
}

static void
on_of_deal (PlatformRequest *request, gpointer context)
{
  respond_list (request, context, PLATFORM_QUESTIONS_OF_DEAL);
}

static void
on_own (PlatformRequest *request, gpointer context)
{
  respond_list (request, context, PLATFORM_QUESTIONS_OF_ACCOUNT);
}

static void
on_of_merchant (PlatformRequest *request, gpointer context)
{
  respond_list (request, context, PLATFORM_QUESTIONS_OF_MERCHANT);
}

static void
on_all (PlatformRequest *request, gpointer context)
{
  respond_list (request, context, PLATFORM_QUESTIONS_OF_ALL);
}

/* --- Changes --- */

/* One request's work. */
typedef struct
{
  PlatformContext *context;
  JsonNode *body;
  const char *text; /* points into body */
  char *account_id;
  char *id; /* of an offer or a question */
} QuestionJob;

static void
question_job_free (QuestionJob *job)
{
  g_clear_pointer (&job->body, json_node_unref);
  g_free (job->account_id);
  g_free (job->id);
  g_free (job);
}

static PlatformResponse *
ask (PlatformDatabase *database, gpointer data, GError **error)
{
  QuestionJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformQuestion) question = NULL;

  if (!platform_question_ask (database, job->context->trade, job->account_id, job->id, job->text, &question,
                              &refusal, error))
    return NULL;
  return refusal.code != RAMBLA_PROBLEM_NONE ? platform_answer_refusal (&refusal)
                                             : answer_question (question);
}

static PlatformResponse *
answer (PlatformDatabase *database, gpointer data, GError **error)
{
  QuestionJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformQuestion) question = NULL;

  if (!platform_question_answer (database, job->context->trade, job->account_id, job->id, job->text,
                                 &question, &refusal, error))
    return NULL;
  return refusal.code != RAMBLA_PROBLEM_NONE ? platform_answer_refusal (&refusal)
                                             : answer_question (question);
}

static PlatformResponse *
hide (PlatformDatabase *database, gpointer data, GError **error)
{
  QuestionJob *job = data;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformQuestion) question = NULL;

  if (!platform_question_hide (database, job->context->trade, job->id, job->text, &question, &refusal, error))
    return NULL;
  return refusal.code != RAMBLA_PROBLEM_NONE ? platform_answer_refusal (&refusal)
                                             : answer_question (question);
}

/* @member: the body's only one, a text */
static void
run (PlatformRequest *request, PlatformContext *context, const char *member, PlatformEffect effect)
{
  const char *const known[] = { member, NULL };
  const PlatformIdentity *identity = platform_request_get_identity (request);
  PlatformResponse *refusal = NULL;
  PlatformIdempotency *idempotency = NULL;
  QuestionJob *job = g_new0 (QuestionJob, 1);
  g_autoptr (GError) error = NULL;

  job->context = context;
  job->account_id = g_strdup (identity->account_id);
  job->id = g_strdup (platform_request_get_path_parameter (request, "id"));
  job->body = platform_body_parse (request, known, FALSE, &refusal);
  if (job->body != NULL &&
      !rambla_json_get_string (json_node_get_object (job->body), member, MAX_TEXT, &job->text, &error))
    refusal = platform_response_new_problem_for_json (error);
  if (refusal == NULL)
    idempotency = platform_idempotency_new (request, job->body, FALSE, &refusal);
  if (idempotency != NULL)
    {
      platform_idempotency_run (idempotency, request, context->trade, effect, NULL, job,
                                (GDestroyNotify) question_job_free);
      return;
    }
  platform_request_respond (request, refusal);
  question_job_free (job);
}

static void
on_ask (PlatformRequest *request, gpointer context)
{
  run (request, context, "text", ask);
}

static void
on_answer (PlatformRequest *request, gpointer context)
{
  run (request, context, "text", answer);
}

static void
on_hide (PlatformRequest *request, gpointer context)
{
  run (request, context, "reason", hide);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/deals/{id}/questions", on_of_deal },
  { "POST", "/v1/deals/{id}/questions", on_ask },
  { "GET", "/v1/me/questions", on_own },
  { "GET", "/v1/merchant/questions", on_of_merchant },
  { "POST", "/v1/merchant/questions/{id}/answer", on_answer },
  { "GET", "/v1/operator/questions", on_all },
  { "POST", "/v1/operator/questions/{id}/hide", on_hide },
};

void
platform_routes_questions_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
