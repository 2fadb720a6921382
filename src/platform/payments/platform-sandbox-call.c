/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-call.h"

#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include "platform-sandbox-cards.h"
#include "platform-sandbox-json.h"

/* One route's context: what the router hands to the handler. */
typedef struct
{
  PlatformSandboxProvider *provider;
  const PlatformSandboxRoute *api;
  PlatformRoute route;
} Endpoint;

/* One call on its way through the writer. */
typedef struct
{
  PlatformSandboxProvider *provider;
  const PlatformSandboxRoute *api;
  PlatformRequest *request;
  PlatformForm *form;
  char *key; /* Idempotency-Key, or NULL */
  guint status;
  GString *body;
  gboolean replayed;
} Job;

static void
job_free (Job *job)
{
  platform_request_unref (job->request);
  platform_form_free (job->form);
  if (job->body != NULL)
    g_string_free (job->body, TRUE);
  g_free (job->key);
  g_free (job);
}

static void
start_body (PlatformSandboxCall *call, guint status)
{
  call->status = status;
  g_string_truncate (call->body, 0);
  rambla_json_writer_init (&call->writer, call->body);
}

static void
write_error_head (PlatformSandboxCall *call, const char *type, const char *message)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "error");
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "type", type);
  rambla_json_writer_member_string (&call->writer, "message", message);
}

static gboolean
end_error (PlatformSandboxCall *call)
{
  rambla_json_writer_end_object (&call->writer);
  rambla_json_writer_end_object (&call->writer);

  return TRUE;
}

gboolean
platform_sandbox_call_fail (PlatformSandboxCall *call,
                            guint status,
                            const char *type,
                            const char *code,
                            const char *parameter,
                            const char *format,
                            ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);

  start_body (call, status);
  write_error_head (call, type, message);
  if (code != NULL)
    rambla_json_writer_member_string (&call->writer, "code", code);
  if (parameter != NULL)
    rambla_json_writer_member_string (&call->writer, "param", parameter);

  return end_error (call);
}

gboolean
platform_sandbox_call_fail_missing (PlatformSandboxCall *call, const char *kind, const char *id)
{
  return platform_sandbox_call_fail (call, 404, "invalid_request_error", "resource_missing", "id",
                                     "No such %s: '%.64s'", kind, id);
}

static void
write_intent_member (PlatformSandboxCall *call, const PlatformSandboxIntent *intent)
{
  rambla_json_writer_name (&call->writer, "payment_intent");
  platform_sandbox_write_intent (&call->writer, intent, call->work.provider->uri, FALSE);
}

gboolean
platform_sandbox_call_fail_card (PlatformSandboxCall *call, const PlatformSandboxIntent *intent)
{
  start_body (call, 402);
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_name (&call->writer, "error");
  rambla_json_writer_begin_object (&call->writer);
  platform_sandbox_write_refusal (&call->writer, intent);
  write_intent_member (call, intent);

  return end_error (call);
}

gboolean
platform_sandbox_call_fail_state (PlatformSandboxCall *call,
                                  const PlatformSandboxIntent *intent,
                                  const char *verb)
{
  g_autofree char *message = NULL;

  message = g_strdup_printf ("You cannot %s this PaymentIntent because it has a status of %s.", verb,
                             intent->status);
  start_body (call, 400);
  write_error_head (call, "invalid_request_error", message);
  rambla_json_writer_member_string (&call->writer, "code", "payment_intent_unexpected_state");
  write_intent_member (call, intent);

  return end_error (call);
}

