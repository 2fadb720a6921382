/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-money.h"

#include <locale.h>
#include <string.h>

#include "rambla-json-writer.h"
#include "rambla-json.h"

static RamblaMoney
uyu (int64_t amount)
{
  return rambla_money (amount, "UYU");
}

static void
test_value (void)
{
  RamblaMoney money = uyu (149000);

  g_assert_true (rambla_money_is_set (money));
  g_assert_cmpint (money.amount, ==, 149000);
  g_assert_cmpstr (money.currency, ==, "UYU");
  g_assert_false (rambla_money_is_set (rambla_money (5, "uyu")));
  g_assert_false (rambla_money_is_set (rambla_money (5, "UYUX")));
  g_assert_false (rambla_money_is_set (rambla_money (5, "")));
  g_assert_false (rambla_money_is_set (rambla_money (5, NULL)));
  g_assert_cmpint (rambla_money_compare (uyu (1), uyu (2)), <, 0);
  g_assert_cmpint (rambla_money_compare (uyu (2), uyu (2)), ==, 0);
  g_assert_cmpint (rambla_money_compare (uyu (3), uyu (2)), >, 0);
  g_assert_cmpint (rambla_money_compare (rambla_money (9, "EUR"), uyu (2)), <, 0);
  g_assert_true (rambla_money_equal (uyu (7), uyu (7)));
  g_assert_false (rambla_money_equal (uyu (7), rambla_money (7, "USD")));
}

static void
test_arithmetic (void)
{
  RamblaMoney out = uyu (77);

  g_assert_true (rambla_money_add (uyu (100), uyu (-30), &out));
  g_assert_cmpint (out.amount, ==, 70);
  g_assert_true (rambla_money_subtract (uyu (100), uyu (130), &out));
  g_assert_cmpint (out.amount, ==, -30);
  g_assert_true (rambla_money_multiply (uyu (-250), 4, &out));
  g_assert_cmpint (out.amount, ==, -1000);

  out = uyu (77);
  g_assert_false (rambla_money_add (uyu (1), rambla_money (1, "USD"), &out));
  g_assert_false (rambla_money_add (rambla_money (0, NULL), rambla_money (0, NULL), &out));
  g_assert_false (rambla_money_add (uyu (INT64_MAX), uyu (1), &out));
  g_assert_false (rambla_money_add (uyu (-INT64_MAX), uyu (-1), &out));
  g_assert_false (rambla_money_subtract (uyu (-INT64_MAX), uyu (1), &out));
  g_assert_false (rambla_money_subtract (uyu (0), uyu (INT64_MIN), &out));
  g_assert_false (rambla_money_multiply (uyu (INT64_MAX / 2 + 1), 2, &out));
  g_assert_false (rambla_money_multiply (uyu (INT64_MIN), -1, &out));
  g_assert_false (rambla_money_multiply (uyu (INT64_MIN), 1, &out));
  g_assert_cmpint (out.amount, ==, 77);

  g_assert_true (rambla_money_multiply (uyu (INT64_MAX), -1, &out));
  g_assert_cmpint (out.amount, ==, -INT64_MAX);
}

static void
test_portion (void)
{
  static const struct
  {
    int64_t amount, numerator, denominator, expected;
  } CASES[] = {
    { 100, 1, 3, 33 },
    { 200, 1, 3, 67 },
    { 1, 1, 2, 1 },
    { -1, 1, 2, -1 },
    { 3, 1, 2, 2 },
    { -3, 1, 2, -2 },
    { 5, -1, 2, -3 },
    { 0, 5, 7, 0 },
    { 149, 10, 100, 15 },
    { 144, 10, 100, 14 },
    { 145, 10, 100, 15 },
    { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
    { INT64_MAX, 1, INT64_MAX, 1 },
    { INT64_MAX - 1, 1, INT64_MAX, 1 },
    { INT64_MAX / 2, 1, INT64_MAX, 0 },
  };
  RamblaMoney out = uyu (77);

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_assert_true (
          rambla_money_portion (uyu (CASES[i].amount), CASES[i].numerator, CASES[i].denominator, &out));
      g_assert_cmpint (out.amount, ==, CASES[i].expected);
    }

  out = uyu (77);
  g_assert_false (rambla_money_portion (uyu (10), 1, 0, &out));
  g_assert_false (rambla_money_portion (uyu (10), 1, -2, &out));
  g_assert_false (rambla_money_portion (uyu (INT64_MAX), 2, 1, &out));
  g_assert_false (rambla_money_portion (uyu (INT64_MIN), INT64_MIN, 1, &out));
  g_assert_cmpint (out.amount, ==, 77);

  g_assert_true (rambla_money_percent (uyu (149050), 10, &out));
  g_assert_cmpint (out.amount, ==, 14905);
  g_assert_true (rambla_money_percent (uyu (149055), 10, &out));
  g_assert_cmpint (out.amount, ==, 14906);
}

