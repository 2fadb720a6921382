/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: every role at every row of the one table, with what is its own and what is somebody
 * else's. A path of the contract that the table does not have fails here. */
#include "contract.h"
#include "platform-policy.h"
#include "raw-exchange.h"
#include "trade-shop.h"

#include <string.h>
#include <unistd.h>

typedef enum
{
  NOBODY,
  CONSUMER, /* who bought */
  OTHER_CONSUMER,
  MERCHANT, /* whose shop it was bought at */
  OTHER_MERCHANT,
  KIOSK,
  OPERATOR,
  N_ROLES,
} Role;

static const struct
{
  const char *name;
  const char *scope;
  const char *token;
} roles[N_ROLES] = {
  { "nobody", NULL, NULL },
  { "consumer", "consumer", "rat_consumer" },
  { "another consumer", "consumer", "rat_other_consumer" },
  { "merchant", "merchant", "rat_merchant" },
  { "another merchant", "merchant", "rat_other_merchant" },
  { "kiosk", "kiosk", "rat_kiosk" },
  { "operator", "operator", "rat_operator" },
};

/* What the owner has, by the path that it is found under. Other kinds are asked for by an id that nobody has.
 */
enum
{
  ORDER,
  VOUCHER,
  DEAL,
  STORE,
  REDEMPTION,
  REVIEW,
  DISPUTE,
  GIFT,
  N_THINGS,
};

static const struct
{
  const char *path;
  int thing;
} thing_paths[] = {
  { "/v1/orders/", ORDER },
  { "/v1/vouchers/", VOUCHER },
  { "/v1/deals/", DEAL },
  { "/v1/stores/", STORE },
  { "/v1/disputes/", DISPUTE },
  { "/v1/operator/disputes/", DISPUTE },
  { "/v1/gifts/", GIFT },
  { "/gifts/", GIFT },
  { "/v1/merchant/redemptions/", REDEMPTION },
  { "/v1/merchant/reviews/", REVIEW },
};

typedef struct
{
  Shop shop;
  char *things[N_THINGS];
  guint n_tried;
} Fixture;

static void
add_role (Shop *shop, Role role)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, roles[role].token, -1);
  g_autofree char *account = role == CONSUMER
                                 ? g_strdup ("(SELECT id FROM accounts WHERE email = 'consumer@example.org')")
                                 : g_strdup_printf ("'usr_role%u'", role);
  g_autofree char *sql = NULL;

  if (role != CONSUMER)
    {
      g_autofree char *insert = g_strdup_printf ("INSERT INTO accounts (id, email, name, scopes, created_at) "
                                                 "VALUES (%s, '%u@example.org', 'R', '%s', 0)",
                                                 account, role, roles[role].scope);

      shop_execute (shop, insert);
    }
  sql = g_strdup_printf ("INSERT INTO sessions (id, account_id, client_id, scope, created_at) VALUES "
                         "('ses_role%u', %s, 'rambla', '%s', 0);",
                         role, account, roles[role].scope);
  shop_execute (shop, sql);
  g_free (sql);
  sql = g_strdup_printf ("INSERT INTO tokens (hash, session_id, kind, created_at, expires_at) VALUES "
                         "(X'%s', 'ses_role%u', 'access', 0, 9999999999)",
                         hash, role);
  shop_execute (shop, sql);
}

/* Lets an account act for the brand that a store belongs to. */
static void
add_merchant (Shop *shop, Role role, const char *store_id)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO account_merchants SELECT 'usr_role%u', m.id FROM merchants m JOIN stores s "
      "ON s.merchant = m.row WHERE s.id = '%s'",
      role, store_id);

  shop_execute (shop, sql);
}

/* One of the reviews of an offer. Returns: (transfer full) */
static char *
find_review (Shop *shop, const char *deal_id)
{
  g_autofree char *path = g_strdup_printf ("/v1/deals/%s/reviews?limit=1", deal_id);
  g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, NULL);
  JsonArray *reviews = json_object_get_array_member (platform_answer_get_object (page), "reviews");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (reviews, 0), "id"));
}

