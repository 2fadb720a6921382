/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wallet before a platform that answers as planned: with and without a network, and how it learns. */
#include <glib/gstdio.h>
#include <sodium.h>

#include "rambla-id.h"
#include "rambla-mock-api.h"
#include "rambla-voucher-token.h"
#include "rambla-wallet.h"

#define PLATFORM "https://platform.example"
#define VOUCHERS "/v1/vouchers"
#define CODE "0000-0000-0000"

#define STORE "{'id':'sto_1','name':'Pasta','location':{'type':'Point','coordinates':[-56.1,-34.9]}}"
#define DEAL                                                                                                 \
  "{'id':'dea_1','title':'Dinner','kind':'voucher','category':'catering','price':"                           \
  "{'amount':50000,'currency':'UYU'},'regular_price':{'amount':90000,'currency':'UYU'},"                     \
  "'discount_percent':44,'rating':null,'review_count':0,'store':" STORE                                      \
  ",'valid_until':'2030-01-01T00:00:00Z','stock_left':null,'sample':true}"

typedef struct
{
  RamblaMockApi *api;
  char *folder;
  char *path;
  RamblaCache *cache;
  RamblaWallet *wallet;
  guint loaded;
  guint changed;
  guint removed; /* of the last items-changed */
  guint added;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->api = rambla_mock_api_new ();
  fixture->folder = g_dir_make_tmp ("rambla-wallet-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "cache.db", NULL);
  fixture->cache = rambla_cache_new (fixture->path, PLATFORM);
}

/* Lets the wallet go, and the cache with it: what is under way holds both for a moment. */
static void
drop_wallet (Fixture *fixture)
{
  RamblaCache *cache = fixture->cache;

  g_object_add_weak_pointer (G_OBJECT (cache), (gpointer *) &cache);
  if (fixture->wallet != NULL)
    g_signal_handlers_disconnect_by_data (fixture->wallet, fixture);
  g_clear_object (&fixture->wallet);
  g_clear_object (&fixture->cache);
  while (cache != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "cache.db", "cache.db-wal", "cache.db-shm" };

  drop_wallet (fixture);
  g_clear_object (&fixture->api);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
on_loaded (Fixture *fixture)
{
  fixture->loaded++;
}

static void
on_changed (Fixture *fixture)
{
  fixture->changed++;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Fixture *fixture)
{
  fixture->removed = removed;
  fixture->added = added;
}

static void
open_wallet (Fixture *fixture)
{
  fixture->loaded = 0;
  fixture->wallet = rambla_wallet_new (RAMBLA_API (fixture->api), fixture->cache);
  g_signal_connect_swapped (fixture->wallet, "loaded", G_CALLBACK (on_loaded), fixture);
  g_signal_connect_swapped (fixture->wallet, "voucher-changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->wallet, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

/* As if the program ended and started again; what was to be kept is. */
static void
close_wallet (Fixture *fixture)
{
  drop_wallet (fixture);
  fixture->cache = rambla_cache_new (fixture->path, PLATFORM);
}

/* Runs the main loop until @number is more than @before. */
static void
wait_beyond (const guint *number, guint before)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (*number <= before)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, g_main_context_pending (NULL));
      g_usleep (500);
    }
}

/* A voucher; @until: RFC 3339; @more: (nullable) further members, each with a comma before it. */
static char *
new_voucher (const char *id, const char *state, const char *until, const char *token, const char *more)
{
  return g_strdup_printf ("{'id':'%s','state':'%s','code':'" CODE "','token':'%s','valid_from':"
                          "'2026-01-01T00:00:00Z','valid_until':'%s','deal':" DEAL ",'stores':[" STORE
                          "],'generation':1,'order_id':'ord_1','quantity':1%s}",
                          id, state, token, until, more != NULL ? more : "");
}

static void
plan (Fixture *fixture, const char *path, const char *json, gboolean always)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');

  if (always)
    rambla_mock_api_plan_always (fixture->api, "GET", path, 200, text);
  else
    rambla_mock_api_plan (fixture->api, "GET", path, 200, text);
}

/* Plans one list of these vouchers; takes them over. @next: (nullable): cursor */
static void
plan_list (Fixture *fixture, const char *next, GPtrArray *vouchers)
{
  g_autofree char *joined = NULL;
  g_autofree char *cursor = next != NULL ? g_strdup_printf (",'next_cursor':'%s'", next) : g_strdup ("");
  g_autofree char *json = NULL;

  g_ptr_array_add (vouchers, NULL);
  joined = g_strjoinv (",", (char **) vouchers->pdata);
  json = g_strdup_printf ("{'vouchers':[%s]%s}", joined, cursor);
  plan (fixture, VOUCHERS, json, FALSE);
  g_ptr_array_unref (vouchers);
}

