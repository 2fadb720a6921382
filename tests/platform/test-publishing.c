/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A merchant changes, stops and publishes offers: the search follows, and whoever looks at the map hears of
 * it. */
#include "event-listener.h"

#include <string.h>

#define WORLD "bbox=-180,-90,180,90"

typedef struct
{
  Shop shop;
  char *deal;
  char *store;
  EventListener *map;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  shop_set_up (&fixture->shop, data);
  fixture->deal = shop_find_deal (&fixture->shop, SHOP_SWIM, &fixture->store);
  fixture->map = event_listener_new (&fixture->shop, WORLD, NULL);
  g_assert_cmpuint (event_listener_connect (fixture->map, 0), ==, 200);
  while (fixture->map->n_readies == 0)
    event_listener_read (fixture->map, 1000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  event_listener_free (fixture->map);
  g_free (fixture->deal);
  g_free (fixture->store);
  shop_tear_down (&fixture->shop, data);
}

/* @members: after the store; @tag: (nullable): for If-Match */
static PlatformAnswer *
change (Fixture *fixture, const char *members, const char *tag)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/deals/%s", fixture->deal);
  g_autofree char *body =
      g_strdup_printf ("{\"store_id\":\"%s\"%s%s}", fixture->store, *members != '\0' ? "," : "", members);
  g_autofree char *bearer = g_strconcat ("Bearer ", fixture->shop.merchant, NULL);
  g_autofree char *key = shop_new_key (&fixture->shop);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", key);

  return platform_fixture_call (fixture->shop.fixture, "PATCH", path, body, "Authorization", bearer,
                                "Idempotency-Key", quoted, "If-Match", tag, NULL);
}

static const char *
get_text (PlatformAnswer *answer, const char *name)
{
  return json_object_get_string_member_with_default (json_node_get_object (answer->json), name, "");
}

/* Whether a search finds the offer. */
static gboolean
is_found (Fixture *fixture, const char *id)
{
  g_autoptr (PlatformAnswer) answer =
      platform_fixture_get (fixture->shop.fixture, "/v1/deals?limit=100", NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));

  g_assert_cmpuint (answer->status, ==, 200);
  return strstr (text, id) != NULL;
}

static guint
count_on_sale (Fixture *fixture, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < fixture->map->events->len; i++)
    n += g_str_equal (event_listener_get (fixture->map, i)->kind, "deal_on_sale") &&
         g_strcmp0 (event_listener_get_text (fixture->map, i, "id"), id) == 0;
  return n;
}

/* Fails the test unless it was said once that the offer came on sale, and not again. */
static void
assert_on_sale_once (Fixture *fixture, const char *id)
{
  guint heard;

  for (int tries = 0; count_on_sale (fixture, id) == 0 && tries < 100; tries++)
    event_listener_read (fixture->map, 100);
  do
    {
      heard = fixture->map->events->len;
      event_listener_read (fixture->map, 300);
    }
  while (fixture->map->events->len > heard);
  g_assert_cmpuint (count_on_sale (fixture, id), ==, 1);
}

