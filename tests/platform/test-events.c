/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens is told once, in its order, to whom it is for: however often one hangs up, the platform is
 * killed, or one reads too slowly. */
#include "event-listener.h"

#include <string.h>

#define WORLD "bbox=-180,-90,180,90"
/* Two events each; more with -m slow, which ./dev check asks for. */
#define N_ORDERS (g_test_slow () ? 1000 : 300)

static char *
cancel (Shop *shop, const char *order_id)
{
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/cancel", order_id);
  g_autofree char *key = shop_new_key (shop);
  g_autoptr (PlatformAnswer) answer = platform_fixture_post (shop->fixture, path, shop->consumer, key, "{}");

  g_assert_cmpuint (answer->status, <, 300);
  return g_strdup_printf ("%s cancelled", order_id);
}

/* Thousands of events, a listener that hangs up at random moments and a platform that is killed: the listener
 * has heard each once, in order. */
static void
test_resume (Shop *shop, gconstpointer data)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (EventListener) listener = event_listener_new (shop, NULL, shop->consumer);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  guint n_hung_up = 0, n_killed = 0;

  g_test_message ("seed %u", seed);
  g_assert_cmpuint (event_listener_connect (listener, 0), ==, 200);
  while (listener->n_readies == 0)
    event_listener_read (listener, 1000);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autofree char *order = shop_order (shop, SHOP_SWIM, 1);

      g_ptr_array_add (expected, g_strdup_printf ("%s pending_payment", order));
      g_ptr_array_add (expected, cancel (shop, order));
      if (listener->fd >= 0)
        event_listener_read (listener, 0);
      if (g_rand_int_range (random, 0, 12) == 0)
        {
          event_listener_hang_up (listener);
          n_hung_up++;
        }
      if (g_rand_int_range (random, 0, N_ORDERS / 4) == 0)
        {
          event_listener_hang_up (listener);
          platform_fixture_kill (shop->fixture);
          platform_fixture_start (shop->fixture);
          shop_sign_in (shop);
          g_free (listener->token);
          listener->token = g_strdup (shop->consumer);
          n_killed++;
        }
      if (listener->fd < 0 && g_rand_int_range (random, 0, 4) == 0)
        g_assert_cmpuint (event_listener_connect (listener, 0), ==, 200);
    }
  if (listener->fd < 0)
    g_assert_cmpuint (event_listener_connect (listener, 0), ==, 200);
  event_listener_wait (listener, expected->len, 30);
  event_listener_read (listener, 300);
  g_test_message ("%u events, hung up %u times, killed %u times", listener->events->len, n_hung_up, n_killed);
  g_assert_cmpuint (listener->events->len, ==, expected->len);
  g_assert_cmpuint (listener->n_resets, ==, 0);
  for (guint i = 0; i < expected->len; i++)
    {
      g_autofree char *heard = g_strdup_printf ("%s %s", event_listener_get_text (listener, i, "id"),
                                                event_listener_get_text (listener, i, "state"));

      g_assert_cmpstr (heard, ==, g_ptr_array_index (expected, i));
    }
}

/* What is somebody else's is not heard: not by another account, a merchant elsewhere, or who looks at the
 * map. */
static void
test_foreign (Shop *shop, gconstpointer data)
{
  g_autofree char *kiosk_token = platform_fixture_sign_in (shop->fixture, "kiosk");
  g_autofree char *here = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *swim = shop_find_deal (shop, SHOP_SWIM, &here);
  g_autofree char *onda = shop_find_deal (shop, SHOP_ONDA, &elsewhere);
  g_autofree char *query_here = g_strdup_printf ("store_id=%s", here);
  g_autofree char *query_elsewhere = g_strdup_printf ("store_id=%s", elsewhere);
  g_autoptr (EventListener) buyer = event_listener_new (shop, NULL, shop->consumer);
  g_autoptr (EventListener) counter = event_listener_new (shop, query_here, shop->merchant);
  g_autoptr (EventListener) other = event_listener_new (shop, query_elsewhere, shop->merchant);
  g_autoptr (EventListener) kiosk = event_listener_new (shop, WORLD, kiosk_token);
  g_autoptr (EventListener) nobody = event_listener_new (shop, WORLD, NULL);
  EventListener *all[] = { buyer, counter, other, kiosk, nobody };
  g_autofree char *order = NULL;
  g_autoptr (PlatformAnswer) voucher = NULL;
  g_autoptr (PlatformAnswer) redeemed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_assert_cmpuint (event_listener_connect (all[i], 0), ==, 200);
      while (all[i]->n_readies == 0)
        event_listener_read (all[i], 1000);
    }
  order = shop_buy (shop, SHOP_SWIM, 1);
  voucher = shop_get_voucher (shop, order, 0);
  redeemed = shop_redeem (shop, json_object_get_string_member (json_node_get_object (voucher->json), "code"),
                          here, NULL);
  g_assert_cmpuint (redeemed->status, ==, 201);

  event_listener_wait (buyer, 5, 10);
  g_assert_cmpstr (event_listener_get (buyer, 3)->kind, ==, "voucher");
  g_assert_cmpstr (event_listener_get_text (buyer, 3, "state"), ==, "redeemed");
  event_listener_wait (counter, 3, 10);
  g_assert_cmpstr (event_listener_get (counter, 1)->kind, ==, "redemption");
  for (guint i = 2; i < G_N_ELEMENTS (all); i++)
    {
      event_listener_read (all[i], 200);
      g_assert_cmpuint (all[i]->events->len, ==, 0);
    }
  g_assert_cmpstr (swim, !=, onda);
  g_assert_cmpstr (here, !=, elsewhere);
}

