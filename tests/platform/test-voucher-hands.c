/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouchers from hand to hand at the real platform, whoever races. */
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "shop-holder.h"

#define N_FRIENDS 64

static void
test_gift (Shop *shop, gconstpointer data)
{
  guint8 holder[RAMBLA_ED25519_SECRET_SIZE];
  g_autofree char *order_id = NULL;
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autoptr (PlatformAnswer) before = NULL;
  g_autoptr (PlatformAnswer) key = NULL;
  g_autoptr (PlatformAnswer) gift = NULL;
  g_autoptr (PlatformAnswer) look = NULL;
  g_autoptr (PlatformAnswer) own = NULL;
  g_autoptr (PlatformAnswer) claimed = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) refund = NULL;
  g_autoptr (PlatformAnswer) after = NULL;
  g_autoptr (PlatformAnswer) page = NULL;
  g_autoptr (PlatformAnswer) old_code = NULL;
  g_autoptr (PlatformAnswer) old_token = NULL;
  g_autoptr (PlatformAnswer) used = NULL;
  g_autofree char *path = NULL;
  g_autofree char *refunds = NULL;
  g_autofree char *presented = NULL;
  const char *id;

  shop_add_friends (shop, 2);
  order_id = shop_buy (shop, SHOP_SWIM, 1);
  before = shop_get_voucher (shop, order_id, 0);
  id = shop_text (before, "id");
  shop_make_key (9, holder);
  key = shop_put_key (shop, "friend-0", holder);
  g_assert_cmpuint (key->status, ==, 200);

  gift = shop_give (shop, shop->consumer, id);
  g_assert_cmpuint (gift->status, ==, 201);
  page = platform_fixture_get (shop->fixture, strstr (shop_text (gift, "url"), "/gifts/"), NULL);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (page->type, ==, "text/html");
  path = g_strconcat ("/v1/gifts/", shop_text (gift, "code"), NULL);
  look = platform_fixture_get (shop->fixture, path, "friend-0");
  g_assert_cmpuint (look->status, ==, 200);
  g_assert_cmpstr (shop_text (look, "message"), ==, "For you");
  own = shop_claim (shop, shop->consumer, shop_text (gift, "code"));
  platform_answer_assert_problem (own, 409, "own_gift");

  claimed = shop_claim (shop, "friend-0", shop_text (gift, "code"));
  g_assert_cmpuint (claimed->status, ==, 201);
  g_assert_cmpstr (shop_text (claimed, "code"), !=, shop_text (before, "code"));
  again = shop_claim (shop, "friend-1", shop_text (gift, "code"));
  platform_answer_assert_problem (again, 409, "gift_gone");
  after = shop_get_voucher (shop, order_id, 0);
  g_assert_cmpstr (shop_text (after, "state"), ==, "given");
  g_assert_false (json_object_has_member (platform_answer_get_object (after), "token"));
  g_assert_false (json_object_has_member (platform_answer_get_object (after), "code"));
  refunds = g_strconcat ("/v1/orders/", order_id, "/refunds", NULL);
  refund = platform_fixture_post (shop->fixture, refunds, shop->consumer, "take-it-back", "{}");
  platform_answer_assert_problem (refund, 409, "not_refundable");

  old_code = shop_redeem (shop, shop_text (before, "code"), store_id, NULL);
  platform_answer_assert_problem (old_code, 409, "revoked");
  old_token = shop_redeem (shop, shop_text (before, "token"), store_id, NULL);
  platform_answer_assert_problem (old_token, 409, "revoked");
  presented = rambla_voucher_token_bind (shop_text (claimed, "token"), holder, time (NULL), NULL);
  used = shop_redeem (shop, presented, store_id, NULL);
  g_assert_cmpuint (used->status, ==, 201);
  shop_assert_books (shop);
}

/* --- Races --- */

typedef enum
{
  DO_CLAIM,
  DO_REDEEM,
  DO_REFUND,
  DO_WITHDRAW,
  DO_PRINT,
  N_DEEDS,
} Deed;

typedef struct
{
  Shop *shop;
  const char *order_id;
  const char *voucher_id;
  const char *gift_code;
  const char *voucher_code;
  const char *store_id;
  guint round;
  int ready; /* atomic */
  guint n;
  int done[N_DEEDS]; /* atomic: how often each succeeded */
} Race;

typedef struct
{
  Race *race;
  guint number;
  Deed deed;
} Runner;

