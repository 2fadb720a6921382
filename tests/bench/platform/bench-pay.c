/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paid orders through the real program: many buyers order, then pay with the saved card, each at the payment
 * provider over HTTP; counted is from the request to pay until it is paid, with its vouchers, on the disk.
 * The peer is the goal of 300 a second. */
#include "load.h"
#include "trade-shop.h"

#include <string.h>

#define BUYERS 32
#define ORDERS 2000
#define GOAL 300.0

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
add_post (Queue *queue, Shop *shop, const char *path, const char *kind, const char *body)
{
  g_ptr_array_add (queue->requests,
                   g_strdup_printf ("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                                    "Content-Type: application/json\r\nIdempotency-Key: \"bench-%s-%u\"\r\n"
                                    "Content-Length: %zu\r\n\r\n%s",
                                    path, shop->consumer, kind, queue->requests->len, strlen (body), body));
}

static void
run (Queue *queue, Shop *shop, LoadResult *result)
{
  load_run (platform_fixture_get_port (shop->fixture), BUYERS, 0, next_request, check_answer, queue, result);
  g_assert_cmpuint (queue->refused, ==, 0);
}

static void
collect_payments (Queue *queue, Shop *shop)
{
  g_autofree char *path = g_strdup ("/v1/orders?limit=100");

  while (path != NULL)
    {
      g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, shop->consumer);
      JsonObject *object = platform_answer_get_object (page);
      JsonArray *orders = json_object_get_array_member (object, "orders");

      for (guint i = 0; i < json_array_get_length (orders); i++)
        {
          g_autofree char *pay = g_strdup_printf (
              "/v1/orders/%s/payment",
              json_object_get_string_member (json_array_get_object_element (orders, i), "id"));

          add_post (queue, shop, pay, "pay", "{\"method\":\"saved\"}");
        }
      g_clear_pointer (&path, g_free);
      if (json_object_has_member (object, "next_cursor"))
        path = g_strdup_printf ("/v1/orders?limit=100&cursor=%s",
                                json_object_get_string_member (object, "next_cursor"));
    }
}

int
main (int argc, char *argv[])
{
  Shop shop;
  Queue orders = { .requests = g_ptr_array_new_with_free_func (g_free) };
  Queue payments = { .requests = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *body = NULL;
  LoadResult result;
  double rate, used;

  shop_set_up (&shop, NULL);
  body = shop_describe_order (&shop, SHOP_SWIM, 1);
  for (guint i = 0; i < ORDERS; i++)
    add_post (&orders, &shop, "/v1/orders", "order", body);
  run (&orders, &shop, &result);
  collect_payments (&payments, &shop);
  g_assert_cmpuint (payments.requests->len, ==, ORDERS);

  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture));
  run (&payments, &shop, &result);
  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture)) - used;
  g_assert_cmpint (shop_query (&shop, "SELECT count(*) FROM orders WHERE state = 'paid'"), ==, ORDERS);
  shop_assert_books (&shop);
  rate = (double) result.answers / result.seconds;
  g_print ("{\"name\":\"paid orders\",\"figure\":%.0f,\"unit\":\"paid orders/s, durable\",\"buyers\":%d,"
           "\"cpu_us\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"peer\":\"goal\",\"peer_figure\":%.0f,"
           "\"ratio\":%.2f}\n",
           rate, BUYERS, used * 1e6 / (double) result.answers, result.p50_ms, result.p99_ms, GOAL,
           rate / GOAL);
  g_ptr_array_unref (orders.requests);
  g_ptr_array_unref (payments.requests);
  shop_tear_down (&shop, NULL);
  return 0;
}
