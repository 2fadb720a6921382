/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders and their holds. */
#include "trade-town.h"

static void
test_create (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 2, 2000, NULL, NULL);
  g_autoptr (PlatformTerms) terms = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (order->state, ==, PLATFORM_ORDER_PENDING_PAYMENT);
  g_assert_cmpint (order->total, ==, 2000);
  g_assert_cmpint (order->expires_at, ==, TOWN_NOW + 900);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 8);

  terms = platform_terms_cache_get (town->trade->terms, town->database, order->terms, &error);
  g_assert_no_error (error);
  g_assert_cmpint (terms->price, ==, 1000);
  g_assert_cmpuint (terms->rules.weekdays, ==, 0x1f);
  g_assert_false (terms->merchant_wide);
  g_assert_cmpstr (terms->store_ids[0], ==, town_store ("pizza-1"));
  g_assert_cmpstr (platform_terms_get_text (terms, "en")->language, ==, "en");
  g_assert_cmpstr (platform_terms_get_text (terms, "fr")->language, ==, "es");
}

static void
test_refusals (Town *town, gconstpointer data)
{
  static const struct
  {
    const char *deal;
    const char *store;
    gint64 quantity;
    gint64 expected;
    RamblaProblemCode code;
  } cases[] = {
    { "nothing", "pizza-1", 1, 1000, RAMBLA_PROBLEM_NOT_FOUND },
    { "lunch", "pizza-2", 1, 1000, RAMBLA_PROBLEM_INVALID_FIELD },
    { "lunch", "nowhere", 1, 1000, RAMBLA_PROBLEM_INVALID_FIELD },
    { "lunch", "pizza-1", 1, 999, RAMBLA_PROBLEM_PRICE_CHANGED },
    { "lunch", "pizza-1", 5, 5000, RAMBLA_PROBLEM_LIMIT_REACHED },
    { "lunch", "pizza-1", 11, 11000, RAMBLA_PROBLEM_OUT_OF_STOCK },
    { "cut", "hair-1", 1, 800, RAMBLA_PROBLEM_INVALID_FIELD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RamblaProblemCode code = RAMBLA_PROBLEM_NONE;

      g_assert_null (town_order (town, "ana", cases[i].deal, cases[i].store, cases[i].quantity,
                                 cases[i].expected, NULL, &code));
      g_assert_cmpint (code, ==, cases[i].code);
    }
  g_assert_cmpint (town_stock (town, "lunch"), ==, 10);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM orders"), ==, 0);

  town_set_time (town, TOWN_NOW + 41 * 86400);
  {
    RamblaProblemCode code = RAMBLA_PROBLEM_NONE;

    g_assert_null (town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, &code));
    g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NOT_ON_SALE);
  }
}

static void
test_cheaper (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 2, 9999, NULL, NULL);

  g_assert_cmpint (order->total, ==, 2000);
}

/* Nobody gets more than the limit, nobody more than there are, and what is given back can be had again. */
static void
test_stock_and_limit (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) first = town_order (town, "ana", "lunch", "pizza-1", 3, 3000, NULL, NULL);
  g_autoptr (PlatformOrder) second = town_order (town, "bea", "lunch", "pizza-1", 4, 4000, NULL, NULL);
  g_autoptr (PlatformOrder) third = NULL;
  RamblaProblemCode code = RAMBLA_PROBLEM_NONE;

  g_assert_null (town_order (town, "ana", "lunch", "pizza-1", 2, 2000, NULL, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_LIMIT_REACHED);
  g_assert_null (town_order (town, "eva", "lunch", "pizza-1", 4, 4000, NULL, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_OUT_OF_STOCK);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 3);

  town_expire (town, first->id);
  town_expire (town, first->id);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 6);
  third = town_order (town, "ana", "lunch", "pizza-1", 4, 4000, NULL, NULL);
  g_assert_nonnull (third);
  g_assert_cmpint (town_stock (town, "lunch"), ==, 2);
}

static void
test_slots (Town *town, gconstpointer data)
{
  g_autofree char *slot = town_find_slot (town, "cut", 1, 0);
  g_autoptr (PlatformOrder) first = town_order (town, "ana", "cut", "hair-1", 1, 800, slot, NULL);
  g_autoptr (PlatformOrder) second = town_order (town, "bea", "cut", "hair-1", 1, 800, slot, NULL);
  g_autoptr (PlatformOrder) third = NULL;
  RamblaProblemCode code = RAMBLA_PROBLEM_NONE;

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_null (town_order (town, "eva", "cut", "hair-1", 1, 800, slot, &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_SLOT_FULL);
  g_assert_null (town_order (town, "eva", "cut", "hair-1", 1, 800, "slo_none", &code));
  g_assert_cmpint (code, ==, RAMBLA_PROBLEM_SLOT_UNAVAILABLE);

  town_expire (town, first->id);
  third = town_order (town, "eva", "cut", "hair-1", 1, 800, slot, NULL);
  g_assert_nonnull (third);
}

static void
test_cancel (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 2, 2000, NULL, NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
      g_autoptr (PlatformOrder) cancelled = NULL;

      platform_ordering_cancel (town->database, town->trade, order->account_id, order->id, &cancelled,
                                &refusal, &error);
      g_assert_no_error (error);
      g_assert_cmpint (cancelled->state, ==, PLATFORM_ORDER_CANCELLED);
    }
  g_assert_cmpint (town_stock (town, "lunch"), ==, 10);

  {
    g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
    g_autoptr (PlatformOrder) cancelled = NULL;

    platform_ordering_cancel (town->database, town->trade, town_person (town, "bea"), order->id, &cancelled,
                              &refusal, &error);
    g_assert_no_error (error);
    g_assert_cmpint (refusal.code, ==, RAMBLA_PROBLEM_NOT_FOUND);
  }
}

static void
test_clock_step (Town *town, gconstpointer data)
{
  g_autoptr (PlatformOrder) order = town_order (town, "ana", "lunch", "pizza-1", 1, 1000, NULL, NULL);
  g_autoptr (PlatformOrder) after = NULL;
  g_autoptr (GPtrArray) due = NULL;
  g_autoptr (GError) error = NULL;
  gint64 next = 0;

  platform_order_storage_shift_holds (town->database, 3600, &error);
  g_assert_no_error (error);
  town_set_time (town, TOWN_NOW + 3600);
  due = platform_order_storage_list_due (town->database, platform_clock_now (town->clock), 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, 0);
  platform_order_storage_get_next_due (town->database, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpint (next, ==, TOWN_NOW + 3600 + 900);
}

static void
add (const char *path, void (*test) (Town *town, gconstpointer data))
{
  g_test_add (path, Town, NULL, town_set_up, test, town_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/ordering/create", test_create);
  add ("/ordering/refusals", test_refusals);
  add ("/ordering/cheaper", test_cheaper);
  add ("/ordering/stock-and-limit", test_stock_and_limit);
  add ("/ordering/slots", test_slots);
  add ("/ordering/cancel", test_cancel);
  add ("/ordering/clock-step", test_clock_step);
  return g_test_run ();
}
