/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review from the counter to the log, against the real program: who may write, answer, hide and vote, and
 * whether what is told is what the signed heads prove. */
#include <sodium.h>
#include <string.h>

#include "rambla-log-head.h"
#include "rambla-price-log.h"
#include "rambla-review-log.h"
#include "trade-shop.h"

#define PIXEL                                                                                                \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

typedef struct
{
  Shop shop;
  char *judge;
  char *voucher_id;
  char *deal_id;
  char *store_id;
} Case;

static const char *
get_text (PlatformAnswer *answer, const char *member)
{
  return json_object_get_string_member_with_default (platform_answer_get_object (answer), member, NULL);
}

static gint64
get_int (PlatformAnswer *answer, const char *member)
{
  return json_object_get_int_member_with_default (platform_answer_get_object (answer), member, -1);
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

static PlatformAnswer *
vote (Case *self, const char *method, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/v1/reviews/%s/helpful", id);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->shop.consumer, NULL);

  return platform_fixture_call (self->shop.fixture, method, path, NULL, "Authorization", bearer, NULL);
}

static void
buy_and_use (Case *self)
{
  g_autofree char *order_id = shop_buy (&self->shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (&self->shop, order_id, 0);
  g_autoptr (PlatformAnswer) early = NULL;
  g_autoptr (PlatformAnswer) redeemed = NULL;

  g_free (self->voucher_id);
  self->voucher_id = g_strdup (get_text (voucher, "id"));
  early = post (self, self->shop.consumer, "{\"rating\":1}", "/v1/vouchers/%s/review", self->voucher_id);
  platform_answer_assert_problem (early, 409, "conflict");
  redeemed = shop_redeem (&self->shop, get_text (voucher, "code"), self->store_id, NULL);
  g_assert_cmpuint (redeemed->status, ==, 201);
}

static void
set_up (Case *self, gconstpointer data)
{
  shop_set_up (&self->shop, data);
  self->judge = platform_fixture_sign_in (self->shop.fixture, "operator");
  self->deal_id = shop_find_deal (&self->shop, SHOP_SWIM, &self->store_id);
  buy_and_use (self);
}

static void
tear_down (Case *self, gconstpointer data)
{
  shop_tear_down (&self->shop, data);
  g_free (self->judge);
  g_free (self->voucher_id);
  g_free (self->deal_id);
  g_free (self->store_id);
}

/* --- What a client does with the log --- */

/* Whether one of the published keys signed the head. */
static gboolean
is_signed (Case *self, const char *head)
{
  g_autoptr (PlatformAnswer) answer = get (self, NULL, "/.well-known/jwks.json");
  JsonArray *keys = json_object_get_array_member (platform_answer_get_object (answer), "keys");

  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      const char *x = json_object_get_string_member (json_array_get_object_element (keys, i), "x");
      gsize length = 0;
      g_autofree guint8 *key = rambla_base64url_decode (x, strlen (x), &length);

      if (length == RAMBLA_ED25519_PUBLIC_SIZE && rambla_log_head_verify (head, key))
        return TRUE;
    }
  return FALSE;
}

static RamblaLogHead *
get_head (Case *self, const char *log)
{
  g_autoptr (PlatformAnswer) answer = get (self, NULL, "/v1/%s/log/head", log);
  RamblaLogHead *head;

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (is_signed (self, get_text (answer, "head")));
  head = rambla_log_head_parse (get_text (answer, "head"));
  g_assert_nonnull (head);
  return head;
}

static GArray *
read_proof (PlatformAnswer *answer)
{
  JsonArray *steps;
  GArray *proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));

  g_assert_cmpuint (answer->status, ==, 200);
  steps = json_object_get_array_member (platform_answer_get_object (answer), "proof");
  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      RamblaLogHash hash;

      g_assert_true (rambla_log_hash_from_hex (json_array_get_string_element (steps, i), &hash));
      g_array_append_val (proof, hash);
    }
  return proof;
}