/* Sums split into portions of n hundredths and the rest lose and win nothing. */
static void
test_portion_adds_up (void)
{
  for (int i = 0; i < 20000; i++)
    {
      RamblaMoney whole = uyu (g_test_rand_int_range (-1000000, 1000000));
      int percent = g_test_rand_int_range (0, 101);
      RamblaMoney part, rest, sum;

      g_assert_true (rambla_money_percent (whole, percent, &part));
      g_assert_true (rambla_money_subtract (whole, part, &rest));
      g_assert_true (rambla_money_add (part, rest, &sum));
      g_assert_true (rambla_money_equal (whole, sum));
      g_assert_cmpint (ABS (part.amount * 100 - whole.amount * percent), <=, 50);
    }
}

static void
test_discount (void)
{
  static const struct
  {
    int64_t regular, price;
    int percent;
  } CASES[] = {
    { 149000, 89000, 40 }, { 149000, 89400, 40 }, { 100, 0, 100 }, { 100, -5, 100 },      { 100, 100, 0 },
    { 100, 120, 0 },       { 0, 0, 0 },           { -10, -20, 0 }, { 200, 199, 1 },       { 1000, 999, 0 },
    { 3, 2, 33 },          { 3, 1, 67 },          { 200, 197, 2 }, { INT64_MAX, 1, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    g_assert_cmpint (rambla_money_discount_percent (uyu (CASES[i].regular), uyu (CASES[i].price)), ==,
                     CASES[i].percent);
  g_assert_cmpint (rambla_money_discount_percent (uyu (100), rambla_money (50, "USD")), ==, 0);
}

static void
test_format (void)
{
  static const struct
  {
    int64_t amount;
    const char *currency, *language, *expected;
  } CASES[] = {
    { 149000, "UYU", "es-UY", "$ 1.490" },
    { 149050, "UYU", "es", "$ 1.490,50" },
    { 149005, "UYU", "es", "$ 1.490,05" },
    { 149000, "UYU", "en", "$ 1,490" },
    { 149000, "UYU", "zh-CN", "$ 1,490" },
    { 149000, "UYU", NULL, "$ 1,490" },
    { 0, "UYU", "en", "$ 0" },
    { 5, "UYU", "en", "$ 0.05" },
    { -149000, "UYU", "es", "−$ 1.490" },
    { 99999, "USD", "en", "US$ 999.99" },
    { 100000000000, "USD", "en", "US$ 1,000,000,000" },
    { 1490, "JPY", "en", "JP¥ 1,490" },
    { 1490, "CLP", "es", "CL$ 1.490" },
    { 1500, "KWD", "en", "KWD 1.500" },
    { 12345, "EUR", "es", "€ 123,45" },
    { 12345, "CNY", "zh-CN", "¥ 123.45" },
    { 5, "XYZ", "en", "XYZ 0.05" },
    { INT64_MAX, "JPY", "en", "JP¥ 9,223,372,036,854,775,807" },
    { INT64_MIN, "JPY", "en", "−JP¥ 9,223,372,036,854,775,808" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text =
          rambla_money_format_in (rambla_money (CASES[i].amount, CASES[i].currency), CASES[i].language);
      g_auto (GStrv) parts = g_strsplit (CASES[i].expected, " ", -1);
      g_autofree char *expected = g_strjoinv ("\302\240", parts);

      g_assert_cmpstr (text, ==, expected);
    }
  {
    g_autofree char *nothing = rambla_money_format (rambla_money (5, NULL));
    /* The tests run in C.UTF-8, which has no groups of its own. */
    g_autofree char *plain = rambla_money_format (uyu (123456789));

    g_assert_cmpstr (nothing, ==, "");
    g_assert_cmpstr (plain, ==, "$\302\2401,234,567.89");
  }
}

/* Where the system has the locale, its own signs are used. */
static void
test_format_locale (void)
{
  g_autofree char *text = NULL;

  if (setlocale (LC_ALL, "es_UY.UTF-8") == NULL)
    {
      g_test_skip ("es_UY.UTF-8 is not installed");
      return;
    }

  text = rambla_money_format (uyu (149050));
  setlocale (LC_ALL, "");
  g_assert_cmpstr (text, ==, "$\302\2401.490,50");
}

static void
test_minor_digits (void)
{
  g_assert_cmpuint (rambla_money_minor_digits ("UYU"), ==, 2);
  g_assert_cmpuint (rambla_money_minor_digits ("JPY"), ==, 0);
  g_assert_cmpuint (rambla_money_minor_digits ("KWD"), ==, 3);
  g_assert_cmpuint (rambla_money_minor_digits ("CLF"), ==, 4);
  g_assert_cmpuint (rambla_money_minor_digits ("???"), ==, 2);
  g_assert_cmpuint (rambla_money_minor_digits (NULL), ==, 2);
}

static void
test_json (void)
{
  static const struct
  {
    const char *json, *pointer;
    int code;
  } BAD[] = {
    { "{\"amount\":1.5,\"currency\":\"UYU\"}", "/amount", RAMBLA_JSON_ERROR_TYPE },
    { "{\"amount\":\"1\",\"currency\":\"UYU\"}", "/amount", RAMBLA_JSON_ERROR_TYPE },
    { "{\"amount\":9007199254740992,\"currency\":\"UYU\"}", "/amount", RAMBLA_JSON_ERROR_RANGE },
    { "{\"currency\":\"UYU\"}", "/amount", RAMBLA_JSON_ERROR_MISSING },
    { "{\"amount\":1}", "/currency", RAMBLA_JSON_ERROR_MISSING },
    { "{\"amount\":1,\"currency\":\"uyu\"}", "/currency", RAMBLA_JSON_ERROR_VALUE },
    { "{\"amount\":1,\"currency\":\"UYUU\"}", "/currency", RAMBLA_JSON_ERROR_RANGE },
    { "{\"amount\":1,\"currency\":7}", "/currency", RAMBLA_JSON_ERROR_TYPE },
    { "[]", "", RAMBLA_JSON_ERROR_TYPE },
    { "17", "", RAMBLA_JSON_ERROR_TYPE },
  };
  g_autoptr (JsonNode) node = rambla_money_to_json (uyu (149000));
  g_autofree char *text = rambla_json_to_string (node);
  RamblaMoney out;

  g_assert_cmpstr (text, ==, "{\"amount\":149000,\"currency\":\"UYU\"}");
  g_assert_true (rambla_money_from_json (node, &out, NULL));
  g_assert_true (rambla_money_equal (out, uyu (149000)));

  for (gsize i = 0; i < G_N_ELEMENTS (BAD); i++)
    {
      g_autoptr (JsonNode) bad = rambla_json_parse (BAD[i].json, -1, 1000, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (bad);
      g_assert_false (rambla_money_from_json (bad, &out, &error));
      g_assert_error (error, RAMBLA_JSON_ERROR, BAD[i].code);
      g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, BAD[i].pointer);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/value", test_value);
  g_test_add_func ("/money/arithmetic", test_arithmetic);
  g_test_add_func ("/money/portion", test_portion);
  g_test_add_func ("/money/portion-adds-up", test_portion_adds_up);
  g_test_add_func ("/money/discount", test_discount);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/format-locale", test_format_locale);
  g_test_add_func ("/money/minor-digits", test_minor_digits);
  g_test_add_func ("/money/json", test_json);
  return g_test_run ();
}