/* Complains about an order that was used. */
static char *
open_dispute (Shop *shop, const char *order_id)
{
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/dispute", order_id);
  g_autofree char *key = shop_new_key (shop);
  g_autoptr (PlatformAnswer) dispute = platform_fixture_post (
      shop->fixture, path, shop->consumer, key, "{\"reason\":\"quality\",\"text\":\"It was cold.\"}");

  g_assert_cmpuint (dispute->status, ==, 201);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (dispute), "id"));
}

/* Buys a voucher and gives it away. */
static char *
give (Shop *shop)
{
  g_autofree char *order = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (shop, order, 0);
  g_autofree char *path = g_strdup_printf (
      "/v1/vouchers/%s/gift", json_object_get_string_member (platform_answer_get_object (voucher), "id"));
  g_autofree char *key = shop_new_key (shop);
  g_autoptr (PlatformAnswer) gift = platform_fixture_post (shop->fixture, path, shop->consumer, key, "{}");

  g_assert_cmpuint (gift->status, ==, 201);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (gift), "code"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  Shop *shop = &fixture->shop;
  g_autofree char *other_store = NULL;
  g_autofree char *other_deal = NULL;
  g_autofree char *used_order = NULL;
  g_autoptr (PlatformAnswer) voucher = NULL;
  g_autoptr (PlatformAnswer) used = NULL;
  g_autoptr (PlatformAnswer) redemption = NULL;

  shop_set_up (shop, data);
  fixture->things[DEAL] = shop_find_deal (shop, SHOP_SWIM, &fixture->things[STORE]);
  other_deal = shop_find_deal (shop, SHOP_ONDA, &other_store);
  fixture->things[ORDER] = shop_buy (shop, SHOP_SWIM, 1);
  used_order = shop_buy (shop, SHOP_SWIM, 1);
  voucher = shop_get_voucher (shop, fixture->things[ORDER], 0);
  fixture->things[VOUCHER] =
      g_strdup (json_object_get_string_member (platform_answer_get_object (voucher), "id"));
  used = shop_get_voucher (shop, used_order, 0);
  redemption = shop_redeem (shop, json_object_get_string_member (platform_answer_get_object (used), "code"),
                            fixture->things[STORE], NULL);
  g_assert_cmpuint (redemption->status, ==, 201);
  fixture->things[REDEMPTION] =
      g_strdup (json_object_get_string_member (platform_answer_get_object (redemption), "id"));

  fixture->things[REVIEW] = find_review (shop, fixture->things[DEAL]);
  fixture->things[DISPUTE] = open_dispute (shop, used_order);
  fixture->things[GIFT] = give (shop);

  platform_fixture_stop (shop->fixture);
  for (Role role = CONSUMER; role < N_ROLES; role++)
    add_role (shop, role);
  add_merchant (shop, MERCHANT, fixture->things[STORE]);
  add_merchant (shop, OTHER_MERCHANT, other_store);
  platform_fixture_start (shop->fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_THINGS; i++)
    g_free (fixture->things[i]);
  shop_tear_down (&fixture->shop, data);
}

/* "/v1/orders/{id}/cancel" → the owner's. @names_thing: (out): something that has an owner is named */
static char *
fill (Fixture *fixture, const PlatformPolicy *policy, gboolean *names_thing)
{
  GString *path = g_string_new (NULL);
  const char *at = policy->pattern;

  *names_thing = FALSE;
  while (*at != '\0')
    {
      const char *value = g_str_has_prefix (policy->pattern, "/tiles/") ? "1" : "xxx_0000000000000000";

      if (*at != '{')
        {
          g_string_append_c (path, *at++);
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (thing_paths); i++)
        if (g_str_equal (path->str, thing_paths[i].path))
          value = fixture->things[thing_paths[i].thing];
      g_string_append (path, value);
      *names_thing = TRUE;
      at += strcspn (at, "}") + 1;
    }
  if (policy->whose == PLATFORM_WHOSE_SHOPS && !*names_thing &&
      !g_str_equal (policy->pattern, "/v1/merchant/stores") /* tells which there are */)
    {
      /* The others name it in their body. */
      if (g_str_equal (policy->method, "GET"))
        g_string_append_printf (path, "?store_id=%s", fixture->things[STORE]);
      *names_thing = TRUE;
    }
  return g_string_free (path, FALSE);
}

