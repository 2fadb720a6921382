/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-call.h"

#include <stdarg.h>
#include <string.h>

#include "platform-sandbox-json.h"

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
