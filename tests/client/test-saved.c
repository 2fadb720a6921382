/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved offers: lists, the file that other programs read, and what becomes of a file that cannot be read. */
#include <glib/gstdio.h>

#include "rambla-json.h"
#include "rambla-saved.h"

typedef struct
{
  char *folder;
  char *path;
  GMainLoop *loop;
  char *failure;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rambla-saved-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "state", "saved.geojson", NULL);
  fixture->loop = g_main_loop_new (NULL, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".unreadable", NULL);
  g_autofree char *state = g_path_get_dirname (fixture->path);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_remove (aside);
  g_remove (fixture->path);
  g_rmdir (state);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_free (fixture->failure);
  g_main_loop_unref (fixture->loop);
}

static RamblaDeal *
make_deal (const char *id, int price)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"title\":\"Pizza & "
      "\\\"fainá\\\"\",\"kind\":\"voucher\",\"category\":\"catering\",\"price\":{"
      "\"amount\":%d,\"currency\":\"UYU\"},\"regular_price\":{\"amount\":100000,\"currency\":\"UYU\"},"
      "\"discount_percent\":10,\"rating\":null,\"review_count\":0,\"sold\":2,\"branch_count\":1,\"sample\":"
      "true,"
      "\"store\":{\"id\":\"sto_1\",\"name\":\"La "
      "Pasiva\",\"location\":{\"type\":\"Point\",\"coordinates\":[-56.19,"
      "-34.9]}},\"distance_m\":10,\"valid_until\":\"2027-01-02T03:04:05Z\",\"stock_left\":null}",
      id, price);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 64 * 1024, &error);
  RamblaDeal *deal;

  g_assert_no_error (error);
  deal = rambla_deal_from_json (node, &error);
  g_assert_no_error (error);
  return deal;
}

static void
on_failed (Fixture *fixture, const char *message)
{
  g_free (fixture->failure);
  fixture->failure = g_strdup (message);
}

static RamblaSaved *
open_saved (Fixture *fixture)
{
  RamblaSaved *saved = rambla_saved_new (fixture->path);

  g_signal_connect_swapped (saved, "loaded", G_CALLBACK (g_main_loop_quit), fixture->loop);
  g_signal_connect_swapped (saved, "failed", G_CALLBACK (on_failed), fixture);
  g_main_loop_run (fixture->loop);
  return saved;
}

static const char *
get_id (RamblaSaved *saved, guint position)
{
  g_autoptr (RamblaSavedDeal) item = g_list_model_get_item (G_LIST_MODEL (saved), position);

  return rambla_deal_get_id (rambla_saved_deal_get_deal (item));
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autoptr (RamblaDeal) cheaper = make_deal ("dea_1", 40000);
  g_autoptr (RamblaDeal) two = make_deal ("dea_2", 60000);
  g_autoptr (RamblaDeal) other = make_deal ("dea_3", 60000);
  RamblaSaved *saved = open_saved (fixture);
  g_auto (GStrv) lists = NULL;
  RamblaSavedDeal *kept;

  g_assert_true (rambla_saved_get_loaded (saved));
  g_assert_true (rambla_saved_add (saved, one, "Friday"));
  g_assert_true (rambla_saved_add (saved, two, NULL));
  rambla_saved_update (saved, cheaper);
  rambla_saved_update (saved, other); /* is not saved */
  rambla_saved_flush (saved);
  g_object_unref (saved);

  saved = open_saved (fixture);
  g_assert_null (fixture->failure);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (saved)), ==, 2);
  g_assert_cmpstr (get_id (saved, 0), ==, "dea_2");
  kept = rambla_saved_get (saved, "dea_1");
  g_assert_cmpstr (rambla_saved_deal_get_list (kept), ==, "Friday");
  g_assert_cmpint (rambla_deal_get_price (rambla_saved_deal_get_deal (kept)).amount, ==, 40000);
  g_assert_cmpint (rambla_saved_deal_get_checked_at (kept), >=, rambla_saved_deal_get_saved_at (kept));
  lists = rambla_saved_dup_lists (saved);
  g_assert_cmpuint (g_strv_length (lists), ==, 1);
  rambla_saved_remove (saved, "dea_1");
  rambla_saved_remove (saved, "dea_1");
  g_assert_null (rambla_saved_get (saved, "dea_1"));
  rambla_saved_flush (saved);
  g_object_unref (saved);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  if (!rambla_saved_wait_finish (RAMBLA_SAVED (source), result, &error))
    on_failed (fixture, error->message);
  g_main_loop_quit (fixture->loop);
}

static void
wait_until_kept (Fixture *fixture, RamblaSaved *saved)
{
  rambla_saved_wait_async (saved, NULL, on_kept, fixture);
  g_main_loop_run (fixture->loop);
}