/* Five that differ in when they can be used. */
static GPtrArray *
new_five (void)
{
  GPtrArray *vouchers = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (vouchers, new_voucher ("vou_used", "redeemed", "2031-01-01T00:00:00Z", "t",
                                          ",'redeemed_at':'2026-11-20T12:00:00Z','redeemed_store':" STORE));
  g_ptr_array_add (vouchers, new_voucher ("vou_late", "active", "2099-12-01T00:00:00Z", "t", NULL));
  g_ptr_array_add (vouchers, new_voucher ("vou_over", "active", "2026-01-02T00:00:00Z", "t", NULL));
  g_ptr_array_add (vouchers, new_voucher ("vou_next", "active", "2098-01-01T00:00:00Z", "t", NULL));
  g_ptr_array_add (vouchers,
                   new_voucher ("vou_slot", "active", "2099-12-02T00:00:00Z", "t",
                                ",'slot':{'id':'slo_1','store_id':'sto_1','starts_at':'2097-01-01T20:00:00Z',"
                                "'ends_at':'2097-01-01T21:00:00Z','capacity_left':3}"));
  return vouchers;
}

static char *
list (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->wallet);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (RamblaVoucher) voucher = g_list_model_get_item (model, i);

      g_string_append_printf (ids, "%s ", rambla_voucher_get_id (voucher) + strlen ("vou_"));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_list (Fixture *fixture, const char *expected)
{
  g_autofree char *ids = list (fixture);

  g_assert_cmpstr (ids, ==, expected);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  g_assert_false (rambla_wallet_get_known (fixture->wallet));
  wait_beyond (&fixture->loaded, 0);
  g_assert_true (rambla_wallet_get_known (fixture->wallet));
  g_assert_false (rambla_wallet_get_offline (fixture->wallet));
  g_assert_cmpint (g_get_real_time () - rambla_wallet_get_fetched_at (fixture->wallet), <,
                   G_USEC_PER_SEC * 10);
  assert_list (fixture, "slot next late used over ");
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  gint64 fetched_at;

  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  fetched_at = rambla_wallet_get_fetched_at (fixture->wallet);
  close_wallet (fixture);

  rambla_mock_api_plan_lost (fixture->api, "GET", VOUCHERS, RAMBLA_API_ERROR_OFFLINE);
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 1);
  assert_list (fixture, "slot next late used over ");
  g_assert_true (rambla_wallet_get_offline (fixture->wallet));
  g_assert_true (rambla_wallet_get_known (fixture->wallet));
  g_assert_cmpint (rambla_wallet_get_fetched_at (fixture->wallet), ==, fetched_at);
  g_assert_error (rambla_wallet_get_error (fixture->wallet), RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);

  /* The network is back. */
  plan_list (fixture, NULL, g_ptr_array_new_with_free_func (g_free));
  rambla_wallet_refresh (fixture->wallet);
  wait_beyond (&fixture->loaded, 2);
  assert_list (fixture, "");
  g_assert_false (rambla_wallet_get_offline (fixture->wallet));
  g_assert_cmpint (rambla_wallet_get_fetched_at (fixture->wallet), >, fetched_at);
  close_wallet (fixture);

  /* An empty wallet is known to be empty, also without a network. */
  rambla_mock_api_plan_lost (fixture->api, "GET", VOUCHERS, RAMBLA_API_ERROR_TIMEOUT);
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 1);
  g_assert_true (rambla_wallet_get_known (fixture->wallet));
  assert_list (fixture, "");
}

static void
test_other_account (Fixture *fixture, gconstpointer data)
{
  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  rambla_wallet_forget (fixture->wallet);
  assert_list (fixture, "");
  g_assert_false (rambla_wallet_get_known (fixture->wallet));
  close_wallet (fixture);

  rambla_mock_api_plan (fixture->api, "GET", VOUCHERS, 401, "{\"code\":\"unauthorized\"}");
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  g_assert_false (rambla_wallet_get_known (fixture->wallet));
  g_assert_false (rambla_wallet_get_offline (fixture->wallet));
  assert_list (fixture, "");
}