static gint64
get_amount (JsonObject *object, const char *name)
{
  return json_object_get_int_member (json_object_get_object_member (object, name), "amount");
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *history = g_strdup_printf ("/v1/deals/%s/price-history", fixture->deal);
  g_autoptr (PlatformAnswer) none = change (fixture, "\"price\":{\"amount\":1,\"currency\":\"UYU\"}", NULL);
  g_autoptr (PlatformAnswer) stale =
      change (fixture, "\"price\":{\"amount\":1,\"currency\":\"UYU\"}", "\"r7\"");
  g_autoptr (PlatformAnswer) foreign_money =
      change (fixture, "\"price\":{\"amount\":1,\"currency\":\"EUR\"}", "\"r1\"");
  g_autoptr (PlatformAnswer) above =
      change (fixture, "\"price\":{\"amount\":99999999,\"currency\":\"UYU\"}", "\"r1\"");
  g_autoptr (PlatformAnswer) changed =
      change (fixture, "\"price\":{\"amount\":90000,\"currency\":\"UYU\"},\"stock_left\":5", "\"r1\"");
  g_autoptr (PlatformAnswer) prices = NULL;
  g_autoptr (PlatformAnswer) late = NULL;
  g_autoptr (PlatformAnswer) search = NULL;
  g_autofree char *text = NULL;
  JsonObject *told;

  g_assert_cmpuint (none->status, ==, 428);
  g_assert_cmpuint (stale->status, ==, 412);
  g_assert_cmpuint (foreign_money->status, ==, 422);
  g_assert_cmpuint (above->status, ==, 422);
  g_assert_cmpuint (changed->status, ==, 200);
  g_assert_cmpstr (get_text (changed, "etag"), ==, "r2");
  g_assert_cmpstr (changed->etag, ==, "\"r2\"");
  g_assert_cmpint (get_amount (json_node_get_object (changed->json), "price"), ==, 90000);
  late = change (fixture, "\"stock_left\":null", "\"r1\"");
  g_assert_cmpuint (late->status, ==, 412);

  /* One event for what changed in one go. */
  event_listener_wait (fixture->map, 1, 10);
  event_listener_read (fixture->map, 200);
  g_assert_cmpuint (fixture->map->events->len, ==, 1);
  g_assert_cmpstr (event_listener_get (fixture->map, 0)->kind, ==, "deal");
  told = event_listener_get (fixture->map, 0)->data;
  g_assert_cmpstr (json_object_get_string_member (told, "id"), ==, fixture->deal);
  g_assert_cmpint (get_amount (told, "price"), ==, 90000);
  g_assert_cmpint (json_object_get_int_member (told, "stock_left"), ==, 5);
  g_assert_true (json_object_get_boolean_member (told, "on_sale"));

  prices = platform_fixture_get (fixture->shop.fixture, history, NULL);
  text = g_strndup (g_bytes_get_data (prices->body, NULL), g_bytes_get_size (prices->body));
  g_assert_nonnull (strstr (text, "90000"));
  search = platform_fixture_get (fixture->shop.fixture, "/v1/deals?price_max=90000&limit=100", NULL);
  g_clear_pointer (&text, g_free);
  text = g_strndup (g_bytes_get_data (search->body, NULL), g_bytes_get_size (search->body));
  g_assert_nonnull (strstr (text, fixture->deal));
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = shop_describe_order (&fixture->shop, SHOP_SWIM, 1);
  g_autofree char *list = g_strdup_printf ("/v1/merchant/deals?store_id=%s", fixture->store);
  g_autofree char *key = shop_new_key (&fixture->shop);
  g_autoptr (PlatformAnswer) stopped = NULL;
  g_autoptr (PlatformAnswer) refused = NULL;
  g_autoptr (PlatformAnswer) resumed = NULL;
  g_autoptr (PlatformAnswer) own = NULL;
  g_autofree char *until = NULL;
  g_autofree char *text = NULL;

  g_assert_true (is_found (fixture, fixture->deal));
  {
    g_autoptr (PlatformAnswer) same = change (fixture, "", "\"r1\"");

    until = g_strdup (get_text (same, "valid_until"));
  }
  stopped = change (fixture, "\"state\":\"stopped\"", "\"r2\"");
  g_assert_cmpuint (stopped->status, ==, 200);
  g_assert_cmpstr (get_text (stopped, "state"), ==, "stopped");
  event_listener_wait (fixture->map, 1, 10);
  while (json_object_get_boolean_member_with_default (
      event_listener_get (fixture->map, fixture->map->events->len - 1)->data, "on_sale", TRUE))
    event_listener_wait (fixture->map, fixture->map->events->len + 1, 10);
  g_assert_false (is_found (fixture, fixture->deal));
  refused = platform_fixture_post (fixture->shop.fixture, "/v1/orders", fixture->shop.consumer, key, before);
  g_assert_cmpuint (refused->status, >=, 400);
  own = platform_fixture_get (fixture->shop.fixture, list, fixture->shop.merchant);
  text = g_strndup (g_bytes_get_data (own->body, NULL), g_bytes_get_size (own->body));
  g_assert_nonnull (strstr (text, fixture->deal));

  resumed = change (fixture, "\"state\":\"on_sale\"", "\"r3\"");
  g_assert_cmpuint (resumed->status, ==, 200);
  g_assert_cmpstr (get_text (resumed, "state"), ==, "on_sale");
  g_assert_cmpstr (get_text (resumed, "valid_until"), ==, until);
  g_assert_true (is_found (fixture, fixture->deal));
  /* Whoever did not have it in a list is told to look again, once. */
  assert_on_sale_once (fixture, fixture->deal);
  {
    g_autoptr (PlatformAnswer) cheaper =
        change (fixture, "\"price\":{\"amount\":90000,\"currency\":\"UYU\"}", "\"r4\"");

    g_assert_cmpuint (cheaper->status, ==, 200);
  }
  assert_on_sale_once (fixture, fixture->deal);
}

