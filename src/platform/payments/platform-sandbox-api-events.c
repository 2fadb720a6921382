/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-sandbox-call.h"
#include "platform-sandbox-json.h"

#define MAX_DELAY_MS 600000

static const char *const no_parameters[] = { NULL };
static const char *const list_parameters[] = { "limit", "starting_after", "type", NULL };
static const char *const endpoint_parameters[] = { "url",      "enabled_events", "description",
                                                   "metadata", "api_version",    NULL };
static const char *const webhooks_parameters[] = { "mode", "delay_ms", NULL };
static const char *const answers_parameters[] = { "mode", "delay_ms", "count", NULL };

static void
write_event (PlatformSandboxCall *call, gconstpointer object)
{
  const PlatformSandboxEvent *event = object;

  rambla_json_writer_raw (&call->writer, event->body, strlen (event->body));
}

static void
write_endpoint (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_endpoint (&call->writer, object, FALSE);
}

static gboolean
get_event (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxEvent) event = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_events, "event",
                                   platform_sandbox_call_get_id (call), (gpointer *) &event, error))
    return FALSE;
  if (event != NULL)
    write_event (call, event);

  return TRUE;
}

static gboolean
list_events (PlatformSandboxCall *call, GError **error)
{
  const char *type = platform_form_get (call->form, "type");

  return platform_sandbox_call_list (call, &platform_sandbox_events, "/v1/events",
                                     type != NULL ? "type" : NULL, type, write_event, error);
}

/* The sandbox calls nobody but this machine. */
static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL &&
         (strcmp (g_uri_get_scheme (uri), "http") == 0 || strcmp (g_uri_get_scheme (uri), "https") == 0) &&
         (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0 || strcmp (host, "localhost") == 0);
}

static gboolean
create_endpoint (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxEndpoint) endpoint = g_new0 (PlatformSandboxEndpoint, 1);
  g_autoptr (GString) events = g_string_new (NULL);
  const char *url = platform_sandbox_call_get_text (call, "url");

  if (url == NULL)
    return TRUE;
  if (!is_loopback (url))
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", "url_invalid", "url",
                                       "Invalid URL: the sandbox sends webhooks to this machine only.");
  for (guint i = 0; i < platform_form_get_length (call->form); i++)
    if (g_str_has_prefix (platform_form_get_name (call->form, i), "enabled_events["))
      g_string_append_printf (events, "%s%s", events->len > 0 ? "," : "",
                              platform_form_get_value (call->form, i));
  if (events->len == 0)
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", "parameter_missing",
                                       "enabled_events", "Missing required param: enabled_events.");

  endpoint->id = platform_sandbox_store_new_id ("we_");
  endpoint->created = call->work.now_ms / 1000;
  endpoint->url = g_strdup (url);
  endpoint->secret = platform_sandbox_store_new_id ("whsec_");
  endpoint->events = g_strdup (events->str);
  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_endpoints, endpoint, error))
    return FALSE;

  platform_sandbox_write_endpoint (&call->writer, endpoint, TRUE);
  return TRUE;
}

static gboolean
get_endpoint (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxEndpoint) endpoint = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_endpoints, "webhook endpoint",
                                   platform_sandbox_call_get_id (call), (gpointer *) &endpoint, error))
    return FALSE;
  if (endpoint != NULL)
    write_endpoint (call, endpoint);

  return TRUE;
}

static gboolean
list_endpoints (PlatformSandboxCall *call, GError **error)
{
  return platform_sandbox_call_list (call, &platform_sandbox_endpoints, "/v1/webhook_endpoints", NULL, NULL,
                                     write_endpoint, error);
}

static gboolean
delete_endpoint (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxEndpoint) endpoint = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_endpoints, "webhook endpoint",
                                   platform_sandbox_call_get_id (call), (gpointer *) &endpoint, error))
    return FALSE;
  if (endpoint == NULL)
    return TRUE;
  if (!platform_database_run (call->work.database, error, "DELETE FROM endpoints WHERE id = ?", "t",
                              endpoint->id))
    return FALSE;

  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "id", endpoint->id);
  rambla_json_writer_member_string (&call->writer, "object", "webhook_endpoint");
  rambla_json_writer_member_bool (&call->writer, "deleted", TRUE);
  rambla_json_writer_end_object (&call->writer);
  return TRUE;
}

