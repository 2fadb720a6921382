/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens at the real program is heard by the client: the ticket turns "used", across a kill and a
 * start. */
#include <string.h>

#include "rambla-deal-list.h"
#include "rambla-http-api.h"
#include "rambla-order-list.h"
#include "rambla-wallet.h"
#include "trade-shop.h"

typedef struct
{
  Shop shop;
  SoupSession *soup;
  RamblaSession *session;
  RamblaApi *api;
  RamblaEventStream *events;
  RamblaWallet *wallet;
  GString *heard;   /* kinds and ids, one line each */
  guint n_requests; /* that the client sent */
  guint n_refetches;
  gboolean done;
  gint64 used_at; /* when the wallet said so; monotonic, µs */
} Fixture;

#define WAIT(condition, seconds)                                                                             \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 end_ = g_get_monotonic_time () + (seconds) *G_USEC_PER_SEC;                                       \
    while (!(condition))                                                                                     \
      {                                                                                                      \
        g_assert_cmpint (g_get_monotonic_time (), <, end_);                                                  \
        if (!g_main_context_iteration (NULL, FALSE))                                                         \
          g_usleep (500);                                                                                    \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

static void
on_redeem_code_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
  ((Fixture *) user_data)->done = TRUE;
}

static void
on_event (Fixture *fixture, const char *kind, JsonObject *data)
{
  g_string_append_printf (fixture->heard, "%s %s %s\n", kind,
                          json_object_get_string_member_with_default (data, "id", "-"),
                          json_object_get_string_member_with_default (data, "state", "-"));
}

static void
on_refetch (Fixture *fixture)
{
  fixture->n_refetches++;
}

static void
on_request_queued (Fixture *fixture)
{
  fixture->n_requests++;
}

static void
on_voucher_changed (Fixture *fixture, RamblaVoucher *voucher)
{
  if (rambla_voucher_get_state (voucher) == RAMBLA_VOUCHER_REDEEMED)
    fixture->used_at = g_get_monotonic_time ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  JsonObject *codes;
  /* A port that stays the same across starts, as an operator's address does. */
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
  const char *arguments[] = { "--sandbox", "--city", city, "--listen", address, NULL };

  g_socket_listener_close (listener);
  memset (fixture, 0, sizeof *fixture);
  fixture->heard = g_string_new (NULL);
  fixture->shop.fixture = platform_fixture_new (arguments);
  fixture->soup = soup_session_new ();
  g_object_set (fixture->soup, "timeout", 20, NULL);
  fixture->session =
      rambla_session_new (platform_fixture_get_uri (fixture->shop.fixture), fixture->soup, NULL);
  codes = json_object_get_object_member (platform_fixture_get_ready (fixture->shop.fixture), "sign_in");
  rambla_session_redeem_code_async (fixture->session, json_object_get_string_member (codes, "consumer"), NULL,
                                    on_redeem_code_ready, fixture);
  WAIT (fixture->done, 10);
  fixture->shop.consumer = g_strdup (rambla_session_get_access_token (fixture->session));
  fixture->shop.merchant = platform_fixture_sign_in (fixture->shop.fixture, "merchant");
  fixture->api = RAMBLA_API (rambla_http_api_new (fixture->session, fixture->soup));
  fixture->events = rambla_event_stream_new (fixture->session, fixture->soup);
  g_signal_connect_swapped (fixture->events, "event", G_CALLBACK (on_event), fixture);
  g_signal_connect_swapped (fixture->events, "refetch", G_CALLBACK (on_refetch), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  RamblaEventStream *events = fixture->events;

  g_signal_handlers_disconnect_by_data (events, fixture);
  g_object_add_weak_pointer (G_OBJECT (events), (gpointer *) &events);
  g_clear_object (&fixture->wallet);
  g_clear_object (&fixture->events);
  WAIT (events == NULL, 10);
  g_clear_object (&fixture->api);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->soup);
  g_string_free (fixture->heard, TRUE);
  platform_fixture_free (fixture->shop.fixture);
  g_free (fixture->shop.consumer);
  g_free (fixture->shop.merchant);
}

