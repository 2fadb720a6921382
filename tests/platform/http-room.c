/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-room.h"

#include "raw-exchange.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

static void
on_hello (PlatformRequest *request, gpointer context)
{
  platform_request_respond (request,
                            platform_response_new_json (200, g_string_new ("{\"hello\":\"world\"}")));
}

/* Everything that a handler can see, line by line. */
static void
on_echo (PlatformRequest *request, gpointer context)
{
  static const char *const languages[] = { "es", "en", "zh-CN", NULL };
  GString *text = g_string_new (NULL);
  const char *id = platform_request_get_path_parameter (request, "id");
  const char *token = platform_request_get_bearer_token (request);
  gsize length;
  const char *body = platform_request_get_body (request, &length);

  g_string_append_printf (text, "%s %s\n", platform_request_get_method_name (request),
                          platform_request_get_path (request));
  g_string_append_printf (text, "target=%s\n", platform_request_get_target (request));
  g_string_append_printf (text, "id=%s token=%s from=%s language=%s\n", id != NULL ? id : "-",
                          token != NULL ? token : "-", platform_request_get_remote_address (request),
                          platform_request_get_language (request, languages));
  for (guint i = 0; i < platform_request_get_n_query (request); i++)
    {
      const char *name, *value;

      platform_request_get_query_at (request, i, &name, &value);
      g_string_append_printf (text, "?%s=%s\n", name, value);
    }
  g_string_append_printf (text, "body=%" G_GSIZE_FORMAT ":%s", length, body);
  platform_request_respond (request, platform_response_new_typed (200, "text/plain; charset=utf-8", text));
}

static void
on_json (PlatformRequest *request, gpointer context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = platform_request_parse_body (request, &error);

  if (node == NULL)
    platform_request_respond (request, platform_response_new_problem_for_json (error));
  else
    platform_request_respond (request, platform_response_new_json (201, g_string_new ("{}")));
}

static void
on_defer (PlatformRequest *request, gpointer context)
{
  HttpRoom *fixture = context;

  g_mutex_lock (&fixture->lock);
  g_queue_push_tail (&fixture->deferred, platform_request_ref (request));
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->lock);
}

static void
on_check_query (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "q", "limit", NULL };
  PlatformResponse *refusal = platform_request_check_query (request, known);

  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    on_hello (request, context);
}

static void
on_identity (PlatformRequest *request, gpointer context)
{
  platform_request_respond (
      request, platform_response_new_json (200, g_string_new (platform_request_get_identity (request))));
}

static void
on_alloc (PlatformRequest *request, gpointer context)
{
  gboolean zeroed = TRUE;

  for (gsize size = 1; size < 20000; size = size * 2 + 1)
    {
      char *memory = platform_request_alloc (request, size);

      zeroed = zeroed && (guintptr) memory % 16 == 0;
      for (gsize i = 0; i < size; i++)
        zeroed = zeroed && memory[i] == 0;
      memset (memory, 0xaa, size);
    }
  platform_request_respond (request,
                            platform_response_new_json (200, g_string_new (zeroed ? "true" : "false")));
}

static void
on_headers (PlatformRequest *request, gpointer context)
{
  PlatformResponse *response = platform_response_new_html (200, NULL, g_string_new ("<!doctype html>"));

  platform_response_set_header (response, "X-One", "a");
  platform_response_set_header (response, "X-One", "b");
  platform_response_add_header (response, "Set-Cookie", "a=1");
  platform_response_add_header (response, "Set-Cookie", "b=2");
  platform_request_respond (request, response);
}

static void
on_tagged (PlatformRequest *request, gpointer context)
{
  PlatformResponse *response = platform_response_new_json (200, g_string_new ("{}"));

  platform_response_set_etag (response, "v7");
  platform_response_set_cache_control (response, "private, max-age=5");
  platform_request_respond (request, response);
}

static void
on_sealed (PlatformRequest *request, gpointer context)
{
  static PlatformResponse *sealed;

  if (g_once_init_enter (&sealed))
    {
      PlatformResponse *response = platform_response_new_json (200, g_string_new ("{\"sealed\":true}"));

      platform_response_seal (response);
      g_once_init_leave (&sealed, response);
    }
  platform_request_respond (request, platform_response_ref (sealed));
}

