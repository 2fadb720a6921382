/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program asks for in a browser, and what is made of it: RFC 6749, 7636, 8252, 8414, 9207, 9700. */
#include "browser.h"
#include "trade-shop.h"

#include <string.h>

#define CALLBACK "http%3A%2F%2F127.0.0.1%3A49152%2Fcallback"
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
/* RFC 7636, appendix B */
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define AUTHORIZE                                                                                            \
  "/oauth/authorize?response_type=code&client_id=rambla&redirect_uri=" CALLBACK "&code_challenge=" CHALLENGE \
  "&code_challenge_method=S256"
#define REQUEST AUTHORIZE "&state=a%20b%26c"

/* Lets the sample consumer allow it. Returns: (transfer full): the code */
static char *
get_code (Browser *browser, const char *request)
{
  browser_get (browser, request);
  if (browser->status == 303)
    {
      browser_follow (browser);
      browser_sign_in (browser, "consumer", "sandbox");
      browser_follow (browser);
    }
  g_assert_cmpuint (browser->status, ==, 200);
  browser_submit (browser, "/oauth/authorize", "decision=allow");
  g_assert_cmpuint (browser->status, ==, 303);
  g_assert_true (g_str_has_prefix (browser->location, "http://127.0.0.1:49152/callback?code="));
  return browser_get_answer (browser, "code");
}

static PlatformAnswer *
trade (Shop *shop, const char *code, const char *redirect_uri, const char *verifier)
{
  g_autofree char *form = g_strdup_printf (
      "grant_type=authorization_code&client_id=rambla&code=%s&redirect_uri=%s&code_verifier=%s", code,
      redirect_uri, verifier);

  return platform_fixture_post_form (shop->fixture, "/oauth/token", NULL, form);
}

static void
assert_refused (PlatformAnswer *answer, const char *code)
{
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (json_object_get_string_member (platform_answer_get_object (answer), "error"), ==, code);
}

static guint
knock (Shop *shop, PlatformAnswer *tokens)
{
  g_autoptr (PlatformAnswer) answer = platform_fixture_get (
      shop->fixture, "/v1/me",
      json_object_get_string_member (platform_answer_get_object (tokens), "access_token"));

  return answer->status;
}

static void
test_metadata (Shop *shop, gconstpointer data)
{
  g_autoptr (PlatformAnswer) answer =
      platform_fixture_get (shop->fixture, "/.well-known/oauth-authorization-server", NULL);
  JsonObject *object = platform_answer_get_object (answer);
  JsonArray *methods = json_object_get_array_member (object, "code_challenge_methods_supported");
  g_autofree char *token = g_strconcat (platform_fixture_get_uri (shop->fixture), "/oauth/token", NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (object, "issuer"), ==,
                   platform_fixture_get_uri (shop->fixture));
  g_assert_cmpstr (json_object_get_string_member (object, "token_endpoint"), ==, token);
  g_assert_true (json_object_get_boolean_member (object, "authorization_response_iss_parameter_supported"));
  g_assert_cmpuint (json_array_get_length (methods), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (methods, 0), ==, "S256");
}

static void
test_code (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autofree char *code = get_code (browser, REQUEST);
  g_autofree char *state = browser_get_answer (browser, "state");
  g_autofree char *issuer = browser_get_answer (browser, "iss");
  g_autofree char *second = NULL;
  g_autoptr (PlatformAnswer) tokens = trade (shop, code, CALLBACK, VERIFIER);
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) other = NULL;

  g_assert_cmpstr (state, ==, "a b&c");
  g_assert_cmpstr (issuer, ==, platform_fixture_get_uri (shop->fixture));
  g_assert_cmpuint (tokens->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (platform_answer_get_object (tokens), "scope"), ==,
                   "consumer");
  g_assert_cmpuint (knock (shop, tokens), ==, 200);

  /* The browser stays signed in: consent is asked for again, the password is not. */
  second = get_code (browser, REQUEST);
  other = trade (shop, second, CALLBACK, VERIFIER);
  g_assert_cmpuint (other->status, ==, 200);

  /* Shown twice, it is stolen: what came of it dies, and nothing else. */
  again = trade (shop, code, CALLBACK, VERIFIER);
  assert_refused (again, "invalid_grant");
  g_assert_cmpuint (knock (shop, tokens), ==, 401);
  g_assert_cmpuint (knock (shop, other), ==, 200);
}