static void
test_turns_used (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fresh = new_voucher ("vou_next", "active", "2098-01-01T00:00:00Z", "t", NULL);
  g_autofree char *used = new_voucher ("vou_next", "redeemed", "2098-01-01T00:00:00Z", "t",
                                       ",'redeemed_at':'2026-11-21T12:00:00Z','redeemed_store':" STORE);
  gint64 start;
  guint changed;

  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  changed = fixture->changed;
  plan (fixture, VOUCHERS "/vou_next", fresh, FALSE);
  plan (fixture, VOUCHERS "/vou_next", used, TRUE);
  start = g_get_monotonic_time ();
  rambla_wallet_watch (fixture->wallet, "vou_next");
  wait_beyond (&fixture->changed, changed);
  /* The first answer said nothing new; the second came within a second of it. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 1000 * 1000);
  g_assert_cmpuint (fixture->changed, ==, changed + 1);
  assert_list (fixture, "slot late next used over ");
  g_assert_cmpint (rambla_voucher_get_state (rambla_wallet_get_voucher (fixture->wallet, "vou_next")), ==,
                   RAMBLA_VOUCHER_REDEEMED);
  rambla_wallet_unwatch (fixture->wallet, "vou_next");
  close_wallet (fixture);

  /* It stays used without a network. */
  rambla_mock_api_plan_lost (fixture->api, "GET", VOUCHERS, RAMBLA_API_ERROR_OFFLINE);
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 1);
  assert_list (fixture, "slot late next used over ");
}

static void
test_watch_unknown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bought = new_voucher ("vou_new", "active", "2090-01-01T00:00:00Z", "t", NULL);
  guint loaded;

  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  loaded = fixture->loaded;
  rambla_mock_api_plan_lost (fixture->api, "GET", VOUCHERS "/vou_new", RAMBLA_API_ERROR_OFFLINE);
  rambla_wallet_watch (fixture->wallet, "vou_new");
  wait_beyond (&fixture->loaded, loaded);
  g_assert_true (rambla_wallet_get_offline (fixture->wallet));
  rambla_wallet_unwatch (fixture->wallet, "vou_new");

  plan (fixture, VOUCHERS "/vou_new", bought, TRUE);
  loaded = fixture->changed;
  rambla_wallet_watch (fixture->wallet, "vou_new");
  rambla_wallet_watch (fixture->wallet, "vou_new");
  wait_beyond (&fixture->changed, loaded);
  assert_list (fixture, "new slot next late used over ");
  g_assert_false (rambla_wallet_get_offline (fixture->wallet));
  rambla_wallet_unwatch (fixture->wallet, "vou_new");
  rambla_wallet_unwatch (fixture->wallet, "vou_new");
}

static void
plan_thousand (Fixture *fixture, guint used)
{
  for (guint page = 0; page < 10; page++)
    {
      GPtrArray *vouchers = g_ptr_array_new_with_free_func (g_free);

      for (guint i = page * 100; i < page * 100 + 100; i++)
        {
          g_autofree char *id = g_strdup_printf ("vou_%04u", i);
          g_autofree char *until = g_strdup_printf ("20%02u-01-01T00:00:00Z", 30 + i % 60);

          g_ptr_array_add (vouchers, new_voucher (id, i < used ? "redeemed" : "active", until, "t", NULL));
        }
      plan_list (fixture, page < 9 ? "more" : NULL, vouchers);
    }
}

static void
test_thousand (Fixture *fixture, gconstpointer data)
{
  plan_thousand (fixture, 0);
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->wallet)), ==, 1000);
  g_assert_cmpuint (rambla_mock_api_get_log (fixture->api)->len, ==, 10);

  /* The same again changes nothing that is shown. */
  fixture->added = fixture->removed = 0;
  fixture->changed = 0;
  plan_thousand (fixture, 0);
  rambla_wallet_refresh (fixture->wallet);
  wait_beyond (&fixture->loaded, 1);
  g_assert_cmpuint (fixture->added + fixture->removed + fixture->changed, ==, 0);
  plan_thousand (fixture, 2);
  rambla_wallet_refresh (fixture->wallet);
  wait_beyond (&fixture->loaded, 2);
  g_assert_cmpuint (fixture->changed, ==, 2);
  g_assert_cmpuint (fixture->added, ==, fixture->removed);
  close_wallet (fixture);

  rambla_mock_api_plan_lost (fixture->api, "GET", VOUCHERS, RAMBLA_API_ERROR_OFFLINE);
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->wallet)), ==, 1000);
}