gboolean
platform_sandbox_call_load (PlatformSandboxCall *call,
                            const PlatformSandboxKind *kind,
                            const char *name,
                            const char *id,
                            gpointer *object,
                            GError **error)
{
  GError *cause = NULL;

  *object = platform_sandbox_store_load (call->work.database, kind, id, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (*object == NULL)
    platform_sandbox_call_fail_missing (call, name, id != NULL ? id : "");

  return TRUE;
}

char *
platform_sandbox_call_metadata (PlatformSandboxCall *call, const char *prefix)
{
  g_autofree char *start = g_strconcat (prefix, "[", NULL);
  GString *text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  rambla_json_writer_begin_object (&writer);
  for (guint i = 0; i < platform_form_get_length (call->form); i++)
    {
      const char *name = platform_form_get_name (call->form, i);
      g_autofree char *key = NULL;

      if (!g_str_has_prefix (name, start) || !g_str_has_suffix (name, "]"))
        continue;
      key = g_strndup (name + strlen (start), strlen (name) - strlen (start) - 1);
      /* The last one counts, as everywhere in a form; and JSON takes a name only once. */
      if (platform_form_get (call->form, name) == platform_form_get_value (call->form, i))
        rambla_json_writer_member_string (&writer, key, platform_form_get_value (call->form, i));
    }
  rambla_json_writer_end_object (&writer);

  return g_string_free (text, FALSE);
}

const char *
platform_sandbox_call_get_text (PlatformSandboxCall *call, const char *name)
{
  const char *text = platform_form_get (call->form, name);

  if (text == NULL || text[0] == '\0')
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", "parameter_missing", name,
                                  "Missing required param: %s.", name);
      return NULL;
    }

  return text;
}

gboolean
platform_sandbox_call_get_int (PlatformSandboxCall *call, const char *name, gint64 minimum, gint64 *value)
{
  const char *text = platform_sandbox_call_get_text (call, name);

  if (text == NULL)
    return FALSE;
  if (!platform_form_get_int (call->form, name, value))
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", "parameter_invalid_integer", name,
                                  "Invalid integer: %.64s", text);
      return FALSE;
    }
  if (*value < minimum || *value > G_GINT64_CONSTANT (999999999999))
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", "parameter_invalid_integer", name,
                                  "This value must be greater than or equal to %" G_GINT64_FORMAT ".",
                                  minimum);
      return FALSE;
    }

  return TRUE;
}

char *
platform_sandbox_call_get_currency (PlatformSandboxCall *call, const char *name)
{
  const char *text = platform_sandbox_call_get_text (call, name);

  if (text == NULL)
    return NULL;
  if (strlen (text) != 3 || !g_ascii_isalpha (text[0]) || !g_ascii_isalpha (text[1]) ||
      !g_ascii_isalpha (text[2]))
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, name, "Invalid currency: %.64s.",
                                  text);
      return NULL;
    }

  return g_ascii_strdown (text, -1);
}

gboolean
platform_sandbox_call_get_flag (PlatformSandboxCall *call, const char *name)
{
  const char *text = platform_form_get (call->form, name);

  return g_strcmp0 (text, "true") == 0 || g_strcmp0 (text, "1") == 0;
}

gboolean
platform_sandbox_call_expands (PlatformSandboxCall *call, const char *path)
{
  for (guint i = 0; i < platform_form_get_length (call->form); i++)
    if (g_str_has_prefix (platform_form_get_name (call->form, i), "expand[") &&
        strcmp (platform_form_get_value (call->form, i), path) == 0)
      return TRUE;

  return FALSE;
}

const char *
platform_sandbox_call_get_id (PlatformSandboxCall *call)
{
  return platform_request_get_path_parameter (call->request, "id");
}

