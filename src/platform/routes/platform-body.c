/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-body.h"

#include <string.h>

#include "platform-answer.h"
#include "rambla-json.h"

JsonNode *
platform_body_parse (PlatformRequest *request,
                     const char *const *known,
                     gboolean optional,
                     PlatformResponse **refusal)
{
  gsize length = 0;
  const char *text = platform_request_get_body (request, &length);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;

  if (length == 0 && optional)
    {
      text = "{}";
      length = 2;
    }
  /* The route has limited it already. */
  node = rambla_json_parse (text, (gssize) length, MAX (length, RAMBLA_JSON_MAX_BODY), &error);
  if (node != NULL)
    object = rambla_json_as_object (node, &error);
  if (object == NULL || !rambla_json_check_members (object, known, &error))
    {
      *refusal = platform_response_new_problem_for_json (error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

GBytes *
platform_body_decode_base64 (const char *text)
{
  gsize length = 0;
  guchar *bytes;

  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != strlen (text))
    return NULL;
  bytes = g_base64_decode (text, &length);
  return g_bytes_new_take (bytes, length);
}