static void
on_empty (PlatformRequest *request, gpointer context)
{
  platform_request_respond (request, platform_response_new (204, NULL, NULL));
}

static const PlatformRoute routes[] = {
  { "GET", "/hello", on_hello },
  { "GET", "/echo", on_echo },
  { "GET", "/echo/{id}", on_echo },
  { "POST", "/echo", on_echo, .flags = PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "PUT", "/small", on_echo, .flags = PLATFORM_ROUTE_ANY_CONTENT_TYPE, .body_limit = 10 },
  { "POST", "/json", on_json },
  { "POST", "/bodyless", on_hello, .flags = PLATFORM_ROUTE_NO_BODY },
  { "DELETE", "/hello", on_empty },
  { "GET", "/defer", on_defer },
  { "GET", "/query", on_check_query },
  { "GET", "/mine", on_identity, .scope = "consumer" },
  { "GET", "/alloc", on_alloc },
  { "GET", "/headers", on_headers },
  { "GET", "/tagged", on_tagged },
  { "GET", "/sealed", on_sealed },
};

static PlatformResponse *
authorize (PlatformRequest *request, const char *scope, gpointer user_data)
{
  const char *token = platform_request_get_bearer_token (request);

  g_assert_cmpstr (scope, ==, "consumer");
  if (token == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_UNAUTHORIZED, NULL);
  if (strcmp (token, "good") != 0)
    return platform_response_new_problem (RAMBLA_PROBLEM_FORBIDDEN, NULL);
  platform_request_set_identity (request, g_strdup ("\"ana\""), g_free);
  return NULL;
}

void
http_room_add_routes (HttpRoom *fixture, PlatformRouter *router)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), fixture);
}

void
http_room_set_up (HttpRoom *fixture, gconstpointer data)
{
  const PlatformServerOptions defaults = { .listen = "127.0.0.1:0" };
  const PlatformServerOptions *options = data != NULL ? data : &defaults;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&fixture->lock);
  g_cond_init (&fixture->changed);
  g_queue_init (&fixture->deferred);
  fixture->router = platform_router_new ();
  http_room_add_routes (fixture, fixture->router);
  platform_router_set_authorizer (fixture->router, authorize, NULL);
  fixture->server = platform_server_new (options, &error);
  g_assert_no_error (error);
  g_assert_true (platform_server_start (fixture->server, fixture->router, &error));
  g_assert_no_error (error);
  if (g_str_has_prefix (platform_server_get_uri (fixture->server), "http://127.0.0.1:"))
    fixture->port = (guint16) atoi (platform_server_get_uri (fixture->server) + strlen ("http://127.0.0.1:"));
}

void
http_room_tear_down (HttpRoom *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->server, platform_server_free);
  platform_router_free (fixture->router);
  g_cond_clear (&fixture->changed);
  g_mutex_clear (&fixture->lock);
}

PlatformRequest *
http_room_take_deferred (HttpRoom *fixture)
{
  PlatformRequest *request;

  g_mutex_lock (&fixture->lock);
  while (fixture->deferred.length == 0)
    g_cond_wait (&fixture->changed, &fixture->lock);
  request = g_queue_pop_head (&fixture->deferred);
  g_mutex_unlock (&fixture->lock);
  return request;
}

void
http_room_assert_problem (const char *answer, guint status, const char *code)
{
  g_autofree char *type = raw_get_header (answer, "Content-Type");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *problem;

  g_assert_cmpuint (raw_get_status (answer), ==, status);
  g_assert_cmpstr (type, ==, "application/problem+json");
  g_assert_true (json_parser_load_from_data (parser, raw_get_body (answer), -1, NULL));
  problem = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (problem, "status"), ==, status);
  g_assert_cmpstr (json_object_get_string_member (problem, "code"), ==, code);
  g_assert_nonnull (json_object_get_string_member (problem, "type"));
  g_assert_nonnull (json_object_get_string_member (problem, "title"));
}

void
http_room_assert_header (const char *answer, const char *name, const char *expected)
{
  g_autofree char *value = raw_get_header (answer, name);

  g_assert_cmpstr (value, ==, expected);
}

void
http_room_add_tests (const HttpRoomTest *tests, gsize n_tests)
{
  for (gsize i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, HttpRoom, tests[i].options, http_room_set_up, tests[i].func,
                http_room_tear_down);
}