static void
test_wrong_proof (Shop *shop, gconstpointer data)
{
  static const struct
  {
    const char *redirect_uri;
    const char *verifier;
  } wrong[] = {
    { CALLBACK, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl" },
    { CALLBACK, CHALLENGE }, /* "plain" */
    { CALLBACK, "short" },
    { "http%3A%2F%2F127.0.0.1%3A49153%2Fcallback", VERIFIER },
    { "http%3A%2F%2F127.0.0.1%3A49152%2Fcallbac", VERIFIER },
  };
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *code = get_code (browser, REQUEST);
      g_autoptr (PlatformAnswer) refused = trade (shop, code, wrong[i].redirect_uri, wrong[i].verifier);
      g_autoptr (PlatformAnswer) late = trade (shop, code, CALLBACK, VERIFIER);

      assert_refused (refused, "invalid_grant");
      /* Whoever showed it had it from somewhere: it is burnt. */
      assert_refused (late, "invalid_grant");
    }
  {
    g_autofree char *code = get_code (browser, REQUEST);
    g_autofree char *form = g_strconcat (
        "grant_type=authorization_code&client_id=rambla&redirect_uri=" CALLBACK "&code=", code, NULL);
    g_autoptr (PlatformAnswer) missing =
        platform_fixture_post_form (shop->fixture, "/oauth/token", NULL, form);

    assert_refused (missing, "invalid_request");
  }
}

static void
test_code_expires (Shop *shop, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *later[] = { "--sandbox", "--city", city, "--clock-offset", "61", NULL };
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autofree char *code = get_code (browser, REQUEST);
  g_autoptr (PlatformAnswer) answer = NULL;

  platform_fixture_stop (shop->fixture);
  platform_fixture_set_arguments (shop->fixture, later);
  platform_fixture_start (shop->fixture);
  answer = trade (shop, code, CALLBACK, VERIFIER);
  assert_refused (answer, "invalid_grant");
}

/* Nothing is sent to an address that is not the client's. */
static void
test_redirect_tricks (Shop *shop, gconstpointer data)
{
  static const char *const uris[] = {
    "",
    "https%3A%2F%2Fevil.example%2F",
    "http%3A%2F%2Fevil.example%2F",
    "http%3A%2F%2Flocalhost%3A49152%2F",
    "http%3A%2F%2F127.0.0.1%2Fcallback",
    "http%3A%2F%2F127.0.0.1%3A%2Fcallback",
    "http%3A%2F%2F127.0.0.1%3A99999%2F",
    "http%3A%2F%2F127.0.0.1%3A49152",
    "http%3A%2F%2F127.0.0.1%3A49152%40evil.example%2F",
    "http%3A%2F%2F127.0.0.1%3A49152.evil.example%2F",
    "http%3A%2F%2Fuser%40127.0.0.1%3A49152%2F",
    "http%3A%2F%2F127.0.0.1.evil.example%3A49152%2F",
    "http%3A%2F%2F127.0.0.1%3A49152%2F%23f",
    "http%3A%2F%2F127.0.0.1%3A49152%2F%3Fcode%3Dx",
    "http%3A%2F%2F127.0.0.1%3A49152%2F%5C..",
    "http%3A%2F%2F127.0.0.1%3A49152%2Fa%0D%0AX-Injected%3A1",
    "http%3A%2F%2F%5B%3A%3A%5D%3A49152%2F",
    "http%3A%2F%2F0177.0.0.1%3A49152%2F",
    "https%3A%2F%2F127.0.0.1%3A49152%2F",
    "javascript%3Aalert(1)",
    "%2F%2Fevil.example%2F",
    CALLBACK "&redirect_uri=http%3A%2F%2Fevil.example%2F",
    CALLBACK "&client_id=rambla",
  };
  static const char *const clients[] = { "", "other", "rambla%00", "RAMBLA" };
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  for (guint i = 0; i < G_N_ELEMENTS (uris) + G_N_ELEMENTS (clients); i++)
    {
      g_autofree char *request = g_strdup_printf (
          "/oauth/authorize?response_type=code&client_id=%s&redirect_uri=%s&code_challenge=" CHALLENGE
          "&code_challenge_method=S256",
          i < G_N_ELEMENTS (uris) ? "rambla" : clients[i - G_N_ELEMENTS (uris)],
          i < G_N_ELEMENTS (uris) ? uris[i] : CALLBACK);

      browser_get (browser, request);
      g_test_message ("%s: %u", request, browser->status);
      g_assert_cmpuint (browser->status, ==, 400);
      g_assert_null (browser->location);
      g_assert_null (strstr (browser->page, "evil.example"));
      browser_post (browser, request, "decision=allow");
      g_assert_cmpuint (browser->status, ==, 400);
      g_assert_null (browser->location);
    }
  browser_get (browser,
               "/oauth/authorize?response_type=code&client_id=rambla&redirect_uri=http%3A%2F%2F%5B%3A%3A1"
               "%5D%3A49152%2F&code_challenge=" CHALLENGE "&code_challenge_method=S256");
  g_assert_cmpuint (browser->status, ==, 303);
  g_assert_true (g_str_has_prefix (browser->location, "/oauth/sign-in?"));
}