/* The offer's entries, each naming the one before, the newest among what the head signs. Returns: how many */
static guint
check_deal (Case *self, const char *log, const RamblaLogHead *head, GPtrArray *entries)
{
  g_autoptr (PlatformAnswer) answer = get (self, NULL, "/v1/%s/log?deal_id=%s&limit=100", log, self->deal_id);
  g_autoptr (PlatformAnswer) proof_answer = NULL;
  g_autoptr (GArray) proof = NULL;
  JsonArray *list = json_object_get_array_member (platform_answer_get_object (answer), "entries");
  RamblaLogHash previous = { { 0 } };
  gint64 number = 0;

  g_assert_cmpstr (get_text (answer, "log"), ==, head->log);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      const char *entry = json_object_get_string_member (one, "entry");
      g_autofree char *hex = rambla_log_hash_to_hex (&previous);
      g_autofree char *line = g_strdup_printf ("\nnth %u\nprevious %s\n", i + 1, hex);

      g_assert_nonnull (strstr (entry, line));
      previous = rambla_log_hash_leaf (entry, strlen (entry));
      number = json_object_get_int_member (one, "number");
      if (entries != NULL)
        g_ptr_array_add (entries, rambla_review_entry_parse (entry));
    }
  proof_answer = get (self, NULL, "/v1/%s/log/proof?number=%" G_GINT64_FORMAT "&size=%" G_GUINT64_FORMAT, log,
                      number, head->size);
  proof = read_proof (proof_answer);
  g_assert_true (rambla_log_tree_verify_inclusion (&previous, (guint64) number - 1, head->size, &head->root,
                                                   (const RamblaLogHash *) (gconstpointer) proof->data,
                                                   proof->len));
  return json_array_get_length (list);
}

static void
check_continues (Case *self, const char *log, const RamblaLogHead *first, const RamblaLogHead *head)
{
  g_autoptr (PlatformAnswer) answer =
      get (self, NULL, "/v1/%s/log/proof?first=%" G_GUINT64_FORMAT "&size=%" G_GUINT64_FORMAT, log,
           first->size, head->size);
  g_autoptr (GArray) proof = read_proof (answer);

  g_assert_cmpstr (first->log, ==, head->log);
  g_assert_true (rambla_log_tree_verify_consistency (first->size, &first->root, head->size, &head->root,
                                                     (const RamblaLogHash *) (gconstpointer) proof->data,
                                                     proof->len));
}

static RamblaReviewEntry *
find_entry (GPtrArray *entries, const char *id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      RamblaReviewEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        return entry;
    }
  return NULL;
}

/* That @told is what the entry commits to. */
static void
check_content (const RamblaReviewEntry *entry, JsonObject *told, const char *author)
{
  const char *salt = json_object_get_string_member (told, "salt");
  RamblaReviewContent content = {
    .author = author != NULL ? author : json_object_get_string_member (told, "author"),
    .language = json_object_get_string_member_with_default (told, "language", ""),
    .text = json_object_get_string_member (told, "text"),
  };
  RamblaLogHash pictures[4];
  RamblaLogHash hash;
  gsize length = 0;

  if (json_object_has_member (told, "pictures"))
    {
      JsonArray *list = json_object_get_array_member (told, "pictures");

      content.pictures = pictures;
      content.n_pictures = json_array_get_length (list);
      for (guint i = 0; i < content.n_pictures; i++)
        g_assert_true (rambla_log_hash_from_hex (
            json_object_get_string_member (json_array_get_object_element (list, i), "sha256"), &pictures[i]));
    }
  g_assert_cmpint (
      sodium_hex2bin (content.salt, sizeof content.salt, salt, strlen (salt), NULL, &length, NULL), ==, 0);
  hash = rambla_review_content_hash (&content);
  g_assert_true (rambla_log_hash_equal (&hash, &entry->content));
}

/* --- Cases --- */

static JsonObject *
find_review (PlatformAnswer *page, const char *id)
{
  JsonArray *reviews = json_object_get_array_member (platform_answer_get_object (page), "reviews");

  for (guint i = 0; i < json_array_get_length (reviews); i++)
    {
      JsonObject *review = json_array_get_object_element (reviews, i);

      if (g_str_equal (json_object_get_string_member (review, "id"), id))
        return review;
    }
  return NULL;
}

