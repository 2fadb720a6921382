/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json.h"

#include <string.h>

#include "rambla-json-writer.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = rambla_json_parse (text, -1, RAMBLA_JSON_MAX_BODY, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static void
assert_refused (const char *text, gssize length, RamblaJsonError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = rambla_json_parse (text, length, RAMBLA_JSON_MAX_BODY, &error);

  if (node != NULL || error->code != (int) code)
    g_test_message ("text: %s", text);
  g_assert_null (node);
  g_assert_error (error, RAMBLA_JSON_ERROR, (int) code);
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "");
}

static void
test_good (void)
{
  static const struct
  {
    const char *text, *again;
  } CASES[] = {
    { "{}", "{}" },
    { " [ ] ", "[]" },
    { "null", "null" },
    { "true", "true" },
    { "\tfalse\r\n", "false" },
    { "0", "0" },
    { "-0", "0" },
    { "-17", "-17" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "1.5", "1.5" },
    { "-1.5e3", "-1500" },
    { "1E-2", "0.01" },
    { "1e-400", "0" },
    { "0.1", "0.1" },
    { "\"\"", "\"\"" },
    { "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"a\\\"\\\\/\\u0008\\u000c\\n\\r\\t\"" },
    { "\"\\u00e9\\u4F60\\ud83d\\ude00\"", "\"é你😀\"" },
    { "\"ñ\xef\xbf\xbf\"", "\"ñ\xef\xbf\xbf\"" },
    { "{\"b\":[1,{\"c\":null},\"d\"],\"a\":{}}", "{\"b\":[1,{\"c\":null},\"d\"],\"a\":{}}" },
    { "{\"\":1,\" \":2}", "{\"\":1,\" \":2}" },
    { "{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"a\":{\"a\":1}}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (JsonNode) node = parse (CASES[i].text);
      g_autofree char *again = rambla_json_to_string (node);

      g_assert_cmpstr (again, ==, CASES[i].again);
    }
}

static void
test_bad_syntax (void)
{
  static const char *const BAD[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "{]",
    "[}",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[,]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1}}",
    "{} {}",
    "[] x",
    "1 2",
    "nul",
    "nulll",
    "True",
    "NaN",
    "Infinity",
    "-Infinity",
    "-",
    "+1",
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "1.e1",
    "1e",
    "1e+",
    "0x10",
    "1_000",
    "1,5",
    "--1",
    "\"",
    "\"abc",
    "\"\\\"",
    "\"\\x41\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\\"",
    "\"\\'\"",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\x01\"",
    "'a'",
    "// c\n1",
    "/* c */1",
    "1 // c",
    "#1",
    "[1,/**/2]",
    "\v1",
    "\f1",
    "undefined",
    "var a = 1;",
    "(1)",
    "{\"a\":1;}",
    "\"a\" \"b\"",
    "[\"a\"\"b\"]",
    "tru",
    "fals",
    "n",
    "-a",
    "1a",
    "1.5.5",
    "{\"a\"::1}",
    "[[[]]",
    "{\"a\":[}",
    "\"\\ud83d\\u00\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = rambla_json_parse (BAD[i], -1, RAMBLA_JSON_MAX_BODY, &error);

      if (node != NULL)
        g_test_message ("accepted: %s", BAD[i]);
      g_assert_null (node);
      g_assert_true (g_error_matches (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_SYNTAX) ||
                     g_error_matches (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_ENCODING));
    }
  assert_refused (NULL, -1, RAMBLA_JSON_ERROR_SYNTAX);
}

