/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A complaint from the counter to the decision, against the real program: who sees what, and whether what the
 * buyer reads is what the ledger says. */
#include <string.h>

#include "trade-shop.h"

#define PIXEL                                                                                                \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

typedef struct
{
  Shop shop;
  char *judge;
  char *order_id;
  char *store_id;
} Case;

static const char *
get_text (PlatformAnswer *answer, const char *member)
{
  return json_object_get_string_member_with_default (platform_answer_get_object (answer), member, NULL);
}

static gint64
get_amount (PlatformAnswer *answer, const char *member)
{
  JsonObject *object = platform_answer_get_object (answer);

  if (!json_object_has_member (object, member))
    return 0;
  return json_object_get_int_member (json_object_get_object_member (object, member), "amount");
}

static PlatformAnswer *post (Case *self, const char *token, const char *body, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
static PlatformAnswer *get (Case *self, const char *token, const char *format, ...) G_GNUC_PRINTF (3, 4);

static PlatformAnswer *
post (Case *self, const char *token, const char *body, const char *format, ...)
{
  g_autofree char *key = shop_new_key (&self->shop);
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return platform_fixture_post (self->shop.fixture, path, token, key, body);
}

static PlatformAnswer *
get (Case *self, const char *token, const char *format, ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return platform_fixture_get (self->shop.fixture, path, token);
}

static void
set_up (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) voucher = NULL;
  g_autoptr (PlatformAnswer) redeemed = NULL;
  g_autofree char *deal = NULL;

  shop_set_up (&self->shop, data);
  self->judge = platform_fixture_sign_in (self->shop.fixture, "operator");
  deal = shop_find_deal (&self->shop, SHOP_SWIM, &self->store_id);
  self->order_id = shop_buy (&self->shop, SHOP_SWIM, 1);
  voucher = shop_get_voucher (&self->shop, self->order_id, 0);
  redeemed = shop_redeem (&self->shop, get_text (voucher, "code"), self->store_id, NULL);
  g_assert_cmpuint (redeemed->status, ==, 201);
}

static void
tear_down (Case *self, gconstpointer data)
{
  shop_tear_down (&self->shop, data);
  g_free (self->judge);
  g_free (self->order_id);
  g_free (self->store_id);
}

static PlatformAnswer *
complain (Case *self)
{
  PlatformAnswer *answer = post (self, self->shop.consumer, "{\"reason\":\"quality\",\"text\":\"Closed\"}",
                                 "/v1/orders/%s/dispute", self->order_id);

  g_assert_cmpuint (answer->status, ==, 201);
  return answer;
}

/* What the buyer reads, and what the books say, is one thing. */
static void
assert_told (Case *self, gint64 refunded, const char *state)
{
  g_autoptr (PlatformAnswer) order = shop_get_order (&self->shop, self->order_id);
  g_autofree char *ledger = g_strdup_printf (
      "SELECT coalesce(sum(iif (kind = 'payment', amount, -amount)), 0) FROM ledger_entries WHERE order_id = "
      "'%s' AND (from_account GLOB 'buyer:*' OR to_account GLOB 'buyer:*')",
      self->order_id);
  g_autofree char *promised =
      g_strdup_printf ("SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = '%s'", self->order_id);

  g_assert_cmpstr (get_text (order, "state"), ==, state);
  g_assert_cmpint (get_amount (order, "refunded"), ==, refunded);
  g_assert_cmpint (get_amount (order, "total") - get_amount (order, "refunded"), ==,
                   shop_query (&self->shop, ledger));
  g_assert_cmpint (shop_query (&self->shop, promised), ==, refunded);
  shop_assert_books (&self->shop);
}

