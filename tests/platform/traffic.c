/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traffic.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  json_object_set_string_member (user_data, name, value);
}

static void
add_text (JsonObject *line, const char *name, const char *bytes, gsize length)
{
  g_autofree char *text = bytes != NULL ? g_utf8_make_valid (bytes, (gssize) length) : NULL;

  if (text != NULL)
    json_object_set_string_member (line, name, text);
  else
    json_object_set_null_member (line, name);
}

void
traffic_note (SoupMessage *message, const char *body, GBytes *answer)
{
  const char *path = g_getenv ("RAMBLA_TRAFFIC");
  const char *type;
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) lines = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *headers;
  JsonObject *line;
  GUri *uri = soup_message_get_uri (message);
  int file;

  if (path == NULL)
    return;
  headers = json_object_new ();
  line = json_object_new ();
  soup_message_headers_foreach (soup_message_get_request_headers (message), add_header, headers);
  target = g_strconcat (g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : NULL,
                        g_uri_get_query (uri), NULL);
  json_object_set_string_member (line, "method", soup_message_get_method (message));
  json_object_set_string_member (line, "target", target);
  json_object_set_object_member (line, "headers", headers);
  add_text (line, "body", body, body != NULL ? strlen (body) : 0);
  json_object_set_int_member (line, "status", soup_message_get_status (message));
  type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  json_object_set_string_member (line, "type", type);
  /* Pictures are no text, and of them only their type is looked at. */
  if (type == NULL || !g_str_has_prefix (type, "image/"))
    add_text (line, "answer", g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  node = json_node_init_object (json_node_alloc (), line);
  json_object_unref (line);
  text = json_to_string (node, FALSE);
  lines = g_string_new (text);
  g_string_append_c (lines, '\n');
  file = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, lines->str, lines->len), ==, (gssize) lines->len);
  close (file);
}
