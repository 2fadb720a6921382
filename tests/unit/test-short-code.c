/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-short-code.h"

#include <string.h>

#include "rambla-id.h"

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static char *
random_code (void)
{
  guint8 bytes[11];

  for (int i = 0; i < 11; i++)
    bytes[i] = (guint8) g_test_rand_int ();
  return rambla_short_code_from_bytes (bytes);
}

static void
test_new (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 5000; i++)
    {
      char *code = rambla_short_code_new ();
      char parsed[RAMBLA_SHORT_CODE_SIZE];

      g_assert_cmpuint (strlen (code), ==, RAMBLA_SHORT_CODE_LENGTH);
      g_assert_cmpuint (strspn (code, ALPHABET), ==, RAMBLA_SHORT_CODE_LENGTH);
      g_assert_true (rambla_short_code_parse (code, parsed));
      g_assert_cmpstr (parsed, ==, code);
      g_assert_true (g_hash_table_add (seen, code));
    }
}

static void
test_forms (void)
{
  static const guint8 BYTES[11] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
  g_autofree char *code = rambla_short_code_from_bytes (BYTES);
  g_autofree char *shown = rambla_short_code_format (code);
  g_autofree char *lower = g_ascii_strdown (shown, -1);
  g_autofree char *alike = g_strdup (lower);
  g_autofree char *typographic =
      g_strdup_printf ("  %.4s\342\200\223%.4s\302\240%.4s\t", code, code + 4, code + 8);
  char out[RAMBLA_SHORT_CODE_SIZE];

  g_assert_true (g_str_has_prefix (code, "0123456789A"));
  g_assert_cmpuint (strlen (shown), ==, 14);
  g_assert_cmpint (shown[4], ==, '-');
  g_assert_cmpint (shown[9], ==, '-');
  for (char *c = alike; *c != '\0'; c++)
    *c = *c == '0' ? 'o' : *c == '1' ? 'l' : *c;
  g_assert_true (rambla_short_code_parse (lower, out));
  g_assert_cmpstr (out, ==, code);
  g_assert_true (rambla_short_code_parse (alike, out));
  g_assert_cmpstr (out, ==, code);
  alike[0] = 'O';
  alike[1] = 'I';
  g_assert_true (rambla_short_code_parse (alike, out));
  g_assert_true (rambla_short_code_parse (typographic, out));
  g_assert_cmpstr (out, ==, code);

  g_assert_false (rambla_short_code_parse (NULL, out));
  g_assert_false (rambla_short_code_parse ("", out));
  g_assert_false (rambla_short_code_parse ("----", out));
  g_assert_false (rambla_short_code_parse ("\377\376", out));
  g_assert_null (rambla_short_code_format ("nonsense"));
  code[11] = 'U';
  g_assert_false (rambla_short_code_parse (code, out));
}

/* Each change of one character and each exchange of any two different ones, for many codes. */
static void
test_errors_are_found (void)
{
  guint substitutions = 0, exchanges = 0;

  for (int round = 0; round < 500; round++)
    {
      g_autofree char *code = random_code ();
      char out[RAMBLA_SHORT_CODE_SIZE];

      for (int i = 0; i < RAMBLA_SHORT_CODE_LENGTH; i++)
        {
          char right = code[i];

          for (int v = 0; v < 32; v++)
            if (ALPHABET[v] != right)
              {
                code[i] = ALPHABET[v];
                g_assert_false (rambla_short_code_parse (code, out));
                substitutions++;
              }
          code[i] = right;

          for (int j = i + 1; j < RAMBLA_SHORT_CODE_LENGTH; j++)
            if (code[j] != right)
              {
                code[i] = code[j];
                code[j] = right;
                g_assert_false (rambla_short_code_parse (code, out));
                code[j] = code[i];
                code[i] = right;
                exchanges++;
              }
        }

      /* One too few, one too many. */
      {
        g_autofree char *longer = g_strconcat (code, "0", NULL);

        g_assert_false (rambla_short_code_parse (longer, out));
        g_assert_false (rambla_short_code_parse (code + 1, out));
        g_assert_true (rambla_short_code_parse (code, out));
      }
    }

  g_assert_cmpuint (substitutions, ==, 500 * 12 * 31);
  g_assert_cmpuint (exchanges, >, 25000);
}