/* A position that is of no use, and a session that ends. */
static void
test_ends (Shop *shop, gconstpointer data)
{
  g_autoptr (EventListener) lost = event_listener_new (shop, WORLD, NULL);
  g_autoptr (EventListener) revoked = event_listener_new (shop, NULL, shop->consumer);
  g_autofree char *form = g_strdup_printf ("token=%s&client_id=rambla", shop->consumer);
  g_autoptr (PlatformAnswer) answer = NULL;
  gint64 end;

  lost->last_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAA");
  g_assert_cmpuint (event_listener_connect (lost, 0), ==, 200);
  while (lost->n_resets == 0)
    event_listener_read (lost, 1000);
  g_assert_cmpstr (lost->last_id, !=, "AAAAAAAAAAAAAAAAAAAAAA");

  g_assert_cmpuint (event_listener_connect (revoked, 0), ==, 200);
  answer = platform_fixture_post_form (shop->fixture, "/oauth/revoke", NULL, form);
  g_assert_cmpuint (answer->status, ==, 200);
  for (end = g_get_monotonic_time () + 40 * G_USEC_PER_SEC; !revoked->ended;)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      event_listener_read (revoked, 500);
    }
  g_assert_cmpuint (event_listener_connect (revoked, 0), ==, 401);
}

/* Kilobytes that the program holds in memory. */
static gint64
get_memory (Shop *shop)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", platform_fixture_get_pid (shop->fixture));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtoll (strstr (text, "VmRSS:") + strlen ("VmRSS:"), NULL, 10);
}

/* Who does not read is cut off, costs no memory meanwhile, and goes on where it was. */
static void
test_slow (Shop *shop, gconstpointer data)
{
  const guint n_missed = 6000;
  g_autofree char *order = shop_order (shop, SHOP_SWIM, 1);
  g_autofree char *sql = NULL;
  g_autoptr (EventListener) reader = event_listener_new (shop, NULL, shop->consumer);
  GPtrArray *idle = g_ptr_array_new_with_free_func ((GDestroyNotify) event_listener_free);
  gint64 before, after;
  guint n_before;

  g_assert_cmpuint (event_listener_connect (reader, 0), ==, 200);
  while (reader->n_readies == 0)
    event_listener_read (reader, 1000);
  event_listener_read (reader, 500); /* the order may still be told */
  event_listener_hang_up (reader);
  n_before = reader->events->len;
  sql =
      g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
                       " INSERT INTO outbox (kind, account_id, payload) SELECT 'x', (SELECT account_id FROM"
                       " orders WHERE id = '%s'), '{\"i\":' || i || ',\"fill\":\"' || hex (zeroblob (500)) ||"
                       " '\"}' FROM n",
                       n_missed, order);
  platform_fixture_stop (shop->fixture);
  shop_execute (shop, sql);
  platform_fixture_start (shop->fixture);
  shop_sign_in (shop);
  g_free (reader->token);
  reader->token = g_strdup (shop->consumer);

  before = get_memory (shop);
  for (guint i = 0; i < 20; i++)
    {
      EventListener *one = event_listener_new (shop, NULL, shop->consumer);

      one->last_id = g_strdup (reader->last_id);
      event_listener_connect (one, 4096);
      g_ptr_array_add (idle, one);
    }
  g_usleep (2 * G_USEC_PER_SEC);
  after = get_memory (shop);
  g_test_message ("20 streams with 6 MB to be told each: %" G_GINT64_FORMAT " kB more", after - before);
  g_assert_cmpint (after - before, <, 20000);

  /* Meanwhile who reads gets it all. */
  g_assert_cmpuint (event_listener_connect (reader, 0), ==, 200);
  event_listener_wait (reader, n_before + n_missed, 60);
  for (guint i = 0; i < n_missed; i++)
    g_assert_cmpint (json_object_get_int_member (event_listener_get (reader, n_before + i)->data, "i"), ==,
                     i + 1);

  /* Cut off: what is left to read is not all, and then it ends. */
  {
    EventListener *one = g_ptr_array_index (idle, 0);
    gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

    while (shop_query (shop, "SELECT 1") == 1 && g_get_monotonic_time () < end)
      {
        g_autoptr (PlatformAnswer) metrics = platform_fixture_get (shop->fixture, "/metrics", NULL);
        const char *text = g_bytes_get_data (metrics->body, NULL);
        g_autofree char *all = g_strndup (text, g_bytes_get_size (metrics->body));
        const char *line = strstr (all, "\nrambla_event_streams ");

        g_assert_nonnull (line);
        if (g_ascii_strtoll (line + strlen ("\nrambla_event_streams "), NULL, 10) == 1)
          break;
        g_usleep (500000);
      }
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_string_assign (one->text, "");
    while (!one->ended)
      event_listener_read (one, 1000);
    g_assert_cmpuint (one->events->len, <, n_missed);
  }
  g_ptr_array_unref (idle);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Shop, NULL, shop_set_up, func, shop_tear_down)
  ADD ("/events/resume", test_resume);
  ADD ("/events/foreign", test_foreign);
  ADD ("/events/ends", test_ends);
  ADD ("/events/slow", test_slow);
#undef ADD
  return g_test_run ();
}
