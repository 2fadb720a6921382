/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A used voucher is taken back while others redeem it and its buyer wants the money: one of them gets it, and
 * only after it was taken back. RAMBLA_TEST_SEED: the seed. */
#include "trade-shop.h"

#define MAX_THREADS 64

typedef enum
{
  DO_UNDO,
  DO_REDEEM,
  DO_REFUND,
  N_DEEDS,
} Deed;

typedef struct
{
  Shop *shop;
  const char *order_id;
  const char *voucher_id;
  const char *voucher_code;
  const char *redemption_id; /* the one to be taken back */
  const char *store_id;
  guint round;
  guint n;
  int ready;         /* atomic */
  int done[N_DEEDS]; /* atomic: how often each succeeded */
} Race;

typedef struct
{
  Race *race;
  guint number;
  Deed deed;
} Runner;

static char *
describe (const Runner *runner, char **path, const char **token)
{
  const Race *race = runner->race;

  *token = race->shop->merchant;
  switch (runner->deed)
    {
    case DO_UNDO:
      *path = g_strdup_printf ("/v1/merchant/redemptions/%s/undo", race->redemption_id);
      return g_strdup ("{\"reason\":\"Scanned by mistake\"}");
    case DO_REDEEM:
      *path = g_strdup ("/v1/merchant/redemptions");
      return g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", race->voucher_code,
                              race->store_id);
    case DO_REFUND:
    case N_DEEDS:
    default:
      *token = race->shop->consumer;
      *path = g_strdup_printf ("/v1/orders/%s/refunds", race->order_id);
      return g_strdup ("{}");
    }
}

static gpointer
run (gpointer data)
{
  const Runner *runner = data;
  Race *race = runner->race;
  g_autofree char *path = NULL;
  const char *token;
  g_autofree char *body = describe (runner, &path, &token);
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *key = g_strdup_printf ("\"undo-race-%u-%u\"", race->round, runner->number);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PlatformAnswer) answer = NULL;

  g_main_context_push_thread_default (context);
  g_atomic_int_inc (&race->ready);
  while (g_atomic_int_get (&race->ready) < (int) race->n)
    g_thread_yield ();
  answer = platform_fixture_call (race->shop->fixture, "POST", path, body, "Authorization", authorization,
                                  "Idempotency-Key", key, "Content-Type", "application/json", NULL);
  g_main_context_pop_thread_default (context);
  if (answer->status < 300)
    g_atomic_int_inc (&race->done[runner->deed]);
  else if (answer->status != 409)
    g_error ("%s: %u", path, answer->status);
  return NULL;
}

static gint64
query (Race *race, const char *format)
{
  g_autofree char *sql = NULL;
  g_auto (GStrv) parts = g_strsplit (format, "?", 2);

  sql = g_strconcat (parts[0], "'", race->voucher_id, "'", parts[1], NULL);
  return shop_query (race->shop, sql);
}

/* What the database says must be what exactly one of them was told. */
static void
judge (Race *race)
{
  int undone = race->done[DO_UNDO];
  int redeemed = race->done[DO_REDEEM];
  int refunded = race->done[DO_REFUND];
  gint64 state = query (race, "SELECT CASE state WHEN 'active' THEN 0 WHEN 'redeemed' THEN 1 WHEN 'refunded' "
                              "THEN 2 ELSE 9 END FROM vouchers WHERE id = ?");

  g_assert_cmpint (undone, ==, 1);
  g_assert_cmpint (redeemed + refunded, <=, 1);
  g_assert_cmpint (state, ==, redeemed ? 1 : refunded ? 2 : 0);
  g_assert_cmpint (query (race, "SELECT count(*) FROM redemptions WHERE voucher_id = ?"), ==, 1 + redeemed);
  g_assert_cmpint (query (race, "SELECT count(*) FROM redemption_undos u JOIN redemptions r ON r.id = "
                                "u.redemption_id WHERE r.voucher_id = ?"),
                   ==, 1);
  shop_assert_books (race->shop);
}

static void
test_races (Shop *shop, gconstpointer data)
{
  static const guint sizes[] = { 2, 3, 4, 8, 16, 32, MAX_THREADS };
  const char *given = g_getenv ("RAMBLA_TEST_SEED");
  guint32 seed =
      given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_test_rand_int () & 0x7fffffff;
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  guint rounds = g_test_slow () ? 2000 : 42;
  guint wins[N_DEEDS] = { 0 };

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
      g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
      JsonObject *object = platform_answer_get_object (voucher);
      const char *code = json_object_get_string_member (object, "code");
      g_autoptr (PlatformAnswer) first = shop_redeem (shop, code, store_id, NULL);
      Race race = { .shop = shop,
                    .order_id = order_id,
                    .voucher_id = json_object_get_string_member (object, "id"),
                    .voucher_code = code,
                    .store_id = store_id,
                    .round = round,
                    .n = sizes[round % G_N_ELEMENTS (sizes)] };
      Runner runners[MAX_THREADS];
      GThread *threads[MAX_THREADS];

      g_assert_cmpuint (first->status, ==, 201);
      race.redemption_id = json_object_get_string_member (platform_answer_get_object (first), "id");
      for (guint i = 0; i < race.n; i++)
        {
          /* Somebody always takes it back, early or late. */
          runners[i] = (Runner){ &race, i, (Deed) g_rand_int_range (dice, 0, N_DEEDS) };
          if (i == round % race.n)
            runners[i].deed = DO_UNDO;
        }
      for (guint i = 0; i < race.n; i++)
        threads[i] = g_thread_new ("runner", run, &runners[i]);
      for (guint i = 0; i < race.n; i++)
        g_thread_join (threads[i]);
      judge (&race);
      for (guint i = 0; i < N_DEEDS; i++)
        wins[i] += (guint) race.done[i];
    }
  g_test_message ("%u rounds: %u taken back, %u then redeemed, %u then refunded", rounds, wins[DO_UNDO],
                  wins[DO_REDEEM], wins[DO_REFUND]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/undo/races", Shop, NULL, shop_set_up, test_races, shop_tear_down);
  return g_test_run ();
}