/* What else is wrong is told to the client, with state and issuer. */
static void
test_errors (Shop *shop, gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *error;
  } cases[] = {
    { "&code_challenge=" CHALLENGE "&code_challenge_method=S256", "invalid_request" },
    { "&response_type=token&code_challenge=" CHALLENGE "&code_challenge_method=S256",
      "unsupported_response_type" },
    { "&response_type=code", "invalid_request" },
    { "&response_type=code&code_challenge=" CHALLENGE, "invalid_request" },
    { "&response_type=code&code_challenge=" VERIFIER "&code_challenge_method=plain", "invalid_request" },
    { "&response_type=code&code_challenge=short&code_challenge_method=S256", "invalid_request" },
    { "&response_type=code&code_challenge=" CHALLENGE "&code_challenge_method=S256&scope=root",
      "invalid_scope" },
    { "&response_type=code&code_challenge=" CHALLENGE
      "&code_challenge_method=S256&scope=consumer&scope=merchant",
      "invalid_request" },
    { "&response_type=code&code_challenge=" CHALLENGE "&code_challenge_method=S256&response_mode=fragment",
      "invalid_request" },
  };
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strconcat (
          "/oauth/authorize?state=xyz&client_id=rambla&redirect_uri=" CALLBACK, cases[i].query, NULL);
      g_autofree char *error = NULL;
      g_autofree char *state = NULL;
      g_autofree char *issuer = NULL;

      browser_get (browser, request);
      error = browser_get_answer (browser, "error");
      state = browser_get_answer (browser, "state");
      issuer = browser_get_answer (browser, "iss");
      g_assert_cmpuint (browser->status, ==, 303);
      g_assert_true (g_str_has_prefix (browser->location, "http://127.0.0.1:49152/callback?"));
      g_assert_cmpstr (error, ==, cases[i].error);
      g_assert_cmpstr (state, ==, "xyz");
      g_assert_cmpstr (issuer, ==, platform_fixture_get_uri (shop->fixture));
    }

  browser_get (browser, REQUEST);
  browser_follow (browser);
  browser_sign_in (browser, "consumer", "sandbox");
  browser_follow (browser);
  browser_submit (browser, "/oauth/authorize", "decision=deny");
  {
    g_autofree char *error = browser_get_answer (browser, "error");
    g_autofree char *code = browser_get_answer (browser, "code");

    g_assert_cmpstr (error, ==, "access_denied");
    g_assert_null (code);
  }
}

/* An account gives nobody more than it has itself. */
static void
test_scope (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autofree char *error = NULL;

  browser_get (browser, AUTHORIZE "&scope=merchant");
  browser_follow (browser);
  browser_sign_in (browser, "consumer", "sandbox");
  browser_follow (browser);
  g_assert_cmpuint (browser->status, ==, 200);
  g_assert_nonnull (strstr (browser->page, "This account may not do that"));
  g_assert_null (strstr (browser->page, "value=\"allow\""));
  browser_submit (browser, "/oauth/authorize", "decision=allow");
  error = browser_get_answer (browser, "error");
  g_assert_cmpstr (error, ==, "access_denied");
}

/* A form from elsewhere does nothing: without a token, with another's, about something else, from another
 * site. */
static void
test_forgery (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) victim = browser_new (shop->fixture);
  g_autoptr (Browser) thief = browser_new (shop->fixture);
  g_autofree char *victims = NULL;
  g_autofree char *thiefs = NULL;
  g_autofree char *stolen = NULL;
  g_autofree char *own = NULL;

  g_free (get_code (victim, REQUEST));
  browser_get (victim, REQUEST);
  victims = browser_get_token (victim, "/oauth/authorize");
  g_free (get_code (thief, REQUEST));
  browser_get (thief, REQUEST);
  thiefs = browser_get_token (thief, "/oauth/authorize");
  stolen = g_strdup_printf ("token=%s&decision=allow", thiefs);
  own = g_strdup_printf ("token=%s&decision=allow", victims);

  browser_post (victim, REQUEST, "decision=allow");
  g_assert_cmpuint (victim->status, ==, 403);
  browser_post (victim, REQUEST, stolen);
  g_assert_cmpuint (victim->status, ==, 403);
  browser_post (victim, AUTHORIZE "&state=other", own);
  g_assert_cmpuint (victim->status, ==, 403);
  victim->extra = g_strdup ("Sec-Fetch-Site: cross-site\r\n");
  browser_post (victim, REQUEST, own);
  g_assert_cmpuint (victim->status, ==, 403);
  g_clear_pointer (&victim->extra, g_free);
  browser_post (victim, "/oauth/sign-out", "");
  g_assert_cmpuint (victim->status, ==, 403);
  browser_post (victim, REQUEST, own);
  g_assert_cmpuint (victim->status, ==, 303);

  /* Signed out, the page that was open is worth nothing. */
  browser_get (victim, REQUEST);
  browser_submit (victim, "/oauth/sign-out", "");
  g_assert_cmpuint (victim->status, ==, 303);
  browser_post (victim, REQUEST, own);
  g_assert_cmpuint (victim->status, ==, 303);
  g_assert_true (g_str_has_prefix (victim->location, "/oauth/sign-in"));
}