static void
test_used (Fixture *fixture, gconstpointer data)
{
  g_autofree char *order = NULL;
  g_autofree char *store = NULL;
  g_autofree char *deal = shop_find_deal (&fixture->shop, SHOP_SWIM, &store);
  g_autoptr (PlatformAnswer) voucher = NULL;
  gint64 started;
  const char *id;

  fixture->wallet = rambla_wallet_new (fixture->api, NULL);
  rambla_wallet_set_events (fixture->wallet, fixture->events);
  WAIT (rambla_event_stream_get_connected (fixture->events), 10);

  /* Bought elsewhere: it turns up by itself. */
  order = shop_buy (&fixture->shop, SHOP_SWIM, 1);
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (fixture->wallet)) == 1, 20);
  voucher = shop_get_voucher (&fixture->shop, order, 0);
  id = json_object_get_string_member (json_node_get_object (voucher->json), "id");

  /* While it is looked at and nothing happens, hardly anything is asked. */
  rambla_wallet_watch (fixture->wallet, id);
  g_signal_connect_swapped (fixture->wallet, "voucher-changed", G_CALLBACK (on_voucher_changed), fixture);
  WAIT (rambla_wallet_get_voucher (fixture->wallet, id) != NULL, 10);
  g_signal_connect_swapped (fixture->soup, "request-queued", G_CALLBACK (on_request_queued), fixture);
  started = g_get_monotonic_time ();
  WAIT (g_get_monotonic_time () - started > 2 * G_USEC_PER_SEC, 10);
  g_assert_cmpuint (fixture->n_requests, <=, 3);

  started = g_get_monotonic_time ();
  {
    g_autoptr (PlatformAnswer) answer = shop_redeem (
        &fixture->shop, json_object_get_string_member (json_node_get_object (voucher->json), "code"), store,
        NULL);

    g_assert_cmpuint (answer->status, ==, 201);
  }
  WAIT (fixture->used_at != 0, 20);
  g_test_message ("redeemed to used in the wallet: %.1f ms", (double) (fixture->used_at - started) / 1000);
  g_assert_cmpint (rambla_voucher_get_state (rambla_wallet_get_voucher (fixture->wallet, id)), ==,
                   RAMBLA_VOUCHER_REDEEMED);
  rambla_wallet_unwatch (fixture->wallet, id);
  g_signal_handlers_disconnect_by_data (fixture->soup, fixture);
  g_signal_handlers_disconnect_by_data (fixture->wallet, fixture);
}

/* Killed, and things happen before the stream is back: they are told, once, and nothing has to be fetched
 * anew. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  WAIT (rambla_event_stream_get_connected (fixture->events), 10);
  g_assert_cmpuint (fixture->n_refetches, ==, 1);
  before = shop_buy (&fixture->shop, SHOP_SWIM, 1);
  first = g_strdup_printf ("order %s paid\n", before);
  WAIT (strstr (fixture->heard->str, first) != NULL, 10);

  platform_fixture_kill (fixture->shop.fixture);
  WAIT (!rambla_event_stream_get_connected (fixture->events), 10);
  platform_fixture_start (fixture->shop.fixture);
  after = shop_buy (&fixture->shop, SHOP_SWIM, 1);
  second = g_strdup_printf ("order %s paid\n", after);
  WAIT (strstr (fixture->heard->str, second) != NULL, 30);
  WAIT (rambla_event_stream_get_connected (fixture->events), 10);
  g_assert_cmpuint (fixture->n_refetches, ==, 1);
  g_assert_null (strstr (strstr (fixture->heard->str, first) + 1, first));
  g_assert_null (strstr (strstr (fixture->heard->str, second) + 1, second));
}

/* An offer in the area is heard, one elsewhere is not; signing out ends what was one's own. */
static void
test_area (Fixture *fixture, gconstpointer data)
{
  const RamblaBox world = { -180, -90, 180, 90 };
  const RamblaBox elsewhere = { 10, 10, 11, 11 };
  g_autofree char *deal = shop_find_deal (&fixture->shop, SHOP_RARE, NULL);
  g_autofree char *order = NULL;
  g_autofree char *line = g_strdup_printf ("deal %s -\n", deal);
  g_autofree char *made = NULL;

  rambla_event_stream_set_area (fixture->events, &elsewhere);
  WAIT (rambla_event_stream_get_connected (fixture->events), 10);
  WAIT (fixture->n_refetches > 0, 10);
  g_clear_pointer (&order, g_free);
  order = shop_order (&fixture->shop, SHOP_RARE, 1); /* of three: the stock changes */
  made = g_strdup_printf ("order %s pending_payment\n", order);
  WAIT (strstr (fixture->heard->str, made) != NULL, 10);
  g_assert_null (strstr (fixture->heard->str, line));

  rambla_event_stream_set_area (fixture->events, &world);
  g_clear_pointer (&order, g_free);
  order = shop_order (&fixture->shop, SHOP_RARE, 1);
  WAIT (strstr (fixture->heard->str, line) != NULL, 10);
}

