/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight counters show the same voucher at the same moment, a thousand times: one of them takes it, each time.
 */
#include "raw-exchange.h"
#include "trade-shop.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define N_COUNTERS 8
#define N_ROUNDS 1000
#define N_EACH 20 /* vouchers in one order */

typedef struct
{
  char *code;
  char *token;
} Ticket;

typedef struct
{
  Shop *shop;
  Ticket tickets[N_ROUNDS];
  char *store_id;
  pthread_barrier_t barrier;
  int accepted[N_ROUNDS]; /* atomic */
  int refused[N_ROUNDS];  /* atomic */
} Race;

typedef struct
{
  Race *race;
  guint number;
} Counter;

static guint
show (Race *race, int fd, guint counter, guint round, char **code)
{
  const Ticket *ticket = &race->tickets[round];
  /* Half of them scan, half of them type. */
  const char *presented = counter % 2 == 0 ? ticket->token : ticket->code;
  g_autofree char *body =
      g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", presented, race->store_id);
  g_autofree char *request =
      g_strdup_printf ("POST /v1/merchant/redemptions HTTP/1.1\r\nHost: localhost\r\n"
                       "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                       "Idempotency-Key: \"race-%u-%u\"\r\nContent-Length: %zu\r\n\r\n%s",
                       race->shop->merchant, counter, round, strlen (body), body);
  g_autofree char *answer = NULL;

  raw_send (fd, request, -1, FALSE);
  answer = raw_read_answer (fd, FALSE);
  *code = strstr (answer, "\"code\":\"already_redeemed\"");
  return raw_get_status (answer);
}

static gpointer
stand_at_counter (gpointer data)
{
  Counter *counter = data;
  Race *race = counter->race;
  int fd = raw_connect (platform_fixture_get_port (race->shop->fixture));

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      char *code = NULL;
      guint status;

      pthread_barrier_wait (&race->barrier);
      status = show (race, fd, counter->number, round, &code);
      if (status == 201)
        g_atomic_int_inc (&race->accepted[round]);
      else if (status == 409 && code != NULL)
        g_atomic_int_inc (&race->refused[round]);
      else
        g_error ("Round %u, counter %u: %u", round, counter->number, status);
    }
  close (fd);
  return NULL;
}

static void
collect_tickets (Race *race)
{
  Shop *shop = race->shop;
  g_autofree char *path = g_strdup ("/v1/vouchers?limit=100");
  guint n = 0;

  for (guint i = 0; i < N_ROUNDS / N_EACH; i++)
    {
      g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, N_EACH);
    }
  while (path != NULL)
    {
      g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, shop->consumer);
      JsonObject *object = platform_answer_get_object (page);
      JsonArray *vouchers = json_object_get_array_member (object, "vouchers");

      for (guint i = 0; i < json_array_get_length (vouchers); i++)
        {
          JsonObject *voucher = json_array_get_object_element (vouchers, i);

          g_assert_cmpuint (n, <, N_ROUNDS);
          race->tickets[n].code = g_strdup (json_object_get_string_member (voucher, "code"));
          race->tickets[n].token = g_strdup (json_object_get_string_member (voucher, "token"));
          n++;
        }
      g_clear_pointer (&path, g_free);
      if (json_object_has_member (object, "next_cursor"))
        path = g_strdup_printf ("/v1/vouchers?limit=100&cursor=%s",
                                json_object_get_string_member (object, "next_cursor"));
    }
  g_assert_cmpuint (n, ==, N_ROUNDS);
}

static void
test_race (Shop *shop, gconstpointer data)
{
  g_autofree Race *race = g_new0 (Race, 1);
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &race->store_id);
  Counter counters[N_COUNTERS];
  GThread *threads[N_COUNTERS];
  gint64 start;

  race->shop = shop;
  collect_tickets (race);
  shop_assert_books (shop);
  pthread_barrier_init (&race->barrier, NULL, N_COUNTERS);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_COUNTERS; i++)
    {
      counters[i] = (Counter){ race, i };
      threads[i] = g_thread_new ("counter", stand_at_counter, &counters[i]);
    }
  for (guint i = 0; i < N_COUNTERS; i++)
    g_thread_join (threads[i]);
  g_test_message ("%d rounds of %d counters in %.2f s", N_ROUNDS, N_COUNTERS,
                  (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_assert_cmpint (race->accepted[round], ==, 1);
      g_assert_cmpint (race->refused[round], ==, N_COUNTERS - 1);
      g_free (race->tickets[round].code);
      g_free (race->tickets[round].token);
    }
  g_assert_cmpint (shop_query (shop, "SELECT count(*) FROM redemptions"), ==, N_ROUNDS);
  g_assert_cmpint (shop_query (shop, "SELECT escrow FROM ledger_check"), ==, 0);
  g_assert_cmpint (
      shop_query (shop, "SELECT sum(balance) FROM ledger_balances WHERE account = 'commission' OR account "
                        "LIKE 'merchant:%'"),
      ==, (gint64) N_ROUNDS * SHOP_SWIM);
  shop_assert_books (shop);
  pthread_barrier_destroy (&race->barrier);
  g_free (race->store_id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/redemption/race", Shop, NULL, shop_set_up, test_race, shop_tear_down);
  return g_test_run ();
}
