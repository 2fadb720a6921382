/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "city-fixture.h"

#include "platform-deal-storage.h"
#include "platform-store-search.h"
#include "platform-store-storage.h"

static PlatformStorePage *
search_stores (CityFixture *fixture, PlatformStoreQuery *query)
{
  g_autoptr (GError) error = NULL;
  PlatformStorePage *page = NULL;

  query->now = CITY_FIXTURE_NOW;
  platform_store_search (fixture->reader, fixture->city, query, &page, &error);
  g_assert_no_error (error);
  return page;
}

static void
test_stores (CityFixture *fixture, gconstpointer data)
{
  PlatformStoreQuery query = { .filter = PLATFORM_SEARCH_FILTER_INIT, .most = PLATFORM_STORES_MAX };
  g_autoptr (PlatformStorePage) all = search_stores (fixture, &query);
  g_autoptr (PlatformStorePage) named = NULL;
  g_autoptr (PlatformStorePage) cheap = NULL;
  g_autofree char *cursor = NULL;
  double last = -1;
  guint n = 0;

  g_assert_cmpuint (all->hits->len, ==, 12);
  /* One that sells nothing is there by its name. */
  query.text = "floreria";
  named = search_stores (fixture, &query);
  g_assert_cmpuint (named->hits->len, ==, 1);
  g_assert_cmpint (g_array_index (named->hits, PlatformStoreHit, 0).price_from, ==, -1);
  /* With a filter on offers only those with such an offer are: what costs at most 210.00. */
  query.text = NULL;
  query.filter.price_max = 21000;
  query.filter.kinds = 1 << PLATFORM_DEAL_VOUCHER;
  cheap = search_stores (fixture, &query);
  g_assert_cmpuint (cheap->hits->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (g_array_index (cheap->hits, PlatformStoreHit, i).price_from, <=, 21000);

  /* Pages by distance. */
  query = (PlatformStoreQuery){ .filter = PLATFORM_SEARCH_FILTER_INIT, .limit = 5 };
  query.area.has_near = TRUE;
  query.area.near = fixture->city->centre;
  do
    {
      g_autoptr (PlatformStorePage) page = NULL;

      query.cursor = cursor;
      page = search_stores (fixture, &query);
      g_assert_cmpint (page->total, ==, 12);
      for (guint i = 0; i < page->hits->len; i++, n++)
        {
          g_assert_cmpfloat (g_array_index (page->hits, PlatformStoreHit, i).distance, >=, last);
          last = g_array_index (page->hits, PlatformStoreHit, i).distance;
        }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n, ==, 12);
}

static void
test_nearest (CityFixture *fixture, gconstpointer data)
{
  for (int round = 0; round < 50; round++)
    {
      RamblaPoint from = round == 0 ? (RamblaPoint){ 120, 35 } : city_fixture_random_point ();
      guint limit = (guint) g_test_rand_int_range (1, 15);
      g_autoptr (GPtrArray) stores = NULL;
      g_autoptr (GPtrArray) everything = NULL;
      g_autoptr (GError) error = NULL;

      platform_store_list_nearest (fixture->reader, from, limit, &stores, &error);
      g_assert_no_error (error);
      platform_store_list_nearest (fixture->reader, from, 1000, &everything, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (everything->len, ==, 12);
      g_assert_cmpuint (stores->len, ==, MIN (limit, 12));
      for (guint i = 0; i < stores->len; i++)
        {
          const PlatformStore *store = g_ptr_array_index (stores, i),
                              *same = g_ptr_array_index (everything, i);

          g_assert_cmpint (store->row, ==, same->row);
          g_assert_true (i == 0 || ((const PlatformStore *) g_ptr_array_index (stores, i - 1))->distance <=
                                       store->distance);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                  \
  g_test_add (path, CityFixture, NULL, city_fixture_set_up_tiny, function, city_fixture_tear_down)
  ADD ("/store-search/stores", test_stores);
  ADD ("/store-search/nearest", test_nearest);

  return g_test_run ();
}
