/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a store's and an offer's page ask for, against the real program: questions and answers, stores that
 * are followed. */
#include "trade-shop.h"

#include <string.h>

typedef struct
{
  Shop shop;
  char *judge;
  char *deal;
  char *store;
} Page;

static void
set_up (Page *self, gconstpointer data)
{
  shop_set_up (&self->shop, data);
  self->judge = platform_fixture_sign_in (self->shop.fixture, "operator");
  self->deal = shop_find_deal (&self->shop, SHOP_SWIM, &self->store);
}

static void
tear_down (Page *self, gconstpointer data)
{
  shop_tear_down (&self->shop, data);
  g_free (self->judge);
  g_free (self->deal);
  g_free (self->store);
}

static PlatformAnswer *post (Page *self, const char *token, const char *body, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
static PlatformAnswer *get (Page *self, const char *token, const char *format, ...) G_GNUC_PRINTF (3, 4);

static PlatformAnswer *
post (Page *self, const char *token, const char *body, const char *format, ...)
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
get (Page *self, const char *token, const char *format, ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return platform_fixture_get (self->shop.fixture, path, token);
}

static const char *
get_text (JsonObject *object, const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

/* The n-th of a list's objects; NULL where the list ends. */
static JsonObject *
get_item (PlatformAnswer *answer, const char *list, guint n)
{
  JsonArray *array = json_object_get_array_member (platform_answer_get_object (answer), list);

  return n < json_array_get_length (array) ? json_array_get_object_element (array, n) : NULL;
}

static char *
ask (Page *self, const char *text)
{
  g_autofree char *body = g_strdup_printf ("{\"text\":\"%s\"}", text);
  g_autoptr (PlatformAnswer) answer =
      post (self, self->shop.consumer, body, "/v1/deals/%s/questions", self->deal);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (get_text (platform_answer_get_object (answer), "id"));
}

static void
test_question (Page *self, gconstpointer data)
{
  g_autofree char *id = ask (self, "  Is there a towel?  ");
  g_autoptr (PlatformAnswer) seen = get (self, NULL, "/v1/deals/%s/questions", self->deal);
  g_autoptr (PlatformAnswer) own = get (self, self->shop.consumer, "/v1/me/questions");
  g_autoptr (PlatformAnswer) asked =
      get (self, self->shop.merchant, "/v1/merchant/questions?store_id=%s", self->store);
  g_autoptr (PlatformAnswer) answered = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) read = NULL;
  g_autoptr (PlatformAnswer) empty = NULL;
  g_autoptr (PlatformAnswer) foreign = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpstr (get_text (get_item (seen, "questions", 0), "text"), ==, "Is there a towel?");
  g_assert_cmpstr (get_text (get_item (seen, "questions", 0), "state"), ==, "open");
  /* Nobody learns who asked. */
  text = g_strndup (g_bytes_get_data (seen->body, NULL), g_bytes_get_size (seen->body));
  g_assert_null (strstr (text, "usr_"));
  g_assert_null (strstr (text, "account"));
  g_assert_cmpstr (get_text (get_item (own, "questions", 0), "id"), ==, id);
  g_assert_cmpstr (get_text (get_item (asked, "questions", 0), "id"), ==, id);
  g_assert_nonnull (get_text (get_item (asked, "questions", 0), "deal_title"));

  empty = post (self, self->shop.merchant, "{\"text\":\"   \"}", "/v1/merchant/questions/%s/answer", id);
  platform_answer_assert_problem (empty, 422, "invalid_field");
  foreign = post (self, self->shop.consumer, "{\"text\":\"Yes\"}", "/v1/merchant/questions/%s/answer", id);
  platform_answer_assert_problem (foreign, 403, "forbidden");
  answered = post (self, self->shop.merchant, "{\"text\":\"Yes, for free\"}",
                   "/v1/merchant/questions/%s/answer", id);
  g_assert_cmpuint (answered->status, ==, 201);
  again = post (self, self->shop.merchant, "{\"text\":\"No\"}", "/v1/merchant/questions/%s/answer", id);
  platform_answer_assert_problem (again, 409, "already_answered");
  read = get (self, NULL, "/v1/deals/%s/questions", self->deal);
  g_assert_cmpstr (get_text (get_item (read, "questions", 0), "answer"), ==, "Yes, for free");
  g_assert_cmpint (shop_query (&self->shop,
                               "SELECT count(*) FROM outbox WHERE kind = 'question' AND account_id "
                               "IS NOT NULL AND merchant_id IS NOT NULL"),
                   ==, 2);
}

static void
test_question_limits (Page *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) many = NULL;
  g_autoptr (PlatformAnswer) nowhere = NULL;
  g_autoptr (PlatformAnswer) nobody = NULL;
  g_autofree char *first = ask (self, "1");
  g_autofree char *second = ask (self, "2");
  g_autofree char *third = ask (self, "3");

  many = post (self, self->shop.consumer, "{\"text\":\"4\"}", "/v1/deals/%s/questions", self->deal);
  platform_answer_assert_problem (many, 409, "limit_reached");
  nowhere = post (self, self->shop.consumer, "{\"text\":\"4\"}", "/v1/deals/dea_0000000000000000/questions");
  platform_answer_assert_problem (nowhere, 404, "not_found");
  nobody = post (self, NULL, "{\"text\":\"4\"}", "/v1/deals/%s/questions", self->deal);
  g_assert_cmpuint (nobody->status, ==, 401);
}

