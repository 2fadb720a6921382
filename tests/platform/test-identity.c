/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and their guessing, new accounts, devices (RFC 8628), refreshing and revoking. */
#include "browser.h"
#include "trade-shop.h"

#include <string.h>

#define DEVICE_GRANT "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"

static void
restart_later (Shop *shop, const char *seconds)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *later[] = { "--sandbox", "--city", city, "--clock-offset", seconds, NULL };

  platform_fixture_stop (shop->fixture);
  platform_fixture_set_arguments (shop->fixture, later);
  platform_fixture_start (shop->fixture);
}

static PlatformAnswer *
ask_token (Shop *shop, const char *grant, const char *name, const char *value)
{
  g_autofree char *form = g_strdup_printf ("grant_type=%s&client_id=rambla&%s=%s", grant, name, value);

  return platform_fixture_post_form (shop->fixture, "/oauth/token", NULL, form);
}

static const char *
get_text (PlatformAnswer *answer, const char *name)
{
  return json_object_get_string_member (platform_answer_get_object (answer), name);
}

static void
assert_refused (PlatformAnswer *answer, const char *code)
{
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (get_text (answer, "error"), ==, code);
}

/* The sixth guess at an account has to wait, right or wrong, also after a restart; another account has not.
 */
static void
test_throttle_account (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autoptr (Browser) fresh = browser_new (shop->fixture);

  browser_get (browser, "/oauth/sign-in");
  for (int i = 0; i < 5; i++)
    {
      browser_sign_in (browser, "consumer", "guess");
      g_assert_cmpuint (browser->status, ==, 422);
      g_assert_nonnull (strstr (browser->page, "not right"));
      g_assert_null (strstr (browser->page, "guess"));
    }
  browser_sign_in (browser, "consumer", "sandbox");
  g_assert_cmpuint (browser->status, ==, 429);
  g_assert_nonnull (strstr (browser->head, "\r\nRetry-After: "));

  platform_fixture_stop (shop->fixture);
  platform_fixture_start (shop->fixture);
  browser_get (fresh, "/oauth/sign-in");
  browser_sign_in (fresh, "Consumer", "sandbox");
  g_assert_cmpuint (fresh->status, ==, 429);
  browser_get (fresh, "/oauth/sign-in");
  browser_sign_in (fresh, "merchant", "sandbox");
  g_assert_cmpuint (fresh->status, ==, 303);

  restart_later (shop, "40");
  browser_get (browser, "/oauth/sign-in");
  browser_sign_in (browser, "consumer", "sandbox");
  g_assert_cmpuint (browser->status, ==, 303);
}

/* Whoever tries one password at many accounts is stopped too. */
static void
test_throttle_address (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  browser_get (browser, "/oauth/sign-in");
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *who = g_strdup_printf ("somebody%d", i);

      browser_sign_in (browser, who, "sandbox");
      g_assert_cmpuint (browser->status, ==, 422);
    }
  browser_sign_in (browser, "merchant", "sandbox");
  g_assert_cmpuint (browser->status, ==, 429);
}

/* An address without an account takes as long as one with an account. */
static void
test_equal_time (Shop *shop, gconstpointer data)
{
  gint64 known = G_MAXINT64;
  gint64 unknown = G_MAXINT64;
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  browser_get (browser, "/oauth/sign-in");
  for (int i = 0; i < 4; i++)
    {
      gint64 start = g_get_monotonic_time ();

      browser_sign_in (browser, "operator", "guess");
      known = MIN (known, g_get_monotonic_time () - start);
      start = g_get_monotonic_time ();
      browser_sign_in (browser, "nobody", "guess");
      unknown = MIN (unknown, g_get_monotonic_time () - start);
    }
  g_test_message ("known %" G_GINT64_FORMAT " µs, unknown %" G_GINT64_FORMAT " µs", known, unknown);
  g_assert_cmpint (known, <, unknown * 2);
  g_assert_cmpint (unknown, <, known * 2);
}

static void
test_sign_up (Shop *shop, gconstpointer data)
{
  static const char *const wrong[] = {
    "name=&email=eva%40example.org&password=correct+horse",
    "name=Eva&email=eva&password=correct+horse",
    "name=Eva&email=eva%40example.org&password=short",
    "name=Eva&email=eva%40example.org&password=aaaaaaaaaa",
    "name=Eva&email=eva%40example.org&password=password1",
    "name=Eva&email=eva%40example.org&password=eva%40example.org",
    "name=%3Cb%3E&email=eva%40example.org&password=correct+horse",
    "name=Eva&email=CONSUMER%40example.org&password=correct+horse",
  };
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  browser_get (browser, "/oauth/sign-up");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      browser_submit (browser, "/oauth/sign-up", wrong[i]);
      g_assert_cmpuint (browser->status, ==, 422);
      g_assert_nonnull (strstr (browser->page, "aria-invalid=\"true\""));
      g_assert_null (strstr (browser->page, "correct horse"));
    }
  browser_submit (browser, "/oauth/sign-up",
                  "name=Eva+%C3%91and%C3%BA&email=eva%40example.org&password=correct+horse");
  g_assert_cmpuint (browser->status, ==, 303);
  browser_follow (browser);
  g_assert_nonnull (strstr (browser->page, "Eva Ñandú"));
  browser_submit (browser, "/oauth/sign-out", "");
  g_assert_cmpuint (browser->status, ==, 200);

  browser_get (browser, "/oauth/sign-in");
  browser_submit (browser, "/oauth/sign-in", "email=EVA%40example.org&password=correct+horse");
  g_assert_cmpuint (browser->status, ==, 303);
  platform_fixture_stop (shop->fixture);
  g_assert_cmpint (shop_query (shop,
                               "SELECT count(*) FROM accounts WHERE email = 'eva@example.org' AND scopes = "
                               "'consumer' AND password_hash LIKE '$argon2id$%' AND NOT every_store"),
                   ==, 1);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM guesses WHERE subject LIKE '%eva%'"), ==, 0);
  platform_fixture_start (shop->fixture);
}

