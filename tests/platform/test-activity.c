/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From somebody's link to the trail: what people who agreed to it saw, who sent them, and what of it is told.
 */
#include "trade-shop.h"

#include <string.h>

#define DEVICE "0123456789abcdef"

static PlatformAnswer *
report (Shop *shop, const char *events)
{
  g_autofree char *body = g_strdup_printf ("{\"events\":[%s]}", events);

  return platform_fixture_post (shop->fixture, "/v1/activity", NULL, NULL, body);
}

static char *
new_event (const char *kind, const char *deal, const char *tracking)
{
  return g_strdup_printf (
      "{\"kind\":\"%s\",\"deal_id\":\"%s\",\"tracking\":\"%s\",\"at\":\"2026-01-01T00:00:00Z\","
      "\"channel\":\"link\"}",
      kind, deal, tracking);
}

static gint64
get_accepted (PlatformAnswer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_int_member (platform_answer_get_object (answer), "accepted");
}

static gboolean
contains (PlatformAnswer *answer, const char *text)
{
  return memmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), text,
                 strlen (text)) != NULL;
}

static PlatformAnswer *
share (Shop *shop, const char *deal)
{
  g_autofree char *path = g_strdup_printf ("/v1/deals/%s/share", deal);
  g_autofree char *bearer = g_strconcat ("Bearer ", shop->consumer, NULL);

  return platform_fixture_call (shop->fixture, "PUT", path, NULL, "Authorization", bearer, NULL);
}

static void
test_trail (Shop *shop, gconstpointer data)
{
  g_autofree char *store = NULL;
  g_autofree char *deal = shop_find_deal (shop, SHOP_SWIM, &store);
  g_autoptr (PlatformAnswer) shared = share (shop, deal);
  g_autoptr (PlatformAnswer) again = share (shop, deal);
  const char *code = json_object_get_string_member (platform_answer_get_object (shared), "code");
  const char *path = json_object_get_string_member (platform_answer_get_object (shared), "path");
  g_autofree char *tracking = g_strdup_printf ("%s." DEVICE, code);
  g_autofree char *seen = new_event ("impression", deal, tracking);
  g_autofree char *viewed = new_event ("view", deal, tracking);
  g_autofree char *other = new_event ("click", deal, ".fedcba9876543210");
  g_autofree char *unknown = new_event ("view", "dea_0000000000000000", tracking);
  g_autofree char *all = g_strjoin (",", seen, viewed, other, unknown, NULL);
  g_autofree char *order = NULL;
  g_autofree char *trail_path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *key = shop_new_key (shop);
  g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, NULL);
  g_autoptr (PlatformAnswer) bought = NULL;
  g_autoptr (PlatformAnswer) trail = NULL;
  g_autoptr (PlatformAnswer) first = NULL;
  g_autoptr (PlatformAnswer) second = NULL;
  g_autofree char *count = NULL;
  g_autoptr (PlatformAnswer) detail = NULL;
  g_autofree char *deal_path = g_strconcat ("/v1/deals/", deal, NULL);

  g_assert_cmpstr (code, ==, json_object_get_string_member (platform_answer_get_object (again), "code"));
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_true (contains (page, "href=\"rambla:/d/dea_"));
  g_assert_true (contains (page, code));
  g_assert_false (contains (page, "<script"));

  first = report (shop, all);
  second = report (shop, all);
  g_assert_cmpint (get_accepted (first), ==, 3);
  g_assert_cmpint (get_accepted (second), ==, 0);

  detail = platform_fixture_get (shop->fixture, deal_path, NULL);
  body = g_strdup_printf (
      "{\"deal_id\":\"%s\",\"store_id\":\"%s\",\"quantity\":1,\"tracking\":\"%s\",\"expected_total\":{"
      "\"amount\":%" G_GINT64_FORMAT ",\"currency\":\"UYU\"}}",
      deal, store, tracking,
      json_object_get_int_member (
          json_object_get_object_member (platform_answer_get_object (detail), "price"), "amount"));
  bought = platform_fixture_post (shop->fixture, "/v1/orders", shop->consumer, key, body);
  g_assert_cmpuint (bought->status, ==, 201);
  order = g_strdup (json_object_get_string_member (platform_answer_get_object (bought), "id"));
  trail_path = g_strdup_printf ("/v1/orders/%s/trail", order);
  trail = platform_fixture_get (shop->fixture, trail_path, shop->consumer);
  g_assert_true (contains (trail, "\"kind\":\"shared\""));
  g_assert_true (contains (trail, "\"activity_impression\""));
  g_assert_true (contains (trail, "\"activity_view\""));
  g_assert_true (contains (trail, code));
  /* Another device's is another story. */
  g_assert_false (contains (trail, "activity_click"));
}

/* A link that nobody made counts for nobody, and an order that names none has no such beginning. */
static void
test_refused (Shop *shop, gconstpointer data)
{
  static const char *const trackings[] = {
    "", ".", ".x", "short.0123456789", "ABCDEFGHIJ.0123456789", "0123456789"
  };
  g_autofree char *store = NULL;
  g_autofree char *deal = shop_find_deal (shop, SHOP_SWIM, &store);
  g_autofree char *stranger = g_strdup_printf ("/d/%s?by=0000000000", deal);
  g_autofree char *wrong_path = g_strdup_printf ("/v1/deals/%s/share", deal);
  g_autofree char *order = shop_buy (shop, SHOP_SWIM, 1);
  g_autofree char *trail_path = g_strdup_printf ("/v1/orders/%s/trail", order);
  g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, stranger, NULL);
  g_autoptr (PlatformAnswer) none = platform_fixture_get (shop->fixture, "/d/dea_0000000000000000", NULL);
  g_autoptr (PlatformAnswer) nobody = platform_fixture_call (shop->fixture, "PUT", wrong_path, NULL, NULL);
  g_autoptr (PlatformAnswer) trail = platform_fixture_get (shop->fixture, trail_path, shop->consumer);

  for (guint i = 0; i < G_N_ELEMENTS (trackings); i++)
    {
      g_autofree char *event = new_event ("view", deal, trackings[i]);
      g_autoptr (PlatformAnswer) answer = report (shop, event);

      g_assert_cmpuint (answer->status, ==, 422);
    }
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpuint (none->status, ==, 404);
  g_assert_cmpuint (nobody->status, ==, 401);
  g_assert_false (contains (trail, "shared"));
  g_assert_false (contains (trail, "activity_"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/activity/trail", Shop, NULL, shop_set_up, test_trail, shop_tear_down);
  g_test_add ("/activity/refused", Shop, NULL, shop_set_up, test_refused, shop_tear_down);
  return g_test_run ();
}
