/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "platform-sandbox-call.h"

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
  call.status = 200;
  rambla_json_writer_init (&call.writer, call.body);
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