static void
test_journey (Case *self, gconstpointer data)
{
  g_autoptr (RamblaLogHead) before = get_head (self, "reviews");
  g_autoptr (RamblaLogHead) after = NULL;
  g_autoptr (RamblaLogHead) hidden_head = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_review_entry_free);
  g_autoptr (PlatformAnswer) numbers = get (self, NULL, "/v1/deals/%s/reviews?limit=100", self->deal_id);
  g_autoptr (PlatformAnswer) written = NULL;
  g_autoptr (PlatformAnswer) again = NULL;
  g_autoptr (PlatformAnswer) voucher = NULL;
  g_autoptr (PlatformAnswer) replied = NULL;
  g_autoptr (PlatformAnswer) own = NULL;
  g_autoptr (PlatformAnswer) page = NULL;
  g_autoptr (PlatformAnswer) lowest = NULL;
  g_autoptr (PlatformAnswer) picture = NULL;
  g_autoptr (PlatformAnswer) hidden = NULL;
  g_autoptr (PlatformAnswer) gone = NULL;
  g_autoptr (PlatformAnswer) all = NULL;
  g_autoptr (PlatformAnswer) desk = NULL;
  JsonObject *review;
  gint64 count = get_int (numbers, "count");
  guint n_entries = check_deal (self, "reviews", before, NULL);
  const char *id;

  written =
      post (self, self->shop.consumer,
            "{\"rating\":1,\"text\":\"El agua, fría.\",\"language\":\"es\",\"pictures\":[{\"data\":\"" PIXEL
            "\"}]}",
            "/v1/vouchers/%s/review", self->voucher_id);
  g_assert_cmpuint (written->status, ==, 201);
  id = get_text (written, "id");
  g_assert_true (json_object_get_boolean_member (platform_answer_get_object (written), "pseudonym"));
  g_assert_cmpuint (strlen (get_text (written, "author")), ==, 5);
  again = post (self, self->shop.consumer, "{\"rating\":5}", "/v1/vouchers/%s/review", self->voucher_id);
  platform_answer_assert_problem (again, 409, "conflict");
  voucher = get (self, self->shop.consumer, "/v1/vouchers/%s", self->voucher_id);
  g_assert_cmpstr (get_text (voucher, "review_id"), ==, id);

  replied = post (self, self->shop.merchant, "{\"text\":\"Ya la calentamos\",\"language\":\"es\"}",
                  "/v1/merchant/reviews/%s/reply", id);
  g_assert_cmpuint (replied->status, ==, 201);
  own = vote (self, "PUT", id);
  platform_answer_assert_problem (own, 403, "forbidden");

  after = get_head (self, "reviews");
  g_assert_cmpuint (after->size, ==, before->size + 2);
  check_continues (self, "reviews", before, after);
  g_assert_cmpuint (check_deal (self, "reviews", after, entries), ==, n_entries + 2);
  page = get (self, NULL, "/v1/deals/%s/reviews?limit=100", self->deal_id);
  g_assert_cmpint (get_int (page, "count"), ==, count + 1);
  review = find_review (page, id);
  g_assert_nonnull (review);
  g_assert_cmpint (json_object_get_int_member (review, "number"), ==, (gint64) after->size - 1);
  check_content (find_entry (entries, id), review, NULL);
  check_content (find_entry (entries, json_object_get_string_member (
                                          json_object_get_object_member (review, "reply"), "id")),
                 json_object_get_object_member (review, "reply"), NULL);
  lowest = get (self, NULL, "/v1/deals/%s/reviews?sort=lowest&limit=1", self->deal_id);
  g_assert_nonnull (find_review (lowest, id));
  picture =
      get (self, NULL, "%s",
           json_object_get_string_member (
               json_array_get_object_element (json_object_get_array_member (review, "pictures"), 0), "href"));
  g_assert_cmpuint (picture->status, ==, 200);
  desk = get (self, self->shop.merchant, "/v1/merchant/reviews?store_id=%s", self->store_id);
  g_assert_nonnull (find_review (desk, id));

  /* Hidden: the words are gone, the entry is not, and of abuse the stars count no longer. */
  hidden = post (self, self->judge, "{\"reason\":\"abuse\",\"text\":\"Not about this pool\"}",
                 "/v1/operator/reviews/%s/tombstone", id);
  g_assert_cmpuint (hidden->status, ==, 201);
  g_assert_cmpstr (get_text (hidden, "text"), ==, "");
  g_assert_cmpstr (get_text (hidden, "author"), ==, "");
  g_assert_null (get_text (hidden, "salt"));
  gone =
      get (self, NULL, "%s",
           json_object_get_string_member (
               json_array_get_object_element (json_object_get_array_member (review, "pictures"), 0), "href"));
  platform_answer_assert_problem (gone, 404, "not_found");
  hidden_head = get_head (self, "reviews");
  check_continues (self, "reviews", after, hidden_head);
  g_ptr_array_set_size (entries, 0);
  check_deal (self, "reviews", hidden_head, entries);
  g_assert_nonnull (find_entry (entries, id));
  g_clear_pointer (&page, platform_answer_free);
  page = get (self, NULL, "/v1/deals/%s/reviews?limit=100", self->deal_id);
  g_assert_cmpint (get_int (page, "count"), ==, count);
  review = json_object_get_object_member (find_review (page, id), "hidden");
  g_assert_cmpstr (json_object_get_string_member (review, "text"), ==, "Not about this pool");
  check_content (find_entry (entries, json_object_get_string_member (review, "id")), review, "operator");
  all = get (self, self->judge, "/v1/operator/reviews?limit=1");
  g_assert_cmpuint (all->status, ==, 200);
}