/* Exactly one of 32 last characters fits. */
static void
test_one_check_character (void)
{
  for (int round = 0; round < 1000; round++)
    {
      g_autofree char *code = random_code ();
      char out[RAMBLA_SHORT_CODE_SIZE];
      guint fitting = 0;

      for (int v = 0; v < 32; v++)
        {
          code[11] = ALPHABET[v];
          fitting += rambla_short_code_parse (code, out) ? 1 : 0;
        }
      g_assert_cmpuint (fitting, ==, 1);
    }
}

static void
test_ids (void)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_VOUCHER);
  g_autofree char *other = rambla_id_new (RAMBLA_ID_VOUCHER);
  g_autofree char *derived = rambla_id_derive (RAMBLA_ID_STORE, "node/123");
  g_autofree char *again = rambla_id_derive (RAMBLA_ID_STORE, "node/123");
  g_autofree char *else_where = rambla_id_derive (RAMBLA_ID_DEAL, "node/123");

  g_assert_cmpuint (strlen (id), ==, RAMBLA_ID_LENGTH);
  g_assert_true (rambla_id_is (id, RAMBLA_ID_VOUCHER));
  g_assert_false (rambla_id_is (id, RAMBLA_ID_DEAL));
  g_assert_true (rambla_id_is_valid (id));
  g_assert_cmpstr (id, !=, other);
  g_assert_cmpstr (derived, ==, again);
  g_assert_cmpstr (derived + 4, !=, else_where + 4);
  g_assert_false (rambla_id_is (NULL, RAMBLA_ID_VOUCHER));
  g_assert_false (rambla_id_is_valid (NULL));
  g_assert_false (rambla_id_is_valid (""));
  g_assert_false (rambla_id_is_valid ("vou"));
  g_assert_false (rambla_id_is_valid ("vou_"));
  g_assert_false (rambla_id_is_valid ("vou_0123456789abcde"));
  g_assert_true (rambla_id_is_valid ("vou_0123456789abcdef"));
  g_assert_false (rambla_id_is_valid ("vou_0123456789abcdefg"));
  g_assert_false (rambla_id_is_valid ("vou_0123456789abcdei"));
  g_assert_false (rambla_id_is_valid ("vou_0123456789ABCDEF"));
  g_assert_false (rambla_id_is_valid ("VOU_0123456789abcdef"));
  g_assert_false (rambla_id_is_valid ("vou-0123456789abcdef"));
  g_assert_false (rambla_id_is_valid ("vou_0123456789abcde\n"));
}

static void
test_base32 (void)
{
  for (int round = 0; round < 3000; round++)
    {
      guint8 bytes[64];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof bytes), decoded_length;
      g_autofree char *text = NULL;
      g_autofree char *lower = NULL;
      g_autofree guint8 *decoded = NULL;
      g_autofree guint8 *decoded_lower = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) g_test_rand_int ();
      text = rambla_base32_encode (bytes, length);
      g_assert_cmpuint (strlen (text), ==, (length * 8 + 4) / 5);
      decoded = rambla_base32_decode (text, strlen (text), &decoded_length);
      g_assert_cmpmem (decoded, decoded_length, bytes, length);
      lower = g_ascii_strdown (text, -1);
      decoded_lower = rambla_base32_decode (lower, strlen (lower), &decoded_length);
      g_assert_cmpmem (decoded_lower, decoded_length, bytes, length);
    }
  {
    gsize length;

    g_assert_null (rambla_base32_decode ("0", 1, &length));
    g_assert_null (rambla_base32_decode ("01", 2, &length));
    g_assert_null (rambla_base32_decode ("0U", 2, &length));
    g_assert_null (rambla_base32_decode ("0-", 2, &length));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/short-code/new", test_new);
  g_test_add_func ("/short-code/forms", test_forms);
  g_test_add_func ("/short-code/errors-are-found", test_errors_are_found);
  g_test_add_func ("/short-code/one-check-character", test_one_check_character);
  g_test_add_func ("/id/ids", test_ids);
  g_test_add_func ("/id/base32", test_base32);
  return g_test_run ();
}