static PlatformAnswer *
begin_device (Shop *shop, const char *scope)
{
  g_autofree char *form = g_strdup_printf ("client_id=rambla&scope=%s", scope);
  PlatformAnswer *answer =
      platform_fixture_post_form (shop->fixture, "/oauth/device_authorization", NULL, form);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer;
}

static void
open_device (Shop *shop, Browser *browser, PlatformAnswer *device, const char *role)
{
  const char *uri = get_text (device, "verification_uri_complete");

  g_assert_true (g_str_has_prefix (uri, platform_fixture_get_uri (shop->fixture)));
  browser_get (browser, uri + strlen (platform_fixture_get_uri (shop->fixture)));
  if (browser->status == 303)
    {
      browser_follow (browser);
      browser_sign_in (browser, role, "sandbox");
      browser_follow (browser);
    }
}

static void
test_device (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autoptr (PlatformAnswer) device = begin_device (shop, "kiosk");
  const char *code = get_text (device, "device_code");
  g_autoptr (PlatformAnswer) pending = ask_token (shop, DEVICE_GRANT, "device_code", code);
  g_autoptr (PlatformAnswer) hasty = ask_token (shop, DEVICE_GRANT, "device_code", code);
  g_autoptr (PlatformAnswer) tokens = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) me = NULL;

  assert_refused (pending, "authorization_pending");
  assert_refused (hasty, "slow_down");
  open_device (shop, browser, device, "kiosk");
  g_assert_cmpuint (browser->status, ==, 200);
  g_assert_nonnull (strstr (browser->page, get_text (device, "user_code")));
  browser_submit (browser, "/oauth/device", "decision=allow");
  g_assert_cmpuint (browser->status, ==, 200);
  tokens = ask_token (shop, DEVICE_GRANT, "device_code", code);
  g_assert_cmpuint (tokens->status, ==, 200);
  g_assert_cmpstr (get_text (tokens, "scope"), ==, "kiosk");
  me = platform_fixture_get (shop->fixture, "/v1/me", get_text (tokens, "access_token"));
  g_assert_cmpstr (get_text (me, "email"), ==, "kiosk@example.org");
  again = ask_token (shop, DEVICE_GRANT, "device_code", code);
  assert_refused (again, "invalid_grant");
  open_device (shop, browser, device, "kiosk");
  g_assert_cmpuint (browser->status, ==, 422);
}

static void
test_device_refusals (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);
  g_autoptr (PlatformAnswer) denied = begin_device (shop, "consumer");
  g_autoptr (PlatformAnswer) unable = begin_device (shop, "operator");
  g_autoptr (PlatformAnswer) old = begin_device (shop, "consumer");
  g_autoptr (PlatformAnswer) first = NULL;
  g_autoptr (PlatformAnswer) second = NULL;
  g_autoptr (PlatformAnswer) third = NULL;
  g_autoptr (PlatformAnswer) unknown = ask_token (shop, DEVICE_GRANT, "device_code", "guess");
  g_autoptr (PlatformAnswer) scope = platform_fixture_post_form (shop->fixture, "/oauth/device_authorization",
                                                                 NULL, "client_id=rambla&scope=root");
  g_autoptr (PlatformAnswer) client =
      platform_fixture_post_form (shop->fixture, "/oauth/device_authorization", NULL, "client_id=other");

  assert_refused (unknown, "invalid_grant");
  assert_refused (scope, "invalid_scope");
  assert_refused (client, "invalid_client");
  open_device (shop, browser, denied, "consumer");
  browser_post (browser, "/oauth/device?user_code=BCDF-GHJK", "decision=allow");
  g_assert_cmpuint (browser->status, ==, 403);
  open_device (shop, browser, denied, "consumer");
  browser_submit (browser, "/oauth/device", "decision=deny");
  first = ask_token (shop, DEVICE_GRANT, "device_code", get_text (denied, "device_code"));
  assert_refused (first, "access_denied");
  open_device (shop, browser, unable, "consumer");
  g_assert_null (strstr (browser->page, "value=\"allow\""));
  browser_submit (browser, "/oauth/device", "decision=allow");
  second = ask_token (shop, DEVICE_GRANT, "device_code", get_text (unable, "device_code"));
  assert_refused (second, "access_denied");
  restart_later (shop, "601");
  third = ask_token (shop, DEVICE_GRANT, "device_code", get_text (old, "device_code"));
  assert_refused (third, "expired_token");
}

