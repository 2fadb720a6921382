/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both ways of signing in, what may come to the loopback listener besides the redirect, and the life of
 * tokens from start to start. */
#include <glib/gstdio.h>

#include "rambla-api-error.h"
#include "rambla-code-grant.h"
#include "rambla-device-grant.h"
#include "rambla-oauth-discovery.h"
#include "rambla-oauth-error.h"
#include "rambla-session.h"
#include "sign-in-server.h"

typedef struct
{
  SignInServer *server;
  SoupSession *soup;
  RamblaOauthMetadata *metadata;
  GCancellable *cancellable;
  char *folder;
  char *path;
  GAsyncResult *result;
} Fixture;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_null (f->result);
  f->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Fixture *f)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (f->result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  return f->result;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->server = sign_in_server_new ();
  f->soup = soup_session_new_with_options ("timeout", 5, "proxy-resolver", NULL, NULL);
  f->cancellable = g_cancellable_new ();
  f->folder = g_dir_make_tmp ("rambla-sign-in-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "secrets.json", NULL);
  rambla_oauth_discover_async (f->soup, f->server->url, NULL, on_ready, f);
  f->metadata = rambla_oauth_discover_finish (f->soup, wait_for (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->result);
  rambla_oauth_metadata_free (f->metadata);
  g_object_unref (f->soup);
  g_object_unref (f->cancellable);
  sign_in_server_free (f->server);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static void
settle (Fixture *f)
{
  gint64 until = g_get_monotonic_time () + 200000;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}

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
begin (Fixture *f, Visit *visit)
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
  rambla_code_grant_run_async (visit->grant, f->cancellable, on_ready, f);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Goes where the platform sends the browser. Returns the status, 0 when nobody answers. */
static guint
go (Fixture *f, const char *url, const char *host, char **page)
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
go_with (Fixture *f, Visit *visit, const char *what, const char *state, const char *issuer, char **page)
{
  g_autofree char *iss = g_uri_escape_string (issuer != NULL ? issuer : "", NULL, FALSE);
  g_autofree char *url = g_strconcat (visit->redirect_uri, "?", what, "&state=", state,
                                      issuer != NULL ? "&iss=" : NULL, iss, NULL);

  return go (f, url, NULL, page);
}

static void
test_browser (Fixture *f, gconstpointer data)
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
  tokens = rambla_code_grant_run_finish (visit.grant, wait_for (f), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access, ==, "access-1");
  g_assert_cmpstr (tokens->refresh, ==, "refresh-1");
  log = sign_in_server_take_log (f->server);
  g_assert_cmpstr (log, ==, "code");
  /* Once. */
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, NULL), ==, 0);
}

static void
assert_ends (Fixture *f, Visit *visit, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  g_assert_null (rambla_code_grant_run_finish (visit->grant, wait_for (f), &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, code);
  log = sign_in_server_take_log (f->server);
  g_assert_cmpstr (log, ==, "");
}

static void
test_denied (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autofree char *page = NULL;

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "error=access_denied", visit.state, f->server->url, &page), ==, 200);
  g_assert_nonnull (strstr (page, "Nobody was signed in"));
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_DENIED);
}

static void
test_wrong_issuer (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, "https://evil.example", NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

/* The metadata promise that the redirect names its issuer. */
static void
test_no_issuer (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, NULL, NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

static void
test_no_code (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };

  begin (f, &visit);
  g_assert_cmpuint (go_with (f, &visit, "scope=consumer", visit.state, f->server->url, NULL), ==, 400);
  assert_ends (f, &visit, RAMBLA_OAUTH_ERROR_REDIRECT);
}

/* What others on this machine send changes nothing: the real redirect still works afterwards. */
static void
test_strangers (Fixture *f, gconstpointer data)
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
  tokens = rambla_code_grant_run_finish (visit.grant, wait_for (f), &error);
  g_assert_no_error (error);
}