/* What the law hides keeps its stars; one's own name is shown when asked for. */
static void
test_law (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) written =
      post (self, self->shop.consumer, "{\"rating\":5,\"text\":\"Ana lo hizo bien\",\"named\":true}",
            "/v1/vouchers/%s/review", self->voucher_id);
  g_autoptr (PlatformAnswer) before = get (self, NULL, "/v1/deals/%s/reviews", self->deal_id);
  g_autoptr (PlatformAnswer) hidden = NULL;
  g_autoptr (PlatformAnswer) twice = NULL;
  g_autoptr (PlatformAnswer) reply = NULL;
  g_autoptr (PlatformAnswer) after = NULL;

  g_assert_cmpuint (written->status, ==, 201);
  g_assert_false (json_object_has_member (platform_answer_get_object (written), "pseudonym"));
  hidden = post (self, self->judge, "{\"reason\":\"law\",\"text\":\"Names somebody\"}",
                 "/v1/operator/reviews/%s/tombstone", get_text (written, "id"));
  g_assert_cmpuint (hidden->status, ==, 201);
  after = get (self, NULL, "/v1/deals/%s/reviews", self->deal_id);
  g_assert_cmpint (get_int (after, "count"), ==, get_int (before, "count"));
  twice = post (self, self->judge, "{\"reason\":\"law\",\"text\":\"Again\"}",
                "/v1/operator/reviews/%s/tombstone", get_text (written, "id"));
  platform_answer_assert_problem (twice, 409, "conflict");
  reply = post (self, self->shop.merchant, "{\"text\":\"Hola\"}", "/v1/merchant/reviews/%s/reply",
                get_text (written, "id"));
  platform_answer_assert_problem (reply, 409, "conflict");
}

static void
test_votes (Case *self, gconstpointer data)
{
  g_autoptr (PlatformAnswer) page = get (self, NULL, "/v1/deals/%s/reviews", self->deal_id);
  JsonArray *reviews = json_object_get_array_member (platform_answer_get_object (page), "reviews");
  const char *id = json_object_get_string_member (
      json_array_get_object_element (reviews, json_array_get_length (reviews) - 1), "id");
  g_autoptr (PlatformAnswer) helpful = NULL;
  g_autoptr (PlatformAnswer) mine = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PlatformAnswer) voted = vote (self, "PUT", id);

      g_assert_cmpuint (voted->status, ==, 200);
      g_assert_cmpint (get_int (voted, "helpful"), ==, 1);
    }
  helpful = get (self, NULL, "/v1/deals/%s/reviews?sort=helpful&limit=1", self->deal_id);
  g_assert_nonnull (find_review (helpful, id));
  mine = get (self, self->shop.consumer, "/v1/me/helpful-reviews?deal_id=%s", self->deal_id);
  g_assert_cmpstr (json_array_get_string_element (
                       json_object_get_array_member (platform_answer_get_object (mine), "reviews"), 0),
                   ==, id);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PlatformAnswer) taken_back = vote (self, "DELETE", id);

      g_assert_cmpint (get_int (taken_back, "helpful"), ==, 0);
    }
}

