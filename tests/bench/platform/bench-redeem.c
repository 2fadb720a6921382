/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durable redemptions through the real program: every voucher of a full wallet is redeemed over HTTP, by many
 * counters at once. The peer is the limit of 200 a second that the market leaders publish. */
#include "load.h"
#include "trade-shop.h"

#include <string.h>

#define COUNTERS 32
#define ORDERS 160
#define EACH 20
#define LIMIT 200.0

typedef struct
{
  GPtrArray *requests; /* of char * */
  guint next;
  guint refused;
} Queue;

static const char *
next_request (gpointer data, guint connection, gsize *length)
{
  Queue *queue = data;
  const char *bytes;

  if (queue->next == queue->requests->len)
    return NULL;
  bytes = g_ptr_array_index (queue->requests, queue->next++);
  *length = strlen (bytes);
  return bytes;
}

static void
check_answer (gpointer data, guint connection, guint status)
{
  ((Queue *) data)->refused += status != 201;
}

static void
add_request (Queue *queue, Shop *shop, const char *store_id, const char *code)
{
  g_autofree char *body = g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}", code, store_id);

  g_ptr_array_add (queue->requests,
                   g_strdup_printf ("POST /v1/merchant/redemptions HTTP/1.1\r\nHost: localhost\r\n"
                                    "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                                    "Idempotency-Key: \"bench-%u\"\r\nContent-Length: %zu\r\n\r\n%s",
                                    shop->merchant, queue->requests->len, strlen (body), body));
}

static void
collect_requests (Queue *queue, Shop *shop, const char *store_id)
{
  g_autofree char *path = g_strdup ("/v1/vouchers?limit=100");

  while (path != NULL)
    {
      g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, shop->consumer);
      JsonObject *object = platform_answer_get_object (page);
      JsonArray *vouchers = json_object_get_array_member (object, "vouchers");

      for (guint i = 0; i < json_array_get_length (vouchers); i++)
        add_request (queue, shop, store_id,
                     json_object_get_string_member (json_array_get_object_element (vouchers, i), "code"));
      g_clear_pointer (&path, g_free);
      if (json_object_has_member (object, "next_cursor"))
        path = g_strdup_printf ("/v1/vouchers?limit=100&cursor=%s",
                                json_object_get_string_member (object, "next_cursor"));
    }
}

int
main (int argc, char *argv[])
{
  Shop shop;
  Queue queue = { .requests = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = NULL;
  LoadResult result;
  double rate, used;

  shop_set_up (&shop, NULL);
  deal_id = shop_find_deal (&shop, SHOP_SWIM, &store_id);
  for (int i = 0; i < ORDERS; i++)
    {
      g_autofree char *order = shop_buy (&shop, SHOP_SWIM, EACH);
    }
  collect_requests (&queue, &shop, store_id);
  g_assert_cmpuint (queue.requests->len, ==, ORDERS * EACH);
  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture));
  load_run (platform_fixture_get_port (shop.fixture), COUNTERS, 0, next_request, check_answer, &queue,
            &result);
  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture)) - used;
  g_assert_cmpuint (queue.refused, ==, 0);
  g_assert_cmpint (shop_query (&shop, "SELECT count(*) FROM redemptions"), ==, ORDERS * EACH);
  shop_assert_books (&shop);
  rate = (double) result.answers / result.seconds;
  g_print ("{\"name\":\"redemptions\",\"figure\":%.0f,\"unit\":\"redemptions/s, durable\",\"counters\":%d,"
           "\"cpu_us\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"peer\":\"published "
           "limit\",\"peer_figure\":%.0f,\"ratio\":%.2f}\n",
           rate, COUNTERS, used * 1e6 / (double) result.answers, result.p50_ms, result.p99_ms, LIMIT,
           rate / LIMIT);
  g_ptr_array_unref (queue.requests);
  shop_tear_down (&shop, NULL);
  return 0;
}