static void
test_publish (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strdup_printf (
      "{\"store_id\":\"%s\",\"kind\":\"voucher\",\"title\":\"Xylophone lesson\",\"summary\":\"An hour.\","
      "\"includes\":[\"One hour\"],\"price\":{\"amount\":70000,\"currency\":\"UYU\"},"
      "\"regular_price\":{\"amount\":100000,\"currency\":\"UYU\"},\"stock_left\":8,"
      "\"valid_until\":\"2199-01-01T00:00:00Z\",\"use_within_days\":30}",
      fixture->store);
  g_autofree char *key = shop_new_key (&fixture->shop);
  g_autoptr (PlatformAnswer) made =
      platform_fixture_post (fixture->shop.fixture, "/v1/merchant/deals", fixture->shop.merchant, key, body);
  g_autoptr (PlatformAnswer) again =
      platform_fixture_post (fixture->shop.fixture, "/v1/merchant/deals", fixture->shop.merchant, key, body);
  g_autoptr (PlatformAnswer) search = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (made->json), "discount_percent"), ==,
                   30);
  g_assert_cmpstr (get_text (again, "id"), ==, get_text (made, "id"));
  event_listener_wait (fixture->map, 1, 10);
  g_assert_cmpstr (event_listener_get_text (fixture->map, 0, "id"), ==, get_text (made, "id"));
  search = platform_fixture_get (fixture->shop.fixture, "/v1/deals?q=xylophone", NULL);
  text = g_strndup (g_bytes_get_data (search->body, NULL), g_bytes_get_size (search->body));
  g_assert_nonnull (strstr (text, get_text (made, "id")));
  assert_on_sale_once (fixture, get_text (made, "id"));
  {
    g_autofree char *other = shop_new_key (&fixture->shop);
    g_autoptr (PlatformAnswer) no = platform_fixture_post (fixture->shop.fixture, "/v1/merchant/deals",
                                                           fixture->shop.consumer, other, body);

    g_assert_cmpuint (no->status, ==, 403);
  }
}

/* A merchant who may not act for the store changes nothing there. */
/* A PNG of 2 by 1 pixels that was taken somewhere; told from others by @mark. */
static char *
make_picture (char mark)
{
  static const guint8 head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,
                                 13,   'I', 'H', 'D', 'R',  0,    0,    0,    2, 0, 0,
                                 0,    1,   8,   2,   0,    0,    0,    1,    2, 3, 4 };
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) "\0\0\0\6eXIfSECRETcccc", 18);
  g_byte_array_append (out, (const guint8 *) "\0\0\0\1IDAT", 8);
  g_byte_array_append (out, (const guint8 *) &mark, 1);
  g_byte_array_append (out, (const guint8 *) "cccc\0\0\0\0IENDcccc", 16);
  return g_base64_encode (out->data, out->len);
}

static PlatformAnswer *
add_picture (Fixture *fixture, const char *path, const char *data, const char *alt, const char *token)
{
  g_autofree char *body = strstr (path, "/stores/") != NULL
                              ? g_strdup_printf ("{\"data\":\"%s\",\"alt\":\"%s\"}", data, alt)
                              : g_strdup_printf ("{\"store_id\":\"%s\",\"data\":\"%s\",\"alt\":\"%s\"}",
                                                 fixture->store, data, alt);
  g_autofree char *key = shop_new_key (&fixture->shop);

  return platform_fixture_post (fixture->shop.fixture, path, token, key, body);
}

static const char *
get_picture (PlatformAnswer *answer, guint index, const char *name)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (answer->json), "pictures");

  g_assert_cmpuint (index, <, json_array_get_length (array));
  return json_object_get_string_member (json_array_get_object_element (array, index), name);
}

