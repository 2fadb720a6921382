/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue over HTTP, with the tiny city. What the client's model reads without complaint has the
 * contract's form. */
#include "catalogue-room.h"

#include "rambla-card.h"
#include "rambla-deal.h"
#include "rambla-review.h"
#include "rambla-slot.h"
#include "rambla-store.h"

#include <string.h>

static void
test_card (void)
{
  g_autoptr (PlatformAnswer) answer = catalogue_room_get ("/v1");
  g_autoptr (PlatformAnswer) english = platform_fixture_call (
      catalogue_room_get_platform (), "GET", "/v1", NULL, "Accept-Language", "de, en-GB;q=0.5", NULL);
  g_autoptr (PlatformAnswer) same = platform_fixture_call (catalogue_room_get_platform (), "GET", "/v1", NULL,
                                                           "If-None-Match", answer->etag, NULL);
  g_autoptr (PlatformAnswer) categories = platform_fixture_call (
      catalogue_room_get_platform (), "GET", "/v1/categories", NULL, "Accept-Language", "zh-CN", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCard) card = rambla_card_from_json (answer->json, &error);
  JsonObject *object = catalogue_room_get_object (answer);
  JsonObject *first = json_array_get_object_element (json_object_get_array_member (object, "categories"), 0);
  JsonObject *tiles = json_object_get_object_member (object, "tiles");

  g_assert_no_error (error);
  g_assert_cmpstr (catalogue_room_get_string (object, "name"), ==, "Villa Chica");
  g_assert_cmpint (json_object_get_int_member (object, "store_count"), ==, 12);
  g_assert_cmpint (json_object_get_int_member (object, "deal_count"), ==,
                   29); /* all but the one that has ended */
  g_assert_cmpstr (catalogue_room_get_string (first, "name"), ==, "Gastronomía");
  g_assert_cmpint (json_object_get_int_member (first, "store_count"), ==, 4);
  g_assert_cmpstr (catalogue_room_get_string (tiles, "hidpi_url_template"), ==, "/tiles/{z}/{x}/{y}@2x.png");
  g_assert_cmpint (json_object_get_int_member (tiles, "min_zoom"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (tiles, "max_zoom"), ==, 4);
  first = json_array_get_object_element (
      json_object_get_array_member (catalogue_room_get_object (english), "categories"), 0);
  g_assert_cmpstr (catalogue_room_get_string (first, "name"), ==, "Food and drink");
  first = json_array_get_object_element (
      json_object_get_array_member (catalogue_room_get_object (categories), "categories"), 0);
  g_assert_cmpstr (catalogue_room_get_string (first, "name"), ==, "美食");
  g_assert_cmpuint (same->status, ==, 304);
}

/* All pages of a list by its Link, as ids with blanks between. */
static char *
read_pages (const char *path, const char *member, guint limit)
{
  g_autofree char *next = g_strdup (path);
  GString *ids = g_string_new (NULL);

  while (next != NULL)
    {
      g_autoptr (PlatformAnswer) answer = catalogue_room_get (next);
      JsonArray *items = json_object_get_array_member (catalogue_room_get_object (answer), member);
      gboolean more = json_object_has_member (catalogue_room_get_object (answer), "next_cursor");

      g_assert_cmpuint (json_array_get_length (items), <=, limit);
      for (guint i = 0; i < json_array_get_length (items); i++)
        g_string_append_printf (ids, "%s ",
                                catalogue_room_get_string (json_array_get_object_element (items, i), "id"));
      g_free (g_steal_pointer (&next));
      g_assert_cmpint (more, ==, answer->link != NULL);
      if (answer->link != NULL)
        {
          const char *end = strchr (answer->link, '>');

          g_assert_cmpint (answer->link[0], ==, '<');
          g_assert_cmpstr (end, ==, ">; rel=\"next\"");
          next = g_strndup (answer->link + 1, (gsize) (end - answer->link) - 1);
        }
    }
  return g_string_free (ids, FALSE);
}

static void
test_pages (void)
{
  static const char *const queries[] = {
    "/v1/deals?sort=price&limit=",
    "/v1/deals?sort=discount&limit=",
    "/v1/deals?sort=rating&limit=",
    "/v1/deals?sort=popular&limit=",
    "/v1/deals?sort=ending&limit=",
    "/v1/deals?near=-34.9,-56.2&sort=distance&limit=",
    "/v1/deals?near=-34.9,-56.2&q=pi&limit=",
    "/v1/deals?q=%E6%8A%AB%E8%90%A8%20a&limit=",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *whole_path = g_strconcat (queries[i], "100", NULL);
      g_autofree char *paged_path = g_strconcat (queries[i], "4", NULL);
      g_autofree char *whole = read_pages (whole_path, "deals", 100);
      g_autofree char *paged = read_pages (paged_path, "deals", 4);

      g_assert_cmpstr (whole, ==, paged);
    }
  {
    g_autofree char *whole = read_pages ("/v1/stores?limit=100", "features", 100);
    g_autofree char *paged = read_pages ("/v1/stores?limit=5", "features", 5);
    g_autofree char *near = read_pages ("/v1/stores?near=-34.9,-56.2&radius=100000&limit=5", "features", 5);

    g_assert_cmpuint (strlen (whole), ==, 12 * strlen ("sto_0123456789abcdef "));
    g_assert_cmpstr (whole, ==, paged);
    g_assert_cmpuint (strlen (near), ==, strlen (whole));
  }
}

static void
test_deals (void)
{
  g_autoptr (PlatformAnswer) answer =
      catalogue_room_get ("/v1/deals?near=-34.9,-56.2&radius=1500&q=pizza&sort=distance");
  g_autoptr (PlatformAnswer) corrected = catalogue_room_get ("/v1/deals?q=piza");
  g_autoptr (PlatformAnswer) both =
      catalogue_room_get ("/v1/deals?category=beauty,shops&kind=coupon,group&limit=100");
  g_autoptr (PlatformAnswer) open = catalogue_room_get ("/v1/deals?open_now=true&limit=100");
  g_autoptr (PlatformAnswer) soon = NULL;
  g_autofree char *soon_path = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) limit = g_date_time_add_days (now, 5);
  g_autofree char *limit_text = g_date_time_format (limit, "%Y-%m-%dT%H:%M:%SZ");
  JsonObject *list = catalogue_room_get_object (answer);
  JsonObject *kinds;

  g_assert_cmpuint (catalogue_room_count (list, "deals"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (list, "total_estimate"), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaDeal) deal = rambla_deal_from_json (
          json_array_get_element (json_object_get_array_member (list, "deals"), i), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (
          catalogue_room_get_string (
              json_object_get_object_member (catalogue_room_get_deal (list, i), "store"), "name"),
          ==, "Pizzería La Ñata");
      g_assert_cmpint (json_object_get_int_member (catalogue_room_get_deal (list, i), "distance_m"), ==, 0);
    }
  g_assert_cmpstr (catalogue_room_get_string (catalogue_room_get_object (corrected), "corrected_query"), ==,
                   "pizza");
  g_assert_false (json_object_has_member (list, "corrected_query"));

  list = catalogue_room_get_object (both);
  g_assert_cmpuint (catalogue_room_count (list, "deals"), ==, 2);
  kinds = json_object_get_object_member (json_object_get_object_member (list, "facets"), "kind");
  g_assert_cmpint (json_object_get_int_member (kinds, "voucher"), ==, 4); /* as if vouchers were asked for */
  g_assert_cmpint (json_object_get_int_member (kinds, "coupon"), ==, 1);

  /* By day and night: of those that are known to be open at all times, whatever the holiday. */
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (open), "deals"), >=, 16);

  soon_path = g_strconcat ("/v1/deals?ending_before=", limit_text, NULL);
  soon = catalogue_room_get (soon_path);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (soon), "deals"), ==, 3);
}

