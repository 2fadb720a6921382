/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>

#include "rambla-catalogue.h"
#include "rambla-http-api.h"
#include "rambla-purchases.h"

/* A server that answers as planned and remembers what it was asked. */
#define UNAUTHORIZED "{\"title\":\"Sign in\",\"status\":401,\"code\":\"unauthorized\"}"

typedef struct
{
  guint status;
  const char *type;
  const char *body;
  const char *header;
  const char *value;
} Answer;

typedef struct
{
  SoupServer *server;
  SoupSession *soup;
  RamblaSession *session;
  RamblaHttpApi *api;
  const Answer *answers;
  guint n_answers;
  GPtrArray *log; /* "METHOD path key token" */
  char *known;    /* If-None-Match of the last request */
  GMainLoop *loop;
  gpointer result;
  GError *error;
} Fixture;

static const char tokens[] = "{\"access_token\":\"fresh\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                             "\"refresh_token\":\"next\",\"scope\":\"consumer\"}";

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Fixture *f = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");
  const char *token = soup_message_headers_get_one (headers, "Authorization");
  const Answer *answer;

  if (g_str_equal (path, "/oauth/token"))
    {
      g_ptr_array_add (f->log, g_strdup ("token"));
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, tokens,
                                        strlen (tokens));
      return;
    }
  g_assert_cmpuint (f->n_answers, >, 0);
  answer = f->answers++;
  f->n_answers--;
  g_free (f->known);
  f->known = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  g_ptr_array_add (f->log, g_strdup_printf ("%s %s %s %s", soup_server_message_get_method (message), path,
                                            key != NULL ? key : "-", token != NULL ? token : "-"));
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->header != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), answer->header,
                                  answer->value);
  soup_server_message_set_response (message, answer->type, SOUP_MEMORY_STATIC, answer->body,
                                    strlen (answer->body));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  g_autofree char *url = NULL;

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, on_request, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  f->soup = soup_session_new_with_options ("timeout", 5, "proxy-resolver", NULL, NULL);
  f->session = rambla_session_new (url, f->soup, NULL);
  f->api = rambla_http_api_new (f->session, f->soup);
  f->log = g_ptr_array_new_with_free_func (g_free);
  f->loop = g_main_loop_new (NULL, FALSE);
}

/* A worker thread may hold the last reference a moment longer than its answer takes. */
static void
assert_goes (gpointer object)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  while (weak != NULL && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (weak);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (f->n_answers, ==, 0);
  assert_goes (f->api);
  assert_goes (f->session);
  soup_server_disconnect (f->server);
  g_object_unref (f->server);
  g_object_unref (f->soup);
  g_ptr_array_unref (f->log);
  g_main_loop_unref (f->loop);
  g_clear_error (&f->error);
  g_free (f->known);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_error (&f->error);
  f->result = rambla_api_call_finish (RAMBLA_API (source), result, &f->error);
  g_main_loop_quit (f->loop);
}

/* Sends and waits; the JSON that came is (transfer full). */
static JsonNode *
ask (Fixture *f, const Answer *answers, guint n_answers, RamblaCall *call)
{
  f->answers = answers;
  f->n_answers = n_answers;
  g_ptr_array_set_size (f->log, 0);
  rambla_api_call_async (RAMBLA_API (f->api), call, NULL, on_call_ready, f);
  g_main_loop_run (f->loop);
  return g_steal_pointer (&f->result);
}

static void
on_sign_in_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (f->loop);
}

static void
sign_in (Fixture *f)
{
  rambla_session_redeem_code_async (f->session, "code", NULL, on_sign_in_ready, f);
  g_main_loop_run (f->loop);
  g_assert_true (rambla_session_get_signed_in (f->session));
}

static RamblaCall *
new_post (const char *key)
{
  RamblaCall *call = rambla_call_new ("POST", "/v1/orders");

  rambla_call_set_body (call, json_from_string ("{\"deal_id\":\"dea_1\"}", NULL));
  if (key != NULL)
    rambla_call_set_idempotency_key (call, key);
  return call;
}

static void
test_reads (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 200, "application/json", "{\"a\":1}" } };
  RamblaCall *call = rambla_call_new_for ("GET", "/v1/deals/", "d a/1", "/slots");
  g_autoptr (JsonNode) node = NULL;

  rambla_call_add (call, "date", "2026-12-24");
  node = ask (f, answers, G_N_ELEMENTS (answers), call);
  g_assert_no_error (f->error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "a"), ==, 1);
  g_assert_cmpuint (f->log->len, ==, 1);
}

static void
test_repeats_reading (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 503, "text/plain", "no" }, { 200, "application/json", "{}" } };
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), rambla_call_new ("GET", "/v1"));

  g_assert_no_error (f->error);
  g_assert_nonnull (node);
  g_assert_cmpuint (f->log->len, ==, 2);
}

static void
test_does_not_repeat_what_might_double (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 503, "text/plain", "no" } };
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), new_post (NULL));

  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SERVER);
  g_assert_cmpuint (f->log->len, ==, 1);
}

