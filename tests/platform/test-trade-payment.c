/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying, with a provider that is not always kind and a program that dies. */
#include "raw-exchange.h"
#include "trade-shop.h"

#include <string.h>
#include <unistd.h>

#define N_AT_ONCE 16

static const char *
get_text (PlatformAnswer *answer, const char *member)
{
  return json_object_get_string_member (platform_answer_get_object (answer), member);
}

/* Tells the sandbox provider how to behave. */
static void
set_provider (Shop *shop, const char *path, const char *form)
{
  JsonObject *provider =
      json_object_get_object_member (platform_fixture_get_ready (shop->fixture), "payment_provider");
  g_autofree char *url = g_strconcat (json_object_get_string_member (provider, "url"), path, NULL);
  g_autoptr (PlatformAnswer) answer = platform_fixture_post_form (
      shop->fixture, url, json_object_get_string_member (provider, "secret_key"), form);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_hosted (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) first = shop_pay (shop, order_id, "hosted");
  g_autoptr (PlatformAnswer) second = shop_pay (shop, order_id, "hosted");
  g_autofree char *state = NULL;

  g_assert_cmpstr (get_text (first, "state"), ==, "pending_payment");
  /* The page that is open already, not another one. */
  g_assert_cmpstr (get_text (second, "url"), ==, get_text (first, "url"));
  shop_fill_page (shop, get_text (first, "url"), "4000000000000002");
  state = shop_get_state (shop, order_id);
  g_assert_cmpstr (state, ==, "pending_payment");
  shop_fill_page (shop, get_text (first, "url"), "4242424242424242");
  shop_wait_for (shop, order_id, "paid");
  shop_assert_books (shop);
}

/* No webhook comes: asking after the order asks the provider. */
static void
test_missing_webhook (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) page = shop_pay (shop, order_id, "hosted");

  set_provider (shop, "/sandbox/webhooks", "mode=drop");
  shop_fill_page (shop, get_text (page, "url"), "4242424242424242");
  shop_wait_for (shop, order_id, "paid");
}

/* Paid by the page and by the saved card: one of the two goes back. */
static void
test_paid_twice (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) page = shop_pay (shop, order_id, "hosted");
  g_autoptr (PlatformAnswer) saved = shop_pay (shop, order_id, "saved");

  g_assert_cmpstr (get_text (saved, "state"), ==, "paid");
  shop_fill_page (shop, get_text (page, "url"), "4242424242424242");
  for (int i = 0; shop_query (shop, "SELECT count(*) FROM refunds WHERE state = 'succeeded'") != 1; i++)
    {
      g_assert_cmpint (i, <, 500);
      g_usleep (20000);
    }
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM vouchers"), ==, 1);
  shop_assert_books (shop);
}

/* The provider takes the money and its answer is lost: the order says so, and finds out by itself. */
static void
test_lost_answer (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) answer = NULL;
  g_autoptr (PlatformAnswer) meanwhile = NULL;

  set_provider (shop, "/sandbox/webhooks", "mode=drop");
  set_provider (shop, "/sandbox/answers", "mode=fail&count=3");
  answer = shop_pay (shop, order_id, "saved");
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (get_text (answer, "state"), ==, "unknown");
  meanwhile = shop_pay (shop, order_id, "saved");
  g_assert_cmpstr (get_text (meanwhile, "state"), !=, "pending_payment");
  shop_wait_for (shop, order_id, "paid");
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM payments WHERE state = 'succeeded'"), ==, 1);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM vouchers"), ==, 1);
  shop_assert_books (shop);
}

/* The bytes of a request to pay with the saved card. */
static char *
describe_payment (Shop *shop, const char *order_id, const char *key)
{
  static const char body[] = "{\"method\":\"saved\"}";

  return g_strdup_printf (
      "POST /v1/orders/%s/payment HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
      "Content-Type: application/json\r\nIdempotency-Key: \"%s\"\r\n"
      "Content-Length: %zu\r\n\r\n%s",
      order_id, shop->consumer, key, strlen (body), body);
}

/* The program dies while the provider takes the money: the next start finds out, and pays nothing twice. */
static void
test_killed_while_paying (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  g_autofree char *request = describe_payment (shop, order_id, "fatal");
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/payment", order_id);
  g_autoptr (PlatformAnswer) again = NULL;
  int fd = raw_connect (platform_fixture_get_port (shop->fixture));

  set_provider (shop, "/sandbox/webhooks", "mode=drop");
  set_provider (shop, "/sandbox/answers", "mode=delay&delay_ms=60000&count=1");
  raw_send (fd, request, -1, FALSE);
  for (int i = 0; shop_query (shop, "SELECT count(*) FROM payments") != 1; i++)
    {
      g_assert_cmpint (i, <, 500);
      g_usleep (10000);
    }
  platform_fixture_kill (shop->fixture);
  close (fd);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);

  shop_wait_for (shop, order_id, "paid");
  again = platform_fixture_post (shop->fixture, path, shop->consumer, "fatal", "{\"method\":\"saved\"}");
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (get_text (again, "state"), ==, "paid");
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM payments"), ==, 1);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM vouchers"), ==, 1);
  shop_assert_books (shop);
}

typedef struct
{
  Shop *shop;
  const char *order_id;
  const char *key;
  guint number;
} Payer;

