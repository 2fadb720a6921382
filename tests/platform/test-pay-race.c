/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many at one order: the same payment sent again and again at once, and webhook, return page, poll and
 * restart completing one order together. RAMBLA_TEST_ROUNDS makes it longer. */
#include <string.h>

#include "../bench/platform/load.h"
#include "trade-shop.h"

#define PAYERS 200

static guint
get_rounds (guint few)
{
  const char *wanted = g_getenv ("RAMBLA_TEST_ROUNDS");

  return wanted != NULL ? (guint) MAX (1, atoi (wanted)) : few;
}

/* One request for each connection, so that all are under way together. */
typedef struct
{
  GPtrArray *requests; /* of char * */
  guint next;
  guint statuses[600];
} Crowd;

static void
crowd_add (Crowd *crowd,
           const char *method,
           const char *path,
           const char *token,
           const char *key,
           const char *body)
{
  GString *text = g_string_new (NULL);

  if (crowd->requests == NULL)
    crowd->requests = g_ptr_array_new_with_free_func (g_free);
  g_string_printf (text, "%s %s HTTP/1.1\r\nHost: localhost\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", token);
  if (key != NULL)
    g_string_append_printf (text, "Idempotency-Key: \"%s\"\r\n", key);
  if (body != NULL)
    g_string_append_printf (text, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  g_ptr_array_add (crowd->requests, g_string_free (text, FALSE));
}

static const char *
next_request (gpointer data, guint connection, gsize *length)
{
  Crowd *crowd = data;
  const char *text;

  if (crowd->next == crowd->requests->len)
    return NULL;
  text = g_ptr_array_index (crowd->requests, crowd->next++);
  *length = strlen (text);
  return text;
}

static void
take_answer (gpointer data, guint connection, guint status)
{
  ((Crowd *) data)->statuses[MIN (status, 599)]++;
}

static void
crowd_run (Crowd *crowd, Shop *shop)
{
  LoadResult result;

  load_run (platform_fixture_get_port (shop->fixture), crowd->requests->len, 0, next_request, take_answer,
            crowd, &result);
  g_clear_pointer (&crowd->requests, g_ptr_array_unref);
}

/* However often it was asked for: one payment, one voucher a unit, and the books are right. */
static void
assert_paid_once (Shop *shop, const char *order_id, gint64 quantity)
{
  g_autofree char *payments = g_strdup_printf (
      "SELECT count(*) FROM payments WHERE order_id = '%s' AND state = 'succeeded'", order_id);
  g_autofree char *vouchers =
      g_strdup_printf ("SELECT count(*) FROM vouchers WHERE order_id = '%s'", order_id);
  g_autofree char *entries = g_strdup_printf (
      "SELECT count(*) FROM ledger_entries WHERE order_id = '%s' AND kind = 'payment'", order_id);
  g_autofree char *refunds = g_strdup_printf ("SELECT count(*) FROM refunds WHERE order_id = '%s'", order_id);

  shop_wait_for (shop, order_id, "paid");
  g_assert_cmpint (shop_query (shop, payments), ==, 1);
  g_assert_cmpint (shop_query (shop, vouchers), ==, quantity);
  g_assert_cmpint (shop_query (shop, entries), ==, quantity);
  g_assert_cmpint (shop_query (shop, refunds), ==, 0);
  shop_assert_books (shop);
}

static void
pay_at_once (Shop *shop, gboolean same_key)
{
  g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 2);
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/payment", order_id);
  g_autofree char *first = shop_new_key (shop);
  Crowd crowd = { NULL };

  for (guint i = 0; i < PAYERS; i++)
    {
      g_autofree char *other = shop_new_key (shop);

      crowd_add (&crowd, "POST", path, shop->consumer, same_key ? first : other, "{\"method\":\"saved\"}");
    }
  crowd_run (&crowd, shop);
  /* Paid, under way, or the key is in use; too many at once is an answer as well. */
  g_assert_cmpuint (crowd.statuses[201], >, 0);
  g_assert_cmpuint (crowd.statuses[201] + crowd.statuses[409] + crowd.statuses[429], ==, PAYERS);
  assert_paid_once (shop, order_id, 2);
}

static void
test_same_key (Shop *shop, gconstpointer data)
{
  for (guint round = 0; round < get_rounds (2); round++)
    pay_at_once (shop, TRUE);
}

static void
test_other_keys (Shop *shop, gconstpointer data)
{
  for (guint round = 0; round < get_rounds (2); round++)
    pay_at_once (shop, FALSE);
}

/* The provider's webhook comes while the buyer's browser returns, the client asks and the platform starts
 * anew. */
static void
test_all_ways (Shop *shop, gconstpointer data)
{
  for (guint round = 0; round < get_rounds (3); round++)
    {
      g_autofree char *order_id = shop_order (shop, SHOP_SWIM, 1);
      g_autoptr (PlatformAnswer) page = shop_pay (shop, order_id, "hosted");
      g_autofree char *url =
          g_strdup (json_object_get_string_member (platform_answer_get_object (page), "url"));
      g_autofree char *back = g_strdup_printf ("/pay/%s/return", order_id);
      g_autofree char *order = g_strdup_printf ("/v1/orders/%s", order_id);
      Crowd crowd = { NULL };

      shop_fill_page (shop, url, "4242424242424242");
      if (round % 3 == 1)
        {
          platform_fixture_kill (shop->fixture);
          platform_fixture_start (shop->fixture);
          shop_sign_in (shop);
        }
      for (guint i = 0; i < 20; i++)
        {
          crowd_add (&crowd, "GET", back, NULL, NULL, NULL);
          crowd_add (&crowd, "GET", order, shop->consumer, NULL, NULL);
        }
      crowd_run (&crowd, shop);
      if (round % 3 == 2)
        {
          platform_fixture_stop (shop->fixture);
          platform_fixture_start (shop->fixture);
          shop_sign_in (shop);
        }
      g_assert_cmpuint (crowd.statuses[200] + crowd.statuses[429], ==, 40);
      assert_paid_once (shop, order_id, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pay-race/same-key", Shop, NULL, shop_set_up, test_same_key, shop_tear_down);
  g_test_add ("/pay-race/other-keys", Shop, NULL, shop_set_up, test_other_keys, shop_tear_down);
  g_test_add ("/pay-race/all-ways", Shop, NULL, shop_set_up, test_all_ways, shop_tear_down);
  return g_test_run ();
}