static void
test_deal (void)
{
  g_autofree char *id = catalogue_room_find_deal ("corte de pelo");
  g_autofree char *path = g_strconcat ("/v1/deals/", id, NULL);
  g_autofree char *near_path = g_strconcat (path, "?near=-34.916,-56.216", NULL);
  g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
  g_autoptr (PlatformAnswer) near = catalogue_room_get (near_path);
  g_autoptr (PlatformAnswer) english = platform_fixture_call (catalogue_room_get_platform (), "GET", path,
                                                              NULL, "Accept-Language", "en", NULL);
  g_autofree char *pizza = catalogue_room_find_deal ("pizza grande");
  g_autofree char *pizza_path = g_strconcat ("/v1/deals/", pizza, NULL);
  g_autoptr (PlatformAnswer) ruled = platform_fixture_call (catalogue_room_get_platform (), "GET", pizza_path,
                                                            NULL, "Accept-Language", "zh-CN", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_deal_from_json (answer->json, &error);
  JsonObject *object = catalogue_room_get_object (near);
  JsonObject *unit;

  g_assert_no_error (error);
  g_assert_cmpuint (catalogue_room_count (object, "branches"), ==, 3);
  /* The nearest branch comes first, and is the one that stands for the offer. */
  g_assert_cmpstr (catalogue_room_get_string (json_object_get_object_member (object, "store"), "name"), ==,
                   "Onda Pelo Sur");
  g_assert_cmpint (json_object_get_int_member (object, "distance_m"), <, 200);
  g_assert_cmpint (json_object_get_int_member (object, "branch_count"), ==, 3);
  g_assert_cmpstr (catalogue_room_get_string (catalogue_room_get_object (english), "title"), ==,
                   "Haircut and wash");
  g_assert_cmpstr (catalogue_room_get_string (json_object_get_object_member (object, "merchant"), "name"), ==,
                   "Onda");

  object = catalogue_room_get_object (ruled);
  unit = json_object_get_object_member (object, "unit_price");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (unit, "price"), "amount"), ==,
                   30000);
  g_assert_cmpstr (catalogue_room_get_string (unit, "per"), ==, "人");
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (object, "low_30_days"), "amount"), ==,
      58000);
  g_assert_cmpuint (catalogue_room_count (json_object_get_object_member (object, "rules"), "text"), >=, 3);
  g_assert_cmpuint (catalogue_room_count (object, "holidays"), ==, 4);
}

