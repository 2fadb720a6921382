/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the catalogue says no to. */
#include "catalogue-room.h"

#include <string.h>

static void
test_bad_parameters (void)
{
  static const struct
  {
    const char *path;
    const char *pointer;
  } cases[] = {
    { "/v1?x=1", "?x" },
    { "/v1/categories?language=es", "?language" },
    { "/v1/deals?nearby=1", "?nearby" },
    { "/v1/deals?q=a&q=b", "?q" },
    { "/v1/deals?near=91,0", "?near" },
    { "/v1/deals?near=-34.9", "?near" },
    { "/v1/deals?near=nan,nan", "?near" },
    { "/v1/deals?near=1e5,0", "?near" },
    { "/v1/deals?near=", "?near" },
    { "/v1/deals?radius=100", "?radius" },
    { "/v1/deals?near=0,0&radius=0", "?radius" },
    { "/v1/deals?near=0,0&radius=100001", "?radius" },
    { "/v1/deals?near=0,0&radius=12.5", "?radius" },
    { "/v1/deals?bbox=1,2,3", "?bbox" },
    { "/v1/deals?bbox=0,10,1,5", "?bbox" },
    { "/v1/deals?bbox=0,0,0,91", "?bbox" },
    { "/v1/deals?category=food", "?category" },
    { "/v1/deals?category=", "?category" },
    { "/v1/deals?category=catering,", "?category" },
    { "/v1/deals?kind=vouchers", "?kind" },
    { "/v1/deals?kind=voucher,,group", "?kind" },
    { "/v1/deals?kind=", "?kind" },
    { "/v1/deals?price_max=-1", "?price_max" },
    { "/v1/deals?price_max=99999999999999999999", "?price_max" },
    { "/v1/deals?price_max=0x10", "?price_max" },
    { "/v1/deals?discount_min=101", "?discount_min" },
    { "/v1/deals?rating_min=5.1", "?rating_min" },
    { "/v1/deals?rating_min=nan", "?rating_min" },
    { "/v1/deals?rating_min=", "?rating_min" },
    { "/v1/deals?open_now=yes", "?open_now" },
    { "/v1/deals?ending_before=tomorrow", "?ending_before" },
    { "/v1/deals?sort=best", "?sort" },
    { "/v1/deals?sort=distance", "?sort" },
    { "/v1/deals?limit=0", "?limit" },
    { "/v1/deals?limit=101", "?limit" },
    { "/v1/deals?limit=%2B5", "?limit" },
    { "/v1/stores?fields=most", "?fields" },
    { "/v1/stores?fields=min&limit=5", "?limit" },
    { "/v1/stores?fields=min&most=0", "?most" },
    { "/v1/stores?fields=min&most=20001", "?most" },
    { "/v1/stores?most=5", "?most" },
    { "/v1/stores?sort=price", "?sort" },
    { "/v1/suggest", "?q" },
    { "/v1/suggest?q=", "?q" },
    { "/v1/suggest?q=%20", "?q" },
    { "/tiles/1/0/0.png?v=2", "?v" },
  };
  g_autofree char *long_text = g_strnfill (201, 'a');
  g_autofree char *long_path = g_strconcat ("/v1/deals?q=", long_text, NULL);
  g_autofree char *endless_text = g_strnfill (10000, 'b');
  g_autofree char *endless_path = g_strconcat ("/v1/suggest?q=", endless_text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases) + 2; i++)
    {
      const char *path = i < G_N_ELEMENTS (cases)    ? cases[i].path
                         : i == G_N_ELEMENTS (cases) ? long_path
                                                     : endless_path;
      const char *pointer = i < G_N_ELEMENTS (cases) ? cases[i].pointer : "?q";
      g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
      JsonArray *errors;

      g_test_message ("%.60s", path);
      /* 414 where the address itself is too long. */
      if (i == G_N_ELEMENTS (cases) + 1 && answer->status == 414)
        continue;
      platform_answer_assert_problem (answer, 422, "invalid_field");
      errors = json_object_get_array_member (platform_answer_get_object (answer), "errors");
      g_assert_cmpstr (catalogue_room_get_string (json_array_get_object_element (errors, 0), "pointer"), ==,
                       pointer);
    }
  {
    g_autoptr (PlatformAnswer) cursor = catalogue_room_get ("/v1/deals?cursor=AAAA");
    g_autoptr (PlatformAnswer) stores = catalogue_room_get ("/v1/stores?cursor=%20");

    platform_answer_assert_problem (cursor, 400, "invalid_cursor");
    platform_answer_assert_problem (stores, 400, "invalid_cursor");
  }
}

