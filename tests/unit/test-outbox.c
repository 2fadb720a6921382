/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened is told in the order of commits, to whom it is for and to nobody else. */
#include "platform-outbox-storage.h"

#include <string.h>

#include "trade-town.h"

/* What was visited: one line an event, "kind account|merchant|deal payload". */
static void
note (const PlatformOutboxEvent *event, gpointer data)
{
  g_string_append_printf (data, "%s%s%s%s%s %s\n", event->kind, event->account_id != NULL ? " account" : "",
                          event->merchant_id != NULL ? " merchant" : "", event->deal != 0 ? " deal" : "",
                          event->operators ? " operators" : "", event->payload != NULL ? event->payload : "");
}

static gint64
get_last (Town *town)
{
  g_autoptr (GError) error = NULL;
  gint64 first, last;

  platform_outbox_storage_get_ends (town->database, &first, &last, &error);
  g_assert_no_error (error);
  return last;
}

static char *
visit (Town *town, const PlatformOutboxAudience *audience, gint64 after)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  gint64 last = get_last (town);
  gint64 reached;

  platform_outbox_storage_visit (town->database, audience, after, last, 1000, note, text, &reached, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reached, ==, last);
  return g_string_free (text, FALSE);
}

static guint
count_lines (const char *text, const char *with)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += lines[i][0] != '\0' && strstr (lines[i], with) != NULL;
  return n;
}

static void
append (Town *town, PlatformOutboxEvent event)
{
  g_autoptr (GError) error = NULL;

  platform_outbox_storage_append (town->database, &event, &error);
  g_assert_no_error (error);
}

static void
test_trade (Town *town, gconstpointer data)
{
  gint64 before = get_last (town);
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GPtrArray) vouchers = town_get_vouchers (town, order->id);
  const PlatformVoucher *voucher = vouchers->pdata[0];
  const char *merchants[] = { voucher->merchant_id, NULL };
  const char *foreign[] = { "mer_nobody", NULL };
  g_autofree char *anas =
      visit (town, &(PlatformOutboxAudience){ .account_id = voucher->account_id }, before);
  g_autofree char *bens =
      visit (town, &(PlatformOutboxAudience){ .account_id = town_person (town, "ben") }, before);
  g_autofree char *shops = visit (town, &(PlatformOutboxAudience){ .merchant_ids = merchants }, before);
  g_autofree char *branch =
      visit (town, &(PlatformOutboxAudience){ .merchant_ids = merchants, .store_id = town_store ("pizza-2") },
             before);
  g_autofree char *others = visit (town, &(PlatformOutboxAudience){ .merchant_ids = foreign }, before);

  g_assert_cmpuint (count_lines (anas, "\"state\":\"pending_payment\""), ==, 1);
  g_assert_cmpuint (count_lines (anas, "\"state\":\"paid\""), ==, 1);
  g_assert_cmpuint (count_lines (anas, voucher->id), ==, 1);
  g_assert_cmpstr (bens, ==, "");
  /* A merchant hears what was paid, and nothing of the voucher before it is shown. */
  g_assert_cmpuint (count_lines (shops, ""), ==, 1);
  g_assert_cmpuint (count_lines (shops, "\"state\":\"paid\""), ==, 1);
  g_assert_null (strstr (shops, voucher->id));
  g_assert_cmpstr (branch, ==, "");
  g_assert_cmpstr (others, ==, "");
}

static void
test_refund (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;
  gint64 before = get_last (town);

  platform_database_run (town->database, &error, "UPDATE vouchers SET state = 'refunded' WHERE order_id = ?",
                         "t", order->id);
  g_assert_no_error (error);
  platform_database_run (town->database, &error, "UPDATE vouchers SET state = 'refunded' WHERE order_id = ?",
                         "t", order->id);
  g_assert_no_error (error);
  told = visit (town, NULL, before);
  /* What stays as it is, is not told. */
  g_assert_cmpuint (count_lines (told, ""), ==, 1);
  g_assert_cmpuint (count_lines (told, "voucher account {"), ==, 1);
  g_assert_nonnull (strstr (told, "\"state\":\"refunded\""));
}

static void
test_given (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_buy (town, "ana", "dinner", "pizza-1", 1);
  const char *ben = town_person (town, "ben");
  gint64 before = get_last (town);
  g_autoptr (GError) error = NULL;
  g_autofree char *anas = NULL, *bens = NULL;

  platform_database_run (
      town->database, &error,
      "UPDATE vouchers SET account_id = ?2, generation = generation + 1 WHERE order_id = ?1", "tt", order->id,
      ben);
  g_assert_no_error (error);
  anas = visit (town, &(PlatformOutboxAudience){ .account_id = town_person (town, "ana") }, before);
  bens = visit (town, &(PlatformOutboxAudience){ .account_id = ben }, before);
  g_assert_cmpuint (count_lines (anas, "\"state\":\"given\""), ==, 1);
  g_assert_cmpuint (count_lines (anas, ""), ==, 1);
  g_assert_cmpuint (count_lines (bens, "\"generation\":2"), ==, 1);
  g_assert_cmpuint (count_lines (bens, ""), ==, 1);
}