static void
test_slots (void)
{
  g_autofree char *id = catalogue_room_find_deal ("coloracion");
  g_autofree char *voucher = catalogue_room_find_deal ("pizza grande");
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Montevideo");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) day = g_date_time_add_days (now, 3);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_autofree char *path = g_strdup_printf ("/v1/deals/%s/slots?date=%s", id, date);
  g_autofree char *none_path = g_strdup_printf ("/v1/deals/%s/slots?date=%s", voucher, date);
  g_autofree char *stranger_path = g_strdup_printf ("%s&store_id=sto_0000000000000000", path);
  g_autofree char *undated_path = g_strdup_printf ("/v1/deals/%s/slots", id);
  g_autofree char *bad_path = g_strdup_printf ("/v1/deals/%s/slots?date=2026-02-30", id);
  g_autofree char *one_path = NULL;
  g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
  g_autoptr (PlatformAnswer) none = catalogue_room_get (none_path);
  g_autoptr (PlatformAnswer) stranger = catalogue_room_get (stranger_path);
  g_autoptr (PlatformAnswer) undated = catalogue_room_get (undated_path);
  g_autoptr (PlatformAnswer) bad = catalogue_room_get (bad_path);
  g_autoptr (PlatformAnswer) one = NULL;
  JsonArray *slots = json_object_get_array_member (catalogue_room_get_object (answer), "slots");

  g_assert_cmpuint (json_array_get_length (slots), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaSlot) slot = rambla_slot_from_json (json_array_get_element (slots, i), &error);

      g_assert_no_error (error);
      g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (slots, i), "capacity_left"),
                       ==, 2);
    }
  one_path =
      g_strdup_printf ("%s&store_id=%s", path,
                       catalogue_room_get_string (json_array_get_object_element (slots, 0), "store_id"));
  one = catalogue_room_get (one_path);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (one), "slots"), ==, 3);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (none), "slots"), ==, 0);
  platform_answer_assert_problem (stranger, 422, "invalid_field");
  platform_answer_assert_problem (undated, 422, "invalid_field");
  platform_answer_assert_problem (bad, 422, "invalid_field");
}

