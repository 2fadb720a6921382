/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two counters without a network accept the same voucher, many times; they hand it in in either order, twice,
 * in halves, across a platform that dies. One of the two counts each time, the other is a conflict that both
 * shops are told of. RAMBLA_TEST_PAIRS: how many (100). RAMBLA_TEST_SEED: the seed. */
#include "counter-device.h"

#include <string.h>

#define N_EACH 20 /* vouchers in one order */
#define BATCH 20

typedef struct
{
  char *token;
  char *voucher_id;
  guint first; /* which counter was first */
} Pair;

typedef struct
{
  Shop *shop;
  char *stores[2];
  CounterDevice *counters[2];
  GArray *pairs; /* of Pair */
  GRand *random;
} Room;

static guint
get_number (const char *name, guint fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : fallback;
}

/* Vouchers of a brand, good at each of its branches. */
static void
buy (Room *room, guint n)
{
  Shop *shop = room->shop;
  g_autoptr (PlatformAnswer) deal = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_ONDA, NULL);
  g_autofree char *path = g_strdup_printf ("/v1/deals/%s", deal_id);
  JsonArray *branches;

  /* Two a person otherwise. */
  platform_fixture_stop (shop->fixture);
  shop_execute (shop, "UPDATE deals SET per_person = NULL; UPDATE deal_stock SET stock_left = NULL");
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
  for (guint bought = 0; bought < n; bought += N_EACH)
    {
      g_autofree char *order_id = shop_buy (shop, SHOP_ONDA, N_EACH);

      for (guint i = 0; i < N_EACH && room->pairs->len < n; i++)
        {
          g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, i);
          JsonObject *object = platform_answer_get_object (voucher);
          Pair pair = {
            .token = g_strdup (json_object_get_string_member (object, "token")),
            .voucher_id = g_strdup (json_object_get_string_member (object, "id")),
          };

          g_array_append_val (room->pairs, pair);
        }
    }
  deal = platform_fixture_get (shop->fixture, path, NULL);
  branches = json_object_get_array_member (platform_answer_get_object (deal), "branches");
  for (guint i = 0; i < 2; i++)
    room->stores[i] =
        g_strdup (json_object_get_string_member (json_array_get_object_element (branches, i), "id"));
}

static void
accept_all (Room *room)
{
  gint64 now = g_get_real_time () / 1000;

  for (guint i = 0; i < room->pairs->len; i++)
    {
      Pair *pair = &g_array_index (room->pairs, Pair, i);
      gint64 at = now + i; /* not before they were bought, and within what a clock may be off */

      pair->first = (guint) g_rand_int_range (room->random, 0, 2);
      for (guint k = 0; k < 2; k++)
        counter_device_scan (room->counters[k], pair->token, room->stores[k],
                             at + (k == pair->first ? 0 : g_rand_int_range (room->random, 1, 20000)),
                             now / 1000 - 60, NULL);
    }
}

/* Sends the next scans of one counter: now and then half of them first, or all of them twice, or the platform
 * dies once it has answered. */
static void
hand_in_some (Room *room, CounterDevice *counter)
{
  guint wanted = (guint) g_rand_int_range (room->random, 1, BATCH + 1);
  guint n = MIN (counter->scans->len, wanted);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (PlatformAnswer) answer = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  int trouble = g_rand_int_range (room->random, 0, 20);

  if (n == 0)
    return;
  if (trouble == 1)
    platform_answer_free (
        counter_device_send (counter, room->shop, (char *const *) counter->scans->pdata, (n + 1) / 2, now));
  answer = counter_device_send (counter, room->shop, (char *const *) counter->scans->pdata, n, now);
  g_assert_cmpuint (answer->status, ==, 200);
  if (trouble == 2)
    {
      platform_fixture_kill (room->shop->fixture);
      platform_fixture_start (room->shop->fixture);
      shop_sign_in (room->shop);
    }
  if (trouble <= 2)
    {
      again = counter_device_send (counter, room->shop, (char *const *) counter->scans->pdata, n, now);
      g_assert_cmpuint (again->status, ==, 200);
    }
  for (guint i = 0; i < n; i++)
    {
      JsonObject *verdict = counter_get_verdict (answer, i);
      const char *word = json_object_get_string_member (verdict, "verdict");

      g_assert_cmpstr (g_str_equal (word, "redeemed") ? "conflict" : word, ==, "conflict");
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (verdict, "flags")), ==, 0);
      if (again != NULL)
        g_assert_cmpstr (json_object_get_string_member (counter_get_verdict (again, i), "verdict"), ==, word);
    }
  g_ptr_array_remove_range (counter->scans, 0, n);
}

