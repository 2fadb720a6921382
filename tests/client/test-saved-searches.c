/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved searches: what is new, what is not any more, what a restart leaves, and what a bad answer does. */
#include <glib/gstdio.h>

#include "rambla-mock-api.h"
#include "rambla-saved-searches.h"

typedef struct
{
  char *folder;
  char *path;
  RamblaMockApi *api;
  RamblaSavedSearches *searches;
  guint found; /* told so far */
} Fixture;

static void
on_found (Fixture *fixture, RamblaSavedSearch *search, guint n_new)
{
  fixture->found += n_new;
}

static void
open_searches (Fixture *fixture)
{
  fixture->searches = rambla_saved_searches_new (RAMBLA_API (fixture->api), fixture->path);
  g_signal_connect_swapped (fixture->searches, "found", G_CALLBACK (on_found), fixture);
}

/* The worker is waited for, and the mock answers through the main loop: nothing hangs on time. */
static void
settle (Fixture *fixture)
{
  for (int i = 0; i < 10; i++)
    {
      rambla_saved_searches_flush (fixture->searches);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
}

static void
close_searches (Fixture *fixture)
{
  settle (fixture);
  g_assert_finalize_object (fixture->searches);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rambla-searches-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "searches.json", NULL);
  fixture->api = rambla_mock_api_new ();
  open_searches (fixture);
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".unreadable", NULL);

  close_searches (fixture);
  g_remove (aside);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_object_unref (fixture->api);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* Plans an answer with these offers. @next: (nullable): the cursor of the page behind it */
static void
plan (Fixture *fixture, const char *ids, const char *next)
{
  g_auto (GStrv) each = g_strsplit (ids, " ", -1);
  g_autoptr (GString) json = g_string_new ("{\"deals\":[");

  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    g_string_append_printf (
        json,
        "%s{\"id\":\"%s\",\"title\":\"Pizza\",\"kind\":\"voucher\",\"category\":\"catering\",\"price\":{"
        "\"amount\":100,\"currency\":\"UYU\"},\"regular_price\":{\"amount\":200,\"currency\":\"UYU\"},"
        "\"discount_percent\":50,\"rating\":null,\"review_count\":0,\"store\":{\"id\":\"sto_1\",\"name\":"
        "\"La "
        "Ñata\",\"location\":{\"type\":\"Point\",\"coordinates\":[-56.19,-34.9]}},\"valid_until\":"
        "\"2099-01-02T03:04:05Z\",\"stock_left\":null,\"sample\":true}",
        i > 0 ? "," : "", each[i]);
  g_string_append_printf (json, "],\"total_estimate\":3%s%s%s}", next != NULL ? ",\"next_cursor\":\"" : "",
                          next != NULL ? next : "", next != NULL ? "\"" : "");
  rambla_mock_api_plan (fixture->api, "GET", "/v1/deals", 200, json->str);
}

static RamblaSavedSearch *
add (Fixture *fixture, const char *words)
{
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();
  g_autoptr (RamblaSavedSearch) search = NULL;

  query->text = g_strdup (words);
  query->has_near = TRUE;
  query->near = (RamblaPoint){ .lon = -56.19, .lat = -34.9 };
  query->sort = RAMBLA_SORT_PRICE;
  query->price_max = 50000;
  search = rambla_saved_search_new (words, query, "Pocitos");
  rambla_saved_search_set_alert (search, TRUE);
  g_assert_true (rambla_saved_searches_add (fixture->searches, search));
  settle (fixture);
  return rambla_saved_searches_get (fixture->searches, rambla_saved_search_get_id (search));
}

static void
check (Fixture *fixture)
{
  rambla_saved_searches_check (fixture->searches);
  settle (fixture);
}