static char *
describe (const Runner *runner, char **path, char **token)
{
  const Race *race = runner->race;

  *token = g_strdup (race->shop->consumer);
  switch (runner->deed)
    {
    case DO_CLAIM:
      g_free (*token);
      *token = g_strdup_printf ("friend-%u", runner->number % N_FRIENDS);
      *path = g_strdup_printf ("/v1/gifts/%s/claim", race->gift_code);
      return g_strdup ("{}");
    case DO_REDEEM:
      g_free (*token);
      *token = g_strdup (race->shop->merchant);
      *path = g_strdup ("/v1/merchant/redemptions");
      return g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", race->voucher_code,
                              race->store_id);
    case DO_REFUND:
      *path = g_strdup_printf ("/v1/orders/%s/refunds", race->order_id);
      return g_strdup ("{}");
    case DO_PRINT:
      *path = g_strdup_printf ("/v1/vouchers/%s/reissue", race->voucher_id);
      return g_strdup ("{\"form\":\"printed\"}");
    case DO_WITHDRAW:
    case N_DEEDS:
    default:
      *path = g_strdup_printf ("/v1/vouchers/%s/gift", race->voucher_id);
      return NULL;
    }
}

static gpointer
run (gpointer data)
{
  const Runner *runner = data;
  Race *race = runner->race;
  g_autofree char *path = NULL;
  g_autofree char *token = NULL;
  g_autofree char *body = describe (runner, &path, &token);
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *key = g_strdup_printf ("\"race-%u-%u\"", race->round, runner->number);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PlatformAnswer) answer = NULL;

  g_main_context_push_thread_default (context);
  g_atomic_int_inc (&race->ready);
  while (g_atomic_int_get (&race->ready) < (int) race->n)
    g_thread_yield ();
  answer =
      platform_fixture_call (race->shop->fixture, body != NULL ? "POST" : "DELETE", path, body,
                             "Authorization", authorization, "Idempotency-Key", body != NULL ? key : NULL,
                             "Content-Type", body != NULL ? "application/json" : NULL, NULL);
  g_main_context_pop_thread_default (context);
  if (answer->status < 300)
    g_atomic_int_inc (&race->done[runner->deed]);
  else if (answer->status != 409 && answer->status != 404)
    g_error ("%s: %u", path, answer->status);
  return NULL;
}

/* What the database says must be what exactly one of them was told. */
static void
judge (Race *race)
{
  Shop *shop = race->shop;
  g_autofree char *state = g_strdup_printf (
      "SELECT CASE state WHEN 'active' THEN 0 WHEN 'redeemed' THEN 1 WHEN 'refunded' THEN 2 ELSE 9 END FROM "
      "vouchers WHERE id = '%s'",
      race->voucher_id);
  g_autofree char *moved = g_strdup_printf ("SELECT count(*) FROM vouchers v JOIN orders o ON o.id = "
                                            "v.order_id WHERE v.id = '%s' AND v.account_id <> "
                                            "o.account_id",
                                            race->voucher_id);
  g_autofree char *claims = g_strdup_printf (
      "SELECT count(*) FROM gifts WHERE voucher_id = '%s' AND state = 'claimed'", race->voucher_id);
  g_autofree char *open = g_strdup_printf (
      "SELECT count(*) FROM gifts g JOIN vouchers v ON v.id = g.voucher_id WHERE g.voucher_id = '%s' "
      "AND g.state = 'open' AND (v.state <> 'active' OR v.account_id <> g.giver_id)",
      race->voucher_id);
  g_autofree char *generations = g_strdup_printf ("SELECT generation - 1 - (SELECT count(*) FROM past_codes "
                                                  "WHERE voucher_id = v.id) FROM vouchers v WHERE id = "
                                                  "'%s'",
                                                  race->voucher_id);
  gint64 ended = shop_query (shop, state);

  g_assert_cmpint (race->done[DO_CLAIM], <=, 1);
  g_assert_cmpint (race->done[DO_REDEEM], <=, 1);
  g_assert_cmpint (race->done[DO_REFUND], <=, 1);
  g_assert_cmpint (race->done[DO_WITHDRAW], <=, 1);
  /* The code that counters had is the giver's: with it nobody wins after the claim. */
  g_assert_cmpint (race->done[DO_CLAIM] + race->done[DO_REDEEM] + race->done[DO_REFUND], <=, 1);
  g_assert_cmpint (race->done[DO_CLAIM] + race->done[DO_WITHDRAW], <=, 1);
  g_assert_cmpint (ended, ==, race->done[DO_REDEEM] ? 1 : race->done[DO_REFUND] ? 2 : 0);
  g_assert_cmpint (shop_query (shop, moved), ==, race->done[DO_CLAIM]);
  g_assert_cmpint (shop_query (shop, claims), ==, race->done[DO_CLAIM]);
  g_assert_cmpint (shop_query (shop, open), ==, 0);
  g_assert_cmpint (shop_query (shop, generations), ==, 0);
}