/* What must not get through, whoever asks the database itself. */
static void
test_guards (Case *self, gconstpointer data)
{
  static const char *const bad[] = {
    "{\"rating\":0}",
    "{\"rating\":6}",
    "{\"rating\":1.5}",
    "{\"rating\":5,\"pictures\":[{\"data\":\"!!\"}]}",
    "{\"rating\":5,\"pictures\":[{\"data\":\"AAAA\"}]}",
    "{\"rating\":5,\"language\":\"a b\"}",
    "{\"rating\":5,\"stars\":5}",
    "{\"rating\":5,\"pictures\":[{\"data\":\"" PIXEL "\"},{\"data\":\"" PIXEL "\"},{\"data\":\"" PIXEL
    "\"},{\"data\":\"" PIXEL "\"},{\"data\":\"" PIXEL "\"}]}",
  };
  g_autoptr (PlatformAnswer) proof = NULL;
  g_autoptr (PlatformAnswer) stranger = NULL;
  g_autoptr (PlatformAnswer) written = NULL;
  g_autofree char *undo = NULL;
  g_autoptr (PlatformAnswer) undone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PlatformAnswer) answer =
          post (self, self->shop.consumer, bad[i], "/v1/vouchers/%s/review", self->voucher_id);

      platform_answer_assert_problem (answer, 422, "invalid_field");
    }
  stranger = post (self, self->shop.merchant, "{\"rating\":5}", "/v1/vouchers/%s/review", self->voucher_id);
  g_assert_cmpuint (stranger->status, ==, 403);
  g_assert_cmpint (shop_query (&self->shop, "SELECT count(*) FROM reviews WHERE voucher_id IS NOT NULL"), ==,
                   0);
  proof = get (self, NULL, "/v1/reviews/log/proof?number=1&size=999999");
  platform_answer_assert_problem (proof, 404, "not_found");

  written = post (self, self->shop.consumer, "{\"rating\":5}", "/v1/vouchers/%s/review", self->voucher_id);
  g_assert_cmpuint (written->status, ==, 201);
  undo = g_strdup_printf ("SELECT count(*) FROM redemptions WHERE voucher_id = '%s'", self->voucher_id);
  g_assert_cmpint (shop_query (&self->shop, undo), ==, 1);
}

/* The price log begins with what was imported, and goes on when a merchant changes a price. */
static void
test_prices (Case *self, gconstpointer data)
{
  g_autoptr (RamblaLogHead) before = get_head (self, "prices");
  g_autoptr (RamblaLogHead) after = NULL;
  g_autofree char *path = g_strconcat ("/v1/merchant/deals/", self->deal_id, NULL);
  g_autofree char *body =
      g_strdup_printf ("{\"store_id\":\"%s\",\"price\":{\"amount\":%d,\"currency\":\"UYU\"}}", self->store_id,
                       SHOP_SWIM - 100);
  guint n = check_deal (self, "prices", before, NULL);
  g_autoptr (PlatformAnswer) listed =
      get (self, self->shop.merchant, "/v1/merchant/deals?store_id=%s", self->store_id);
  g_autoptr (PlatformAnswer) changed = NULL;
  g_autofree char *tag = NULL;
  g_autofree char *bearer = g_strconcat ("Bearer ", self->shop.merchant, NULL);
  JsonArray *deals = json_object_get_array_member (platform_answer_get_object (listed), "deals");

  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      JsonObject *deal = json_array_get_object_element (deals, i);

      if (g_str_equal (json_object_get_string_member (deal, "id"), self->deal_id))
        tag = g_strdup_printf ("\"%s\"", json_object_get_string_member (deal, "etag"));
    }
  changed = platform_fixture_call (self->shop.fixture, "PATCH", path, body, "Authorization", bearer,
                                   "Idempotency-Key", "\"another-price\"", "If-Match", tag, NULL);
  g_assert_cmpuint (changed->status, ==, 200);
  after = get_head (self, "prices");
  g_assert_cmpuint (after->size, ==, before->size + 1);
  check_continues (self, "prices", before, after);
  g_assert_cmpuint (check_deal (self, "prices", after, NULL), ==, n + 1);
}

#define ADD(name, function) g_test_add ("/reviews/" name, Case, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("journey", test_journey);
  ADD ("law", test_law);
  ADD ("votes", test_votes);
  ADD ("guards", test_guards);
  ADD ("prices", test_prices);
  return g_test_run ();
}