static void
test_bad_rest (void)
{
  assert_refused ("{\"a\":1,\"a\":2}", -1, RAMBLA_JSON_ERROR_DUPLICATE);
  assert_refused ("{\"a\":1,\"\\u0061\":2}", -1, RAMBLA_JSON_ERROR_DUPLICATE);
  assert_refused ("[{\"b\":{\"a\":1,\"c\":3,\"a\":2}}]", -1, RAMBLA_JSON_ERROR_DUPLICATE);
  assert_refused ("9223372036854775808", -1, RAMBLA_JSON_ERROR_RANGE);
  assert_refused ("-9223372036854775809", -1, RAMBLA_JSON_ERROR_RANGE);
  assert_refused ("[1e400]", -1, RAMBLA_JSON_ERROR_RANGE);
  assert_refused ("[-1e400]", -1, RAMBLA_JSON_ERROR_RANGE);
  assert_refused ("\"\\u0000\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\\ud83d\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\\ude00\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\\ud83dx\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\\ud83d\\u0041\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\\ud83d\\ud83d\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\xff\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\xc0\x80\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\xed\xa0\x80\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"\xf5\x80\x80\x80\"", -1, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("{}\0", 3, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\"a\0b\"", 5, RAMBLA_JSON_ERROR_ENCODING);
  assert_refused ("\xef\xbb\xbf{}", -1, RAMBLA_JSON_ERROR_SYNTAX);
}

static void
test_limits (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  /* As deep as may be, arrays and objects in turn; the innermost is an object. */
  for (int i = 0; i < RAMBLA_JSON_MAX_DEPTH; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append_c (text, '1');
  for (int i = 0; i < RAMBLA_JSON_MAX_DEPTH; i++)
    g_string_append_c (text, i % 2 == 0 ? '}' : ']');
  node = rambla_json_parse (text->str, -1, RAMBLA_JSON_MAX_BODY, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  g_string_prepend_c (text, '[');
  g_string_append_c (text, ']');
  assert_refused (text->str, -1, RAMBLA_JSON_ERROR_TOO_DEEP);

  /* Many beside each other are not deep. */
  g_string_assign (text, "[0");
  for (int i = 0; i < 3 * RAMBLA_JSON_MAX_DEPTH; i++)
    g_string_append (text, ",[{\"a\":[]}]");
  g_string_append_c (text, ']');
  g_clear_pointer (&node, json_node_unref);
  node = rambla_json_parse (text->str, -1, RAMBLA_JSON_MAX_BODY, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  /* A bomb of brackets costs no stack. */
  g_string_truncate (text, 0);
  for (int i = 0; i < 60000; i++)
    g_string_append_c (text, '[');
  assert_refused (text->str, -1, RAMBLA_JSON_ERROR_TOO_DEEP);

  g_string_assign (text, "\"");
  while (text->len < RAMBLA_JSON_MAX_BODY - 1)
    g_string_append_c (text, 'a');
  g_string_append_c (text, '"');
  g_clear_pointer (&node, json_node_unref);
  node = rambla_json_parse (text->str, -1, RAMBLA_JSON_MAX_BODY, NULL);
  g_assert_nonnull (node);
  g_string_prepend_c (text, ' ');
  assert_refused (text->str, -1, RAMBLA_JSON_ERROR_TOO_LARGE);

  g_clear_pointer (&node, json_node_unref);
  node = rambla_json_parse_bounded ("[[1]]", -1, 100, 1, &error);
  g_assert_null (node);
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_TOO_DEEP);
  g_string_free (text, TRUE);
}

/* Bytes that are changed, cut and mixed at random never crash it, and what it takes it can write and read
 * again. */
static void
test_mutations (void)
{
  static const char SEED[] = "{\"deal_id\":\"dea_0123456789abcdef\",\"quantity\":2,\"total\":{\"amount\":-"
                             "1490.5e2,\"currency\":\"UYU\"},"
                             "\"text\":\"a\\u00e9\\ud83d\\ude00\\n\",\"list\":[true,false,null,[[]],{}]}";
  guint taken = 0;

  for (int round = 0; round < 60000; round++)
    {
      char text[sizeof SEED];
      gsize length = sizeof SEED - 1;
      g_autoptr (JsonNode) node = NULL;

      memcpy (text, SEED, sizeof SEED);
      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        text[g_test_rand_int_range (0, (int) length)] = g_test_rand_bit ()
                                                            ? SEED[g_test_rand_int_range (0, (int) length)]
                                                            : (char) g_test_rand_int_range (0, 256);
      if (g_test_rand_int_range (0, 4) == 0)
        length = (gsize) g_test_rand_int_range (0, (int) length);

      node = rambla_json_parse (text, (gssize) length, RAMBLA_JSON_MAX_BODY, NULL);
      if (node != NULL)
        {
          g_autofree char *written = rambla_json_to_string (node);
          g_autoptr (JsonNode) again = parse (written);
          g_autofree char *rewritten = rambla_json_to_string (again);

          g_assert_cmpstr (written, ==, rewritten);
          taken++;
        }
    }
  g_assert_cmpuint (taken, >, 100);
}

static void
test_numbers (void)
{
  g_autoptr (JsonNode) node =
      parse ("{\"n\":5,\"f\":1.5,\"s\":\"5\",\"z\":null,\"t\":true,\"big\":5000000000}");
  JsonObject *object = rambla_json_as_object (node, NULL);
  g_autoptr (GError) error = NULL;
  gint64 n = -1;
  double f = -1;
  gboolean b = FALSE;

  g_assert_true (rambla_json_get_int (object, "n", 1, 5, &n, NULL));
  g_assert_cmpint (n, ==, 5);
  g_assert_true (rambla_json_get_int (object, "big", 0, G_MAXINT64, &n, NULL));
  g_assert_cmpint (n, ==, 5000000000);
  n = 7;
  g_assert_false (rambla_json_get_int (object, "n", 6, 9, &n, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_RANGE);
  g_assert_cmpstr (error->message, ==, "must be from 6 to 9");
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/n");
  g_clear_error (&error);
  g_assert_false (rambla_json_get_int (object, "f", 0, 9, &n, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_TYPE);
  g_clear_error (&error);
  g_assert_false (rambla_json_get_int (object, "s", 0, 9, &n, NULL));
  g_assert_false (rambla_json_get_int (object, "t", 0, 9, &n, NULL));
  g_assert_false (rambla_json_get_int (object, "z", 0, 9, &n, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_false (rambla_json_get_int (object, "gone", 0, 9, &n, NULL));
  g_assert_cmpint (n, ==, 7);
  g_assert_true (rambla_json_get_int_or (object, "gone", 0, 9, 3, &n, NULL));
  g_assert_cmpint (n, ==, 3);
  g_assert_true (rambla_json_get_int_or (object, "z", 0, 9, 4, &n, NULL));
  g_assert_cmpint (n, ==, 4);
  g_assert_false (rambla_json_get_int_or (object, "s", 0, 9, 4, &n, NULL));

  g_assert_true (rambla_json_get_double (object, "f", 0, 2, &f, NULL));
  g_assert_cmpfloat (f, ==, 1.5);
  g_assert_true (rambla_json_get_double (object, "n", 0, 9, &f, NULL));
  g_assert_cmpfloat (f, ==, 5.0);
  g_assert_false (rambla_json_get_double (object, "n", 0, 4, &f, NULL));
  g_assert_true (rambla_json_get_double_or (object, "gone", 0, 4, 0.5, &f, NULL));
  g_assert_cmpfloat (f, ==, 0.5);

  g_assert_true (rambla_json_get_bool (object, "t", &b, NULL));
  g_assert_true (b);
  g_assert_false (rambla_json_get_bool (object, "n", &b, NULL));
  g_assert_true (rambla_json_get_bool_or (object, "gone", TRUE, &b, NULL));
  g_assert_true (b);
}

static void
test_texts (void)
{
  static const char *const KINDS[] = { "voucher", "coupon", NULL };
  g_autoptr (JsonNode) node = parse (
      "{\"s\":\"añb\",\"empty\":\"\",\"nl\":\"a\\nb\\tc\",\"ctl\":\"a\\u0007\",\"del\":\"\\u007f\",\"n\":5,"
      "\"id\":\"dea_0123456789abcdef\",\"odd\":\"a/b\",\"kind\":\"coupon\",\"when\":\"2026-11-21T20:06:20Z\","
      "\"list\":[\"a\",\"b\"],\"bad\":[\"a\",5],\"blank\":[\"a\",\"\"]}");
  JsonObject *object = rambla_json_as_object (node, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;
  const char *s = NULL;
  int kind = -1;
  gint64 when = 0;

  g_assert_true (rambla_json_get_string (object, "s", 4, &s, NULL));
  g_assert_cmpstr (s, ==, "añb");
  g_assert_false (rambla_json_get_string (object, "s", 3, &s, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (rambla_json_get_string (object, "empty", 3, &s, NULL));
  g_assert_true (rambla_json_get_string_or (object, "empty", 3, NULL, &s, NULL));
  g_assert_cmpstr (s, ==, "");
  g_assert_true (rambla_json_get_string_or (object, "gone", 3, NULL, &s, NULL));
  g_assert_null (s);
  g_assert_true (rambla_json_get_string (object, "nl", 100, &s, NULL));
  g_assert_false (rambla_json_get_string (object, "ctl", 100, &s, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (rambla_json_get_string (object, "del", 100, &s, NULL));
  g_assert_false (rambla_json_get_string (object, "n", 100, &s, NULL));

  g_assert_true (rambla_json_get_id (object, "id", "dea_", &s, NULL));
  g_assert_true (rambla_json_get_id (object, "id", NULL, &s, NULL));
  g_assert_false (rambla_json_get_id (object, "id", "vou_", &s, NULL));
  g_assert_false (rambla_json_get_id (object, "odd", NULL, &s, NULL));
  g_assert_false (rambla_json_get_id (object, "s", NULL, &s, NULL));

  g_assert_true (rambla_json_get_enum (object, "kind", KINDS, &kind, NULL));
  g_assert_cmpint (kind, ==, 1);
  g_assert_false (rambla_json_get_enum (object, "id", KINDS, &kind, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "must be one of: voucher, coupon");
  g_clear_error (&error);
  g_assert_true (rambla_json_get_enum_or (object, "gone", KINDS, 0, &kind, NULL));
  g_assert_cmpint (kind, ==, 0);

  g_assert_true (rambla_json_get_time (object, "when", &when, NULL));
  g_assert_cmpint (when, ==, G_GINT64_CONSTANT (1795291580) * G_USEC_PER_SEC);
  g_assert_false (rambla_json_get_time (object, "s", &when, NULL));

  g_assert_true (rambla_json_get_strv_or_null (object, "list", 2, 1, &list, NULL));
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_clear_pointer (&list, g_strfreev);
  g_assert_false (rambla_json_get_strv_or_null (object, "list", 1, 1, &list, NULL));
  g_assert_false (rambla_json_get_strv_or_null (object, "bad", 9, 9, &list, &error));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/bad/1");
  g_clear_error (&error);
  g_assert_false (rambla_json_get_strv_or_null (object, "blank", 9, 9, &list, NULL));
  g_assert_true (rambla_json_get_strv_or_null (object, "gone", 9, 9, &list, NULL));
  g_assert_null (list);
}

static void
test_nested (void)
{
  static const char *const KNOWN[] = { "total", "where", "list", "a/b~c", NULL };
  g_autoptr (JsonNode) node =
      parse ("{\"total\":{\"amount\":5,\"currency\":\"uyu\"},\"where\":[1,2],\"list\":[1,2,3],\"a/b~c\":1}");
  g_autoptr (JsonNode) extra = parse ("{\"total\":{\"amount\":5,\"currency\":\"UYU\",\"tip\":1}}");
  JsonObject *object = rambla_json_as_object (node, NULL);
  JsonObject *inner;
  JsonArray *array;
  g_autoptr (GError) error = NULL;
  GError *other = NULL;
  RamblaMoney money;
  RamblaPoint point;
  gint64 n;

  g_assert_false (rambla_json_get_money (object, "total", &money, &error));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/total/currency");
  g_assert_false (rambla_json_prefix_error (&error, "/orders/%d", 3));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/orders/3/total/currency");
  {
    g_autoptr (GError) copy = g_error_copy (error);
    g_assert_cmpstr (rambla_json_error_get_pointer (copy), ==, "/orders/3/total/currency");
  }
  g_clear_error (&error);

  g_assert_true (rambla_json_get_money (rambla_json_as_object (extra, NULL), "total", &money, NULL));
  g_assert_cmpint (money.amount, ==, 5);
  g_assert_false (
      rambla_json_get_money_strict (rambla_json_as_object (extra, NULL), "total", &money, &error));
  g_assert_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_UNKNOWN);
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/total/tip");
  g_clear_error (&error);
  g_assert_true (rambla_json_get_money_or_none (object, "gone", &money, NULL));
  g_assert_false (rambla_money_is_set (money));

  g_assert_true (rambla_json_get_point (object, "where", &point, NULL));
  g_assert_cmpfloat (point.lat, ==, 2.0);
  g_assert_true (rambla_json_get_array (object, "list", 3, &array, NULL));
  g_assert_false (rambla_json_get_array (object, "list", 2, &array, NULL));
  g_assert_false (rambla_json_get_array (object, "total", 2, &array, NULL));
  g_assert_true (rambla_json_get_object (object, "total", &inner, NULL));
  g_assert_false (rambla_json_get_object (object, "list", &inner, NULL));
  g_assert_true (rambla_json_get_object_or_null (object, "gone", &inner, NULL));
  g_assert_null (inner);

  g_assert_true (rambla_json_check_members (object, KNOWN, NULL));
  g_assert_false (rambla_json_check_members (object, KNOWN + 1, &error));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/total");
  g_clear_error (&error);
  g_assert_false (rambla_json_get_int (object, "a/b~c", 5, 6, &n, &error));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/a~1b~0c");
  g_clear_error (&error);

  /* Errors of others and of nobody are left alone. */
  g_assert_null (rambla_json_error_get_pointer (NULL));
  rambla_json_prefix_error (&other, "/x");
  rambla_json_prefix_error (NULL, "/x");
  rambla_json_set_error (NULL, RAMBLA_JSON_ERROR_TYPE, "", "nothing");
  other = g_error_new (G_FILE_ERROR, 1, "file");
  rambla_json_prefix_error (&other, "/x");
  g_assert_null (rambla_json_error_get_pointer (other));
  g_error_free (other);
}

static void
test_urls (void)
{
  static const char *const GOOD[] = { "https://example.org",       "http://127.0.0.1:8080/x?y=1#z",
                                      "HTTPS://Example.ORG/a%20b", "https://[::1]/",
                                      "https://example.org/ñandú", "http://a.b/c,d;e" };
  static const char *const BAD[] = { "",
                                     "example.org",
                                     "/path",
                                     "//example.org/x",
                                     "ftp://example.org",
                                     "javascript:alert(1)",
                                     "file:///etc/passwd",
                                     "data:text/html,x",
                                     "https://",
                                     "https:///x",
                                     "https:example.org",
                                     "https://user@example.org/",
                                     "https://user:secret@example.org/",
                                     "https://exa mple.org/",
                                     "https://example.org/a b",
                                     "https://example.org/\n",
                                     "https://example.org/<b>",
                                     "https://example.org/\"x\"",
                                     "https://example.org\\@evil.example",
                                     "https://example.org:99999/" };
  GString *longest = g_string_new ("https://example.org/");

  for (gsize i = 0; i < G_N_ELEMENTS (GOOD); i++)
    g_assert_true (rambla_url_is_acceptable (GOOD[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    g_assert_false (rambla_url_is_acceptable (BAD[i]));
  g_assert_false (rambla_url_is_acceptable (NULL));
  while (longest->len < 2000)
    g_string_append_c (longest, 'a');
  g_assert_true (rambla_url_is_acceptable (longest->str));
  g_string_append_c (longest, 'a');
  g_assert_false (rambla_url_is_acceptable (longest->str));
  g_string_free (longest, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad-syntax", test_bad_syntax);
  g_test_add_func ("/json/bad-rest", test_bad_rest);
  g_test_add_func ("/json/limits", test_limits);
  g_test_add_func ("/json/mutations", test_mutations);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/texts", test_texts);
  g_test_add_func ("/json/nested", test_nested);
  g_test_add_func ("/json/urls", test_urls);
  return g_test_run ();
}