static void
test_journey (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) before = shop_get_order (&self->shop, self->order_id);
  g_autoptr (PlatformAnswer) opened = NULL;
  g_autoptr (PlatformAnswer) said = NULL;
  g_autoptr (PlatformAnswer) shown = NULL;
  g_autoptr (PlatformAnswer) seen = NULL;
  g_autoptr (PlatformAnswer) listed = NULL;
  g_autoptr (PlatformAnswer) all = NULL;
  g_autoptr (PlatformAnswer) decided = NULL;
  g_autoptr (PlatformAnswer) late = NULL;
  g_autofree char *decision = NULL;
  const char *id;

  g_assert_nonnull (get_text (before, "disputable_until"));
  opened = complain (self);
  id = get_text (opened, "id");
  g_assert_cmpstr (get_text (opened, "state"), ==, "open");
  g_assert_cmpint (get_amount (opened, "amount"), ==, SHOP_SWIM);
  g_assert_cmpint (
      shop_query (&self->shop, "SELECT balance FROM ledger_balances WHERE account GLOB 'held:*'"), ==,
      SHOP_SWIM);
  assert_told (self, 0, "completed");

  shown = post (self, self->shop.consumer, "{\"data\":\"" PIXEL "\"}", "/v1/disputes/%s/pictures", id);
  g_assert_cmpuint (shown->status, ==, 201);
  listed = get (self, self->shop.merchant, "/v1/merchant/disputes?store_id=%s&state=open", self->store_id);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (platform_answer_get_object (listed), "disputes")),
      ==, 1);
  said = post (self, self->shop.merchant, "{\"text\":\"We were open\"}", "/v1/disputes/%s/messages", id);
  g_assert_cmpstr (get_text (said, "state"), ==, "answered");
  g_assert_cmpstr (get_text (said, "you"), ==, "merchant");
  seen = get (self, self->shop.merchant, "/v1/disputes/%s/pictures/%s", id, get_text (shown, "id"));
  g_assert_cmpstr (get_text (seen, "data"), ==, PIXEL);
  all = get (self, self->judge, "/v1/operator/disputes");
  g_assert_cmpuint (all->status, ==, 200);

  decision =
      g_strdup_printf ("{\"refund\":{\"amount\":%d,\"currency\":\"UYU\"},\"text\":\"Half\"}", SHOP_SWIM / 2);
  decided = post (self, self->judge, decision, "/v1/operator/disputes/%s/decision", id);
  g_assert_cmpuint (decided->status, ==, 201);
  g_assert_cmpstr (get_text (decided, "outcome"), ==, "partially_refunded");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (platform_answer_get_object (decided), "messages")),
      ==, 3);
  assert_told (self, SHOP_SWIM / 2, "partially_refunded");
  late = post (self, self->judge, decision, "/v1/operator/disputes/%s/decision", id);
  platform_answer_assert_problem (late, 409, "conflict");
}

static void
test_access (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) opened = complain (self);
  const char *id = get_text (opened, "id");
  g_autofree char *other = NULL;
  static const struct
  {
    const char *before;
    const char *behind;
    const char *body;
    guint consumer;
    guint merchant;
    guint judge;
  } cases[] = {
    { "/v1/operator/disputes/", "/decision",
      "{\"refund\":{\"amount\":1,\"currency\":\"UYU\"},\"text\":\"x\"}", 403, 403, 201 },
    { "/v1/disputes/", "/accept", NULL, 403, 409, 403 },
    { "/v1/disputes/", "/withdraw", NULL, 409, 403, 403 },
    { "/v1/disputes/", "/messages", "{\"text\":\"x\"}", 409, 409, 409 },
  };
  const char *const tokens[] = { self->shop.consumer, self->shop.merchant, self->judge };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tokens); j++)
      {
        g_autofree char *path = g_strconcat (cases[i].before, id, cases[i].behind, NULL);
        g_autofree char *key = shop_new_key (&self->shop);
        g_autoptr (PlatformAnswer) answer = platform_fixture_post (
            self->shop.fixture, path, tokens[j], key, cases[i].body != NULL ? cases[i].body : "{}");

        g_test_message ("%s %u: %u", path, j, answer->status);
        g_assert_cmpuint (answer->status, ==,
                          j == 0   ? cases[i].consumer
                          : j == 1 ? cases[i].merchant
                                   : cases[i].judge);
      }
  assert_told (self, 1, "partially_refunded");
}

