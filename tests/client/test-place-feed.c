/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places for a map: when they are asked for, with which area, and which answer counts. */
#include "rambla-mock-api.h"
#include "rambla-place-feed.h"

#define STORE                                                                                                \
  "{\"type\":\"Feature\",\"id\":\"sto_%s\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-56.2,-34.9]}," \
  "\"properties\":{\"name\":\"La Ñata\",\"category\":\"catering\",\"deal_count\":1,\"price_from\":100,"     \
  "\"sponsored\":true}}"
#define GROUP                                                                                                \
  "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-56.0,-34.5]},\"properties\":{"   \
  "\"store_count\":%u,\"deal_count\":9}}"

typedef struct
{
  RamblaMockApi *api;
  RamblaPlaceFeed *feed;
  RamblaDealQuery *query;
  RamblaMapPlaces *places;
  guint n_found;
  guint n_failed;
} Fixture;

static void
on_found (Fixture *fixture)
{
  g_clear_pointer (&fixture->places, rambla_map_places_free);
  fixture->places = rambla_place_feed_take (fixture->feed);
  g_assert_nonnull (fixture->places);
  fixture->n_found++;
}

static void
on_failed (Fixture *fixture, GError *error)
{
  g_assert_nonnull (error);
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->api = rambla_mock_api_new ();
  fixture->feed = rambla_place_feed_new (RAMBLA_API (fixture->api));
  fixture->query = rambla_deal_query_new ();
  g_signal_connect_swapped (fixture->feed, "found", G_CALLBACK (on_found), fixture);
  g_signal_connect_swapped (fixture->feed, "failed", G_CALLBACK (on_failed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->feed);
  rambla_deal_query_free (fixture->query);
  g_clear_pointer (&fixture->places, rambla_map_places_free);
  g_assert_finalize_object (fixture->api);
}

/* Plans one answer: a store of this name, and a group if it is truncated. */
static void
plan (Fixture *fixture, const char *name, guint group)
{
  g_autofree char *store = g_strdup_printf (STORE, name);
  g_autofree char *other = g_strdup_printf ("," GROUP, group);
  g_autofree char *json = g_strdup_printf ("{\"type\":\"FeatureCollection\",\"features\":[%s%s]%s}", store,
                                           group > 0 ? other : "", group > 0 ? ",\"truncated\":true" : "");

  rambla_mock_api_plan (fixture->api, "GET", "/v1/stores", 200, json);
}

static gboolean
on_time (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets twice the time pass after which the feed asks. */
static void
wait (void)
{
  gboolean over = FALSE;

  g_timeout_add (2 * RAMBLA_PLACE_FEED_SETTLE, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count (Fixture *fixture)
{
  return rambla_mock_api_get_log (fixture->api)->len;
}

static const char *
get_target (Fixture *fixture, guint nth)
{
  const RamblaMockCall *call = g_ptr_array_index (rambla_mock_api_get_log (fixture->api), nth);

  return call->target;
}

static const char *
get_first_id (Fixture *fixture)
{
  return g_array_index (fixture->places->places, RamblaMapPlace, 0).id;
}

static void
see (Fixture *fixture, double west, double south, double size, double zoom)
{
  rambla_place_feed_set_view (fixture->feed, (RamblaBox){ west, south, west + size, south + size }, zoom);
}

/* A town comes at once, and nothing is asked for while the map is moved. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  plan (fixture, "all", 0);
  fixture->query->has_near = TRUE;
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  see (fixture, -56, -35, 1, 10);
  wait ();
  see (fixture, -50, -30, 0.1, 14);
  wait ();
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpstr (get_target (fixture, 0), ==, "/v1/stores?fields=min");
  g_assert_cmpuint (fixture->n_found, ==, 1);
  g_assert_false (fixture->places->truncated);
  g_assert_true (g_array_index (fixture->places->places, RamblaMapPlace, 0).sponsored);
  /* Another place or order is the same question. */
  fixture->query->has_near = FALSE;
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  wait ();
  g_assert_cmpuint (count (fixture), ==, 1);
}

static void
test_large (Fixture *fixture, gconstpointer data)
{
  plan (fixture, "all", 99999);
  plan (fixture, "near", 0);
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  see (fixture, -56, -35, 1, 10);
  wait ();
  wait ();
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpuint (fixture->n_found, ==, 2);
  g_assert_nonnull (strstr (get_target (fixture, 1), "bbox=-56.5"));
  g_assert_nonnull (strstr (get_target (fixture, 1), "most=4000"));
  g_assert_cmpstr (get_first_id (fixture), ==, "sto_near");

  /* Inside of it nothing is asked for, as it holds no groups: not even nearer. */
  see (fixture, -55.6, -34.6, 1, 10);
  see (fixture, -55.6, -34.6, 0.1, 14);
  wait ();
  g_assert_cmpuint (count (fixture), ==, 2);

  /* Outside, once for the whole movement. */
  plan (fixture, "there", 1000);
  for (guint i = 1; i <= 20; i++)
    see (fixture, -55 + 0.1 * i, -35, 1, 10);
  wait ();
  wait ();
  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_nonnull (strstr (get_target (fixture, 2), "bbox=-53.5"));
  g_assert_true (fixture->places->truncated);
  g_assert_cmpuint (fixture->places->n_stores, ==, 1001);
  g_assert_cmpuint (g_array_index (fixture->places->places, RamblaMapPlace, 1).stores, ==, 1000);
  g_assert_cmpstr (g_array_index (fixture->places->places, RamblaMapPlace, 1).id, ==, "");

  /* There are groups: a level nearer they part, less than one does not matter. */
  see (fixture, -53, -35, 0.6, 10.6);
  wait ();
  g_assert_cmpuint (count (fixture), ==, 3);
  plan (fixture, "nearer", 0);
  see (fixture, -53, -35, 0.5, 11);
  wait ();
  wait ();
  g_assert_cmpuint (count (fixture), ==, 4);
  g_assert_cmpstr (get_first_id (fixture), ==, "sto_nearer");
}

/* The last question's answer counts, and one that failed is asked for again. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  plan (fixture, "first", 0);
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  g_free (fixture->query->text);
  fixture->query->text = g_strdup ("pizza");
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  wait ();
  g_assert_cmpuint (fixture->n_found, ==, 1);
  g_assert_cmpuint (count (fixture), ==, 1); /* the other was not waited for */
  g_assert_nonnull (strstr (get_target (fixture, 0), "q=pizza"));

  plan (fixture, "all", 99999);
  see (fixture, -56, -35, 1, 10);
  rambla_mock_api_plan_lost (fixture->api, "GET", "/v1/stores", RAMBLA_API_ERROR_OFFLINE);
  rambla_place_feed_refresh (fixture->feed);
  wait ();
  wait ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpstr (get_first_id (fixture), ==, "sto_all");
  plan (fixture, "again", 0);
  see (fixture, -56, -35, 1.1, 10);
  wait ();
  wait ();
  g_assert_cmpstr (get_first_id (fixture), ==, "sto_again");
}

/* A feed that is let go while it waits or asks does neither any more. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  rambla_place_feed_set_query (fixture->feed, fixture->query);
  g_object_run_dispose (G_OBJECT (fixture->feed));
  wait ();
  g_assert_cmpuint (fixture->n_found + fixture->n_failed, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/client/place-feed/small", Fixture, NULL, set_up, test_small, tear_down);
  g_test_add ("/client/place-feed/large", Fixture, NULL, set_up, test_large, tear_down);
  g_test_add ("/client/place-feed/late", Fixture, NULL, set_up, test_late, tear_down);
  g_test_add ("/client/place-feed/gone", Fixture, NULL, set_up, test_gone, tear_down);
  return g_test_run ();
}
