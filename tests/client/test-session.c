/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of tokens from start to start: refreshed, refused, given back. */
#include "rambla-api-error.h"
#include "rambla-session.h"
#include "sign-in-fixture.h"

/* As the program does at each start. */
static RamblaSession *
start_session (SignInFixture *f)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, f->path);
  RamblaSession *session = rambla_session_new (f->server->url, f->soup, secrets);
  g_autoptr (GError) error = NULL;

  rambla_session_restore_async (session, NULL, sign_in_fixture_take_result, f);
  rambla_session_restore_finish (session, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
  sign_in_fixture_settle (f);
  return session;
}

static RamblaSession *
start_signed_in (SignInFixture *f)
{
  RamblaSession *session = start_session (f);
  RamblaTokens tokens = { (char *) "first", (char *) "first-refresh", f->metadata->token_endpoint,
                          f->metadata->revocation_endpoint };
  g_autoptr (GError) error = NULL;

  rambla_session_take_async (session, &tokens, NULL, sign_in_fixture_take_result, f);
  rambla_session_take_finish (session, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "first");
  return session;
}

static gboolean
refresh (SignInFixture *f, RamblaSession *session, const char *stale, const char *plan, GError **error)
{
  gboolean done;

  f->server->plan = plan;
  rambla_session_refresh_async (session, stale, NULL, sign_in_fixture_take_result, f);
  done = rambla_session_refresh_finish (session, sign_in_fixture_wait (f), error);
  g_clear_object (&f->result);
  return done;
}

static void
assert_log (SignInFixture *f, const char *expected)
{
  g_autofree char *log = sign_in_server_take_log (f->server);

  g_assert_cmpstr (log, ==, expected);
}

/* Whose tokens they are is known from start to start, until they are not taken any more. */
static void
test_account (SignInFixture *f, gconstpointer data)
{
  RamblaSession *session = start_session (f);
  RamblaTokens tokens = { (char *) "first", (char *) "first-refresh", f->metadata->token_endpoint,
                          f->metadata->revocation_endpoint, (char *) "acc_1" };
  g_autoptr (GError) error = NULL;

  g_assert_null (rambla_session_get_account (session));
  rambla_session_take_async (session, &tokens, NULL, sign_in_fixture_take_result, f);
  rambla_session_take_finish (session, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
  g_assert_cmpstr (rambla_session_get_account (session), ==, "acc_1");
  g_object_unref (session);
  session = start_session (f);
  g_assert_cmpstr (rambla_session_get_account (session), ==, "acc_1");
  /* The answer does not repeat it. */
  g_assert_true (refresh (f, session, "first", "t", &error));
  g_assert_cmpstr (rambla_session_get_account (session), ==, "acc_1");
  g_assert_false (refresh (f, session, "access-1", "i", &error));
  g_assert_null (rambla_session_get_account (session));
  g_object_unref (session);
}

static void
test_restart (SignInFixture *f, gconstpointer data)
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
test_moved (SignInFixture *f, gconstpointer data)
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
test_lost_answer (SignInFixture *f, gconstpointer data)
{
  g_autoptr (RamblaSession) session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (f, session, "first", "l5t", &error));
  assert_log (f, "refresh first-refresh,refresh first-refresh,refresh first-refresh");
  g_assert_cmpstr (rambla_session_get_access_token (session), ==, "access-1");
}

static void
test_no_answer (SignInFixture *f, gconstpointer data)
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
test_refused (SignInFixture *f, gconstpointer data)
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
test_sign_out (SignInFixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  guint n_refused = 0;

  g_signal_connect_swapped (session, "refused", G_CALLBACK (count), &n_refused);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_sign_out (session);
  rambla_session_sign_out (session);
  sign_in_fixture_settle (f);
  assert_log (f, "revoke first-refresh");
  g_assert_cmpuint (n_refused, ==, 0);
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_revoke (session);
  sign_in_fixture_settle (f);
  assert_log (f, "");
  g_object_unref (session);
}

/* Signed out without a network: gone here at once, and the platform is told at a later start. */
static void
test_sign_out_offline (SignInFixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);

  f->server->down = TRUE;
  rambla_session_sign_out (session);
  sign_in_fixture_settle (f);
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  rambla_session_revoke (session);
  sign_in_fixture_settle (f);
  f->server->down = FALSE;
  rambla_session_revoke (session);
  sign_in_fixture_settle (f);
  assert_log (f, "revoke first-refresh");
  g_object_unref (session);
  session = start_session (f);
  rambla_session_revoke (session);
  sign_in_fixture_settle (f);
  assert_log (f, "");
  g_object_unref (session);
}

/* Signed out while new tokens were on their way: they are given back, too. */
static void
test_sign_out_while_refreshing (SignInFixture *f, gconstpointer data)
{
  RamblaSession *session = start_signed_in (f);
  g_autoptr (GError) error = NULL;

  f->server->plan = "t";
  rambla_session_refresh_async (session, "first", NULL, sign_in_fixture_take_result, f);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_refresh_finish (session, sign_in_fixture_wait (f), &error));
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT);
  sign_in_fixture_settle (f);
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
test_sign_out_while_signing_in (SignInFixture *f, gconstpointer data)
{
  RamblaSession *session = start_session (f);
  RamblaTokens tokens = { (char *) "first", (char *) "first-refresh", f->metadata->token_endpoint,
                          f->metadata->revocation_endpoint };
  g_autoptr (GError) error = NULL;

  rambla_session_take_async (session, &tokens, NULL, sign_in_fixture_take_result, f);
  rambla_session_sign_out (session);
  g_assert_false (rambla_session_take_finish (session, sign_in_fixture_wait (f), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&f->result);
  sign_in_fixture_settle (f);
  g_assert_false (rambla_session_get_signed_in (session));
  assert_log (f, "revoke first-refresh");
  g_object_unref (session);
  session = start_session (f);
  g_assert_false (rambla_session_get_signed_in (session));
  g_object_unref (session);
}

static void
test_damaged_tokens (SignInFixture *f, gconstpointer data)
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
    void (*test) (SignInFixture *f, gconstpointer data);
  } tests[] = {
    { "/session/account", test_account },
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
    g_test_add (tests[i].name, SignInFixture, NULL, sign_in_fixture_set_up, tests[i].test,
                sign_in_fixture_tear_down);
  return g_test_run ();
}