/* Somebody else's dispute is none. */
static void
test_strangers (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) opened = complain (self);
  g_autofree char *id = g_strdup (get_text (opened, "id"));
  g_autoptr (PlatformAnswer) buyer = NULL;
  g_autoptr (PlatformAnswer) merchant = NULL;
  g_autoptr (PlatformAnswer) none = NULL;

  platform_fixture_stop (self->shop.fixture);
  shop_execute (&self->shop,
                "INSERT INTO accounts (id, email, name, scopes, created_at) VALUES ('usr_other', "
                "'other@example.org', 'Other', 'consumer', 0)");
  shop_execute (&self->shop, "UPDATE disputes SET account_id = 'usr_other'");
  shop_execute (&self->shop, "UPDATE accounts SET every_store = 0");
  platform_fixture_start (self->shop.fixture);
  shop_sign_in (&self->shop);
  buyer = get (self, self->shop.consumer, "/v1/disputes/%s", id);
  platform_answer_assert_problem (buyer, 404, "not_found");
  merchant = get (self, self->shop.merchant, "/v1/disputes/%s", id);
  platform_answer_assert_problem (merchant, 404, "not_found");
  none = get (self, NULL, "/v1/disputes/%s", id);
  g_assert_cmpuint (none->status, ==, 401);
}

/* Refused at the counter: the order says so at once, and the way out works. */
static void
test_turned_away (Case *self, gconstpointer data)
{
  g_autofree char *order_id = shop_buy (&self->shop, SHOP_RARE, 1);
  g_autofree char *store = NULL;
  g_autofree char *deal = shop_find_deal (&self->shop, SHOP_RARE, &store);
  g_autofree char *refusals = g_strdup ("SELECT count(*) FROM counter_refusals");
  g_autofree char *note = NULL;
  g_autoptr (PlatformAnswer) order = NULL;
  g_autoptr (PlatformAnswer) opened = NULL;
  g_autoptr (PlatformAnswer) accepted = NULL;
  JsonObject *away;

  platform_fixture_stop (self->shop.fixture);
  note = g_strdup_printf (
      "INSERT INTO counter_refusals (voucher_id, merchant_id, store_id, code, at) SELECT id, "
      "merchant_id, '%s', 'wrong_day', unixepoch () FROM vouchers WHERE order_id = '%s'",
      store, order_id);
  shop_execute (&self->shop, note);
  platform_fixture_start (self->shop.fixture);
  shop_sign_in (&self->shop);
  g_assert_cmpint (shop_query (&self->shop, refusals), ==, 1);
  order = shop_get_order (&self->shop, order_id);
  away = json_object_get_object_member (platform_answer_get_object (order), "turned_away");
  g_assert_cmpstr (json_object_get_string_member (away, "code"), ==, "wrong_day");
  opened = post (self, self->shop.consumer, "{\"reason\":\"refused\",\"text\":\"Sent away\"}",
                 "/v1/orders/%s/dispute", order_id);
  g_assert_cmpuint (opened->status, ==, 201);
  accepted = post (self, self->shop.merchant, "{}", "/v1/disputes/%s/accept", get_text (opened, "id"));
  g_assert_cmpstr (get_text (accepted, "decided_by"), ==, "merchant");
  g_free (self->order_id);
  self->order_id = g_strdup (order_id);
  assert_told (self, SHOP_RARE, "refunded");
}