static void
test_user_code_guesses (Shop *shop, gconstpointer data)
{
  g_autoptr (Browser) browser = browser_new (shop->fixture);

  browser_get (browser, "/oauth/device");
  browser_follow (browser);
  browser_sign_in (browser, "consumer", "sandbox");
  for (int i = 0; i < 10; i++)
    {
      browser_get (browser, "/oauth/device?user_code=BCDF-GHJK");
      g_assert_cmpuint (browser->status, ==, 422);
    }
  browser_get (browser, "/oauth/device?user_code=BCDF-GHJK");
  g_assert_cmpuint (browser->status, ==, 429);
  g_assert_nonnull (strstr (browser->head, "\r\nRetry-After: "));
}

/* An answer that was lost is given again for half a minute; after that it is theft. */
static void
test_grace (Shop *shop, gconstpointer data)
{
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (shop->fixture), "sign_in");
  g_autoptr (PlatformAnswer) first =
      ask_token (shop, "urn:rambla:sign-in-code", "code", json_object_get_string_member (codes, "kiosk"));
  g_autoptr (PlatformAnswer) lost =
      ask_token (shop, "refresh_token", "refresh_token", get_text (first, "refresh_token"));
  g_autoptr (PlatformAnswer) again =
      ask_token (shop, "refresh_token", "refresh_token", get_text (first, "refresh_token"));
  g_autoptr (PlatformAnswer) late = NULL;
  g_autoptr (PlatformAnswer) dead = NULL;
  g_autoptr (PlatformAnswer) me = NULL;

  g_assert_cmpuint (lost->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 200);
  me = platform_fixture_get (shop->fixture, "/v1/me", get_text (again, "access_token"));
  g_assert_cmpuint (me->status, ==, 200);

  restart_later (shop, "40");
  late = ask_token (shop, "refresh_token", "refresh_token", get_text (first, "refresh_token"));
  assert_refused (late, "invalid_grant");
  dead = platform_fixture_get (shop->fixture, "/v1/me", get_text (again, "access_token"));
  g_assert_cmpuint (dead->status, ==, 401);
}

/* Whoever used the grace had the answer that was lost, or had not: the two must not both go on. */
static void
test_grace_is_for_one (Shop *shop, gconstpointer data)
{
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (shop->fixture), "sign_in");
  g_autoptr (PlatformAnswer) first =
      ask_token (shop, "urn:rambla:sign-in-code", "code", json_object_get_string_member (codes, "kiosk"));
  g_autoptr (PlatformAnswer) own =
      ask_token (shop, "refresh_token", "refresh_token", get_text (first, "refresh_token"));
  g_autoptr (PlatformAnswer) thiefs =
      ask_token (shop, "refresh_token", "refresh_token", get_text (first, "refresh_token"));
  g_autoptr (PlatformAnswer) on = NULL;
  g_autoptr (PlatformAnswer) caught = NULL;
  g_autoptr (PlatformAnswer) dead = NULL;

  g_assert_cmpuint (thiefs->status, ==, 200);
  on = ask_token (shop, "refresh_token", "refresh_token", get_text (own, "refresh_token"));
  g_assert_cmpuint (on->status, ==, 200);
  caught = ask_token (shop, "refresh_token", "refresh_token", get_text (thiefs, "refresh_token"));
  assert_refused (caught, "invalid_grant");
  dead = platform_fixture_get (shop->fixture, "/v1/me", get_text (on, "access_token"));
  g_assert_cmpuint (dead->status, ==, 401);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/identity/throttle-account", Shop, NULL, shop_set_up, test_throttle_account, shop_tear_down);
  g_test_add ("/identity/throttle-address", Shop, NULL, shop_set_up, test_throttle_address, shop_tear_down);
  g_test_add ("/identity/equal-time", Shop, NULL, shop_set_up, test_equal_time, shop_tear_down);
  g_test_add ("/identity/sign-up", Shop, NULL, shop_set_up, test_sign_up, shop_tear_down);
  g_test_add ("/identity/device", Shop, NULL, shop_set_up, test_device, shop_tear_down);
  g_test_add ("/identity/device-refusals", Shop, NULL, shop_set_up, test_device_refusals, shop_tear_down);
  g_test_add ("/identity/user-code-guesses", Shop, NULL, shop_set_up, test_user_code_guesses, shop_tear_down);
  g_test_add ("/identity/grace", Shop, NULL, shop_set_up, test_grace, shop_tear_down);
  g_test_add ("/identity/grace-is-for-one", Shop, NULL, shop_set_up, test_grace_is_for_one, shop_tear_down);
  return g_test_run ();
}