static void
test_prices_and_reviews (void)
{
  g_autofree char *id = catalogue_room_find_deal ("pizza grande");
  g_autofree char *prices_path = g_strconcat ("/v1/deals/", id, "/price-history", NULL);
  g_autofree char *reviews_path = g_strconcat ("/v1/deals/", id, "/reviews?limit=100", NULL);
  g_autofree char *paged_path = g_strconcat ("/v1/deals/", id, "/reviews?limit=7", NULL);
  g_autofree char *whole = read_pages (reviews_path, "reviews", 100);
  g_autofree char *paged = read_pages (paged_path, "reviews", 7);
  g_autoptr (PlatformAnswer) prices = catalogue_room_get (prices_path);
  g_autoptr (PlatformAnswer) reviews = catalogue_room_get (reviews_path);
  JsonObject *object = catalogue_room_get_object (prices);
  JsonArray *log = json_object_get_array_member (object, "prices");
  JsonArray *list = json_object_get_array_member (catalogue_room_get_object (reviews), "reviews");

  g_assert_cmpuint (json_array_get_length (log), ==, 4);
  g_assert_cmpint (
      json_object_get_int_member (
          json_object_get_object_member (json_array_get_object_element (log, 0), "price"), "amount"),
      ==, 55000);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (object, "low_30_days"), "amount"), ==,
      58000);

  g_assert_cmpstr (whole, ==, paged);
  g_assert_cmpuint (json_array_get_length (list), ==, 25);
  g_assert_cmpint (json_object_get_int_member (catalogue_room_get_object (reviews), "count"), ==, 25);
  g_assert_cmpfloat (json_object_get_double_member (catalogue_room_get_object (reviews), "average"), ==,
                     4.64);
  for (guint i = 0; i < 25; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaReview) review = rambla_review_from_json (json_array_get_element (list, i), &error);

      g_assert_no_error (error);
      if (i > 0)
        g_assert_cmpstr (
            catalogue_room_get_string (json_array_get_object_element (list, i - 1), "created_at"), >=,
            catalogue_room_get_string (json_array_get_object_element (list, i), "created_at"));
    }
}

static void
test_stores (void)
{
  g_autoptr (PlatformAnswer) small = catalogue_room_get ("/v1/stores?fields=min");
  g_autoptr (PlatformAnswer) box =
      catalogue_room_get ("/v1/stores?fields=min&bbox=-56.2035,-34.9025,-56.2025,-34.9015");
  g_autoptr (PlatformAnswer) named = catalogue_room_get ("/v1/stores?q=onda%20puerto");
  JsonArray *features = json_object_get_array_member (catalogue_room_get_object (small), "features");
  g_autofree char *path = NULL;
  g_autofree char *deals_path = NULL;
  g_autofree char *branches_path = NULL;
  g_autoptr (PlatformAnswer) store = NULL;
  g_autoptr (PlatformAnswer) deals = NULL;
  g_autoptr (PlatformAnswer) branches = NULL;
  JsonObject *feature;

  g_assert_cmpstr (small->type, ==, "application/geo+json");
  g_assert_cmpstr (catalogue_room_get_string (catalogue_room_get_object (small), "type"), ==,
                   "FeatureCollection");
  g_assert_cmpuint (json_array_get_length (features), ==, 12);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaStore) parsed = rambla_store_from_json (json_array_get_element (features, i), &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (box), "features"), ==, 2);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (named), "features"), ==, 1);

  feature = json_array_get_object_element (
      json_object_get_array_member (catalogue_room_get_object (named), "features"), 0);
  path = g_strconcat ("/v1/stores/", catalogue_room_get_string (feature, "id"), NULL);
  deals_path = g_strconcat (path, "/deals", NULL);
  branches_path = g_strconcat (path, "/branches", NULL);
  store = catalogue_room_get (path);
  deals = catalogue_room_get (deals_path);
  branches = catalogue_room_get (branches_path);
  feature = json_object_get_object_member (catalogue_room_get_object (store), "properties");
  g_assert_cmpstr (catalogue_room_get_string (feature, "brand"), ==, "Onda");
  g_assert_cmpint (json_object_get_int_member (feature, "branch_count"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (feature, "deal_count"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (feature, "price_from"), ==, 45000);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (deals), "deals"), ==, 2);
  g_assert_cmpuint (catalogue_room_count (catalogue_room_get_object (branches), "features"), ==, 3);
}