gboolean
platform_sandbox_call_list (PlatformSandboxCall *call,
                            const PlatformSandboxKind *kind,
                            const char *url,
                            const char *column,
                            const char *value,
                            void (*write) (PlatformSandboxCall *call, gconstpointer object),
                            GError **error)
{
  const char *after = platform_form_get (call->form, "starting_after");
  g_autofree char *clause = NULL;
  GPtrArray *objects;
  gint64 limit = 10;

  if (platform_form_get (call->form, "limit") != NULL &&
      !platform_sandbox_call_get_int (call, "limit", 1, &limit))
    return TRUE;
  limit = MIN (limit, 100);

  /* The column is one of ours; without one, the comparison is of a constant with itself. */
  clause = g_strdup_printf ("AS o WHERE %s = ? AND seq < coalesce ((SELECT seq FROM %s WHERE id = ?), %s)"
                            " ORDER BY seq DESC LIMIT ?",
                            column != NULL ? column : "''", platform_sandbox_store_get_table (kind),
                            after != NULL ? "0" : "9223372036854775807");
  objects = platform_sandbox_store_select (call->work.database, kind, error, clause, "tti",
                                           value != NULL ? value : "", after, limit + 1);
  if (objects == NULL)
    return FALSE;

  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "object", "list");
  rambla_json_writer_name (&call->writer, "data");
  rambla_json_writer_begin_array (&call->writer);
  for (guint i = 0; i < objects->len && i < limit; i++)
    write (call, objects->pdata[i]);
  rambla_json_writer_end_array (&call->writer);
  rambla_json_writer_member_bool (&call->writer, "has_more", objects->len > limit);
  rambla_json_writer_member_string (&call->writer, "url", url);
  rambla_json_writer_end_object (&call->writer);
  platform_sandbox_store_free_list (kind, objects);

  return TRUE;
}

/* Handling a request */

static PlatformResponse *
make_response (Job *job)
{
  PlatformResponse *response = platform_response_new_json (job->status, g_steal_pointer (&job->body));
  g_autofree char *id = platform_sandbox_store_new_id ("req_");

  platform_response_set_header (response, "Request-Id", id);
  platform_response_set_cache_control (response, "no-store");
  if (job->key != NULL)
    platform_response_set_header (response, "Idempotency-Key", job->key);
  if (job->replayed)
    platform_response_set_header (response, "Idempotent-Replayed", "true");

  return response;
}

static gboolean
on_answer_late (gpointer user_data)
{
  Job *job = user_data;

  platform_request_respond (job->request, make_response (job));

  return G_SOURCE_REMOVE;
}

/* What a test asked for about answers; the effect has happened already. */
static PlatformSandboxAnswers
take_answer_mode (PlatformSandboxProvider *provider, guint *delay_ms)
{
  PlatformSandboxAnswers mode;

  g_mutex_lock (&provider->lock);
  mode = provider->answers;
  *delay_ms = provider->answers_delay_ms;
  if (mode != PLATFORM_SANDBOX_ANSWERS_NORMAL && --provider->answers_left == 0)
    provider->answers = PLATFORM_SANDBOX_ANSWERS_NORMAL;
  g_mutex_unlock (&provider->lock);

  return mode;
}

static void
write_plain_error (Job *job, guint status, const char *type, const char *message)
{
  PlatformSandboxCall call = { 0 };

  if (job->body == NULL)
    job->body = g_string_new (NULL);
  call.body = job->body;
  platform_sandbox_call_fail (&call, status, type, NULL, NULL, "%s", message);
  job->status = status;
}

static void
on_job_done (gpointer data, const GError *error)
{
  Job *job = data;
  PlatformSandboxAnswers mode = PLATFORM_SANDBOX_ANSWERS_NORMAL;
  guint delay_ms = 0;

  if (error != NULL)
    {
      g_warning ("a call of the sandbox provider failed: %s", error->message);
      write_plain_error (job, 500, "api_error", "The sandbox provider could not write its database.");
    }
  else if (platform_request_get_method (job->request) == PLATFORM_METHOD_POST &&
           g_str_has_prefix (job->api->pattern, "/v1/"))
    mode = take_answer_mode (job->provider, &delay_ms);

  platform_sandbox_courier_wake (job->provider->courier);
  switch (mode)
    {
    case PLATFORM_SANDBOX_ANSWERS_DELAY:
      platform_sandbox_courier_later (job->provider->courier, delay_ms, on_answer_late, job,
                                      (GDestroyNotify) job_free);
      return;
    case PLATFORM_SANDBOX_ANSWERS_FAIL:
      write_plain_error (job, 500, "api_error", "An answer that was asked to fail.");
      break;
    case PLATFORM_SANDBOX_ANSWERS_NORMAL:
    default:
      break;
    }

  platform_request_respond (job->request, make_response (job));
  job_free (job);
}

