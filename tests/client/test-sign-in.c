/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both ways of signing in, and what may come to the loopback listener besides the redirect. */
#include "rambla-api-error.h"
#include "rambla-code-grant.h"
#include "rambla-device-grant.h"
#include "rambla-oauth-error.h"
#include "sign-in-fixture.h"

/* --- in the browser here --- */

typedef struct
{
  RamblaCodeGrant *grant;
  char *redirect_uri;
  char *state;
} Visit;

static void
visit_clear (Visit *visit)
{
  g_object_unref (visit->grant);
  g_free (visit->redirect_uri);
  g_free (visit->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

/* Begins a sign-in, and reads its link as the platform does. */
static void
begin (SignInFixture *f, Visit *visit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GHashTable) query = NULL;

  visit->grant = rambla_code_grant_new (f->soup, f->metadata, "consumer", &error);
  g_assert_no_error (error);
  uri = g_uri_parse (rambla_code_grant_get_url (visit->grant), G_URI_FLAGS_ENCODED, NULL);
  query = soup_form_decode (g_uri_get_query (uri));
  g_assert_cmpstr (g_uri_get_path (uri), ==, "/oauth/authorize");
  g_assert_cmpstr (g_hash_table_lookup (query, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (query, "client_id"), ==, "rambla");
  g_assert_cmpstr (g_hash_table_lookup (query, "scope"), ==, "consumer");
  g_assert_cmpstr (g_hash_table_lookup (query, "code_challenge_method"), ==, "S256");
  visit->state = g_strdup (g_hash_table_lookup (query, "state"));
  visit->redirect_uri = g_strdup (g_hash_table_lookup (query, "redirect_uri"));
  g_assert_true (g_str_has_prefix (visit->redirect_uri, "http://127.0.0.1:"));
  f->server->challenge = g_strdup (g_hash_table_lookup (query, "code_challenge"));
  f->server->redirect_uri = g_strdup (visit->redirect_uri);
  rambla_code_grant_run_async (visit->grant, f->cancellable, sign_in_fixture_take_result, f);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Goes where the platform sends the browser. Returns the status, 0 when nobody answers. */
static guint
go (SignInFixture *f, const char *url, const char *host, char **page)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  if (host != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Host", host);
  soup_session_send_and_read_async (f->soup, message, G_PRIORITY_DEFAULT, NULL, on_page_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bytes = soup_session_send_and_read_finish (f->soup, result, NULL);
  if (bytes == NULL)
    return 0;
  if (page != NULL)
    *page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return soup_message_get_status (message);
}

/* @issuer may be %NULL: the redirect does not say. */
static guint
go_with (SignInFixture *f, Visit *visit, const char *what, const char *state, const char *issuer, char **page)
{
  g_autofree char *iss = g_uri_escape_string (issuer != NULL ? issuer : "", NULL, FALSE);
  g_autofree char *url = g_strconcat (visit->redirect_uri, "?", what, "&state=", state,
                                      issuer != NULL ? "&iss=" : NULL, iss, NULL);

  return go (f, url, NULL, page);
}

static void
test_browser (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaTokens) tokens = NULL;
  g_autofree char *page = NULL;
  g_autofree char *log = NULL;

  begin (f, &visit);
  f->server->plan = "t";
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, &page), ==, 200);
  g_assert_nonnull (strstr (page, "You can close this window."));
  g_assert_null (strstr (page, "good"));
  tokens = rambla_code_grant_run_finish (visit.grant, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access, ==, "access-1");
  g_assert_cmpstr (tokens->refresh, ==, "refresh-1");
  log = sign_in_server_take_log (f->server);
  g_assert_cmpstr (log, ==, "code");
  /* Once. */
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, NULL), ==, 0);
}

static void
assert_ends (SignInFixture *f, Visit *visit, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  g_assert_null (rambla_code_grant_run_finish (visit->grant, sign_in_fixture_wait (f), &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, code);
  log = sign_in_server_take_log (f->server);
  g_assert_cmpstr (log, ==, "");
}

static void
test_denied (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autofree char *page = NULL;

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "error=access_denied", visit.state, f->server->url, &page), ==, 200);
  g_assert_nonnull (strstr (page, "Nobody was signed in"));
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_DENIED);
}

static void
test_wrong_issuer (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, "https://evil.example", NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

/* The metadata promise that the redirect names its issuer. */
static void
test_no_issuer (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, NULL, NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

static void
test_no_code (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "scope=consumer", visit.state, f->server->url, NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

/* What others on this machine send changes nothing: the real redirect still works afterwards. */
static void
test_strangers (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaTokens) tokens = NULL;
  g_autofree char *other_path = NULL;
  g_autofree char *rebound = NULL;
  g_autofree char *long_url = NULL;
  g_autofree char *much = g_strnfill (9000, 'x');
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) silent = NULL;

  begin (f, &visit);
  other_path = g_strconcat (visit.redirect_uri, "/../favicon.ico", NULL);
  rebound = g_strdup_printf ("%s?code=good&state=%s&iss=%s", visit.redirect_uri, visit.state, f->server->url);
  long_url = g_strconcat (visit.redirect_uri, "?code=", much, NULL);
  g_socket_client_set_enable_proxy (client, FALSE);
  silent = g_socket_client_connect_to_uri (client, visit.redirect_uri, 80, NULL, NULL);
  g_assert_nonnull (silent);
  g_assert_cmpuint (go (f, other_path, NULL, NULL), ==, 404);
  g_assert_cmpuint (go_with (f, &visit, "code=bad", "guessed", f->server->url, NULL), ==, 400);
  g_assert_cmpuint (go_with (f, &visit, "error=access_denied", "", NULL, NULL), ==, 400);
  g_assert_cmpuint (go_with (f, &visit, "code=bad&code=good", visit.state, f->server->url, NULL), ==, 400);
  g_assert_cmpuint (go (f, visit.redirect_uri, NULL, NULL), ==, 400);
  g_assert_cmpuint (go (f, rebound, "rebound.example", NULL), ==, 400);
  g_assert_cmpuint (go (f, long_url, NULL, NULL), ==, 0);
  g_assert_null (f->result);

  f->server->plan = "t";
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, NULL), ==, 200);
  tokens = rambla_code_grant_run_finish (visit.grant, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
}