/* A merchant stops an offer, or puts it on sale again. */
static void
set_state (Fixture *fixture, const char *deal, const char *store, const char *state)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/deals/%s", deal);
  g_autofree char *list = g_strdup_printf ("/v1/merchant/deals?store_id=%s", store);
  g_autofree char *body = g_strdup_printf ("{\"store_id\":\"%s\",\"state\":\"%s\"}", store, state);
  g_autofree char *bearer = g_strconcat ("Bearer ", fixture->shop.merchant, NULL);
  g_autofree char *key = shop_new_key (&fixture->shop);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", key);
  g_autofree char *tag = NULL;
  g_autoptr (PlatformAnswer) own = platform_fixture_get (fixture->shop.fixture, list, fixture->shop.merchant);
  g_autoptr (PlatformAnswer) answer = NULL;
  JsonArray *deals = json_object_get_array_member (json_node_get_object (own->json), "deals");

  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      JsonObject *one = json_array_get_object_element (deals, i);

      if (g_str_equal (json_object_get_string_member (one, "id"), deal))
        tag = g_strdup_printf ("\"%s\"", json_object_get_string_member (one, "etag"));
    }
  answer = platform_fixture_call (fixture->shop.fixture, "PATCH", path, body, "Authorization", bearer,
                                  "Idempotency-Key", quoted, "If-Match", tag, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
}

/* Returns: where the offer stands in the list, or -1 */
static int
find_deal (RamblaDealList *list, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (RamblaDeal) deal = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (rambla_deal_get_id (deal), id))
        return (int) i;
    }
  return -1;
}

/* An offer that is put on sale again comes back into an open list where it was, within a second, also into
 * one that never showed it. */
static void
test_on_sale (Fixture *fixture, gconstpointer data)
{
  const RamblaBox world = { -180, -90, 180, 90 };
  g_autofree char *store = NULL;
  g_autofree char *deal = shop_find_deal (&fixture->shop, SHOP_SWIM, &store);
  g_autoptr (RamblaDealList) first = rambla_deal_list_new (fixture->api);
  g_autoptr (RamblaDealList) second = rambla_deal_list_new (fixture->api);
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();
  gint64 changed;
  guint n;
  int place;
  int total;

  query->sort = RAMBLA_SORT_PRICE;
  rambla_event_stream_set_area (fixture->events, &world);
  rambla_deal_list_set_events (first, fixture->events);
  rambla_deal_list_set_events (second, fixture->events);
  WAIT (rambla_event_stream_get_connected (fixture->events), 10);
  rambla_deal_list_set_query (first, query);
  WAIT (!rambla_deal_list_get_loading (first), 10);
  n = g_list_model_get_n_items (G_LIST_MODEL (first));
  place = find_deal (first, deal);
  total = rambla_deal_list_get_total (first);
  g_assert_cmpint (place, >=, 0);
  g_assert_cmpuint (n, >, 1);

  changed = g_get_monotonic_time ();
  set_state (fixture, deal, store, "stopped");
  WAIT (find_deal (first, deal) < 0, 10);
  g_test_message ("stopped, and gone from the list: %.1f ms",
                  (double) (g_get_monotonic_time () - changed) / 1000);
  g_assert_cmpint (rambla_deal_list_get_total (first), ==, total - 1);
  rambla_deal_list_set_query (second, query);
  WAIT (!rambla_deal_list_get_loading (second), 10);
  g_assert_cmpint (find_deal (second, deal), <, 0);

  changed = g_get_monotonic_time ();
  set_state (fixture, deal, store, "on_sale");
  WAIT (find_deal (first, deal) >= 0 && find_deal (second, deal) >= 0, 10);
  g_test_message ("on sale again, and in both lists: %.1f ms",
                  (double) (g_get_monotonic_time () - changed) / 1000);
  g_assert_cmpint (find_deal (first, deal), ==, place);
  g_assert_cmpint (find_deal (second, deal), ==, place);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (first)), ==, n);
  g_assert_cmpint (rambla_deal_list_get_total (first), ==, total);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/events-platform/used", test_used);
  ADD ("/events-platform/killed", test_killed);
  ADD ("/events-platform/area", test_area);
  ADD ("/events-platform/on-sale", test_on_sale);
#undef ADD
  return g_test_run ();
}
