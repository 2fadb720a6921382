/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-id.h"

#include <sodium.h>
#include <string.h>

#include "rambla-base32-private.h"

#define RANDOM_BYTES 10 /* 80 bits = 16 characters */

static gboolean
is_prefix (const char *prefix)
{
  return prefix != NULL && g_ascii_islower (prefix[0]) && g_ascii_islower (prefix[1]) &&
         g_ascii_islower (prefix[2]) && prefix[3] == '_';
}

static char *
id_from_bytes (const char *prefix, const guint8 bytes[RANDOM_BYTES])
{
  g_autofree char *capitals = rambla_base32_encode (bytes, RANDOM_BYTES);
  g_autofree char *text = g_ascii_strdown (capitals, -1);

  return g_strconcat (prefix, text, NULL);
}

char *
rambla_id_new (const char *prefix)
{
  guint8 bytes[RANDOM_BYTES];

  g_return_val_if_fail (is_prefix (prefix) && prefix[4] == '\0', NULL);

  if (sodium_init () < 0)
    g_error ("no source of randomness");
  randombytes_buf (bytes, sizeof bytes);

  return id_from_bytes (prefix, bytes);
}

char *
rambla_id_derive (const char *prefix, const char *text)
{
  guint8 bytes[crypto_generichash_BYTES_MIN];
  crypto_generichash_state state;

  g_return_val_if_fail (is_prefix (prefix) && prefix[4] == '\0', NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (sodium_init () < 0)
    g_error ("no source of randomness");
  crypto_generichash_init (&state, NULL, 0, sizeof bytes);
  crypto_generichash_update (&state, (const unsigned char *) prefix, 4);
  crypto_generichash_update (&state, (const unsigned char *) text, strlen (text));
  crypto_generichash_final (&state, bytes, sizeof bytes);

  return id_from_bytes (prefix, bytes);
}

gboolean
rambla_id_is_valid (const char *id)
{
  if (!is_prefix (id))
    return FALSE;

  for (int i = 4; i < RAMBLA_ID_LENGTH; i++)
    if (g_ascii_isupper (id[i]) || rambla_base32_value (id[i]) < 0)
      return FALSE;

  return id[RAMBLA_ID_LENGTH] == '\0';
}

gboolean
rambla_id_is (const char *id, const char *prefix)
{
  return id != NULL && g_str_has_prefix (id, prefix) && rambla_id_is_valid (id);
}