static void
test_visible (Fixture *fixture, gconstpointer data)
{
  plan_list (fixture, NULL, new_five ());
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);
  plan_list (fixture, NULL, g_ptr_array_new_with_free_func (g_free));
  plan_list (fixture, NULL, new_five ());
  rambla_wallet_set_visible (fixture->wallet, TRUE);
  wait_beyond (&fixture->loaded, 1);
  assert_list (fixture, "");
  wait_beyond (&fixture->loaded, 2);
  assert_list (fixture, "slot next late used over ");
  rambla_wallet_set_visible (fixture->wallet, FALSE);
}

/* --- what the QR code says --- */

static guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

static const guint8 *
find_key (const char *kid, gpointer user_data)
{
  return g_str_equal (kid, "k1") ? public_key : NULL;
}

static RamblaVoucher *
read_voucher (const RamblaVoucherClaims *claims, const guint8 *secret_key)
{
  g_autofree char *token = rambla_voucher_token_sign (claims, secret_key);
  g_autofree char *json = new_voucher ("vou_q", "active", "2098-01-01T00:00:00Z", token, NULL);
  g_autoptr (JsonNode) node = json_from_string (g_strdelimit (json, "'", '"'), NULL);
  g_autoptr (GError) error = NULL;
  RamblaVoucher *voucher = rambla_voucher_from_json (node, &error);

  g_assert_no_error (error);
  return voucher;
}

static void
test_presentation (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
  g_autoptr (RamblaVoucher) bare = NULL;
  g_autoptr (RamblaVoucher) bound = NULL;
  g_autofree char *text = NULL;
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  guint8 holder_key[RAMBLA_ED25519_SECRET_SIZE];

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (public_key, secret_key);
  claims->id = rambla_id_new (RAMBLA_ID_VOUCHER);
  claims->deal_id = rambla_id_new (RAMBLA_ID_DEAL);
  claims->merchant_id = rambla_id_new (RAMBLA_ID_MERCHANT);
  claims->valid_until = now + 3600;
  claims->kid = g_strdup ("k1");
  plan_list (fixture, NULL, g_ptr_array_new_with_free_func (g_free));
  open_wallet (fixture);
  wait_beyond (&fixture->loaded, 0);

  bare = read_voucher (claims, secret_key);
  text = rambla_wallet_dup_presentation (fixture->wallet, bare, now);
  g_assert_true (g_str_has_prefix (text, "RV1"));
  g_assert_cmpint (rambla_voucher_presented_verify (text, find_key, NULL, now, NULL, NULL, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  g_clear_pointer (&text, g_free);

  /* Bound to a key: nothing can be shown without it, and with it a proof that gets old. */
  claims->has_holder_key = TRUE;
  crypto_sign_keypair (claims->holder_key, holder_key);
  bound = read_voucher (claims, secret_key);
  g_assert_null (rambla_wallet_dup_presentation (fixture->wallet, bound, now));
  rambla_wallet_set_holder_key (fixture->wallet, secret_key);
  g_assert_null (rambla_wallet_dup_presentation (fixture->wallet, bound, now));
  rambla_wallet_set_holder_key (fixture->wallet, holder_key);
  text = rambla_wallet_dup_presentation (fixture->wallet, bound, now);
  g_assert_true (g_str_has_prefix (text, "RV1"));
  g_assert_cmpint (rambla_voucher_presented_verify (text, find_key, NULL, now + 30, NULL, NULL, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_GENUINE);
  g_assert_cmpint (rambla_voucher_presented_verify (text, find_key, NULL, now + 90, NULL, NULL, NULL), ==,
                   RAMBLA_VOUCHER_RESULT_BINDING_STALE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/wallet/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/wallet/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/wallet/other-account", Fixture, NULL, set_up, test_other_account, tear_down);
  g_test_add ("/wallet/turns-used", Fixture, NULL, set_up, test_turns_used, tear_down);
  g_test_add ("/wallet/watch-unknown", Fixture, NULL, set_up, test_watch_unknown, tear_down);
  g_test_add ("/wallet/thousand", Fixture, NULL, set_up, test_thousand, tear_down);
  g_test_add ("/wallet/visible", Fixture, NULL, set_up, test_visible, tear_down);
  g_test_add ("/wallet/presentation", Fixture, NULL, set_up, test_presentation, tear_down);
  return g_test_run ();
}
