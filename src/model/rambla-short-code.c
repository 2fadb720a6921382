/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-short-code.h"

#include <sodium.h>

#include "rambla-base32-private.h"

#define DATA_LENGTH (RAMBLA_SHORT_CODE_LENGTH - 1)

/* x times an element of GF(2^5) modulo x^5 + x^2 + 1, which is primitive: α = x has order 31. */
static guint
times_alpha (guint element)
{
  return (element << 1 ^ ((element & 16) != 0 ? 0x25 : 0)) & 31;
}

/* Σ α^i · values[i] by Horner's rule, the last one first. */
static guint
weighted_sum (const guint8 *values, int n)
{
  guint sum = 0;

  for (int i = n - 1; i >= 0; i--)
    sum = times_alpha (sum) ^ values[i];

  return sum;
}

char *
rambla_short_code_from_bytes (const guint8 bytes[DATA_LENGTH])
{
  guint8 values[RAMBLA_SHORT_CODE_LENGTH] = { 0 };
  char *code = g_malloc0 (RAMBLA_SHORT_CODE_SIZE);

  for (int i = 0; i < DATA_LENGTH; i++)
    values[i] = bytes[i] & 31;
  /* The one value that makes the whole sum zero; with 32 there is no need to solve for it. */
  for (guint8 check = 0; check < 32; check++)
    {
      values[DATA_LENGTH] = check;
      if (weighted_sum (values, RAMBLA_SHORT_CODE_LENGTH) == 0)
        break;
    }
  for (int i = 0; i < RAMBLA_SHORT_CODE_LENGTH; i++)
    code[i] = RAMBLA_BASE32_ALPHABET[values[i]];

  return code;
}

char *
rambla_short_code_new (void)
{
  guint8 bytes[DATA_LENGTH];

  if (sodium_init () < 0)
    g_error ("no source of randomness");
  randombytes_buf (bytes, sizeof bytes);

  return rambla_short_code_from_bytes (bytes);
}

static gboolean
is_separator (gunichar c)
{
  /* Blanks of all kinds, hyphens and dashes of all kinds. */
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212;
}

gboolean
rambla_short_code_parse (const char *text, char *out)
{
  guint8 values[RAMBLA_SHORT_CODE_LENGTH];
  int n = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      int value;

      if (is_separator (c))
        continue;
      if (c == 'O' || c == 'o')
        c = '0';
      else if (c == 'I' || c == 'i' || c == 'L' || c == 'l')
        c = '1';
      value = c < 128 ? rambla_base32_value ((char) c) : -1;
      if (value < 0 || n == RAMBLA_SHORT_CODE_LENGTH)
        return FALSE;
      values[n++] = (guint8) value;
    }

  if (n != RAMBLA_SHORT_CODE_LENGTH || weighted_sum (values, n) != 0)
    return FALSE;

  for (int i = 0; i < n; i++)
    out[i] = RAMBLA_BASE32_ALPHABET[values[i]];
  out[n] = '\0';
  return TRUE;
}

char *
rambla_short_code_format (const char *code)
{
  char stored[RAMBLA_SHORT_CODE_SIZE];

  if (!rambla_short_code_parse (code, stored))
    return NULL;

  return g_strdup_printf ("%.4s-%.4s-%.4s", stored, stored + 4, stored + 8);
}
