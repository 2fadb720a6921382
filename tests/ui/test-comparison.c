/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offers side by side: what is compared, what is marked, what is shared and printed. */
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "rambla-compare-print.h"
#include "rambla-comparison-table.h"
#include "rambla-comparison.h"
#include "rambla-json.h"

static RamblaDeal *
make_deal (const char *id, int price, int unit, const char *per, double rating, const char *kind)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"title\":\"Title of "
      "%s\",\"kind\":\"%s\",\"category\":\"catering\",\"price\":{\"amount\":%d,"
      "\"currency\":\"UYU\"},\"regular_price\":{\"amount\":100000,\"currency\":\"UYU\"},\"discount_percent\":"
      "%d,"
      "\"rating\":%.1f,\"review_count\":3,\"sold\":2,\"branch_count\":1,\"sample\":true,"
      "\"store\":{\"id\":\"sto_%s\",\"name\":\"Store of "
      "%s\",\"location\":{\"type\":\"Point\",\"coordinates\":[-56.1,"
      "-34.9]}},\"distance_m\":%d,\"valid_until\":\"2027-01-02T03:04:05Z\",\"stock_left\":null,"
      "\"unit_price\":{\"price\":{\"amount\":%d,\"currency\":\"UYU\"},\"per\":\"%s\"}}",
      id, id, kind, price, 100 - price / 1000, rating, id, id, price / 100, unit, per);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 64 * 1024, &error);
  RamblaDeal *deal;

  g_assert_no_error (error);
  deal = rambla_deal_from_json (node, &error);
  g_assert_no_error (error);
  return deal;
}

static const RamblaComparisonRow *
find_row (GPtrArray *table, const char *label)
{
  for (guint i = 0; i < table->len; i++)
    {
      const RamblaComparisonRow *row = g_ptr_array_index (table, i);

      if (g_str_equal (row->label, label))
        return row;
    }
  return NULL;
}

typedef struct
{
  RamblaDeal *deals[3];
  int distances[3];
  GTimeZone *zone;
  GPtrArray *table;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->deals[0] = make_deal ("dea_a", 60000, 30000, "person", 4.5, "voucher");
  fixture->deals[1] = make_deal ("dea_b", 50000, 50000, "person", 4.5, "voucher");
  fixture->deals[2] = make_deal ("dea_c", 70000, 70000, "person", 3.9, "voucher");
  for (guint i = 0; i < 3; i++)
    fixture->distances[i] = rambla_deal_get_distance (fixture->deals[i]);
  fixture->zone = g_time_zone_new_utc ();
  fixture->table = rambla_comparison_table_new (fixture->deals, fixture->distances, 3, fixture->zone);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    g_object_unref (fixture->deals[i]);
  g_time_zone_unref (fixture->zone);
  g_ptr_array_unref (fixture->table);
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  const RamblaComparisonRow *price = find_row (fixture->table, "Price, all included");
  const RamblaComparisonRow *unit = find_row (fixture->table, "Price of one");
  const RamblaComparisonRow *rating = find_row (fixture->table, "Rating");
  const RamblaComparisonRow *distance = find_row (fixture->table, "Distance");
  const RamblaComparisonRow *kind = find_row (fixture->table, "Kind");

  g_assert_true (price->differs);
  g_assert_cmpuint (price->best, ==, 1 << 1);
  g_assert_cmpuint (unit->best, ==, 1 << 0);
  g_assert_cmpuint (rating->best, ==, 1 << 0 | 1 << 1); /* two are the best together */
  g_assert_cmpuint (distance->best, ==, 1 << 1);
  g_assert_false (kind->differs);
  g_assert_cmpuint (kind->best, ==, 0);
  g_assert_null (find_row (fixture->table, "You get")); /* said of none */
}