static void
test_repeats_with_the_same_key (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 503, "text/plain", "no" }, { 201, "application/json", "{}" } };
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), new_post ("k1"));

  g_assert_no_error (f->error);
  g_assert_nonnull (node);
  g_assert_cmpuint (f->log->len, ==, 2);
  g_assert_cmpstr (f->log->pdata[0], ==, "POST /v1/orders \"k1\" -");
  g_assert_cmpstr (f->log->pdata[1], ==, f->log->pdata[0]);
}

static void
test_waits_as_told (Fixture *f, gconstpointer data)
{
  const Answer answers[] = {
    { 429, "application/problem+json",
      "{\"type\":\"about:blank\",\"title\":\"Too many\",\"status\":429,\"code\":\"rate_limited\"}",
      "Retry-After", "1" },
    { 200, "application/json", "{}" }
  };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), rambla_call_new ("GET", "/v1"));

  g_assert_no_error (f->error);
  g_assert_nonnull (node);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
}

/* What has not changed is not sent again, and is all the same there. */
static void
test_asks_for_what_is_new (Fixture *f, gconstpointer data)
{
  const Answer first = { 200, "application/json", "{\"n\":1}", "ETag", "\"a\"" };
  const Answer same = { 304, "application/json", "", "ETag", "\"a\"" };
  const Answer other = { 200, "application/json", "{\"n\":2}", "ETag", "\"b\"" };
  const Answer plan[] = { first, same, other, same };
  const char *const known[] = { NULL, "\"a\"", "\"a\"", "\"b\"" };
  const int numbers[] = { 1, 1, 2, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (plan); i++)
    {
      g_autoptr (JsonNode) node = ask (f, &plan[i], 1, rambla_call_new ("GET", "/v1"));

      g_assert_no_error (f->error);
      g_assert_cmpstr (f->known, ==, known[i]);
      g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "n"), ==, numbers[i]);
    }
}

/* One that nobody asked for is no answer. */
static void
test_does_not_believe_an_unasked_304 (Fixture *f, gconstpointer data)
{
  const Answer plan[] = { { 304, "application/json", "", "ETag", "\"a\"" } };
  g_autoptr (JsonNode) node = ask (f, plan, 1, rambla_call_new ("GET", "/v1"));

  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER);
}

static void
test_tells_a_refusal (Fixture *f, gconstpointer data)
{
  const Answer answers[] = {
    { 409, "application/problem+json",
      "{\"type\":\"x\",\"title\":\"Used\",\"status\":409,\"code\":\"already_redeemed\","
      "\"redeemed_at\":\"2026-11-21T12:00:00Z\"}" }
  };
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), new_post ("k2"));

  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_REFUSED);
  g_assert_true (rambla_api_error_is_problem (f->error, "already_redeemed"));
  g_assert_false (rambla_api_error_is_transient (f->error));
  g_assert_cmpstr (json_object_get_string_member (rambla_api_error_get_document (f->error), "redeemed_at"),
                   ==, "2026-11-21T12:00:00Z");
}

/* A page with the status of a refusal: nothing was refused by the platform, so nothing is settled. */
static void
test_does_not_believe_a_refusing_portal (Fixture *f, gconstpointer data)
{
  static const guint statuses[] = { 302, 307, 400, 401, 403, 404, 409 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const Answer answers[] = { { statuses[i], "text/html",
                                   "<html>Please sign in to this network</html>" } };
      g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), new_post ("k4"));

      g_assert_null (node);
      g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER);
      g_clear_error (&f->error);
    }
}

static void
test_does_not_believe_a_portal (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 200, "text/html", "<html>Please sign in to this network</html>" } };
  g_autoptr (JsonNode) node = ask (f, answers, G_N_ELEMENTS (answers), rambla_call_new ("GET", "/v1"));

  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER);
}

static void
test_renews_a_token_once (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 401, "application/problem+json", UNAUTHORIZED },
                             { 200, "application/json", "{}" } };
  RamblaCall *call = rambla_call_new ("GET", "/v1/me");
  g_autoptr (JsonNode) node = NULL;

  sign_in (f);
  rambla_call_set_authorized (call, TRUE);
  node = ask (f, answers, G_N_ELEMENTS (answers), call);
  g_assert_no_error (f->error);
  g_assert_nonnull (node);
  g_assert_cmpuint (f->log->len, ==, 3);
  g_assert_cmpstr (f->log->pdata[1], ==, "token");
  g_assert_cmpstr (f->log->pdata[2], ==, "GET /v1/me - Bearer fresh");
}

static void
test_signs_out_when_refused_again (Fixture *f, gconstpointer data)
{
  const Answer answers[] = { { 401, "application/problem+json", UNAUTHORIZED },
                             { 401, "application/problem+json", UNAUTHORIZED } };
  RamblaCall *call = rambla_call_new ("GET", "/v1/me");
  g_autoptr (JsonNode) node = NULL;

  sign_in (f);
  rambla_call_set_authorized (call, TRUE);
  node = ask (f, answers, G_N_ELEMENTS (answers), call);
  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT);
}