static void
test_browser_given_up (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;

  begin (f, &visit);
  g_cancellable_cancel (f->cancellable);
  g_assert_null (rambla_code_grant_run_finish (visit.grant, sign_in_fixture_wait (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, NULL), ==, 0);
}

static void
test_code_refused (SignInFixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;

  begin (f, &visit);
  f->server->plan = "i";
  go_with (f, &visit, "code=good", visit.state, f->server->url, NULL);
  g_assert_null (rambla_code_grant_run_finish (visit.grant, sign_in_fixture_wait (f), &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_REFUSED);
}

/* --- with another device --- */

static RamblaTokens *
run_device (SignInFixture *f, const char *plan, GError **error)
{
  g_autoptr (RamblaDeviceGrant) grant = rambla_device_grant_new (f->soup, f->metadata, "consumer");

  f->server->plan = plan;
  rambla_device_grant_run_async (grant, f->cancellable, sign_in_fixture_take_result, f);
  while (rambla_device_grant_get_user_code (grant) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (rambla_device_grant_get_user_code (grant), ==, "WDJB-MJHT");
  g_assert_true (g_str_has_suffix (rambla_device_grant_get_complete_uri (grant), "?user_code=WDJB-MJHT"));
  g_assert_cmpint (rambla_device_grant_get_expires_at (grant), >, g_get_monotonic_time ());
  return rambla_device_grant_run_finish (grant, sign_in_fixture_wait (f), error);
}

/* One second between questions, and five more after being told to slow down. */
static void
test_device (SignInFixture *f, gconstpointer data)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaTokens) tokens = run_device (f, "ppst", &error);
  g_autofree char *log = sign_in_server_take_log (f->server);
  double seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;

  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access, ==, "access-1");
  g_assert_cmpstr (log, ==, "device,poll,poll,poll,poll");
  g_assert_cmpfloat (seconds, >, 8.9);
  g_assert_cmpfloat (seconds, <, 11);
}

static void
test_device_ends (SignInFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (run_device (f, "pd", &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_DENIED);
  g_clear_error (&error);
  g_clear_object (&f->result);
  g_assert_null (run_device (f, "e", &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_EXPIRED);
  g_clear_error (&error);
  g_clear_object (&f->result);
  g_assert_null (run_device (f, "x", &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER);
}

/* A lost answer and a busy platform are no end. */
static void
test_device_bad_network (SignInFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaTokens) tokens = run_device (f, "l5t", &error);

  g_assert_no_error (error);
  g_assert_nonnull (tokens);
}

/* The clock here says that the code is too old, whatever the platform says. */
static void
test_device_expires (SignInFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->server->expires_in = 2;
  g_assert_null (run_device (f, "p", &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_EXPIRED);
}

static void
test_device_given_up (SignInFixture *f, gconstpointer data)
{
  g_autoptr (RamblaDeviceGrant) grant = rambla_device_grant_new (f->soup, f->metadata, "consumer");
  g_autoptr (GError) error = NULL;
  gint64 begun;

  f->server->interval = 30;
  rambla_device_grant_run_async (grant, f->cancellable, sign_in_fixture_take_result, f);
  while (rambla_device_grant_get_user_code (grant) == NULL)
    g_main_context_iteration (NULL, TRUE);
  begun = g_get_monotonic_time ();
  g_cancellable_cancel (f->cancellable);
  g_assert_null (rambla_device_grant_run_finish (grant, sign_in_fixture_wait (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (SignInFixture *f, gconstpointer data);
  } tests[] = {
    { "/sign-in/browser", test_browser },
    { "/sign-in/denied", test_denied },
    { "/sign-in/wrong-issuer", test_wrong_issuer },
    { "/sign-in/no-issuer", test_no_issuer },
    { "/sign-in/no-code", test_no_code },
    { "/sign-in/strangers", test_strangers },
    { "/sign-in/browser-given-up", test_browser_given_up },
    { "/sign-in/code-refused", test_code_refused },
    { "/sign-in/device", test_device },
    { "/sign-in/device-ends", test_device_ends },
    { "/sign-in/device-bad-network", test_device_bad_network },
    { "/sign-in/device-expires", test_device_expires },
    { "/sign-in/device-given-up", test_device_given_up },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, SignInFixture, NULL, sign_in_fixture_set_up, tests[i].test,
                sign_in_fixture_tear_down);
  return g_test_run ();
}