/* What cannot be compared has no best. */
static void
test_incomparable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaDeal) hour = make_deal ("dea_h", 20000, 10000, "hour", 4.0, "voucher");
  g_autoptr (RamblaDeal) coupon = make_deal ("dea_k", 0, 0, "person", 4.9, "coupon");
  RamblaDeal *deals[] = { fixture->deals[0], hour, coupon };
  const int distances[] = { 100, -1, 50 };
  g_autoptr (GPtrArray) two = rambla_comparison_table_new (deals, distances, 2, fixture->zone);
  g_autoptr (GPtrArray) three = rambla_comparison_table_new (deals, distances, 3, fixture->zone);
  g_autoptr (GPtrArray) one = rambla_comparison_table_new (deals, distances, 1, fixture->zone);

  g_assert_cmpuint (find_row (two, "Price, all included")->best, ==, 1 << 1);
  g_assert_cmpuint (find_row (two, "Price of one")->best, ==, 0); /* a person and an hour */
  g_assert_cmpuint (find_row (two, "Distance")->best, ==, 0);     /* one is not known */
  g_assert_cmpuint (find_row (three, "Price, all included")->best, ==, 0);
  for (guint i = 0; i < one->len; i++)
    g_assert_false (((const RamblaComparisonRow *) g_ptr_array_index (one, i))->differs);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = rambla_comparison_table_to_text (fixture->table, fixture->deals, 3);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_nonnull (strstr (text, rambla_deal_get_title (fixture->deals[i])));
      g_assert_nonnull (strstr (text, rambla_store_get_name (rambla_deal_get_store (fixture->deals[i]))));
    }
  g_assert_nonnull (strstr (text, "500"));
}

static void
count_changes (GListModel *model, guint position, guint removed, guint added, guint *changes)
{
  (*changes)++;
}

static void
test_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaComparison) comparison = rambla_comparison_new ();
  g_autoptr (RamblaDeal) again = make_deal ("dea_a", 10000, 10000, "person", 1.0, "voucher");
  g_autoptr (RamblaDeal) fourth = make_deal ("dea_d", 10000, 10000, "person", 1.0, "voucher");
  g_autoptr (RamblaDeal) fifth = make_deal ("dea_e", 10000, 10000, "person", 1.0, "voucher");
  g_autoptr (RamblaDeal) first = NULL;
  guint changes = 0;

  g_signal_connect (comparison, "items-changed", G_CALLBACK (count_changes), &changes);
  for (guint i = 0; i < 3; i++)
    g_assert_true (rambla_comparison_add (comparison, fixture->deals[i]));
  g_assert_true (rambla_comparison_add (comparison, again)); /* newer, in the same place */
  first = g_list_model_get_item (G_LIST_MODEL (comparison), 0);
  g_assert_true (first == again);
  g_assert_true (rambla_comparison_add (comparison, fourth));
  g_assert_false (rambla_comparison_add (comparison, fifth));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (comparison)), ==, RAMBLA_COMPARISON_MOST);
  g_assert_true (rambla_comparison_contains (comparison, "dea_b"));
  rambla_comparison_remove (comparison, "dea_b");
  rambla_comparison_remove (comparison, "dea_b");
  g_assert_false (rambla_comparison_contains (comparison, "dea_b"));
  g_assert_cmpuint (changes, ==, 6);
  rambla_comparison_clear (comparison);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (comparison)), ==, 0);
}

/* To a file, without asking: what comes out is a PDF with at least a page. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *folder = g_dir_make_tmp ("rambla-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "offers.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!gtk_is_initialized ())
    {
      g_test_skip ("there is no display");
      return;
    }
  operation = rambla_compare_print_operation_new (fixture->table, fixture->deals, 3);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  g_assert_true (g_str_has_prefix (contents, "%PDF-"));
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, 1);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  gtk_init_check ();
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/comparison/table", test_table);
  ADD ("/comparison/incomparable", test_incomparable);
  ADD ("/comparison/text", test_text);
  ADD ("/comparison/model", test_model);
  ADD ("/comparison/print", test_print);
  return g_test_run ();
}