/* Where an answer does not hold each store, all of them are still counted. */
static void
test_groups (void)
{
  for (guint most = 1; most <= 13; most += 4)
    {
      g_autofree char *path = g_strdup_printf ("/v1/stores?fields=min&most=%u", most);
      g_autoptr (PlatformAnswer) all = catalogue_room_get ("/v1/stores?fields=min");
      g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
      JsonObject *object = catalogue_room_get_object (answer);
      JsonArray *features = json_object_get_array_member (object, "features");
      gint64 sums[2][2] = { { 0 } }; /* stores, offers: of all, of this answer */
      gint64 low[2] = { G_MAXINT64, G_MAXINT64 };
      guint n_groups = 0;

      g_assert_cmpint (json_object_get_boolean_member_with_default (object, "truncated", FALSE), ==,
                       most < 12);
      for (guint which = 0; which < 2; which++)
        {
          JsonArray *list = which == 1
                                ? features
                                : json_object_get_array_member (catalogue_room_get_object (all), "features");

          for (guint i = 0; i < json_array_get_length (list); i++)
            {
              JsonObject *feature = json_array_get_object_element (list, i);
              JsonObject *properties = json_object_get_object_member (feature, "properties");
              gint64 stores = json_object_get_int_member_with_default (properties, "store_count", 1);

              g_assert_cmpint (json_object_has_member (feature, "id"), ==, stores == 1);
              n_groups += stores > 1;
              sums[which][0] += stores;
              sums[which][1] += json_object_get_int_member (properties, "deal_count");
              low[which] = MIN (
                  low[which], json_object_get_int_member_with_default (properties, "price_from", G_MAXINT64));
            }
        }
      g_assert_cmpint (sums[0][0], ==, 12);
      g_assert_cmpint (sums[1][0], ==, 12);
      g_assert_cmpint (sums[1][1], ==, sums[0][1]);
      g_assert_cmpint (low[1], ==, low[0]);
      if (most >= 12)
        g_assert_cmpuint (n_groups, ==, 0);
    }
}

static void
test_suggest (void)
{
  g_autoptr (PlatformAnswer) answer = catalogue_room_get ("/v1/suggest?q=piz&near=-34.9,-56.2");
  JsonArray *suggestions = json_object_get_array_member (catalogue_room_get_object (answer), "suggestions");
  gboolean has_store = FALSE, has_deal = FALSE, has_query = FALSE;

  g_assert_cmpuint (json_array_get_length (suggestions), <=, 10);
  for (guint i = 0; i < json_array_get_length (suggestions); i++)
    {
      JsonObject *suggestion = json_array_get_object_element (suggestions, i);
      const char *type = catalogue_room_get_string (suggestion, "type");

      has_store = has_store || (g_str_equal (type, "store") && json_object_has_member (suggestion, "id"));
      has_deal = has_deal || (g_str_equal (type, "deal") && json_object_has_member (suggestion, "id"));
      has_query = has_query || g_str_equal (type, "query");
    }
  g_assert_true (has_store && has_deal && has_query);
}