static void
test_offers (Town *town, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 before = get_last (town);
  g_autofree char *price = NULL, *stock = NULL, *many = NULL;

  platform_database_run (town->database, &error, "UPDATE deals SET price = price - 1 WHERE id = ?", "t",
                         town_deal ("dinner"));
  g_assert_no_error (error);
  price = visit (town, &(PlatformOutboxAudience){ .deals = TRUE }, before);
  g_assert_cmpstr (price, ==, "deal deal \n");

  before = get_last (town);
  platform_database_run (
      town->database, &error,
      "UPDATE deal_stock SET stock_left = 3 WHERE deal = (SELECT row FROM deals WHERE id = ?)", "t",
      town_deal ("lunch"));
  g_assert_no_error (error);
  stock = visit (town, &(PlatformOutboxAudience){ .deals = TRUE }, before);
  g_assert_cmpstr (stock, ==, "deal deal \n");

  platform_database_execute (town->database, "UPDATE deal_stock SET stock_left = 900", &error);
  before = get_last (town);
  platform_database_execute (town->database, "UPDATE deal_stock SET stock_left = 899", &error);
  g_assert_no_error (error);
  many = visit (town, NULL, before);
  g_assert_cmpstr (many, ==, "");
}

/* In pages, each event once, the audiences' own in the order of all. */
static void
test_pages (Town *town, gconstpointer data)
{
  g_autoptr (GString) pages = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *merchants[] = { "mer_a", "mer_b", NULL };
  PlatformOutboxAudience audience = {
    .account_id = "acc_a", .merchant_ids = merchants, .deals = TRUE, .operators = TRUE
  };
  gint64 after = get_last (town), last, first, reached = 0;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *payload = g_strdup_printf ("{\"n\":%u}", i);

      append (town, (PlatformOutboxEvent){ .kind = "x",
                                           .account_id = i % 3 == 0 ? "acc_a" : "acc_b",
                                           .merchant_id = i % 5 == 0   ? "mer_a"
                                                          : i % 7 == 0 ? "mer_b"
                                                                       : NULL,
                                           .deal = i % 11 == 0 ? 1 : 0,
                                           .operators = i % 13 == 0,
                                           .payload = payload });
    }
  whole = visit (town, &audience, after);
  platform_outbox_storage_get_ends (town->database, &first, &last, &error);
  for (gint64 at = after; at < last; at = reached)
    {
      platform_outbox_storage_visit (town->database, &audience, at, last, 7, note, pages, &reached, &error);
      g_assert_no_error (error);
      g_assert_cmpint (reached, >, at);
    }
  g_assert_cmpstr (pages->str, ==, whole);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *payload = g_strdup_printf ("{\"n\":%u}", i);

      g_assert_cmpuint (count_lines (whole, payload), ==,
                        i % 3 == 0 || i % 5 == 0 || i % 7 == 0 || i % 11 == 0 || i % 13 == 0);
    }
}

static void
test_trim (Town *town, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 first, last, before_first, before_last;
  gboolean more = TRUE;

  for (guint i = 0; i < 2500; i++)
    append (town, (PlatformOutboxEvent){ .kind = "x", .operators = TRUE, .payload = "{}" });
  platform_outbox_storage_get_ends (town->database, &before_first, &before_last, &error);
  platform_outbox_storage_trim (town->database, 0, 100000, &more, &error);
  g_assert_no_error (error);
  g_assert_false (more);
  platform_outbox_storage_get_ends (town->database, &first, &last, &error);
  g_assert_cmpint (first, ==, before_first);

  /* No more than ten. */
  do
    platform_outbox_storage_trim (town->database, 0, 10, &more, &error);
  while (error == NULL && more);
  g_assert_no_error (error);
  platform_outbox_storage_get_ends (town->database, &first, &last, &error);
  g_assert_cmpint (first, ==, before_last - 9);
  g_assert_cmpint (last, ==, before_last);

  /* All of it is old: the numbers go on nevertheless. */
  platform_outbox_storage_trim (town->database, G_MAXINT64, 10, &more, &error);
  platform_outbox_storage_get_ends (town->database, &first, &last, &error);
  g_assert_no_error (error);
  g_assert_cmpint (last, ==, before_last);
  g_assert_cmpint (first, ==, before_last + 1);
  append (town, (PlatformOutboxEvent){ .kind = "x", .operators = TRUE, .payload = "{}" });
  g_assert_cmpint (get_last (town), ==, before_last + 1);
}

static void
test_refused (Town *town, gconstpointer data)
{
  const PlatformOutboxEvent wrong[] = {
    { .kind = "x", .payload = "{}" },                                         /* for nobody */
    { .kind = "x", .operators = TRUE },                                       /* nothing to tell */
    { .kind = "x", .operators = TRUE, .payload = "{" },                       /* no JSON */
    { .kind = "x", .store_id = "sto_a", .operators = TRUE, .payload = "{}" }, /* a store of nobody */
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (platform_outbox_storage_append (town->database, &wrong[i], &error));
      g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
      g_clear_error (&error);
    }
  append (town, (PlatformOutboxEvent){ .kind = "x", .operators = TRUE, .payload = "{}" });
  g_assert_false (platform_database_execute (town->database, "UPDATE outbox SET kind = 'y'", &error));
  g_assert_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Town, NULL, town_set_up, func, town_tear_down)
  ADD ("/outbox/trade", test_trade);
  ADD ("/outbox/refund", test_refund);
  ADD ("/outbox/given", test_given);
  ADD ("/outbox/offers", test_offers);
  ADD ("/outbox/pages", test_pages);
  ADD ("/outbox/trim", test_trim);
  ADD ("/outbox/refused", test_refused);
#undef ADD
  return g_test_run ();
}