static char *
make_fingerprint (PlatformRequest *request)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *path = platform_request_get_path (request);
  const char *body;
  gsize length;

  body = platform_request_get_body (request, &length);
  g_checksum_update (checksum, (const guchar *) path, (gssize) strlen (path) + 1);
  g_checksum_update (checksum, (const guchar *) body, (gssize) length);

  return g_strdup (g_checksum_get_string (checksum));
}

/* TRUE if the call was answered already: what it did is not done again. */
static gboolean
replay (Job *job, PlatformDatabase *database, const char *fingerprint, gboolean *found, GError **error)
{
  g_autoptr (PlatformSandboxAnswer) answer = NULL;
  GError *cause = NULL;

  answer = platform_sandbox_store_load (database, &platform_sandbox_answers, job->key, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  *found = answer != NULL;
  if (answer == NULL)
    return TRUE;
  if (strcmp (answer->fingerprint, fingerprint) != 0)
    {
      g_autofree char *message = NULL;

      message =
          g_strdup_printf ("Keys for idempotent requests can only be used with the same parameters they were "
                           "first used with. Try using a key other than '%s' if you meant to execute a "
                           "different request.",
                           job->key);
      write_plain_error (job, 400, "idempotency_error", message);
      return TRUE;
    }

  job->status = (guint) answer->status;
  g_string_assign (job->body, answer->body);
  job->replayed = TRUE;
  return TRUE;
}

static gboolean
remember (Job *job, PlatformDatabase *database, char *fingerprint, gint64 now_ms, GError **error)
{
  PlatformSandboxAnswer answer = { 0 };

  answer.id = job->key;
  answer.created = now_ms / 1000;
  answer.fingerprint = fingerprint;
  answer.status = job->status;
  answer.body = job->body->str;

  return platform_sandbox_store_save (database, &platform_sandbox_answers, &answer, error);
}

static gboolean
run_job (PlatformDatabase *database, gpointer data, GError **error)
{
  Job *job = data;
  PlatformSandboxCall call = { 0 };
  g_autofree char *fingerprint = NULL;
  gboolean found = FALSE;

  job->body = g_string_new (NULL);
  if (job->key != NULL)
    {
      fingerprint = make_fingerprint (job->request);
      if (!replay (job, database, fingerprint, &found, error))
        return FALSE;
      if (found)
        return TRUE;
    }

  call.work.provider = job->provider;
  call.work.database = database;
  call.work.now_ms = g_get_real_time () / 1000;
  call.request = job->request;
  call.form = job->form;
  call.body = job->body;
  start_body (&call, 200);
  if (!job->api->verb (&call, error))
    return FALSE;
  job->status = call.status;

  /* A request that was never begun, for its parameters were wrong, may be mended and sent under the same key.
   */
  if (job->key != NULL && (job->status < 400 || job->status == 402))
    return remember (job, database, fingerprint, call.work.now_ms, error);

  return TRUE;
}

static gboolean
is_right_key (PlatformSandboxProvider *provider, const char *key)
{
  gsize length = strlen (provider->secret_key);

  return key != NULL && strlen (key) == length && sodium_memcmp (key, provider->secret_key, length) == 0;
}

static PlatformForm *
read_form (PlatformRequest *request)
{
  const char *text;
  gsize length;

  if (platform_request_get_method (request) == PLATFORM_METHOD_POST)
    text = platform_request_get_body (request, &length);
  else
    {
      text = strchr (platform_request_get_target (request), '?');
      text = text != NULL ? text + 1 : "";
      length = strlen (text);
    }

  return platform_form_parse (text, length);
}

/* The first name that the route does not know. (transfer full) */
static char *
find_unknown (PlatformForm *form, const char *const *known)
{
  for (guint i = 0; i < platform_form_get_length (form); i++)
    {
      const char *name = platform_form_get_name (form, i);
      g_autofree char *stem = g_strndup (name, strcspn (name, "["));

      if (!g_strv_contains (known, stem) && strcmp (stem, "expand") != 0)
        return g_strdup (name);
    }

  return NULL;
}

/* Refuses what needs no database; takes nothing. */
static gboolean
refuse (Job *job)
{
  const char *key = platform_request_get_bearer_token (job->request);
  g_autofree char *unknown = NULL;

  if (!is_right_key (job->provider, key))
    {
      write_plain_error (job, 401, "invalid_request_error",
                         key != NULL ? "Invalid API Key provided." : "You did not provide an API key.");
      return TRUE;
    }
  if (job->form == NULL)
    {
      write_plain_error (job, 400, "invalid_request_error", "The form cannot be read.");
      return TRUE;
    }
  if (job->key != NULL && (job->key[0] == '\0' || strlen (job->key) > 255))
    {
      write_plain_error (job, 400, "idempotency_error", "An idempotency key has 1 to 255 characters.");
      return TRUE;
    }

  unknown = find_unknown (job->form, job->api->known);
  if (unknown != NULL)
    {
      PlatformSandboxCall call = { 0 };

      job->body = g_string_new (NULL);
      call.body = job->body;
      platform_sandbox_call_fail (&call, 400, "invalid_request_error", "parameter_unknown", unknown,
                                  "Received unknown parameter: %s", unknown);
      job->status = call.status;
      return TRUE;
    }

  return FALSE;
}

static void
on_request (PlatformRequest *request, gpointer context)
{
  const Endpoint *endpoint = context;
  g_autoptr (GError) error = NULL;
  Job *job = g_new0 (Job, 1);

  job->provider = endpoint->provider;
  job->api = endpoint->api;
  job->request = platform_request_ref (request);
  job->form = read_form (request);
  if (platform_request_get_method (request) == PLATFORM_METHOD_POST)
    job->key = g_strdup (platform_request_get_header (request, "Idempotency-Key"));

  if (refuse (job))
    {
      g_clear_pointer (&job->key, g_free);
      platform_request_respond (request, make_response (job));
      job_free (job);
      return;
    }
  if (!platform_writer_push (job->provider->writer, run_job, on_job_done, job, NULL, &error))
    {
      write_plain_error (job, 503, "api_error", error->message);
      platform_request_respond (request, make_response (job));
      job_free (job);
    }
}

void
platform_sandbox_call_add_routes (PlatformSandboxProvider *provider,
                                  const PlatformSandboxRoute *routes,
                                  gsize n_routes)
{
  for (gsize i = 0; i < n_routes; i++)
    {
      Endpoint *endpoint = g_new0 (Endpoint, 1);

      endpoint->provider = provider;
      endpoint->api = &routes[i];
      endpoint->route.method = routes[i].method;
      endpoint->route.pattern = routes[i].pattern;
      endpoint->route.handler = on_request;
      endpoint->route.flags = PLATFORM_ROUTE_ANY_CONTENT_TYPE;
      g_ptr_array_add (provider->routes, endpoint);
      platform_router_add (provider->router, &endpoint->route, 1, endpoint);
    }
}

void
platform_sandbox_api_add (PlatformSandboxProvider *provider)
{
  platform_sandbox_api_add_customers (provider);
  platform_sandbox_api_add_payments (provider);
  platform_sandbox_api_add_checkout (provider);
  platform_sandbox_api_add_events (provider);
}