/* The steps' kinds and the ledger's rows of a trail. Returns: how many rows it holds */
static guint
read_trail (PlatformAnswer *answer, GString *kinds, GString *texts)
{
  JsonArray *steps = json_object_get_array_member (platform_answer_get_object (answer), "steps");
  guint entries = 0;

  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);

      g_string_append_printf (kinds, "%s ", json_object_get_string_member (step, "kind"));
      g_string_append_printf (texts, "%s|", json_object_get_string_member (step, "text"));
      entries += json_array_get_length (json_object_get_array_member (step, "entries"));
    }
  return entries;
}

/* One story, in the same words for all three; every row of the ledger stands at its step. */
static void
test_trail (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) opened = complain (self);
  g_autoptr (PlatformAnswer) accepted =
      post (self, self->shop.merchant, "{}", "/v1/disputes/%s/accept", get_text (opened, "id"));
  g_autoptr (PlatformAnswer) buyer = get (self, self->shop.consumer, "/v1/orders/%s/trail", self->order_id);
  g_autoptr (PlatformAnswer) merchant =
      get (self, self->shop.merchant, "/v1/merchant/trail/%s", self->order_id);
  g_autoptr (PlatformAnswer) judge =
      get (self, self->judge, "/v1/operator/trail/%s", get_text (opened, "id"));
  g_autoptr (PlatformAnswer) unknown = get (self, self->judge, "/v1/operator/trail/nothing");
  g_autoptr (PlatformAnswer) stranger =
      get (self, self->shop.merchant, "/v1/orders/%s/trail", self->order_id);
  g_autofree char *rows =
      g_strdup_printf ("SELECT count(*) FROM ledger_entries WHERE order_id = '%s'", self->order_id);
  GString *kinds[3];
  GString *texts[3];
  guint entries;

  for (guint i = 0; i < 3; i++)
    {
      kinds[i] = g_string_new (NULL);
      texts[i] = g_string_new (NULL);
    }
  g_assert_cmpuint (unknown->status, ==, 404);
  g_assert_cmpuint (stranger->status, ==, 403);
  entries = read_trail (judge, kinds[2], texts[2]);
  g_assert_cmpint (entries, ==, shop_query (&self->shop, rows));
  /* payment, redemption, commission, twice held, refund */
  g_assert_cmpuint (entries, ==, 6);
  g_test_message ("%s", kinds[2]->str);
  for (const char *const *kind = (const char *const[]){ "ordered ", "payment_tried ", "paid ", "issued ",
                                                        "redeemed ", "dispute_opened ", "dispute_said ",
                                                        "dispute_refunded ", "refund_promised ", NULL };
       *kind != NULL; kind++)
    g_assert_nonnull (strstr (kinds[2]->str, *kind));
  g_assert_null (strstr (kinds[2]->str, "ledger"));

  g_assert_cmpuint (read_trail (buyer, kinds[0], texts[0]), ==, 4); /* without the commission's */
  g_assert_cmpuint (read_trail (merchant, kinds[1], texts[1]), ==, 6);
  g_assert_null (strstr (kinds[1]->str, "payment_tried"));
  for (guint i = 0; i < 2; i++)
    {
      g_auto (GStrv) sentences = g_strsplit (texts[i]->str, "|", -1);

      for (guint j = 0; sentences[j] != NULL; j++)
        g_assert_nonnull (strstr (texts[2]->str, sentences[j]));
    }
  for (guint i = 0; i < 3; i++)
    {
      g_string_free (kinds[i], TRUE);
      g_string_free (texts[i], TRUE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/disputes/journey", Case, NULL, set_up, test_journey, tear_down);
  g_test_add ("/disputes/access", Case, NULL, set_up, test_access, tear_down);
  g_test_add ("/disputes/strangers", Case, NULL, set_up, test_strangers, tear_down);
  g_test_add ("/disputes/turned-away", Case, NULL, set_up, test_turned_away, tear_down);
  g_test_add ("/disputes/trail", Case, NULL, set_up, test_trail, tear_down);
  return g_test_run ();
}