/* For tests: see platform-sandbox-provider.h. */

static gboolean
read_control (PlatformSandboxCall *call, const char *const *modes, gsize *mode, gint64 *delay_ms)
{
  const char *name = platform_sandbox_call_get_text (call, "mode");

  if (name == NULL)
    return FALSE;
  for (*mode = 0; modes[*mode] != NULL && strcmp (modes[*mode], name) != 0;)
    (*mode)++;
  if (modes[*mode] == NULL)
    {
      platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "mode", "Unknown mode: %.64s",
                                  name);
      return FALSE;
    }
  if (platform_form_get (call->form, "delay_ms") != NULL &&
      !platform_sandbox_call_get_int (call, "delay_ms", 0, delay_ms))
    return FALSE;

  *delay_ms = MIN (*delay_ms, MAX_DELAY_MS);
  return TRUE;
}

static gboolean
answer_control (PlatformSandboxCall *call, const char *mode, gint64 delay_ms)
{
  rambla_json_writer_begin_object (&call->writer);
  rambla_json_writer_member_string (&call->writer, "mode", mode);
  rambla_json_writer_member_int (&call->writer, "delay_ms", delay_ms);
  rambla_json_writer_end_object (&call->writer);

  return TRUE;
}

static gboolean
control_webhooks (PlatformSandboxCall *call, GError **error)
{
  static const char *const modes[] = { "normal", "delay", "double", "reorder", "drop", NULL };
  PlatformSandboxProvider *provider = call->work.provider;
  gint64 delay_ms = 500;
  gsize mode;

  if (!read_control (call, modes, &mode, &delay_ms))
    return TRUE;

  g_mutex_lock (&provider->lock);
  provider->webhooks = (PlatformSandboxWebhooks) mode;
  provider->webhooks_delay_ms = (guint) delay_ms;
  provider->n_emitted = 0;
  g_mutex_unlock (&provider->lock);

  return answer_control (call, modes[mode], delay_ms);
}

static gboolean
control_answers (PlatformSandboxCall *call, GError **error)
{
  static const char *const modes[] = { "normal", "delay", "fail", NULL };
  PlatformSandboxProvider *provider = call->work.provider;
  gint64 delay_ms = 500;
  gint64 count = 1;
  gsize mode;

  if (!read_control (call, modes, &mode, &delay_ms))
    return TRUE;
  if (platform_form_get (call->form, "count") != NULL &&
      !platform_sandbox_call_get_int (call, "count", 1, &count))
    return TRUE;

  g_mutex_lock (&provider->lock);
  provider->answers = (PlatformSandboxAnswers) mode;
  provider->answers_delay_ms = (guint) delay_ms;
  provider->answers_left = (guint) MIN (count, 1000000);
  g_mutex_unlock (&provider->lock);

  return answer_control (call, modes[mode], delay_ms);
}

static const PlatformSandboxRoute routes[] = {
  { "GET", "/v1/events", list_events, list_parameters },
  { "GET", "/v1/events/{id}", get_event, no_parameters },
  { "POST", "/v1/webhook_endpoints", create_endpoint, endpoint_parameters },
  { "GET", "/v1/webhook_endpoints", list_endpoints, list_parameters },
  { "GET", "/v1/webhook_endpoints/{id}", get_endpoint, no_parameters },
  { "DELETE", "/v1/webhook_endpoints/{id}", delete_endpoint, no_parameters },
  { "POST", "/sandbox/webhooks", control_webhooks, webhooks_parameters },
  { "POST", "/sandbox/answers", control_answers, answers_parameters },
};

void
platform_sandbox_api_add_events (PlatformSandboxProvider *provider)
{
  platform_sandbox_call_add_routes (provider, routes, G_N_ELEMENTS (routes));
}
