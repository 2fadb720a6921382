/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-idempotency.h"

#include <string.h>

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-idempotency-storage.h"
#include "rambla-fault-point.h"
#include "rambla-json-writer.h"

#define MAX_KEY 255
/* Longer than the provider may take to answer: a request that is under way for so long has lost its end. */
#define UNDER_WAY_SECONDS 120

struct _PlatformIdempotency
{
  char *account_id;
  char *key;
  guint8 fingerprint[PLATFORM_FINGERPRINT_SIZE];
  gboolean forever;
};

char *
platform_idempotency_parse_key (const char *header)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *at = header;

  while (at != NULL && (*at == ' ' || *at == '\t'))
    at++;
  if (at == NULL || *at != '"')
    return NULL;
  for (at++; *at != '"'; at++)
    {
      if (*at == '\\')
        {
          at++;
          if (*at != '"' && *at != '\\')
            return NULL;
        }
      if (*at < 0x20 || *at > 0x7e || key->len >= MAX_KEY)
        return NULL;
      g_string_append_c (key, *at);
    }
  for (at++; *at == ' ' || *at == '\t'; at++)
    ;
  if (*at != '\0' || key->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static void write_canonical (RamblaJsonWriter *writer, JsonNode *node);

static void
write_canonical_object (RamblaJsonWriter *writer, JsonObject *object)
{
  g_autoptr (GList) names = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

  rambla_json_writer_begin_object (writer);
  for (GList *l = names; l != NULL; l = l->next)
    {
      rambla_json_writer_name (writer, l->data);
      write_canonical (writer, json_object_get_member (object, l->data));
    }
  rambla_json_writer_end_object (writer);
}

static void
write_canonical (RamblaJsonWriter *writer, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    write_canonical_object (writer, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      rambla_json_writer_begin_array (writer);
      for (guint i = 0; i < json_array_get_length (array); i++)
        write_canonical (writer, json_array_get_element (array, i));
      rambla_json_writer_end_array (writer);
    }
  else
    rambla_json_writer_node (writer, node);
}

char *
platform_idempotency_canonicalize (JsonNode *body)
{
  g_autoptr (GString) out = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  if (body != NULL)
    write_canonical (&writer, body);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

PlatformIdempotency *
platform_idempotency_new (PlatformRequest *request,
                          JsonNode *body,
                          gboolean forever,
                          PlatformResponse **refusal)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *header = platform_request_get_header (request, "Idempotency-Key");
  g_autofree char *key = platform_idempotency_parse_key (header);
  g_autofree char *canonical = NULL;
  g_autoptr (GChecksum) checksum = NULL;
  PlatformIdempotency *self;
  gsize length = PLATFORM_FINGERPRINT_SIZE;

  if (key == NULL)
    {
      *refusal = header == NULL
                     ? platform_response_new_problem (RAMBLA_PROBLEM_IDEMPOTENCY_KEY_MISSING, NULL)
                     : platform_response_new_problem (
                           RAMBLA_PROBLEM_BAD_REQUEST,
                           "Idempotency-Key must be a string in quotation marks, 1 to 255 characters");
      return NULL;
    }

  canonical = platform_idempotency_canonicalize (body);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) platform_request_get_method_name (request), -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) platform_request_get_path (request), -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) canonical, -1);

  self = g_new0 (PlatformIdempotency, 1);
  self->account_id = g_strdup (identity->account_id);
  self->key = g_steal_pointer (&key);
  self->forever = forever;
  g_checksum_get_digest (checksum, self->fingerprint, &length);
  return self;
}

void
platform_idempotency_free (PlatformIdempotency *self)
{
  g_free (self->account_id);
  g_free (self->key);
  g_free (self);
}