static void
test_question_hidden (Page *self, gconstpointer data)
{
  g_autofree char *id = ask (self, "My number is 099 123 456");
  g_autoptr (PlatformAnswer) merchant =
      post (self, self->shop.merchant, "{\"reason\":\"No\"}", "/v1/operator/questions/%s/hide", id);
  g_autoptr (PlatformAnswer) hidden =
      post (self, self->judge, "{\"reason\":\"A telephone number\"}", "/v1/operator/questions/%s/hide", id);
  g_autoptr (PlatformAnswer) seen = get (self, NULL, "/v1/deals/%s/questions", self->deal);
  g_autoptr (PlatformAnswer) own = get (self, self->shop.consumer, "/v1/me/questions");
  g_autoptr (PlatformAnswer) all = get (self, self->judge, "/v1/operator/questions");
  g_autoptr (PlatformAnswer) late = NULL;

  platform_answer_assert_problem (merchant, 403, "forbidden");
  g_assert_cmpuint (hidden->status, ==, 201);
  g_assert_null (get_item (seen, "questions", 0));
  g_assert_cmpstr (get_text (get_item (own, "questions", 0), "hidden_reason"), ==, "A telephone number");
  g_assert_cmpstr (get_text (get_item (all, "questions", 0), "state"), ==, "hidden");
  late = post (self, self->shop.merchant, "{\"text\":\"Yes\"}", "/v1/merchant/questions/%s/answer", id);
  platform_answer_assert_problem (late, 409, "already_answered");
}

static guint
send_follow (Page *self, const char *method, const char *token, const char *store)
{
  g_autofree char *path = g_strdup_printf ("/v1/me/follows/%s", store);
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
  g_autoptr (PlatformAnswer) answer =
      platform_fixture_call (self->shop.fixture, method, path, NULL, "Authorization", bearer, NULL);

  return answer->status;
}