/* People land nowhere but on our own pages after they signed in. */
static void
test_next (Shop *shop, gconstpointer data)
{
  static const char *const nexts[] = { "https%3A%2F%2Fevil.example%2F",
                                       "%2F%2Fevil.example",
                                       "%2F%5Cevil.example",
                                       "%2Foauth%2Fauthorize",
                                       "%2Foauth%2Fdevice.evil",
                                       "javascript%3A1",
                                       "%2Foauth%2Fdevice%3F%0D%0AX-Injected%3A1",
                                       "%2Fv1" };

  for (guint i = 0; i < G_N_ELEMENTS (nexts); i++)
    {
      g_autoptr (Browser) browser = browser_new (shop->fixture);
      g_autofree char *target = g_strconcat ("/oauth/sign-in?next=", nexts[i], NULL);

      browser_get (browser, target);
      g_assert_cmpuint (browser->status, ==, 200);
      browser_sign_in (browser, "consumer", "sandbox");
      g_assert_cmpuint (browser->status, ==, 303);
      g_assert_cmpstr (browser->location, ==, "/oauth/sign-out");
    }
}

static void
test_headers (Shop *shop, gconstpointer data)
{
  static const char *const pages[] = { "/oauth/sign-in", "/oauth/sign-up", "/oauth/authorize" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (Browser) browser = browser_new (shop->fixture);

      browser_get (browser, pages[i]);
      g_assert_nonnull (
          strstr (browser->head, "\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-"));
      g_assert_nonnull (strstr (browser->head, "frame-ancestors 'none'"));
      g_assert_nonnull (strstr (browser->head, "form-action 'self'"));
      g_assert_nonnull (strstr (browser->head, "\r\nReferrer-Policy: no-referrer"));
      g_assert_nonnull (strstr (browser->head, "\r\nCache-Control: no-store"));
      g_assert_nonnull (strstr (browser->head, "; HttpOnly; SameSite=Lax"));
      g_assert_null (strstr (browser->head, "unsafe"));
      g_assert_null (strstr (browser->page, "<script"));
    }
}

/* Reached by https, the cookies say so. */
static void
test_secure_cookies (void)
{
  const char *arguments[] = { "--base-uri", "https://rambla.example", NULL };
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (arguments);
  g_autoptr (Browser) browser = browser_new (fixture);

  browser_get (browser, "/oauth/sign-in");
  g_assert_cmpuint (browser->status, ==, 200);
  g_assert_nonnull (strstr (browser->head, "\r\nSet-Cookie: __Host-rambla_browser=rbm_"));
  g_assert_nonnull (strstr (browser->head, "; Path=/;"));
  g_assert_nonnull (strstr (browser->head, "; Secure"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/authorization/metadata", Shop, NULL, shop_set_up, test_metadata, shop_tear_down);
  g_test_add ("/authorization/code", Shop, NULL, shop_set_up, test_code, shop_tear_down);
  g_test_add ("/authorization/wrong-proof", Shop, NULL, shop_set_up, test_wrong_proof, shop_tear_down);
  g_test_add ("/authorization/code-expires", Shop, NULL, shop_set_up, test_code_expires, shop_tear_down);
  g_test_add ("/authorization/redirect-tricks", Shop, NULL, shop_set_up, test_redirect_tricks,
              shop_tear_down);
  g_test_add ("/authorization/errors", Shop, NULL, shop_set_up, test_errors, shop_tear_down);
  g_test_add ("/authorization/scope", Shop, NULL, shop_set_up, test_scope, shop_tear_down);
  g_test_add ("/authorization/forgery", Shop, NULL, shop_set_up, test_forgery, shop_tear_down);
  g_test_add ("/authorization/next", Shop, NULL, shop_set_up, test_next, shop_tear_down);
  g_test_add ("/authorization/headers", Shop, NULL, shop_set_up, test_headers, shop_tear_down);
  g_test_add_func ("/authorization/secure-cookies", test_secure_cookies);
  return g_test_run ();
}