static PlatformAnswer *
arrange (Fixture *fixture, const char *path, const char *pictures, const char *tag)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", fixture->shop.merchant, NULL);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", tag);
  g_autofree char *body = g_strdup_printf ("{\"store_id\":\"%s\",\"pictures\":%s}", fixture->store, pictures);

  return platform_fixture_call (fixture->shop.fixture, "PUT", path, body, "Authorization", bearer, "If-Match",
                                tag != NULL ? quoted : NULL, NULL);
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/deals/%s/pictures", fixture->deal);
  g_autofree char *deal_path = g_strdup_printf ("/v1/deals/%s", fixture->deal);
  g_autofree char *one = make_picture ('1');
  g_autofree char *two = make_picture ('2');
  g_autoptr (PlatformAnswer) first = add_picture (fixture, path, one, "The pool", fixture->shop.merchant);
  g_autoptr (PlatformAnswer) same = NULL;
  g_autoptr (PlatformAnswer) both = NULL;
  g_autoptr (PlatformAnswer) foreign = add_picture (fixture, path, two, "x", fixture->shop.consumer);
  g_autoptr (PlatformAnswer) silent = add_picture (fixture, path, two, "  ", fixture->shop.merchant);
  g_autoptr (PlatformAnswer) rubbish = add_picture (fixture, path, "R0lGODlh", "x", fixture->shop.merchant);
  g_autoptr (PlatformAnswer) moved = NULL;
  g_autoptr (PlatformAnswer) late = NULL;
  g_autoptr (PlatformAnswer) blind = NULL;
  g_autoptr (PlatformAnswer) shown = NULL;
  g_autoptr (PlatformAnswer) file = NULL;
  g_autoptr (PlatformAnswer) gone = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *only = NULL;

  /* One after the other: two changes that are close are told as one. */
  event_listener_wait (fixture->map, 1, 10);
  same = add_picture (fixture, path, one, "Once more", fixture->shop.merchant);
  both = add_picture (fixture, path, two, "The sauna", fixture->shop.merchant);
  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpuint (same->status, ==, 409);
  g_assert_cmpuint (both->status, ==, 201);
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_cmpuint (silent->status, ==, 422);
  g_assert_cmpuint (rubbish->status, ==, 422);
  event_listener_wait (fixture->map, 2, 10);
  /* It never changes, and tells nothing of where it was taken. */
  file = platform_fixture_get (fixture->shop.fixture, get_picture (both, 0, "url"), NULL);
  g_assert_cmpuint (file->status, ==, 200);
  g_assert_null (memmem (g_bytes_get_data (file->body, NULL), g_bytes_get_size (file->body), "SECRET", 6));
  g_assert_cmpuint (g_bytes_get_size (file->body), ==, 33 + 13 + 12);

  wanted = g_strdup_printf ("[{\"id\":\"%s\",\"alt\":\"The sauna\"},{\"id\":\"%s\",\"alt\":\"Water\"}]",
                            get_picture (both, 1, "id"), get_picture (both, 0, "id"));
  blind = arrange (fixture, path, wanted, NULL);
  g_assert_cmpuint (blind->status, ==, 428);
  moved = arrange (fixture, path, wanted, get_text (both, "etag"));
  g_assert_cmpuint (moved->status, ==, 200);
  g_assert_cmpstr (get_picture (moved, 1, "alt"), ==, "Water");
  late = arrange (fixture, path, "[]", get_text (both, "etag"));
  g_assert_cmpuint (late->status, ==, 412);
  shown = platform_fixture_get (fixture->shop.fixture, deal_path, NULL);
  g_assert_cmpstr (get_picture (shown, 0, "alt"), ==, "The sauna");
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (json_node_get_object (shown->json), "picture"), "url"),
                   ==, get_picture (both, 1, "url"));

  /* Those that are not named go, and what nobody shows is not kept. */
  only = g_strdup_printf ("[{\"id\":\"%s\",\"alt\":\"The sauna\"}]", get_picture (both, 1, "id"));
  g_clear_pointer (&late, platform_answer_free);
  late = arrange (fixture, path, only, get_text (moved, "etag"));
  g_assert_cmpuint (late->status, ==, 200);
  gone = platform_fixture_get (fixture->shop.fixture, get_picture (both, 0, "url"), NULL);
  g_assert_cmpuint (gone->status, ==, 404);
}

static void
test_store_pictures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/stores/%s/pictures", fixture->store);
  g_autofree char *store_path = g_strdup_printf ("/v1/stores/%s", fixture->store);
  g_autoptr (PlatformAnswer) shown = NULL;
  g_autoptr (PlatformAnswer) enough = NULL;
  g_autofree char *last = make_picture ('x');

  for (char mark = '1'; mark <= '8'; mark++)
    {
      g_autofree char *picture = make_picture (mark);
      g_autoptr (PlatformAnswer) added =
          add_picture (fixture, path, picture, "A room", fixture->shop.merchant);

      g_assert_cmpuint (added->status, ==, 201);
    }
  enough = add_picture (fixture, path, last, "A room", fixture->shop.merchant);
  g_assert_cmpuint (enough->status, ==, 409);
  shown = platform_fixture_get (fixture->shop.fixture, store_path, NULL);
  g_assert_nonnull (
      memmem (g_bytes_get_data (shown->body, NULL), g_bytes_get_size (shown->body), "A room", 6));
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformAnswer) changed = NULL;

  platform_fixture_stop (fixture->shop.fixture);
  shop_execute (&fixture->shop, "UPDATE accounts SET every_store = 0");
  platform_fixture_start (fixture->shop.fixture);
  shop_sign_in (&fixture->shop);
  shop_execute (&fixture->shop, "UPDATE accounts SET every_store = 0");
  changed = change (fixture, "\"stock_left\":1", "\"r1\"");
  g_assert_cmpuint (changed->status, ==, 403);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM deals WHERE revision > 1"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/publishing/change", test_change);
  ADD ("/publishing/stop", test_stop);
  ADD ("/publishing/publish", test_publish);
  ADD ("/publishing/pictures", test_pictures);
  ADD ("/publishing/store-pictures", test_store_pictures);
  ADD ("/publishing/foreign", test_foreign);
#undef ADD
  return g_test_run ();
}