static void
test_tiles (void)
{
  static const struct
  {
    const char *path;
    const char *same_as; /* NULL: there is none */
  } cases[] = {
    { "/tiles/1/0/0.png", "/tiles/1/0/0.png" },
    { "/tiles/1/1/0.png", "/tiles/1/1/0.png" },
    { "/tiles/1/0/1.png",
      "/tiles/2/0/2.png" }, /* the town: rows count from the north here, from the south there */
    { "/tiles/4/0/0.png", "/tiles/1/0/0.png" },  /* below plain land there is land */
    { "/tiles/4/15/0.png", "/tiles/1/1/0.png" }, /* and sea below the sea */
    { "/tiles/4/4/9.png", "/tiles/2/1/2.png" },
    { "/tiles/4/0/15.png", NULL }, /* below a picture that is not plain there may be anything */
    { "/tiles/1/1/1.png", NULL },
    { "/tiles/0/0/0.png", NULL }, /* above the file's first zoom */
    { "/tiles/5/0/0.png", NULL },
    { "/tiles/1/2/0.png", NULL },
    { "/tiles/1/0/2.png", NULL },
    { "/tiles/1/-1/0.png", NULL },
    { "/tiles/01/0/0.png", NULL },
    { "/tiles/1/0/00.png", NULL },
    { "/tiles/1/0/0x0.png", NULL },
    { "/tiles/23/0/0.png", NULL },
    { "/tiles/1/0/0.jpg", NULL },
    { "/tiles/1/0/0@3x.png", NULL },
    { "/tiles/1/0/@2x.png", NULL },
    { "/tiles/1/0/99999999999999999999.png", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlatformAnswer) answer = catalogue_room_get (cases[i].path);
      g_autoptr (PlatformAnswer) other = NULL;

      g_test_message ("%s", cases[i].path);
      if (cases[i].same_as == NULL)
        {
          platform_answer_assert_problem (answer, 404, "not_found");
          continue;
        }
      other = catalogue_room_get (cases[i].same_as);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpstr (answer->type, ==, "image/png");
      g_assert_true (g_bytes_equal (answer->body, other->body));
      g_assert_cmpstr (answer->etag, ==, other->etag);
    }
  {
    g_autoptr (PlatformAnswer) land = catalogue_room_get ("/tiles/1/0/0.png");
    g_autoptr (PlatformAnswer) sea = catalogue_room_get ("/tiles/1/1/0.png");
    g_autoptr (PlatformAnswer) fine = catalogue_room_get ("/tiles/1/0/0@2x.png");
    g_autoptr (PlatformAnswer) same = platform_fixture_call (
        catalogue_room_get_platform (), "GET", "/tiles/1/0/0.png", NULL, "If-None-Match", land->etag, NULL);

    g_assert_false (g_bytes_equal (land->body, sea->body));
    g_assert_false (g_bytes_equal (land->body, fine->body));
    g_assert_cmpuint (same->status, ==, 304);
  }
  {
    /* Not drawn at double density: the plain one does. */
    g_autoptr (PlatformAnswer) coarse = catalogue_room_get ("/tiles/2/0/2.png");
    g_autoptr (PlatformAnswer) fallback = catalogue_room_get ("/tiles/2/0/2@2x.png");

    g_assert_cmpuint (fallback->status, ==, 200);
    g_assert_true (g_bytes_equal (coarse->body, fallback->body));
  }
}

/* Without a city nothing can be said about one; with one, a restart needs no import. */
static void
test_starts (void)
{
  g_autoptr (PlatformFixture) empty = platform_fixture_new (NULL);
  g_autoptr (PlatformAnswer) card = platform_fixture_get (empty, "/v1", NULL);
  g_autoptr (PlatformAnswer) tile = platform_fixture_get (empty, "/tiles/1/0/0.png", NULL);
  g_autoptr (PlatformAnswer) before = catalogue_room_get ("/v1/deals?limit=100&sort=price");
  g_autoptr (PlatformAnswer) after = NULL;

  platform_answer_assert_problem (card, 503, "unavailable");
  platform_answer_assert_problem (tile, 404, "not_found");
  platform_fixture_stop (catalogue_room_get_platform ());
  platform_fixture_start (catalogue_room_get_platform ());
  after = catalogue_room_get ("/v1/deals?limit=100&sort=price");
  g_assert_true (g_bytes_equal (before->body, after->body));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/card", test_card);
  g_test_add_func ("/catalogue/pages", test_pages);
  g_test_add_func ("/catalogue/deals", test_deals);
  g_test_add_func ("/catalogue/deal", test_deal);
  g_test_add_func ("/catalogue/slots", test_slots);
  g_test_add_func ("/catalogue/prices-and-reviews", test_prices_and_reviews);
  g_test_add_func ("/catalogue/stores", test_stores);
  g_test_add_func ("/catalogue/store-groups", test_groups);
  g_test_add_func ("/catalogue/suggest", test_suggest);
  g_test_add_func ("/catalogue/tiles", test_tiles);
  g_test_add_func ("/catalogue/starts", test_starts);
  return catalogue_room_run ();
}
