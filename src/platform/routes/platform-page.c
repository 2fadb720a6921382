/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-page.h"

#include <string.h>

#include "rambla-voucher-token.h"

#define MAX_CURSOR 512

PlatformResponse *
platform_page_read (PlatformRequest *request, guint *limit, char **position)
{
  const char *limit_text = platform_request_get_query (request, "limit");
  const char *cursor = platform_request_get_query (request, "cursor");
  guint64 number = PLATFORM_PAGE_DEFAULT;
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  *position = NULL;
  if (limit_text != NULL && !g_ascii_string_to_unsigned (limit_text, 10, 1, PLATFORM_PAGE_MAX, &number, NULL))
    return platform_response_new_invalid_field ("?limit", "Must be a number from 1 to 100");
  *limit = (guint) number;
  if (cursor == NULL)
    return NULL;

  if (strlen (cursor) <= MAX_CURSOR)
    bytes = rambla_base64url_decode (cursor, strlen (cursor), &length);
  if (bytes == NULL || length == 0)
    return platform_response_new_problem (RAMBLA_PROBLEM_INVALID_CURSOR, NULL);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint ((char) bytes[i]))
      return platform_response_new_problem (RAMBLA_PROBLEM_INVALID_CURSOR, NULL);
  *position = g_strndup ((const char *) bytes, length);
  return NULL;
}

PlatformResponse *
platform_page_read_number (PlatformRequest *request, guint *limit, gint64 *number)
{
  g_autofree char *position = NULL;
  PlatformResponse *refusal = platform_page_read (request, limit, &position);

  *number = 0;
  if (refusal != NULL || position == NULL)
    return refusal;
  if (!g_ascii_string_to_signed (position, 10, 1, G_MAXINT64, number, NULL))
    return platform_response_new_problem (RAMBLA_PROBLEM_INVALID_CURSOR, NULL);
  return NULL;
}

char *
platform_page_make_cursor (const char *position)
{
  return rambla_base64url_encode ((const guint8 *) position, strlen (position));
}

void
platform_page_add_link (PlatformResponse *response, PlatformRequest *request, const char *cursor)
{
  g_autoptr (GString) link = g_string_new ("<");
  g_autofree char *path = g_uri_escape_string (platform_request_get_path (request), "/", FALSE);
  char separator = '?';

  g_string_append (link, path);
  for (guint i = 0; i < platform_request_get_n_query (request); i++)
    {
      const char *name;
      const char *value;

      platform_request_get_query_at (request, i, &name, &value);
      if (g_str_equal (name, "cursor"))
        continue;
      g_string_append_c (link, separator);
      g_string_append_uri_escaped (link, name, NULL, FALSE);
      g_string_append_c (link, '=');
      g_string_append_uri_escaped (link, value, NULL, FALSE);
      separator = '&';
    }
  g_string_append_printf (link, "%ccursor=%s>; rel=\"next\"", separator, cursor);
  platform_response_add_header (response, "Link", link->str);
}

PlatformResponse *
platform_page_answer (PlatformRequest *request, RamblaJsonWriter *writer, GString *body, const char *position)
{
  g_autofree char *cursor = position != NULL ? platform_page_make_cursor (position) : NULL;
  PlatformResponse *response;

  if (cursor != NULL)
    rambla_json_writer_member_string (writer, "next_cursor", cursor);
  rambla_json_writer_end_object (writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "private, no-cache");
  if (cursor != NULL)
    platform_page_add_link (response, request, cursor);
  return response;
}