static void
test_missing (void)
{
  static const char *const paths[] = {
    "/v1/deals/x",
    "/v1/deals/dea_0000000000000000",
    "/v1/deals/%27%3B--/slots?date=2026-11-21",
    "/v1/deals/x/price-history",
    "/v1/deals/x/reviews",
    "/v1/stores/x",
    "/v1/stores/sto_0000000000000000/deals",
    "/v1/stores/x/branches",
    "/v1/stores/x/reviews",
    "/v1/stores/%22%20OR%201=1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PlatformAnswer) answer = catalogue_room_get (paths[i]);

      platform_answer_assert_problem (answer, 404, "not_found");
    }
}

/* Whatever is typed is words: an answer of the right form, and nothing is lost. */
static void
test_injection (void)
{
  static const char *const texts[] = {
    "\"", "' OR 1=1 --", "pizza\" OR \"cafe", "NEAR(a b)",         "title:pizza", "*", "^a", "(((", "a AND",
    "%",  "\\",          "\xf0\x9f\x8d\x95",  "; DROP TABLE deals"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (texts[i], NULL, FALSE);
      g_autofree char *deals = g_strconcat ("/v1/deals?q=", escaped, NULL);
      g_autofree char *stores = g_strconcat ("/v1/stores?q=", escaped, NULL);
      g_autofree char *suggest = g_strconcat ("/v1/suggest?q=", escaped, NULL);
      g_autoptr (PlatformAnswer) first = catalogue_room_get (deals);
      g_autoptr (PlatformAnswer) second = catalogue_room_get (stores);
      g_autoptr (PlatformAnswer) third = catalogue_room_get (suggest);

      g_assert_cmpuint (first->status, ==, 200);
      g_assert_cmpuint (second->status, ==, 200);
      g_assert_cmpuint (third->status, ==, 200);
    }
}

static void
test_methods (void)
{
  static const char *const paths[] = { "/v1", "/v1/deals", "/v1/stores", "/v1/suggest", "/tiles/1/0/0.png" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (PlatformAnswer) answer =
          platform_fixture_call (catalogue_room_get_platform (), "POST", paths[i], "{}", NULL);
      g_autoptr (PlatformAnswer) removal =
          platform_fixture_call (catalogue_room_get_platform (), "DELETE", paths[i], NULL, NULL);

      platform_answer_assert_problem (answer, 405, "method_not_allowed");
      platform_answer_assert_problem (removal, 405, "method_not_allowed");
    }
}

/* A broken city: exit code 2, a sentence with file and line, and nothing left behind. */
static void
test_broken_city (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rambla-catalogue-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *city = g_build_filename (folder, "city", NULL);
  g_autofree char *source = catalogue_room_get_city ("tiny");
  static const char *const names[] = { "city.json",       "areas.jsonl",       "brands.jsonl",
                                       "places.jsonl",    "offers.jsonl",      "reviews.jsonl",
                                       "basemap.mbtiles", "basemap@2x.mbtiles" };
  const char *arguments[] = { "--data", data, "--city", city, NULL };
  g_autofree char *errors = NULL;

  g_assert_cmpint (g_mkdir_with_parents (city, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (source, names[i], NULL);
      g_autofree char *to = g_build_filename (city, names[i], NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &content, &length, NULL));
      if (g_str_equal (names[i], "offers.jsonl"))
        *strstr (content, "\"coupon\"") = 'x';
      g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));
    }
  g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 2);
  g_assert_nonnull (strstr (errors, "offers.jsonl:2: "));
  g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
  platform_fixture_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue-refusals/bad-parameters", test_bad_parameters);
  g_test_add_func ("/catalogue-refusals/missing", test_missing);
  g_test_add_func ("/catalogue-refusals/injection", test_injection);
  g_test_add_func ("/catalogue-refusals/methods", test_methods);
  g_test_add_func ("/catalogue-refusals/broken-city", test_broken_city);
  return catalogue_room_run ();
}
