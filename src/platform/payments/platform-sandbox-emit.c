/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-private.h"
#include "rambla-json-writer.h"

#define API_VERSION "2024-06-20"

static gboolean
endpoint_wants (const char *events, const char *type)
{
  g_auto (GStrv) names = g_strsplit (events, ",", -1);

  return g_strv_contains ((const char *const *) names, "*") ||
         g_strv_contains ((const char *const *) names, type);
}

static gboolean
add_delivery (PlatformSandboxWork *work, const char *event, const char *endpoint, GError **error)
{
  PlatformSandboxProvider *provider = work->provider;
  gint64 due_ms = work->now_ms;
  guint copies = 1;

  g_mutex_lock (&provider->lock);
  switch (provider->webhooks)
    {
    case PLATFORM_SANDBOX_WEBHOOKS_DELAY:
      due_ms += provider->webhooks_delay_ms;
      break;
    case PLATFORM_SANDBOX_WEBHOOKS_DOUBLE:
      copies = 2;
      break;
    case PLATFORM_SANDBOX_WEBHOOKS_REORDER:
      if (provider->n_emitted++ % 2 == 0)
        due_ms += provider->webhooks_delay_ms;
      break;
    case PLATFORM_SANDBOX_WEBHOOKS_DROP:
      copies = 0;
      break;
    case PLATFORM_SANDBOX_WEBHOOKS_NORMAL:
    default:
      break;
    }
  g_mutex_unlock (&provider->lock);

  for (guint i = 0; i < copies; i++)
    if (!platform_database_run (work->database, error,
                                "INSERT INTO deliveries (event, endpoint, due_ms) VALUES (?, ?, ?)", "tti",
                                event, endpoint, due_ms))
      return FALSE;

  return TRUE;
}

gboolean
platform_sandbox_emit (PlatformSandboxWork *work, const char *type, GString *object, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PlatformSandboxEvent event = { 0 };
  g_autofree char *id = platform_sandbox_store_new_id ("evt_");
  GPtrArray *endpoints;
  RamblaJsonWriter writer;
  gboolean ok;

  rambla_json_writer_init (&writer, text);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", id);
  rambla_json_writer_member_string (&writer, "object", "event");
  rambla_json_writer_member_string (&writer, "api_version", API_VERSION);
  rambla_json_writer_member_int (&writer, "created", work->now_ms / 1000);
  rambla_json_writer_name (&writer, "data");
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "object");
  rambla_json_writer_raw (&writer, object->str, object->len);
  rambla_json_writer_end_object (&writer);
  rambla_json_writer_member_bool (&writer, "livemode", FALSE);
  rambla_json_writer_member_int (&writer, "pending_webhooks", 1);
  rambla_json_writer_member_string (&writer, "type", type);
  rambla_json_writer_end_object (&writer);

  event.id = id;
  event.created = work->now_ms / 1000;
  event.type = (char *) type;
  event.body = text->str;
  if (!platform_sandbox_store_save (work->database, &platform_sandbox_events, &event, error))
    return FALSE;

  if (work->provider->webhook_url != NULL && !add_delivery (work, id, NULL, error))
    return FALSE;

  endpoints = platform_sandbox_store_select (work->database, &platform_sandbox_endpoints, error, "", "");
  ok = endpoints != NULL;
  for (guint i = 0; ok && i < endpoints->len; i++)
    {
      const PlatformSandboxEndpoint *endpoint = endpoints->pdata[i];

      if (endpoint_wants (endpoint->events, type))
        ok = add_delivery (work, id, endpoint->id, error);
    }
  platform_sandbox_store_free_list (&platform_sandbox_endpoints, endpoints);

  return ok;
}