static void
test_races (Shop *shop, gconstpointer data)
{
  static const guint sizes[] = { 2, 3, 4, 8, 16, 32, 64 };
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  guint32 seed = g_test_rand_int () & 0x7fffffff;
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
  guint wins[N_DEEDS] = { 0 };
  guint rounds = g_test_slow () ? 2000 : 42;

  g_test_message ("seed %u", seed);
  shop_add_friends (shop, N_FRIENDS);
  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
      g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order_id, 0);
      g_autoptr (PlatformAnswer) gift = shop_give (shop, shop->consumer, shop_text (voucher, "id"));
      Race race = { .shop = shop,
                    .order_id = order_id,
                    .voucher_id = shop_text (voucher, "id"),
                    .gift_code = shop_text (gift, "code"),
                    .voucher_code = shop_text (voucher, "code"),
                    .store_id = store_id,
                    .round = round,
                    .n = sizes[round % G_N_ELEMENTS (sizes)] };
      Runner runners[64];
      GThread *threads[64];

      for (guint i = 0; i < race.n; i++)
        {
          runners[i] = (Runner){ &race, i, (Deed) g_rand_int_range (dice, 0, N_DEEDS) };
          /* Somebody always wants to claim. */
          if (i == 0)
            runners[i].deed = DO_CLAIM;
          threads[i] = g_thread_new ("runner", run, &runners[i]);
        }
      for (guint i = 0; i < race.n; i++)
        g_thread_join (threads[i]);
      judge (&race);
      for (guint i = 0; i < N_DEEDS; i++)
        wins[i] += (guint) race.done[i];
    }
  g_test_message ("%u rounds: %u claimed, %u redeemed, %u refunded, %u taken back, %u printed", rounds,
                  wins[DO_CLAIM], wins[DO_REDEEM], wins[DO_REFUND], wins[DO_WITHDRAW], wins[DO_PRINT]);
  shop_assert_books (shop);
}

/* --- The platform's key is stolen --- */

static void
test_stolen_key (Shop *shop, gconstpointer data)
{
  guint8 stolen[RAMBLA_ED25519_SECRET_SIZE];
  g_autofree char *kid = shop_steal_key (shop, stolen);
  g_autofree char *operator_token = platform_fixture_sign_in (shop->fixture, "operator");
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 2);
  g_autoptr (PlatformAnswer) before = shop_get_voucher (shop, order_id, 0);
  g_autoptr (PlatformAnswer) second = shop_get_voucher (shop, order_id, 1);
  g_autofree char *body = g_strdup_printf ("{\"stolen\":\"%s\"}", kid);
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autofree char *invented = NULL;
  g_autoptr (PlatformAnswer) forbidden = NULL;
  g_autoptr (PlatformAnswer) unknown = NULL;
  g_autoptr (PlatformAnswer) rotated = NULL;
  g_autoptr (PlatformAnswer) keys = NULL;
  g_autoptr (PlatformAnswer) after = NULL;

  g_assert_cmpint (rambla_voucher_token_parse (shop_text (before, "token"), &claims), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  claims->id[19] = claims->id[19] == '0' ? '1' : '0';
  invented = rambla_voucher_token_sign (claims, stolen);

  forbidden = platform_fixture_post (shop->fixture, "/v1/operator/key-rotations", shop->merchant, "r1", body);
  g_assert_cmpuint (forbidden->status, ==, 403);
  unknown = platform_fixture_post (shop->fixture, "/v1/operator/key-rotations", operator_token, "r2",
                                   "{\"stolen\":\"nobodys\"}");
  platform_answer_assert_problem (unknown, 422, "invalid_field");
  rotated = platform_fixture_post (shop->fixture, "/v1/operator/key-rotations", operator_token, "r3", body);
  g_assert_cmpuint (rotated->status, ==, 201);
  g_assert_cmpint (json_object_get_int_member (platform_answer_get_object (rotated), "reissued"), ==, 2);

  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (PlatformAnswer) old = shop_redeem (shop, shop_text (before, "token"), store_id, NULL);
      g_autoptr (PlatformAnswer) made_up = shop_redeem (shop, invented, store_id, NULL);

      platform_answer_assert_problem (old, 409, "revoked");
      platform_answer_assert_problem (made_up, 409, "revoked");
      platform_fixture_stop (shop->fixture);
      platform_fixture_start (shop->fixture);
      shop_sign_in (shop);
    }
  keys = platform_fixture_get (shop->fixture, "/.well-known/jwks.json", NULL);
  g_assert_null (
      g_strstr_len (g_bytes_get_data (keys->body, NULL), (gssize) g_bytes_get_size (keys->body), kid));
  after = shop_get_voucher (shop, order_id, 0);
  g_assert_cmpstr (shop_text (after, "code"), ==, shop_text (before, "code"));
  {
    g_autoptr (PlatformAnswer) good = shop_redeem (shop, shop_text (after, "token"), store_id, NULL);
    g_autoptr (PlatformAnswer) typed = shop_redeem (shop, shop_text (second, "code"), store_id, NULL);

    g_assert_cmpuint (good->status, ==, 201);
    g_assert_cmpuint (typed->status, ==, 201);
  }
  shop_assert_books (shop);
}

static void
add (const char *path, void (*test) (Shop *shop, gconstpointer data))
{
  g_test_add (path, Shop, NULL, shop_set_up, test, shop_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/voucher-hands/gift", test_gift);
  add ("/voucher-hands/races", test_races);
  add ("/voucher-hands/stolen-key", test_stolen_key);
  return g_test_run ();
}