static void
test_needs_an_account (Fixture *f, gconstpointer data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/me");
  g_autoptr (JsonNode) node = NULL;

  rambla_call_set_authorized (call, TRUE);
  node = ask (f, NULL, 0, call);
  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT);
}

static void
test_says_when_nobody_is_there (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) node = NULL;

  soup_server_disconnect (f->server);
  node = ask (f, NULL, 0, new_post (NULL));
  g_assert_null (node);
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);
  g_assert_true (rambla_api_error_is_transient (f->error));
}

/* Without a network what anybody may read is what was last seen of it; what is one person's is not. */
static void
test_shows_what_was_seen (Fixture *f, gconstpointer data)
{
  const Answer first[] = { { 200, "application/json", "{\"a\":1}" } };
  const Answer second[] = { { 200, "application/json", "{\"a\":2}" } };
  g_autofree char *folder = g_dir_make_tmp ("rambla-seen-XXXXXX", NULL);
  g_autofree char *seen = g_build_filename (folder, "seen", NULL);
  g_autoptr (JsonNode) node = NULL;
  RamblaCall *own = rambla_call_new ("GET", "/v1/me");
  gint64 begun;

  rambla_http_api_keep_seen (f->api, seen);
  json_node_unref (ask (f, first, 1, rambla_call_new ("GET", "/v1/deals")));
  json_node_unref (ask (f, second, 1, rambla_call_new ("GET", "/v1/deals")));
  g_assert_false (rambla_http_api_get_offline (f->api));

  soup_server_disconnect (f->server);
  node = ask (f, NULL, 0, rambla_call_new ("GET", "/v1/deals"));
  g_assert_no_error (f->error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "a"), ==, 2);
  g_assert_true (rambla_http_api_get_offline (f->api));

  /* Once it is known, nobody waits. */
  begun = g_get_monotonic_time ();
  json_node_unref (ask (f, NULL, 0, rambla_call_new ("GET", "/v1/deals")));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC / 5);

  g_assert_null (ask (f, NULL, 0, rambla_call_new ("GET", "/v1/deals/other")));
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);
  g_assert_null (ask (f, NULL, 0, rambla_call_new ("GET", "/v1")));
  g_assert_error (f->error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);
  rambla_call_set_authorized (own, TRUE);
  g_assert_null (ask (f, NULL, 0, own));
  g_assert_nonnull (f->error);
}

static void
test_query_on_the_wire (void)
{
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();
  g_autoptr (RamblaDealQuery) copy = NULL;
  g_autoptr (RamblaCall) call = rambla_call_new ("GET", "/v1/deals");
  g_autofree char *target = NULL;

  query->text = g_strdup ("café & té");
  query->has_near = TRUE;
  query->near = (RamblaPoint){ -56.1913, -34.9059 };
  query->radius = 1500;
  query->open_now = TRUE;
  query->sort = RAMBLA_SORT_DISTANCE;
  copy = rambla_deal_query_copy (query);
  g_assert_true (rambla_deal_query_equal (query, copy));
  copy->sort = RAMBLA_SORT_PRICE;
  g_assert_false (rambla_deal_query_equal (query, copy));

  rambla_deal_query_apply (query, call, TRUE);
  target = rambla_call_dup_target (call);
  g_assert_cmpstr (
      target, ==,
      "/v1/"
      "deals?q=caf%C3%A9%20%26%20t%C3%A9&near=-34.905900,-56.191300&radius=1500&open_now=true&sort=distance");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, function) g_test_add ("/http-api/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("reads", test_reads);
  ADD ("repeats-reading", test_repeats_reading);
  ADD ("does-not-repeat-what-might-double", test_does_not_repeat_what_might_double);
  ADD ("repeats-with-the-same-key", test_repeats_with_the_same_key);
  ADD ("waits-as-told", test_waits_as_told);
  ADD ("asks-for-what-is-new", test_asks_for_what_is_new);
  ADD ("does-not-believe-an-unasked-304", test_does_not_believe_an_unasked_304);
  ADD ("tells-a-refusal", test_tells_a_refusal);
  ADD ("does-not-believe-a-portal", test_does_not_believe_a_portal);
  ADD ("does-not-believe-a-refusing-portal", test_does_not_believe_a_refusing_portal);
  ADD ("renews-a-token-once", test_renews_a_token_once);
  ADD ("signs-out-when-refused-again", test_signs_out_when_refused_again);
  ADD ("needs-an-account", test_needs_an_account);
  ADD ("says-when-nobody-is-there", test_says_when_nobody_is_there);
  ADD ("shows-what-was-seen", test_shows_what_was_seen);
#undef ADD
  g_test_add_func ("/deal-query/on-the-wire", test_query_on_the_wire);
  return g_test_run ();
}