/* What is asked for is looked at after the body: it has to be good as far as that. */
static char *
dup_body (Fixture *fixture, const PlatformPolicy *policy)
{
  if (g_str_has_suffix (policy->pattern, "/messages"))
    return g_strdup ("{\"text\":\"X\"}");
  if (g_str_equal (policy->pattern, "/v1/disputes/{id}/pictures"))
    return g_strdup ("{\"data\":\"AAAA\"}");
  if (policy->whose == PLATFORM_WHOSE_SHOPS && strchr (policy->pattern, '{') == NULL)
    return g_strdup_printf ("{\"store_id\":\"%s\",\"presented\":\"X\"}", fixture->things[STORE]);
  return g_strdup ("{}");
}

/* Sends a request and reads no more of the answer than its header: an event stream would not end. */
static char *
ask (Fixture *fixture, const PlatformPolicy *policy, const char *path, Role role)
{
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *body = dup_body (fixture, policy);
  gboolean with_body = policy->method[0] == 'P';
  GString *answer = g_string_new (NULL);
  char buffer[1024];
  ssize_t length;
  int fd = raw_connect (platform_fixture_get_port (fixture->shop.fixture));

  g_string_append_printf (request, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", policy->method,
                          path);
  if (roles[role].token != NULL)
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", roles[role].token);
  if (with_body)
    g_string_append_printf (request,
                            "Idempotency-Key: \"matrix-%u\"\r\nContent-Type: %s\r\nContent-Length: "
                            "%" G_GSIZE_FORMAT "\r\n",
                            fixture->n_tried,
                            g_str_has_prefix (path, "/oauth/") ? "application/x-www-form-urlencoded"
                                                               : "application/json",
                            strlen (body));
  g_string_append_printf (request, "\r\n%s", with_body ? body : "");
  raw_send (fd, request->str, (gssize) request->len, FALSE);
  while (strstr (answer->str, "\r\n\r\n") == NULL && (length = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (answer, buffer, length);
  close (fd);
  fixture->n_tried++;
  return g_string_free (answer, FALSE);
}

static gboolean
is_owner (const PlatformPolicy *policy, Role role)
{
  return policy->whose == PLATFORM_WHOSE_SHOPS ? role == MERCHANT : role == CONSUMER;
}

/* A dispute is between the buyer, the shop and the operator. */
static gboolean
has_part (Role role)
{
  return role == CONSUMER || role == MERCHANT || role == OPERATOR;
}

/* What is wrong with an answer, if anything. */
static const char *
judge (const PlatformPolicy *policy, Role role, gboolean names_thing, const char *answer)
{
  guint status = raw_get_status (answer);
  g_autofree char *type = raw_get_header (answer, "Content-Type");
  gboolean page = type != NULL && g_str_has_prefix (type, "text/html");

  if (status < 200 || status >= 500)
    return "it failed";
  if (policy->scopes == NULL)
    return status == 401 || (status == 403 && !page && policy->whose != PLATFORM_WHOSE_PARTIES)
               ? "it is open to everybody"
               : NULL;
  if (role == NOBODY)
    return status == 401 ? NULL : "nobody may";
  if (!platform_scope_allows (policy->scopes, roles[role].scope))
    return status == 403 ? NULL : "this role may not";
  if (status == 401)
    return "it is signed in";
  if (policy->whose == PLATFORM_WHOSE_ACCOUNTS && names_thing && !is_owner (policy, role))
    return status == 404 ? NULL : "somebody else's is not there";
  if (policy->whose == PLATFORM_WHOSE_PARTIES && g_str_has_prefix (policy->pattern, "/v1/disputes/"))
    {
      gboolean hidden = status == 404;

      if (!has_part (role))
        return hidden ? NULL : "somebody else's dispute is not there";
      return hidden && !g_str_has_suffix (policy->pattern, "{picture}") ? "it has a part in it" : NULL;
    }
  if (policy->whose == PLATFORM_WHOSE_SHOPS && names_thing && !is_owner (policy, role))
    return status == 403 || status == 404 ? NULL : "somebody else's shop";
  return status == 403 && policy->whose != PLATFORM_WHOSE_PARTIES ? "it is its own" : NULL;
}

static void
test_matrix (Fixture *fixture, gconstpointer data)
{
  gsize n_rows;
  const PlatformPolicy *rows = platform_policy_get_all (&n_rows);

  for (gsize i = 0; i < n_rows; i++)
    for (int turn = 0; turn < 2; turn++)
      for (Role role = NOBODY; role < N_ROLES; role++)
        {
          gboolean names_thing;
          g_autofree char *path = fill (fixture, &rows[i], &names_thing);
          g_autofree char *answer = NULL;
          const char *complaint;

          /* The owner comes last: he may use things up. */
          if (is_owner (&rows[i], role) != (turn == 1))
            continue;
          answer = ask (fixture, &rows[i], path, role);
          complaint = judge (&rows[i], role, names_thing, answer);
          if (complaint != NULL)
            {
              g_test_message ("%s %s as %s: %s, and yet\n%.400s", rows[i].method, path, roles[role].name,
                              complaint, answer);
              g_test_fail ();
            }
          if (turn == 1 && names_thing && g_str_equal (rows[i].method, "GET") &&
              strstr (path, "xxx_") == NULL && strstr (rows[i].pattern, "}/") == NULL &&
              rows[i].scopes != NULL && platform_scope_allows (rows[i].scopes, roles[role].scope) &&
              rows[i].whose != PLATFORM_WHOSE_PARTIES && rows[i].whose != PLATFORM_WHOSE_EVERYBODYS &&
              raw_get_status (answer) != 200)
            {
              g_test_message ("%s is the %s's own, and yet\n%.400s", path, roles[role].name, answer);
              g_test_fail ();
            }
        }
  g_test_message ("%u requests", fixture->n_tried);
}

/* Patterns may name what they take differently. */
static char *
strip_names (const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{[^}]*\\}[^/]*", 0, 0, NULL);

  return g_regex_replace_literal (regex, pattern, -1, 0, "{}", 0, NULL);
}

/* The contract says the same as the table, in its own words: "[ { bearer: [consumer, merchant] } ]". */
static gboolean
agrees (const PlatformPolicy *policy, const char *security)
{
  gboolean open = security == NULL || strstr (security, "{}") != NULL;

  if (policy->scopes == NULL || open)
    return policy->scopes == NULL && open;
  for (Role role = CONSUMER; role < N_ROLES; role++)
    {
      g_autofree char *pattern = g_strdup_printf ("[[ ]%s[],]", roles[role].scope);

      if (platform_scope_allows (policy->scopes, roles[role].scope) !=
          g_regex_match_simple (pattern, security, 0, 0))
        return FALSE;
    }
  return TRUE;
}

static void
test_covers_contract (void)
{
  g_autoptr (GPtrArray) operations = contract_read ();
  gsize n_rows;
  const PlatformPolicy *rows = platform_policy_get_all (&n_rows);

  g_assert_cmpuint (operations->len, >, 40);
  for (guint i = 0; i < operations->len; i++)
    {
      const ContractOperation *operation = g_ptr_array_index (operations, i);
      g_autofree char *path = strip_names (operation->path);
      gboolean found = FALSE;

      for (gsize j = 0; j < n_rows && !found; j++)
        {
          g_autofree char *pattern = strip_names (rows[j].pattern);

          found = g_str_equal (pattern, path) && g_str_equal (rows[j].method, operation->method);
          if (found && !agrees (&rows[j], operation->security))
            {
              g_test_message ("%s %s: platform-policy.c says \"%s\", the contract %s", operation->method,
                              operation->path, rows[j].scopes, operation->security);
              g_test_fail ();
            }
        }
      if (!found)
        {
          g_test_message ("%s %s has no row in platform-policy.c", operation->method, operation->path);
          g_test_fail ();
        }
    }
  for (gsize i = 1; i < n_rows; i++)
    g_assert_true (platform_policy_find (rows[i].method, rows[i].pattern) == &rows[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/access-matrix/covers-contract", test_covers_contract);
  g_test_add ("/access-matrix/all", Fixture, NULL, set_up, test_matrix, tear_down);
  return g_test_run ();
}