static void
test_browser_given_up (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;

  begin (f, &visit);
  g_cancellable_cancel (f->cancellable);
  g_assert_null (rambla_code_grant_run_finish (visit.grant, wait_for (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (go_with (f, &visit, "code=good", visit.state, f->server->url, NULL), ==, 0);
}

static void
test_code_refused (Fixture *f, gconstpointer data)
{
  g_auto (Visit) visit = { 0 };
  g_autoptr (GError) error = NULL;

  begin (f, &visit);
  f->server->plan = "i";
  go_with (f, &visit, "code=good", visit.state, f->server->url, NULL);
  g_assert_null (rambla_code_grant_run_finish (visit.grant, wait_for (f), &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_REFUSED);
}

/* --- with another device --- */

static RamblaTokens *
run_device (Fixture *f, const char *plan, GError **error)
{
  g_autoptr (RamblaDeviceGrant) grant = rambla_device_grant_new (f->soup, f->metadata, "consumer");

  f->server->plan = plan;
  rambla_device_grant_run_async (grant, f->cancellable, on_ready, f);
  while (rambla_device_grant_get_user_code (grant) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (rambla_device_grant_get_user_code (grant), ==, "WDJB-MJHT");
  g_assert_true (g_str_has_suffix (rambla_device_grant_get_complete_uri (grant), "?user_code=WDJB-MJHT"));
  g_assert_cmpint (rambla_device_grant_get_expires_at (grant), >, g_get_monotonic_time ());
  return rambla_device_grant_run_finish (grant, wait_for (f), error);
}

/* One second between questions, and five more after being told to slow down. */
static void
test_device (Fixture *f, gconstpointer data)
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
test_device_ends (Fixture *f, gconstpointer data)
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
test_device_bad_network (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaTokens) tokens = run_device (f, "l5t", &error);

  g_assert_no_error (error);
  g_assert_nonnull (tokens);
}

/* The clock here says that the code is too old, whatever the platform says. */
static void
test_device_expires (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->server->expires_in = 2;
  g_assert_null (run_device (f, "p", &error));
  g_assert_error (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_EXPIRED);
}

static void
test_device_given_up (Fixture *f, gconstpointer data)
{
  g_autoptr (RamblaDeviceGrant) grant = rambla_device_grant_new (f->soup, f->metadata, "consumer");
  g_autoptr (GError) error = NULL;
  gint64 begun;

  f->server->interval = 30;
  rambla_device_grant_run_async (grant, f->cancellable, on_ready, f);
  while (rambla_device_grant_get_user_code (grant) == NULL)
    g_main_context_iteration (NULL, TRUE);
  begun = g_get_monotonic_time ();
  g_cancellable_cancel (f->cancellable);
  g_assert_null (rambla_device_grant_run_finish (grant, wait_for (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, G_USEC_PER_SEC);
}

/* --- tokens from start to start --- */

/* As the program does at each start. */
static RamblaSession *
start_session (Fixture *f)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, f->path);
  RamblaSession *session = rambla_session_new (f->server->url, f->soup, secrets);
  g_autoptr (GError) error = NULL;

  rambla_session_restore_async (session, NULL, on_ready, f);
  rambla_session_restore_finish (session, wait_for (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
  settle (f);
  return session;
}

static RamblaSession *
start_signed_in (Fixture *f)
{
  RamblaSession *session = start_session (f);
  RamblaTokens tokens = { (char *) "first", (char *) "first-refresh", f->metadata->token_endpoint,
                          f->metadata->revocation_endpoint };
  g_autoptr (GError) error = NULL;

  rambla_session_take_async (session, &tokens, NULL, on_ready, f);
  rambla_session_take_finish (session, wait_for (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "first");
  return session;
}

static gboolean
refresh (Fixture *f, RamblaSession *session, const char *stale, const char *plan, GError **error)
{
  gboolean done;

  f->server->plan = plan;
  rambla_session_refresh_async (session, stale, NULL, on_ready, f);
  done = rambla_session_refresh_finish (session, wait_for (f), error);
  g_clear_object (&f->result);
  return done;
}

static void
assert_log (Fixture *f, const char *expected)
{
  g_autofree char *log = sign_in_server_take_log (f->server);

  g_assert_cmpstr (log, ==, expected);
}

static void
test_restart (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  g_object_unref (session);
  session = start_session (f);
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "first");
  g_assert_true (refresh (f, session, "first", "t", &error));
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "access-1");
  g_object_unref (session);
  session = start_session (f);
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "access-1");
  g_assert_true (refresh (f, session, "access-1", "t", &error));
  g_assert_true (refresh (f, session, "access-1", "", &error));
  assert_log (f, "refresh first-refresh,refresh refresh-1");
  g_object_unref (session);
}

/* Another port is the same platform. */
static void
test_moved (Fixture *f, gconstpointer data)
{
  g_autoptr (RamblaSession) session = start_signed_in (f);
  g_autoptr (SignInServer) other = sign_in_server_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  rambla_session_set_base_url (session, other->url);
  other->plan = "t";
  g_assert_true (refresh (f, session, "first", "", &error));
  log = sign_in_server_take_log (other);
  g_assert_cmpstr (log, ==, "refresh first-refresh");
}

/* The platform may have answered: the same refresh token is used again, and nobody is signed out. */
static void
test_lost_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (RamblaSession) session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (f, session, "first", "l5t", &error));
  assert_log (f, "refresh first-refresh,refresh first-refresh,refresh first-refresh");
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "access-1");
}

static void
test_no_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (RamblaSession) session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  g_assert_false (refresh (f, session, "first", "llll", &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_false (refresh (f, session, "first", "x", &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER);
  g_assert_true (rambla_session_get_signed_in (session));
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  g_autoptr (GError) error = NULL;
  guint n_refused = 0;

  g_signal_connect_swapped (session, "refused", G_CALLBACK (count), &n_refused);
  g_assert_false (refresh (f, session, "first", "i", &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT);
  g_assert_false (rambla_session_get_signed_in (session));
  g_assert_cmpuint (n_refused, ==, 1);
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  g_object_unref (session);
}

static void
test_sign_out (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  guint n_refused = 0;

  g_signal_connect_swapped (session, "refused", G_CALLBACK (count), &n_refused);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_sign_out (session);
  rambla_session_sign_out (session);
  settle (f);
  assert_log (f, "revoke first-refresh");
  g_assert_cmpuint (n_refused, ==, 0);
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_revoke (session);
  settle (f);
  assert_log (f, "");
  g_object_unref (session);
}

/* Signed out without a network: gone here at once, and the platform is told at a later start. */
static void
test_sign_out_offline (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);

  f->server->down = TRUE;
  rambla_session_sign_out (session);
  settle (f);
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_revoke (session);
  settle (f);
  f->server->down = FALSE;
  rambla_session_revoke (session);
  settle (f);
  assert_log (f, "revoke first-refresh");
  g_object_unref (session);
  session = start_session (f);
  rambla_session_revoke (session);
  settle (f);
  assert_log (f, "");
  g_object_unref (session);
}

/* Signed out while new tokens were on their way: they are given back, too. */
static void
test_sign_out_while_refreshing (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  f->server->plan = "t";
  rambla_session_refresh_async (session, "first", NULL, on_ready, f);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_refresh_finish (session, wait_for (f), &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT);
  settle (f);
  g_assert_false (rambla_session_get_signed_in (session));
  g_assert_cmpstr (g_ptr_array_index (f->server->log, f->server->log->len - 1), ==, "revoke refresh-1");
  g_object_unref (session);
  g_clear_object (&f->result);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  g_object_unref (session);
}

/* Signed out while the tokens of a sign-in were being kept. */
static void
test_sign_out_while_signing_in (Fixture *f, gconstpointer data)
{
  RamblaSession *session = start_session (f);
  RamblaTokens tokens = { (char *) "first", (char *) "first-refresh", f->metadata->token_endpoint,
                          f->metadata->revocation_endpoint };
  g_autoptr (GError) error = NULL;

  rambla_session_take_async (session, &tokens, NULL, on_ready, f);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_take_finish (session, wait_for (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&f->result);
  settle (f);
  g_assert_false (rambla_session_get_signed_in (session));
  assert_log (f, "revoke first-refresh");
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  g_object_unref (session);
}

static void
test_damaged_tokens (Fixture *f, gconstpointer data)
{
  g_autoptr (RamblaSession) session = NULL;

  g_assert_true (g_file_set_contents (f->path, "{\"tokens\":\"{\\\"access\\\":1}\"}", -1, NULL));
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*cannot be read*");
  session = start_session (f);
  g_test_assert_expected_messages ();
  g_assert_false (rambla_session_get_signed_in (session));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *f, gconstpointer data);
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
    { "/session/restart", test_restart },
    { "/session/moved", test_moved },
    { "/session/lost-answer", test_lost_answer },
    { "/session/no-answer", test_no_answer },
    { "/session/refused", test_refused },
    { "/session/sign-out", test_sign_out },
    { "/session/sign-out-offline", test_sign_out_offline },
    { "/session/sign-out-while-refreshing", test_sign_out_while_refreshing },
    { "/session/sign-out-while-signing-in", test_sign_out_while_signing_in },
    { "/session/damaged-tokens", test_damaged_tokens },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