static gpointer
pay_in_thread (gpointer data)
{
  Payer *payer = data;
  g_autofree char *own_key = g_strdup_printf ("own-%u", payer->number);
  g_autofree char *request =
      describe_payment (payer->shop, payer->order_id, payer->key != NULL ? payer->key : own_key);
  g_autofree char *answer =
      raw_exchange (platform_fixture_get_port (payer->shop->fixture), request, (gssize) strlen (request));
  guint status = raw_get_status (answer);

  /* In progress, where the key is the same; otherwise how it stands. */
  g_assert_true (status == 201 || (payer->key != NULL && status == 409));
  return NULL;
}

static void
pay_at_once (Shop *shop, const char *key)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
  GThread *threads[N_AT_ONCE];
  Payer payers[N_AT_ONCE];

  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      payers[i] = (Payer){ shop, order_id, key, i };
      threads[i] = g_thread_new ("payer", pay_in_thread, &payers[i]);
    }
  for (guint i = 0; i < N_AT_ONCE; i++)
    g_thread_join (threads[i]);
  shop_wait_for (shop, order_id, "paid");
}

static void
test_paid_at_once (Shop *shop, gconstpointer data)
{
  pay_at_once (shop, NULL);
  pay_at_once (shop, "same");
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM payments"), ==, 2);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM vouchers"), ==, 2);
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM refunds"), ==, 0);
  shop_assert_books (shop);
}

/* Webhooks come late, twice and in another order: the order is paid once, and its trail names them. */
static void
test_strange_webhooks (Shop *shop, gconstpointer data)
{
  static const char *const modes[] = { "mode=delay&delay_ms=300", "mode=double", "mode=reorder" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
      g_autoptr (PlatformAnswer) page = shop_pay (shop, order_id, "hosted");
      g_autofree char *vouchers =
          g_strdup_printf ("SELECT count(*) FROM vouchers WHERE order_id = '%s'", order_id);
      g_autofree char *told =
          g_strdup_printf ("SELECT count(*) FROM provider_events WHERE order_id = '%s'", order_id);

      set_provider (shop, "/sandbox/webhooks", modes[i]);
      shop_fill_page (shop, get_text (page, "url"), "4000000000000002");
      shop_fill_page (shop, get_text (page, "url"), "4242424242424242");
      shop_wait_for (shop, order_id, "paid");
      for (int wait = 0; shop_query (shop, told) == 0; wait++)
        {
          g_assert_cmpint (wait, <, 500);
          g_usleep (20000);
        }
      g_assert_cmpint (shop_query (shop, vouchers), ==, 1);
      shop_assert_books (shop);
    }
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM refunds"), ==, 0);
}

static void
use_card (Shop *shop, const char *card)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE saved_cards SET provider_method = '%s'", card);

  platform_fixture_stop (shop->fixture);
  shop_execute (shop, sql);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
}

/* A saved card whose bank takes its time: nobody is told that it failed, and it is paid by itself. */
static void
test_delayed_card (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = NULL;
  g_autoptr (PlatformAnswer) paying = NULL;
  g_autoptr (PlatformAnswer) again = NULL;

  use_card (shop, "pm_card_delayed");
  order_id = shop_order (shop, SHOP_SWIM, 1);
  paying = shop_pay (shop, order_id, "saved");
  g_assert_cmpuint (paying->status, ==, 201);
  g_assert_cmpstr (get_text (paying, "state"), !=, "paid");
  again = shop_pay (shop, order_id, "saved");
  g_assert_cmpuint (again->status, ==, 201);
  shop_wait_for (shop, order_id, "paid");
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM payments"), ==, 1);
  shop_assert_books (shop);
}

/* A saved card whose bank wants to hear the buyer: there is a page to confirm on, and nothing is taken
 * before. */
static void
test_confirmed_card (Shop *shop, gconstpointer data)
{
  g_autofree char *order_id = NULL;
  g_autofree char *state = NULL;
  g_autoptr (PlatformAnswer) paying = NULL;

  use_card (shop, "pm_card_threeDSecure2Required");
  order_id = shop_order (shop, SHOP_SWIM, 1);
  paying = shop_pay (shop, order_id, "saved");
  g_assert_cmpstr (get_text (paying, "state"), ==, "pending_payment");
  g_assert_nonnull (get_text (paying, "url"));
  state = shop_get_state (shop, order_id);
  g_assert_cmpstr (state, ==, "pending_payment");
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM ledger_entries"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/payment/hosted", Shop, NULL, shop_set_up, test_hosted, shop_tear_down);
  g_test_add ("/payment/missing-webhook", Shop, NULL, shop_set_up, test_missing_webhook, shop_tear_down);
  g_test_add ("/payment/paid-twice", Shop, NULL, shop_set_up, test_paid_twice, shop_tear_down);
  g_test_add ("/payment/strange-webhooks", Shop, NULL, shop_set_up, test_strange_webhooks, shop_tear_down);
  g_test_add ("/payment/delayed-card", Shop, NULL, shop_set_up, test_delayed_card, shop_tear_down);
  g_test_add ("/payment/confirmed-card", Shop, NULL, shop_set_up, test_confirmed_card, shop_tear_down);
  g_test_add ("/payment/lost-answer", Shop, NULL, shop_set_up, test_lost_answer, shop_tear_down);
  g_test_add ("/payment/killed-while-paying", Shop, NULL, shop_set_up, test_killed_while_paying,
              shop_tear_down);
  g_test_add ("/payment/paid-at-once", Shop, NULL, shop_set_up, test_paid_at_once, shop_tear_down);
  return g_test_run ();
}