/* What somebody saved is on disk when that is said; what was only looked at again is written once for all. */
static void
test_writes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSaved) saved = open_saved (fixture);
  g_autoptr (RamblaSaved) again = NULL;
  g_autofree char *text = NULL;
  guint64 writes;

  wait_until_kept (fixture, saved); /* nothing to wait for */
  g_assert_cmpuint (rambla_saved_count_writes (saved), ==, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("dea_%u", i);
      g_autoptr (RamblaDeal) deal = make_deal (id, 50000);

      g_assert_true (rambla_saved_add (saved, deal, NULL));
    }
  wait_until_kept (fixture, saved);
  g_assert_null (fixture->failure);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "dea_99"));

  writes = rambla_saved_count_writes (saved);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("dea_%u", i);
      g_autoptr (RamblaDeal) deal = make_deal (id, 40000);

      rambla_saved_update (saved, deal);
    }
  g_assert_cmpuint (rambla_saved_count_writes (saved), ==, writes);
  while (rambla_saved_count_writes (saved) == writes)
    g_main_context_iteration (NULL, TRUE);
  wait_until_kept (fixture, saved);
  g_assert_cmpuint (rambla_saved_count_writes (saved), ==, writes + 1);
  again = open_saved (fixture);
  g_assert_cmpint (
      rambla_deal_get_price (rambla_saved_deal_get_deal (rambla_saved_get (again, "dea_42"))).amount, ==,
      40000);
}

/* Who waits before the file was read is told too, and who waits for what cannot be written. */
static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autofree char *state = g_path_get_dirname (fixture->path);
  g_autoptr (RamblaSaved) saved = rambla_saved_new (fixture->path);

  g_signal_connect_swapped (saved, "failed", G_CALLBACK (on_failed), fixture);
  rambla_saved_add (saved, one, NULL);
  wait_until_kept (fixture, saved);
  g_assert_null (fixture->failure);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (state), ==, 0);
  g_assert_true (g_file_set_contents (state, "in the way", -1, NULL));
  rambla_saved_remove (saved, "dea_1");
  wait_until_kept (fixture, saved);
  g_assert_nonnull (fixture->failure);
  g_remove (state);
}

/* RFC 7946, with what a map program shows. */
static void
test_geojson (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autoptr (RamblaDeal) two = make_deal ("dea_2", 50000);
  g_autoptr (RamblaSaved) saved = open_saved (fixture);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *features;
  JsonObject *feature;
  JsonArray *coordinates;

  rambla_saved_add (saved, one, "Friday");
  rambla_saved_add (saved, two, "Sunday");
  text = rambla_saved_to_geojson (saved, "Friday");
  root = rambla_json_parse (text, -1, 1024 * 1024, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "type"), ==,
                   "FeatureCollection");
  features = json_object_get_array_member (json_node_get_object (root), "features");
  g_assert_cmpuint (json_array_get_length (features), ==, 1);
  feature = json_array_get_object_element (features, 0);
  coordinates =
      json_object_get_array_member (json_object_get_object_member (feature, "geometry"), "coordinates");
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (coordinates, 0), -56.19, 1e-9);
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (coordinates, 1), -34.9, 1e-9);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (feature, "properties"), "store"), ==,
      "La Pasiva");
  rambla_saved_flush (saved);
}

/* What was saved before the file had been read is added to it and does not replace it. */
static void
test_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autoptr (RamblaDeal) two = make_deal ("dea_2", 50000);
  RamblaSaved *saved = open_saved (fixture);

  rambla_saved_add (saved, one, NULL);
  rambla_saved_flush (saved);
  g_object_unref (saved);
  saved = rambla_saved_new (fixture->path);
  g_signal_connect_swapped (saved, "loaded", G_CALLBACK (g_main_loop_quit), fixture->loop);
  rambla_saved_add (saved, two, NULL);
  g_main_loop_run (fixture->loop);
  rambla_saved_flush (saved);
  g_object_unref (saved);
  saved = open_saved (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (saved)), ==, 2);
  g_object_unref (saved);
}

/* A file that is broken is put aside; one feature that is broken costs only itself. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autofree char *aside = g_strconcat (fixture->path, ".unreadable", NULL);
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GString) mixed = NULL;
  RamblaSaved *saved = open_saved (fixture);

  rambla_saved_add (saved, one, NULL);
  rambla_saved_flush (saved);
  text = rambla_saved_to_geojson (saved, NULL);
  g_object_unref (saved);

  mixed = g_string_new (text);
  g_string_replace (mixed, "\"features\":[", "\"features\":[{\"type\":\"Feature\"},7,", 1);
  g_assert_true (g_file_set_contents (fixture->path, mixed->str, -1, NULL));
  saved = open_saved (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (saved)), ==, 1);
  g_object_unref (saved);

  text[strlen (text) / 2] = '\0';
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  saved = open_saved (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (saved)), ==, 0);
  g_assert_nonnull (fixture->failure);
  g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, text);
  g_object_unref (saved);
}

/* Where nothing can be written it is said. */
static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) one = make_deal ("dea_1", 50000);
  g_autofree char *state = g_path_get_dirname (fixture->path);
  RamblaSaved *saved = open_saved (fixture);

  g_assert_true (g_file_set_contents (state, "in the way", -1, NULL));
  rambla_saved_add (saved, one, NULL);
  rambla_saved_flush (saved);
  while (fixture->failure == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (rambla_saved_get (saved, "dea_1"));
  g_remove (state);
  g_object_unref (saved);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/saved/kept", test_kept);
  ADD ("/saved/writes", test_writes);
  ADD ("/saved/waiting", test_waiting);
  ADD ("/saved/geojson", test_geojson);
  ADD ("/saved/early", test_early);
  ADD ("/saved/broken", test_broken);
  ADD ("/saved/unwritable", test_unwritable);
  return g_test_run ();
}
