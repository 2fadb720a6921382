/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirection addresses, proof keys, scopes, user codes, and how long a guess has to wait. */
#include "platform-authorization.h"
#include "platform-device-grant.h"
#include "platform-passwords.h"
#include "platform-policy.h"
#include "platform-secret.h"
#include "platform-throttle.h"

#include <sodium.h>
#include <string.h>

static void
test_redirect_uris (void)
{
  static const char *const good[] = { "http://127.0.0.1:1/", "http://127.0.0.1:65535/callback",
                                      "http://[::1]:49152/a/b-c_d.e~f" };
  static const char *const bad[] = { "",
                                     "http://127.0.0.1/",
                                     "http://127.0.0.1:0/",
                                     "http://127.0.0.1:65536/",
                                     "http://127.0.0.1:080/",
                                     "http://127.0.0.1:80",
                                     "http://127.0.0.1:80@evil.example/",
                                     "http://127.0.0.1:80.evil.example/",
                                     "http://127.0.0.2:80/",
                                     "http://localhost:80/",
                                     "https://127.0.0.1:80/",
                                     "HTTP://127.0.0.1:80/",
                                     "http://127.0.0.1:80/?a=b",
                                     "http://127.0.0.1:80/#a",
                                     "http://127.0.0.1:80/%0d%0a",
                                     "http://127.0.0.1:80/a b",
                                     "http://127.0.0.1:80/\\evil",
                                     "http://[::]:80/",
                                     "http://[::1]:80",
                                     "http://::1:80/" };
  g_autofree char *padding = g_strnfill (600, 'a');
  g_autofree char *length = g_strconcat ("http://127.0.0.1:80/", padding, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (platform_redirect_uri_is_allowed (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (platform_redirect_uri_is_allowed (bad[i]));
  g_assert_false (platform_redirect_uri_is_allowed (length));
}

/* RFC 7636, appendix B */
static void
test_proof_keys (void)
{
  const char *verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const char *challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  g_assert_true (platform_code_verifier_matches (verifier, challenge));
  g_assert_false (platform_code_verifier_matches (challenge, challenge));
  g_assert_false (platform_code_verifier_matches (verifier, verifier));
  g_assert_false (platform_code_verifier_matches (verifier + 1, challenge));
  g_assert_false (platform_code_verifier_matches ("", challenge));
  g_assert_true (platform_code_challenge_is_valid (challenge));
  g_assert_false (platform_code_challenge_is_valid (challenge + 1));
  g_assert_false (platform_code_challenge_is_valid ("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"));
  g_assert_false (platform_code_challenge_is_valid (""));
}

static void
assert_scope (const char *asked, const char *expected)
{
  g_autofree char *scope = platform_scope_normalize (asked);

  g_assert_cmpstr (scope, ==, expected);
}

static void
test_scopes (void)
{
  assert_scope (NULL, "consumer");
  assert_scope ("merchant", "merchant");
  assert_scope ("merchant consumer merchant", "consumer merchant");
  assert_scope ("root", NULL);
  assert_scope ("consumer root", NULL);
  assert_scope ("consumers", NULL);
  assert_scope ("", NULL);
  assert_scope (" ", NULL);
  g_assert_true (platform_scope_within ("consumer", "consumer merchant"));
  g_assert_false (platform_scope_within ("consumer kiosk", "consumer merchant"));
  g_assert_false (platform_scope_within ("", "consumer"));
}

static void
test_answers (void)
{
  PlatformAuthorization authorization = { .redirect_uri = (char *) "http://127.0.0.1:1/",
                                          .state = (char *) "a&b=c" };
  g_autofree char *good =
      platform_authorization_build_answer (&authorization, "http://h:1", "co de", NULL, NULL);
  g_autofree char *bad =
      platform_authorization_build_answer (&authorization, "http://h:1", NULL, "access_denied", "No");

  g_assert_cmpstr (good, ==, "http://127.0.0.1:1/?code=co%20de&state=a%26b%3Dc&iss=http%3A%2F%2Fh%3A1");
  g_assert_cmpstr (
      bad, ==,
      "http://127.0.0.1:1/?error=access_denied&error_description=No&state=a%26b%3Dc&iss=http%3A%2F%2Fh%"
      "3A1");
}

static void
test_fields (void)
{
  g_autoptr (PlatformFields) fields = platform_fields_parse ("a=1&b=&c=x%20y+z&a=2", 20);

  g_assert_cmpstr (platform_fields_get (fields, "a"), ==, "1");
  g_assert_null (platform_fields_get (fields, "b"));
  g_assert_cmpstr (platform_fields_get (fields, "c"), ==, "x y z");
  g_assert_true (g_hash_table_contains (fields->doubled, "a"));
  g_assert_false (g_hash_table_contains (fields->doubled, "b"));
  g_assert_null (platform_fields_parse ("a=%zz", 5));
  g_assert_null (platform_fields_parse ("a=%00", 5));
  g_assert_null (platform_fields_parse ("a=%ff", 5));
}

static void
test_user_codes (void)
{
  g_autofree char *typed = platform_user_code_normalize (" bcdf-ghjk ");
  g_autofree char *shown = platform_user_code_format ("BCDFGHJK");

  g_assert_cmpstr (typed, ==, "BCDFGHJK");
  g_assert_cmpstr (shown, ==, "BCDF-GHJK");
  g_assert_null (platform_user_code_normalize ("BCDFGHJ"));
  g_assert_null (platform_user_code_normalize ("BCDFGHJKL"));
  g_assert_null (platform_user_code_normalize ("ABCDEFGH"));
  g_assert_null (platform_user_code_normalize (""));
}

/* Five are free, then half a minute, twice as long each time, a quarter of an hour at most, forgotten in an
 * hour. */
static void
test_throttle (void)
{
  const gint64 waits[] = { 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900 };
  PlatformGuesses guesses = { 0 };
  g_autofree char *lower = platform_throttle_make_subject (PLATFORM_THROTTLE_ACCOUNT, "ana@example.org");
  g_autofree char *upper = platform_throttle_make_subject (PLATFORM_THROTTLE_ACCOUNT, "ANA@example.org");
  g_autofree char *one = platform_throttle_make_subject (PLATFORM_THROTTLE_ADDRESS, "2001:db8:1:2::1");
  g_autofree char *two = platform_throttle_make_subject (PLATFORM_THROTTLE_ADDRESS, "2001:db8:1:2:ffff::9");
  g_autofree char *three = platform_throttle_make_subject (PLATFORM_THROTTLE_ADDRESS, "2001:db8:1:3::1");

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      platform_throttle_count (PLATFORM_THROTTLE_ACCOUNT, &guesses, 1000 + i);
      g_assert_cmpint (MAX (0, guesses.blocked_until - 1000 - i), ==, waits[i]);
    }
  platform_throttle_count (PLATFORM_THROTTLE_ACCOUNT, &guesses, 1000 + 10 + 3600);
  g_assert_cmpint (guesses.count, ==, 1);
  g_assert_cmpint (guesses.blocked_until, ==, 0);
  for (int i = 0; i < 200; i++)
    platform_throttle_count (PLATFORM_THROTTLE_ACCOUNT, &guesses, 9000);
  g_assert_cmpint (guesses.blocked_until, ==, 9900);

  g_assert_cmpstr (lower, ==, upper);
  g_assert_null (strstr (lower, "ana"));
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, !=, three);
  g_assert_null (platform_throttle_make_subject (PLATFORM_THROTTLE_ADDRESS, "unix"));
}

typedef struct
{
  GMutex lock;
  GCond changed;
  int done;
  int right;
} Answers;

static void
on_verified (gpointer data, gboolean right)
{
  Answers *answers = data;

  g_mutex_lock (&answers->lock);
  answers->done++;
  answers->right += right;
  g_cond_signal (&answers->changed);
  g_mutex_unlock (&answers->lock);
}

/* What waits is bounded, nobody's password is never right, and after the stop nothing is taken. */
static void
test_passwords (void)
{
  PlatformPasswords *passwords = platform_passwords_new (1, 3);
  g_autofree char *hash = platform_password_hash ("correct horse");
  Answers answers = { .done = 0 };
  char nobodys[crypto_pwhash_STRBYTES] = PLATFORM_NOBODYS_PASSWORD;

  g_assert_cmpint (crypto_pwhash_str_needs_rehash (nobodys, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                   crypto_pwhash_MEMLIMIT_INTERACTIVE),
                   ==, 0);
  g_mutex_init (&answers.lock);
  g_cond_init (&answers.changed);
  g_assert_true (platform_passwords_verify (passwords, hash, "correct horse", on_verified, &answers));
  g_assert_true (platform_passwords_verify (passwords, hash, "wrong", on_verified, &answers));
  g_assert_true (platform_passwords_verify (passwords, NULL, "correct horse", on_verified, &answers));
  g_assert_false (platform_passwords_verify (passwords, hash, "correct horse", on_verified, &answers));
  g_mutex_lock (&answers.lock);
  while (answers.done < 3)
    g_cond_wait (&answers.changed, &answers.lock);
  g_mutex_unlock (&answers.lock);
  g_assert_cmpint (answers.right, ==, 1);
  platform_passwords_stop (passwords);
  g_assert_false (platform_passwords_verify (passwords, hash, "correct horse", on_verified, &answers));
  platform_passwords_free (passwords);
}

static void
test_policy (void)
{
  const char *scope = NULL;

  g_assert_true (platform_policy_find_scope ("GET", "/v1/orders", &scope));
  g_assert_cmpstr (scope, ==, "consumer");
  g_assert_true (platform_policy_find_scope ("HEAD", "/v1/deals", &scope));
  g_assert_null (scope);
  g_assert_false (platform_policy_find_scope ("DELETE", "/v1/orders", &scope));
  g_assert_false (platform_policy_find_scope ("GET", "/v1/nothing", &scope));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/auth-rules/redirect-uris", test_redirect_uris);
  g_test_add_func ("/auth-rules/proof-keys", test_proof_keys);
  g_test_add_func ("/auth-rules/scopes", test_scopes);
  g_test_add_func ("/auth-rules/answers", test_answers);
  g_test_add_func ("/auth-rules/fields", test_fields);
  g_test_add_func ("/auth-rules/user-codes", test_user_codes);
  g_test_add_func ("/auth-rules/throttle", test_throttle);
  g_test_add_func ("/auth-rules/passwords", test_passwords);
  g_test_add_func ("/auth-rules/policy", test_policy);
  return g_test_run ();
}
