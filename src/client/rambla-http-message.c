/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-http-message.h"

#include <string.h>

#include "rambla-api-error.h"

static void
set_language (SoupMessageHeaders *headers)
{
  const char *const *languages = g_get_language_names ();
  g_autofree char *language = NULL;

  if (languages[0] == NULL)
    return;
  language = g_strdelimit (g_strndup (languages[0], strcspn (languages[0], ".@")), "_", '-');
  soup_message_headers_replace (headers, "Accept-Language", g_str_equal (language, "C") ? "en" : language);
}

static void
set_quoted (SoupMessageHeaders *headers, const char *name, const char *value)
{
  g_autofree char *quoted = NULL;

  if (value == NULL)
    return;
  quoted = g_strdup_printf ("\"%s\"", value);
  soup_message_headers_replace (headers, name, quoted);
}

static void
set_json_body (SoupMessage *message, JsonNode *body)
{
  g_autofree char *text = json_to_string (body, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

SoupMessage *
rambla_http_message_new (RamblaCall *call, const char *base_url, const char *token, GError **error)
{
  g_autofree char *target = rambla_call_dup_target (call);
  g_autofree char *url = g_strconcat (base_url != NULL ? base_url : "", target, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (rambla_call_get_method (call), url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "%s is not an address", url);
      return NULL;
    }
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept",
                                "application/json, application/geo+json, application/problem+json");
  set_language (headers);
  if (rambla_call_get_authorized (call))
    {
      g_autofree char *bearer = NULL;

      if (token == NULL)
        {
          g_set_error_literal (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT, "Nobody is signed in");
          return NULL;
        }
      bearer = g_strconcat ("Bearer ", token, NULL);
      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  set_quoted (headers, "Idempotency-Key", rambla_call_get_idempotency_key (call));
  set_quoted (headers, "If-Match", rambla_call_get_if_match (call));
  if (rambla_call_get_body (call) != NULL)
    set_json_body (message, rambla_call_get_body (call));
  return g_steal_pointer (&message);
}

gboolean
rambla_http_message_is_from_platform (guint status, JsonNode *problem)
{
  JsonNode *code;

  if (status >= 500 || status == 429)
    return TRUE;
  if (status < 400 || problem == NULL || !JSON_NODE_HOLDS_OBJECT (problem))
    return FALSE;
  code = json_object_get_member (json_node_get_object (problem), "code");
  return code != NULL && JSON_NODE_HOLDS_VALUE (code) && json_node_get_value_type (code) == G_TYPE_STRING;
}
