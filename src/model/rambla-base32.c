/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-base32-private.h"

#include <string.h>

#include "rambla-id.h"

int
rambla_base32_value (char c)
{
  const char *found = c != '\0' ? strchr (RAMBLA_BASE32_ALPHABET, g_ascii_toupper (c)) : NULL;

  return found != NULL ? (int) (found - RAMBLA_BASE32_ALPHABET) : -1;
}

char *
rambla_base32_encode (const guint8 *bytes, gsize length)
{
  char *text = g_malloc (length / 5 * 8 + 9);
  char *at = text;
  guint32 buffer = 0;
  guint bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      buffer = (buffer << 8 | bytes[i]) & 0xfff;
      bits += 8;
      for (; bits >= 5; bits -= 5)
        *at++ = RAMBLA_BASE32_ALPHABET[buffer >> (bits - 5) & 31];
    }
  if (bits > 0)
    *at++ = RAMBLA_BASE32_ALPHABET[buffer << (5 - bits) & 31];
  *at = '\0';

  return text;
}

guint8 *
rambla_base32_decode (const char *text, gsize length, gsize *out_length)
{
  g_autofree guint8 *bytes = g_malloc (length * 5 / 8 + 1);
  gsize n = 0;
  guint32 buffer = 0;
  guint bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      int value = rambla_base32_value (text[i]);

      if (value < 0)
        return NULL;
      buffer = (buffer << 5 | (guint32) value) & 0xfff;
      bits += 5;
      if (bits >= 8)
        {
          bits -= 8;
          bytes[n++] = (guint8) (buffer >> bits);
        }
    }

  /* A whole character too many, or bits that encoding would not have set. */
  if (bits >= 5 || (buffer & ((1u << bits) - 1)) != 0)
    return NULL;

  *out_length = n;
  return g_steal_pointer (&bytes);
}
