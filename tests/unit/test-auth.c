/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets, passwords and scopes. */
#include "platform-auth.h"
#include "platform-secret.h"

#include <sodium.h>
#include <string.h>

static void
test_secrets (void)
{
  g_autofree char *first = platform_secret_new ("rat_");
  g_autofree char *second = platform_secret_new ("rat_");
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];
  guint8 same[PLATFORM_SECRET_HASH_SIZE];
  guint8 other[PLATFORM_SECRET_HASH_SIZE];

  g_assert_true (g_str_has_prefix (first, "rat_"));
  g_assert_cmpuint (strlen (first), ==, 4 + 43); /* 256 bits in base64url */
  g_assert_cmpstr (first, !=, second);
  platform_secret_hash (first, hash);
  platform_secret_hash (first, same);
  platform_secret_hash (second, other);
  g_assert_cmpmem (hash, sizeof hash, same, sizeof same);
  g_assert_cmpint (memcmp (hash, other, sizeof hash), !=, 0);
}

static void
test_passwords (void)
{
  g_autofree char *hash = platform_password_hash ("correct horse");
  g_autofree char *again = platform_password_hash ("correct horse");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (platform_password_verify (hash, "correct horse"));
  g_assert_false (platform_password_verify (hash, "correct horse "));
  g_assert_false (platform_password_verify (hash, ""));
  g_assert_false (platform_password_verify ("", "correct horse"));
}

static void
test_scopes (void)
{
  g_assert_true (platform_scope_allows ("consumer", "consumer"));
  g_assert_true (platform_scope_allows ("consumer", "merchant consumer"));
  g_assert_true (platform_scope_allows ("kiosk consumer", "consumer"));
  g_assert_true (platform_scope_allows (PLATFORM_SCOPE_ANY, "operator"));
  g_assert_false (platform_scope_allows ("consumer", "merchant"));
  g_assert_false (platform_scope_allows ("consumer", "consumers"));
  g_assert_false (platform_scope_allows ("consumer", ""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/auth/secrets", test_secrets);
  g_test_add_func ("/auth/passwords", test_passwords);
  g_test_add_func ("/auth/scopes", test_scopes);
  return g_test_run ();
}
