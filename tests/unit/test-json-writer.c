/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json-writer.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "rambla-json.h"

typedef struct
{
  RamblaJsonWriter writer;
  GString *out;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->out = g_string_new (NULL);
  rambla_json_writer_init (&f->writer, f->out);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_string_free (f->out, TRUE);
}

static void
test_structure (Fixture *f, gconstpointer data)
{
  RamblaJsonWriter *w = &f->writer;

  rambla_json_writer_begin_object (w);
  rambla_json_writer_member_string (w, "id", "dea_1");
  rambla_json_writer_member_int (w, "n", -5);
  rambla_json_writer_name (w, "list");
  rambla_json_writer_begin_array (w);
  rambla_json_writer_int (w, 1);
  rambla_json_writer_begin_object (w);
  rambla_json_writer_end_object (w);
  rambla_json_writer_begin_array (w);
  rambla_json_writer_end_array (w);
  rambla_json_writer_null (w);
  rambla_json_writer_end_array (w);
  rambla_json_writer_member_bool (w, "yes", TRUE);
  rambla_json_writer_member_double (w, "half", 0.5);
  rambla_json_writer_member_money (w, "price", rambla_money (149000, "UYU"));
  rambla_json_writer_member_money (w, "none", rambla_money (1, NULL));
  rambla_json_writer_member_time (w, "at", 1795291580);
  rambla_json_writer_name (w, "where");
  rambla_json_writer_point (w, (RamblaPoint){ -56.1913, -34.9059004 });
  rambla_json_writer_name (w, "raw");
  rambla_json_writer_raw (w, "[1]", 3);
  rambla_json_writer_member_string (w, "nothing", NULL);
  rambla_json_writer_end_object (w);

  g_assert_cmpstr (
      f->out->str, ==,
      "{\"id\":\"dea_1\",\"n\":-5,\"list\":[1,{},[],null],\"yes\":true,\"half\":0.5,"
      "\"price\":{\"amount\":149000,\"currency\":\"UYU\"},\"none\":null,\"at\":\"2026-11-21T20:06:20Z\","
      "\"where\":{\"type\":\"Point\",\"coordinates\":[-56.1913,-34.9059]},\"raw\":[1],\"nothing\":null}");
  g_assert_cmpuint (w->depth, ==, 0);
}

static void
test_strings (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *text, *json;
  } CASES[] = {
    { "", "\"\"" },
    { "añ你😀", "\"añ你😀\"" },
    { "\"\\/", "\"\\\"\\\\/\"" },
    { "\n\r\t\b\f\x01\x1f\x7f", "\"\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\\u007f\"" },
    { "a\xff"
      "b",
      "\"a\xef\xbf\xbd"
      "b\"" },
    { "\xc3", "\"\xef\xbf\xbd\"" },
    { "\xe4\xbd", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
    { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
    { "x\xf0\x9f\x98\x80\xfe", "\"x😀\xef\xbf\xbd\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_string (&f->writer, CASES[i].text);
      g_assert_cmpstr (f->out->str, ==, CASES[i].json);
    }

  g_string_truncate (f->out, 0);
  rambla_json_writer_init (&f->writer, f->out);
  rambla_json_writer_string_len (&f->writer, "a\0b", 3);
  g_assert_cmpstr (f->out->str, ==,
                   "\"a\xef\xbf\xbd"
                   "b\"");
}

/* Any bytes become a string that the strict parser takes, and valid ones come back as they were. */
static void
test_random_strings (Fixture *f, gconstpointer data)
{
  for (int round = 0; round < 20000; round++)
    {
      char bytes[24];
      int length = g_test_rand_int_range (0, sizeof bytes - 1);
      g_autoptr (JsonNode) node = NULL;

      for (int i = 0; i < length; i++)
        bytes[i] = (char) g_test_rand_int_range (1, g_test_rand_bit () ? 128 : 256);
      bytes[length] = '\0';

      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_string (&f->writer, bytes);
      node = rambla_json_parse (f->out->str, (gssize) f->out->len, 1000, NULL);
      g_assert_nonnull (node);
      if (g_utf8_validate (bytes, -1, NULL))
        g_assert_cmpstr (json_node_get_string (node), ==, bytes);
    }
}

static void
test_numbers (Fixture *f, gconstpointer data)
{
  static const struct
  {
    double value;
    guint decimals;
    const char *json;
  } DECIMALS[] = {
    { 0, 6, "0" },
    { -0.0, 6, "0" },
    { 1, 6, "1" },
    { -56.1913, 6, "-56.1913" },
    { 12.3456784, 6, "12.345678" },
    { 12.3456786, 6, "12.345679" },
    { 0.0000001, 6, "0" },
    { -0.0000001, 6, "0" },
    { -0.000001, 6, "-0.000001" },
    { 0.05, 1, "0.1" },
    { 4.25, 1, "4.3" },
    { 99.96, 1, "100" },
    { 10, 0, "10" },
    { 179.9999999, 6, "180" },
    { 1e20, 2, "1e+20" },
    { NAN, 6, "null" },
    { INFINITY, 6, "null" },
    { 100.5, 3, "100.5" },
  };
  static const gint64 INTS[] = { 0, 1, -1, 9, 10, 149000, G_MAXINT64, G_MININT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (DECIMALS); i++)
    {
      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_decimal (&f->writer, DECIMALS[i].value, DECIMALS[i].decimals);
      g_assert_cmpstr (f->out->str, ==, DECIMALS[i].json);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (INTS); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, INTS[i]);

      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_int (&f->writer, INTS[i]);
      g_assert_cmpstr (f->out->str, ==, expected);
    }
  for (int round = 0; round < 20000; round++)
    {
      double value = g_test_rand_double_range (-180, 180);
      double back;

      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_double (&f->writer, value);
      g_assert_cmpfloat (g_ascii_strtod (f->out->str, NULL), ==, value);

      g_string_truncate (f->out, 0);
      rambla_json_writer_init (&f->writer, f->out);
      rambla_json_writer_decimal (&f->writer, value, 6);
      back = g_ascii_strtod (f->out->str, NULL);
      g_assert_cmpfloat_with_epsilon (back, value, 5.0000001e-7);
    }
}

static void
test_locale (Fixture *f, gconstpointer data)
{
  if (setlocale (LC_ALL, "es_UY.UTF-8") == NULL && setlocale (LC_ALL, "es_ES.UTF-8") == NULL &&
      setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  rambla_json_writer_double (&f->writer, 1.5);
  rambla_json_writer_decimal (&f->writer, 2.5, 6);
  setlocale (LC_ALL, "");
  g_assert_cmpstr (f->out->str, ==, "1.5,2.5");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/json-writer/structure", Fixture, NULL, set_up, test_structure, tear_down);
  g_test_add ("/json-writer/strings", Fixture, NULL, set_up, test_strings, tear_down);
  g_test_add ("/json-writer/random-strings", Fixture, NULL, set_up, test_random_strings, tear_down);
  g_test_add ("/json-writer/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/json-writer/locale", Fixture, NULL, set_up, test_locale, tear_down);
  return g_test_run ();
}
