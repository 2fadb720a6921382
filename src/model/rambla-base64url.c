/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token.h"

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int
value_of (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;
  return c == '_' ? 63 : -1;
}

char *
rambla_base64url_encode (const guint8 *bytes, gsize length)
{
  char *text = g_malloc (length / 3 * 4 + 5);
  char *at = text;
  guint32 buffer = 0;
  guint bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      buffer = (buffer << 8 | bytes[i]) & 0x3fff;
      bits += 8;
      for (; bits >= 6; bits -= 6)
        *at++ = ALPHABET[buffer >> (bits - 6) & 63];
    }
  if (bits > 0)
    *at++ = ALPHABET[buffer << (6 - bits) & 63];
  *at = '\0';

  return text;
}

guint8 *
rambla_base64url_decode (const char *text, gsize length, gsize *out_length)
{
  g_autofree guint8 *bytes = g_malloc (length / 4 * 3 + 4);
  gsize n = 0;
  guint32 buffer = 0;
  guint bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      int value = value_of (text[i]);

      if (value < 0)
        return NULL;
      buffer = (buffer << 6 | (guint32) value) & 0x3fff;
      bits += 6;
      if (bits >= 8)
        {
          bits -= 8;
          bytes[n++] = (guint8) (buffer >> bits);
        }
    }

  /* A lone last character, or bits that encoding would not have set. */
  if (bits >= 6 || (buffer & ((1u << bits) - 1)) != 0)
    return NULL;

  *out_length = n;
  return g_steal_pointer (&bytes);
}