static void
test_new_matches (Fixture *fixture, gconstpointer data)
{
  RamblaSavedSearch *search;
  const char *id;

  plan (fixture, "dea_1 dea_2", NULL);
  search = add (fixture, "pizza");
  id = rambla_saved_search_get_id (search);
  /* What it finds when it is saved is seen. */
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 0);
  plan (fixture, "dea_3 dea_1 dea_2", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 1);
  g_assert_cmpuint (fixture->found, ==, 1);
  /* The same again is no news; another one is. */
  plan (fixture, "dea_3 dea_1", "more");
  plan (fixture, "dea_4", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_searches_get_n_new (fixture->searches), ==, 2);
  g_assert_cmpuint (fixture->found, ==, 2);
  /* One of them ends before anybody looked. */
  plan (fixture, "dea_1 dea_4", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 1);
  rambla_saved_searches_look (fixture->searches, id);
  g_assert_cmpuint (rambla_saved_searches_get_n_new (fixture->searches), ==, 0);
  plan (fixture, "dea_1 dea_4", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 0);
  g_assert_cmpuint (fixture->found, ==, 2);
}

static void
test_silent (Fixture *fixture, gconstpointer data)
{
  RamblaSavedSearch *search;

  plan (fixture, "", NULL);
  search = add (fixture, "sushi");
  rambla_saved_search_set_alert (search, FALSE);
  rambla_saved_searches_changed (fixture->searches, search);
  plan (fixture, "dea_1", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 1);
  g_assert_cmpuint (fixture->found, ==, 0);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSavedSearch) search = NULL;
  const RamblaDealQuery *query;

  plan (fixture, "dea_1", NULL);
  rambla_saved_search_set_name (add (fixture, "pizza"), "Pizza near home");
  plan (fixture, "dea_1 dea_2", NULL);
  check (fixture);
  close_searches (fixture);

  /* At the start it is asked for what came meanwhile. */
  plan (fixture, "dea_1 dea_2 dea_3", NULL);
  open_searches (fixture);
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->searches)), ==, 1);
  search = g_list_model_get_item (G_LIST_MODEL (fixture->searches), 0);
  query = rambla_saved_search_get_query (search);
  g_assert_cmpstr (rambla_saved_search_get_name (search), ==, "Pizza near home");
  g_assert_cmpstr (rambla_saved_search_get_place (search), ==, "Pocitos");
  g_assert_cmpstr (query->text, ==, "pizza");
  g_assert_cmpint (query->price_max, ==, 50000);
  g_assert_cmpint (query->sort, ==, RAMBLA_SORT_PRICE);
  g_assert_cmpfloat_with_epsilon (query->near.lat, -34.9, 1e-9);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 2);
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  RamblaSavedSearch *search;

  plan (fixture, "dea_1", NULL);
  search = add (fixture, "pizza");
  rambla_mock_api_plan_lost (fixture->api, "GET", "/v1/deals", RAMBLA_API_ERROR_OFFLINE);
  check (fixture);
  rambla_mock_api_plan (fixture->api, "GET", "/v1/deals", 200, "{\"deals\":7}");
  check (fixture);
  /* Half of an answer says nothing of what has gone. */
  plan (fixture, "dea_2", "more");
  rambla_mock_api_plan_lost (fixture->api, "GET", "/v1/deals", RAMBLA_API_ERROR_OFFLINE);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 0);
  plan (fixture, "dea_1 dea_2", NULL);
  check (fixture);
  g_assert_cmpuint (rambla_saved_search_get_n_new (search), ==, 1);
  /* Forgotten while it is asked. */
  plan (fixture, "dea_1 dea_2 dea_3", NULL);
  rambla_saved_searches_check (fixture->searches);
  rambla_saved_searches_remove (fixture->searches, rambla_saved_search_get_id (search));
  settle (fixture);
  g_assert_cmpuint (fixture->found, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->searches)), ==, 0);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".unreadable", NULL);
  g_autofree char *text = NULL;

  close_searches (fixture);
  g_assert_true (g_file_set_contents (fixture->path, "{\"searches\":[{", -1, NULL));
  open_searches (fixture);
  settle (fixture);
  g_assert_true (g_file_get_contents (aside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"searches\":[{");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/saved-searches/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("new-matches", test_new_matches);
  ADD ("silent", test_silent);
  ADD ("restart", test_restart);
  ADD ("bad-answers", test_bad_answers);
  ADD ("unreadable", test_unreadable);
#undef ADD
  return g_test_run ();
}