static guint
count_conflicts (Room *room, guint store, GHashTable *vouchers)
{
  g_autofree char *path =
      g_strdup_printf ("/v1/merchant/conflicts?limit=100&store_id=%s", room->stores[store]);
  guint n = 0;

  while (path != NULL)
    {
      g_autoptr (PlatformAnswer) page =
          platform_fixture_get (room->shop->fixture, path, room->shop->merchant);
      JsonObject *object = platform_answer_get_object (page);
      JsonArray *conflicts = json_object_get_array_member (object, "conflicts");

      for (guint i = 0; i < json_array_get_length (conflicts); i++, n++)
        {
          JsonObject *conflict = json_array_get_object_element (conflicts, i);
          JsonObject *first = json_object_get_object_member (conflict, "first");
          JsonObject *second = json_object_get_object_member (conflict, "second");

          g_assert_cmpstr (json_object_get_string_member (conflict, "kind"), ==, "double_use");
          g_assert_cmpstr (json_object_get_string_member (first, "at"), <,
                           json_object_get_string_member (second, "at"));
          g_assert_true (json_object_has_member (first, "scan_id") &&
                         json_object_has_member (second, "scan_id"));
          g_hash_table_replace (vouchers, g_strdup (json_object_get_string_member (conflict, "voucher_id")),
                                g_strdup (json_object_get_string_member (first, "store_id")));
        }
      g_clear_pointer (&path, g_free);
      if (json_object_has_member (object, "next_cursor"))
        path = g_strdup_printf ("/v1/merchant/conflicts?limit=100&store_id=%s&cursor=%s", room->stores[store],
                                json_object_get_string_member (object, "next_cursor"));
    }
  return n;
}

static void
check (Room *room)
{
  Shop *shop = room->shop;
  gint64 n = room->pairs->len;

  for (guint store = 0; store < 2; store++)
    {
      g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      g_assert_cmpuint (count_conflicts (room, store, told), ==, n);
      for (guint i = 0; i < room->pairs->len; i++)
        {
          const Pair *pair = &g_array_index (room->pairs, Pair, i);

          g_assert_cmpstr (g_hash_table_lookup (told, pair->voucher_id), ==, room->stores[pair->first]);
        }
    }
  for (guint i = 0; i < room->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (room->pairs, Pair, i);
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM redemptions r WHERE voucher_id = '%s' "
                                              "AND store_id = '%s' AND NOT EXISTS (SELECT 1 FROM "
                                              "redemption_undos WHERE redemption_id = r.id)",
                                              pair->voucher_id, room->stores[pair->first]);

      if (i % 10 == 0)
        g_assert_cmpint (shop_query (shop, sql), ==, 1);
    }
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM offline_scans"), ==, 2 * n);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM redemption_conflicts"), ==, n);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM vouchers WHERE state = 'redeemed'"), ==, n);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM redemptions r WHERE NOT EXISTS (SELECT 1 FROM "
                                     "redemption_undos WHERE redemption_id = r.id)"),
                   ==, n);
  /* The guarantee pays each second one, until a merchant has had its share of the month. */
  g_assert_cmpint (shop_query (shop, "SELECT -balance FROM ledger_balances WHERE account = 'guarantee'"), ==,
                   MIN (n * SHOP_ONDA, 2000000));
  g_assert_cmpint (shop_query (shop, "SELECT sum(guaranteed) FROM redemption_conflicts"), ==,
                   MIN (n * SHOP_ONDA, 2000000));
  shop_assert_books (shop);
}

static void
test_pairs (Shop *shop, gconstpointer data)
{
  guint n = get_number ("RAMBLA_TEST_PAIRS", 100);
  guint seed = get_number ("RAMBLA_TEST_SEED", g_random_int ());
  Room room = { shop, { NULL }, { counter_device_new (), counter_device_new () } };
  gint64 start;

  g_test_message ("%u pairs, RAMBLA_TEST_SEED=%u", n, seed);
  room.random = g_rand_new_with_seed (seed);
  room.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  buy (&room, n);
  for (guint i = 0; i < 2; i++)
    counter_device_register (room.counters[i], shop);
  accept_all (&room);

  start = g_get_monotonic_time ();
  while (room.counters[0]->scans->len + room.counters[1]->scans->len > 0)
    hand_in_some (&room, room.counters[g_rand_int_range (room.random, 0, 2)]);
  g_test_message ("handed in in %.2f s", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  check (&room);

  for (guint i = 0; i < room.pairs->len; i++)
    {
      g_free (g_array_index (room.pairs, Pair, i).token);
      g_free (g_array_index (room.pairs, Pair, i).voucher_id);
    }
  for (guint i = 0; i < 2; i++)
    {
      counter_device_free (room.counters[i]);
      g_free (room.stores[i]);
    }
  g_array_unref (room.pairs);
  g_rand_free (room.random);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/offline/pairs", Shop, NULL, shop_set_up, test_pairs, shop_tear_down);
  return g_test_run ();
}