static PlatformResponse *
replay (const PlatformIdempotencyRecord *record)
{
  g_autoptr (GBytes) body = g_bytes_new (record->body, strlen (record->body));
  PlatformResponse *response;

  response =
      platform_response_new ((unsigned int) record->status,
                             record->status >= 400 ? "application/problem+json" : "application/json", body);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

gboolean
platform_idempotency_take (PlatformIdempotency *self,
                           PlatformDatabase *database,
                           const PlatformTrade *trade,
                           PlatformResponse **answer,
                           GError **error)
{
  g_autoptr (PlatformIdempotencyRecord) record = NULL;

  *answer = NULL;
  if (platform_idempotency_storage_get (database, self->account_id, self->key, &record, error) ==
      PLATFORM_STEP_ERROR)
    return FALSE;
  if (record != NULL && memcmp (record->fingerprint, self->fingerprint, sizeof self->fingerprint) != 0)
    *answer = platform_response_new_problem (RAMBLA_PROBLEM_IDEMPOTENCY_MISMATCH, NULL);
  else if (record != NULL && record->status != 0)
    *answer = replay (record);
  else if (record != NULL && g_strcmp0 (record->owner, trade->process) == 0 &&
           record->created_at > platform_clock_now (trade->clock) - UNDER_WAY_SECONDS)
    {
      *answer = platform_response_new_problem (RAMBLA_PROBLEM_IDEMPOTENCY_IN_PROGRESS, NULL);
      platform_response_set_header (*answer, "Retry-After", "1");
    }
  if (*answer != NULL)
    return TRUE;
  rambla_fault_point ("idempotency.new");
  return platform_idempotency_storage_begin (database, self->account_id, self->key, self->fingerprint,
                                             trade->process, self->forever, platform_clock_now (trade->clock),
                                             error);
}

gboolean
platform_idempotency_keep (PlatformIdempotency *self,
                           PlatformDatabase *database,
                           PlatformResponse *answer,
                           GError **error)
{
  unsigned int status = platform_response_get_status (answer);
  gsize length;

  rambla_fault_point ("idempotency.keep");
  if (status >= 500)
    return platform_idempotency_storage_abandon (database, self->account_id, self->key, error);
  return platform_idempotency_storage_finish (database, self->account_id, self->key, (int) status,
                                              platform_response_get_body (answer, &length), error);
}

typedef struct
{
  PlatformIdempotency *idempotency;
  PlatformRequest *request;
  PlatformTrade *trade;
  PlatformEffect effect;
  GDestroyNotify committed;
  gpointer data;
  GDestroyNotify destroy;
  PlatformResponse *answer;
  gboolean had_effect;
} Run;

static void
run_free (Run *run)
{
  g_clear_pointer (&run->idempotency, platform_idempotency_free);
  g_clear_pointer (&run->request, platform_request_unref);
  g_clear_pointer (&run->answer, platform_response_unref);
  if (run->destroy != NULL)
    run->destroy (run->data);
  g_free (run);
}

static gboolean
run_in_writer (PlatformDatabase *database, gpointer data, GError **error)
{
  Run *run = data;

  if (run->idempotency != NULL &&
      !platform_idempotency_take (run->idempotency, database, run->trade, &run->answer, error))
    return FALSE;
  if (run->answer != NULL)
    return TRUE;

  /* What a refusal had written on its way is undone; the record of it stays. */
  if (!platform_database_execute (database, "SAVEPOINT effect", error))
    return FALSE;
  run->answer = run->effect (database, run->data, error);
  if (run->answer == NULL)
    return FALSE;
  rambla_fault_point ("idempotency.effect");
  run->had_effect = platform_response_get_status (run->answer) < 400;
  if (!platform_database_execute (
          database, run->had_effect ? "RELEASE effect" : "ROLLBACK TO effect; RELEASE effect", error))
    return FALSE;
  return run->idempotency == NULL ||
         platform_idempotency_keep (run->idempotency, database, run->answer, error);
}

static void
on_run_done (gpointer data, const GError *error)
{
  Run *run = data;

  if (error != NULL)
    {
      platform_request_respond (run->request, platform_answer_error (error));
      return;
    }
  platform_request_respond (run->request, g_steal_pointer (&run->answer));
  if (run->had_effect && run->committed != NULL)
    run->committed (run->data);
}

void
platform_idempotency_run (PlatformIdempotency *self,
                          PlatformRequest *request,
                          PlatformTrade *trade,
                          PlatformEffect effect,
                          GDestroyNotify committed,
                          gpointer data,
                          GDestroyNotify destroy)
{
  g_autoptr (GError) error = NULL;
  Run *run = g_new0 (Run, 1);

  run->idempotency = self;
  run->request = platform_request_ref (request);
  run->trade = trade;
  run->effect = effect;
  run->committed = committed;
  run->data = data;
  run->destroy = destroy;
  if (platform_writer_push (trade->writer, run_in_writer, on_run_done, run, (GDestroyNotify) run_free,
                            &error))
    return;
  on_run_done (run, error);
  run_free (run);
}