static void
test_follow (Page *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) none = get (self, self->shop.consumer, "/v1/me/follows");
  g_autoptr (PlatformAnswer) one = NULL;
  g_autoptr (PlatformAnswer) after = NULL;
  g_autoptr (PlatformAnswer) others = NULL;

  g_assert_null (get_item (none, "follows", 0));
  g_assert_cmpuint (send_follow (self, "PUT", self->shop.consumer, self->store), ==, 204);
  g_assert_cmpuint (send_follow (self, "PUT", self->shop.consumer, self->store), ==, 204);
  one = get (self, self->shop.consumer, "/v1/me/follows");
  g_assert_cmpstr (get_text (json_object_get_object_member (get_item (one, "follows", 0), "store"), "id"), ==,
                   self->store);
  g_assert_null (get_item (one, "follows", 1));
  g_assert_cmpuint (send_follow (self, "PUT", self->shop.consumer, "sto_0000000000000000"), ==, 404);
  g_assert_cmpuint (send_follow (self, "PUT", NULL, self->store), ==, 401);
  g_assert_cmpuint (send_follow (self, "PUT", self->shop.merchant, self->store), ==, 403);
  others = get (self, self->shop.merchant, "/v1/me/follows");
  g_assert_cmpuint (others->status, ==, 403);
  g_assert_cmpuint (send_follow (self, "DELETE", self->shop.consumer, self->store), ==, 204);
  g_assert_cmpuint (send_follow (self, "DELETE", self->shop.consumer, self->store), ==, 404);
  after = get (self, self->shop.consumer, "/v1/me/follows");
  g_assert_null (get_item (after, "follows", 0));
}

/* The statement of the one merchant, as it is read through the store. */
static char *
read_statement (Page *self)
{
  g_autoptr (PlatformAnswer) answer = get (self, NULL, "/v1/stores/%s/certification", self->store);

  if (answer->status == 404)
    return NULL;
  g_assert_cmpuint (answer->status, ==, 200);
  return g_strdup (get_text (platform_answer_get_object (answer), "certification"));
}

static gboolean
is_called_certified (Page *self)
{
  g_autoptr (PlatformAnswer) answer = get (self, NULL, "/v1/stores/%s", self->store);
  JsonObject *properties = json_object_get_object_member (platform_answer_get_object (answer), "properties");

  return json_object_get_boolean_member (properties, "certified");
}

static void
test_certification (Page *self, gconstpointer data)
{
  static const char *const statement =
      "{\"checked\":[\"trade register\",\"address\"],\"checked_by\":\"A. Operator\",\"days\":365}";
  g_autoptr (PlatformAnswer) store = get (self, NULL, "/v1/stores/%s", self->store);
  const char *merchant = get_text (
      json_object_get_object_member (platform_answer_get_object (store), "properties"), "merchant_id");
  g_autofree char *before = read_statement (self);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *after = NULL;
  g_autoptr (PlatformAnswer) own =
      post (self, self->shop.merchant, statement, "/v1/operator/merchants/%s/certification", merchant);
  g_autoptr (PlatformAnswer) empty =
      post (self, self->judge, "{\"checked\":[],\"checked_by\":\"A\",\"days\":1}",
            "/v1/operator/merchants/%s/certification", merchant);
  g_autoptr (PlatformAnswer) nobody =
      post (self, self->judge, statement, "/v1/operator/merchants/mer_0000000000000000/certification");
  g_autoptr (PlatformAnswer) issued =
      post (self, self->judge, statement, "/v1/operator/merchants/%s/certification", merchant);
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) withdrawn = NULL;
  g_autoptr (PlatformAnswer) late = NULL;

  g_assert_null (before);
  platform_answer_assert_problem (own, 403, "forbidden");
  platform_answer_assert_problem (empty, 422, "invalid_field");
  platform_answer_assert_problem (nobody, 404, "not_found");
  g_assert_cmpuint (issued->status, ==, 201);
  first = read_statement (self);
  g_assert_cmpstr (first, ==, get_text (platform_answer_get_object (issued), "certification"));
  g_assert_true (is_called_certified (self));
  again = post (self, self->judge, statement, "/v1/operator/merchants/%s/certification", merchant);
  g_assert_cmpuint (again->status, ==, 201);
  second = read_statement (self);
  g_assert_nonnull (second);
  g_assert_true (is_called_certified (self));
  g_assert_cmpint (shop_query (&self->shop, "SELECT count(*) FROM certifications"), ==, 2);
  withdrawn = post (self, self->judge, "{\"reason\":\"It has moved\"}",
                    "/v1/operator/merchants/%s/certification/withdrawal", merchant);
  g_assert_cmpuint (withdrawn->status, ==, 201);
  after = read_statement (self);
  g_assert_null (after);
  g_assert_false (is_called_certified (self));
  late = post (self, self->judge, "{\"reason\":\"It has moved\"}",
               "/v1/operator/merchants/%s/certification/withdrawal", merchant);
  platform_answer_assert_problem (late, 404, "not_found");
}

