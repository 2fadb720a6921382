/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-secret.h"

#include <sodium.h>
#include <string.h>

char *
platform_secret_new (const char *prefix)
{
  guint8 bytes[32];
  char text[sodium_base64_ENCODED_LEN (sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  char *secret;

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  secret = g_strconcat (prefix, text, NULL);
  sodium_memzero (bytes, sizeof bytes);
  sodium_memzero (text, sizeof text);
  return secret;
}

void
platform_secret_hash (const char *secret, guint8 *hash)
{
  G_STATIC_ASSERT (crypto_hash_sha256_BYTES == PLATFORM_SECRET_HASH_SIZE);

  crypto_hash_sha256 (hash, (const guint8 *) secret, strlen (secret));
}

char *
platform_password_hash (const char *password)
{
  char *hash = g_malloc0 (crypto_pwhash_STRBYTES);

  if (crypto_pwhash_str_alg (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("No memory for a password's hash");
  return hash;
}

gboolean
platform_password_verify (const char *hash, const char *password)
{
  return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}