static PlatformAnswer *
say_days (Page *self, const char *token, const char *days, const char *tag)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/stores/%s/special-days", self->store);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *body = g_strdup_printf ("{\"special_days\":%s}", days);

  return platform_fixture_call (self->shop.fixture, "PUT", path, body, "Authorization", bearer, "If-Match",
                                tag, NULL);
}

static void
test_special_days (Page *self, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_days (now, 3);
  g_autofree char *date = g_date_time_format (soon, "%Y-%m-%d");
  g_autofree char *days =
      g_strdup_printf ("[{\"date\":\"%s\",\"hours\":[[540,840]],\"note\":\"Fair\"}]", date);
  g_autofree char *twice =
      g_strdup_printf ("[{\"date\":\"%s\",\"hours\":[]},{\"date\":\"%s\",\"hours\":[]}]", date, date);
  g_autoptr (PlatformAnswer) none =
      get (self, self->shop.merchant, "/v1/merchant/stores/%s/special-days", self->store);
  g_autoptr (PlatformAnswer) blind = say_days (self, self->shop.merchant, days, NULL);
  g_autoptr (PlatformAnswer) stale = say_days (self, self->shop.merchant, days, "\"d7\"");
  g_autoptr (PlatformAnswer) doubled = say_days (self, self->shop.merchant, twice, "\"d0\"");
  g_autoptr (PlatformAnswer) wrong =
      say_days (self, self->shop.merchant, "[{\"date\":\"2026-02-30\",\"hours\":[]}]", "\"d0\"");
  g_autoptr (PlatformAnswer) foreign = say_days (self, self->shop.consumer, days, "\"d0\"");
  g_autoptr (PlatformAnswer) said = say_days (self, self->shop.merchant, days, "\"d0\"");
  g_autoptr (PlatformAnswer) late = say_days (self, self->shop.merchant, "[]", "\"d0\"");
  g_autoptr (PlatformAnswer) store = get (self, NULL, "/v1/stores/%s", self->store);
  g_autoptr (PlatformAnswer) deal = get (self, NULL, "/v1/deals/%s", self->deal);
  g_autofree char *in_store =
      g_strndup (g_bytes_get_data (store->body, NULL), g_bytes_get_size (store->body));
  g_autofree char *in_deal = g_strndup (g_bytes_get_data (deal->body, NULL), g_bytes_get_size (deal->body));
  g_autofree char *wanted =
      g_strdup_printf ("{\"date\":\"%s\",\"hours\":[[540,840]],\"note\":\"Fair\"}", date);

  g_assert_cmpuint (none->status, ==, 200);
  g_assert_null (get_item (none, "special_days", 0));
  g_assert_cmpuint (blind->status, ==, 428);
  g_assert_cmpuint (stale->status, ==, 412);
  g_assert_cmpuint (doubled->status, ==, 422);
  g_assert_cmpuint (wrong->status, ==, 422);
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_cmpuint (said->status, ==, 200);
  g_assert_cmpstr (said->etag, ==, "\"d1\"");
  g_assert_cmpuint (late->status, ==, 412);
  /* Where the week is not known, a single day says nothing. */
  g_assert_nonnull (strstr (in_store, "\"hours\""));
  g_assert_nonnull (strstr (in_store, wanted));
  g_assert_nonnull (strstr (in_deal, wanted));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-pages/question", Page, NULL, set_up, test_question, tear_down);
  g_test_add ("/store-pages/question-limits", Page, NULL, set_up, test_question_limits, tear_down);
  g_test_add ("/store-pages/question-hidden", Page, NULL, set_up, test_question_hidden, tear_down);
  g_test_add ("/store-pages/certification", Page, NULL, set_up, test_certification, tear_down);
  g_test_add ("/store-pages/special-days", Page, NULL, set_up, test_special_days, tear_down);
  g_test_add ("/store-pages/follow", Page, NULL, set_up, test_follow, tear_down);
  return g_test_run ();
}
