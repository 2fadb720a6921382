/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nonsense in every place that the contract names: each is refused with a 4xx that says why, or is harmless;
 * the program never fails and never dies. What is tried follows from data/openapi.yaml, so that a new path is
 * tried too. */
#include "contract.h"
#include "raw-exchange.h"
#include "trade-shop.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  Shop shop;
  GPtrArray *operations; /* of ContractOperation */
  const char *token;
  int fd; /* -1: none */
  guint n_tried;
} Fixture;

static const char *const texts[] = {
  "",
  " ",
  "0",
  "-1",
  "1",
  "1.5",
  "99999999999999999999",
  "-99999999999999999999",
  "1e309",
  "1e400",
  "NaN",
  "inf",
  "-inf",
  "0x10",
  "1_000",
  "true",
  "TRUE",
  "null",
  "undefined",
  "[]",
  "{}",
  "'",
  "\"",
  "''",
  "\"\"",
  "`",
  ";",
  "--",
  "' OR 1=1 --",
  "\"; DROP TABLE deals; --",
  "1; SELECT 1",
  "a AND",
  "AND",
  "OR OR",
  "NOT",
  "NOT a",
  "NEAR(",
  "NEAR(a b)",
  "\"unbalanced",
  "a\"b",
  "*",
  "**",
  "a*",
  "^a",
  "a*b:c",
  "title:x",
  "{a b}:c",
  "- a",
  "+",
  "a + b",
  "(",
  ")",
  "((((((((",
  "a OR b)",
  "🍕",
  "İıſK",
  "é",
  "e\xcc\x81",
  "\xe2\x80\xae"
  "abc",
  "\xef\xbb\xbf"
  "abc",
  "\n",
  "\t",
  "a\r\nX-Injected: yes",
  "%",
  "_",
  "\\",
  "\\x00",
  "%00",
  "%s%s%n",
  "../../etc/passwd",
  "..",
  ".",
  "<script>alert(1)</script>",
  "${7*7}",
  "{{7*7}}",
  ",",
  ",,,,",
  "1,2",
  "-34.9,-56.1",
  "-91,0",
  "91,181",
  "1,2,3",
  "1,2,3,4",
  "nan,nan",
  "1e400,0",
  "0,0,0,0",
  "-180,-90,180,90",
  "180,90,-180,-90",
  "-56.2,-34.9,-56.1,-34.8",
  "2026-02-30",
  "2026-13-01",
  "0000-00-00",
  "2026-11-21",
  "2026-11-21T25:00:00Z",
  "9999-12-31T23:59:60Z",
  "-1-1-1",
  "relevance",
  "distance",
  "sort",
  "catering",
  "catering,catering",
  "voucher",
  "voucher,group,x",
  "AAAA",
  "eyJhIjoxfQ",
  "////",
  "====",
  "dea_",
  "dea_0",
  "dea_1",
  "dea_99999999999999999999",
  "sto_1",
  "ord_1",
  "vou_1",
  "xxx_1",
};

/* Sent as they stand. */
static const char *const raws[] = { "%00",       "%ff",          "%",   "%z",   "%2f", "a%2fb", "%c0%af",
                                    "%ed%a0%80", "%f5%80%80%80", "a&b", "a=b&c" };

static const char *const values[] = {
  "null",
  "true",
  "0",
  "-1",
  "1",
  "1.5",
  "1e400",
  "-0",
  "99999999999999999999",
  "9223372036854775807",
  "9223372036854775808",
  "\"\"",
  "\" \"",
  "\"x\"",
  "\"dea_1\"",
  "\"sto_1\"",
  "\"\\u0000\"",
  "\"\\ud800\"",
  "\"'; DROP TABLE orders; --\"",
  "[]",
  "[[]]",
  "{}",
  "[1]",
  "{\"amount\":1}",
  "{\"amount\":-1,\"currency\":\"UYU\"}",
  "{\"amount\":1.5,\"currency\":\"UYU\"}",
  "{\"amount\":9223372036854775807,\"currency\":\"UYU\"}",
  "{\"amount\":1,\"currency\":\"uyu\"}",
  "{\"amount\":1,\"currency\":\"UYU\",\"more\":1}",
  "{\"amount\":\"1\",\"currency\":5}",
};

/* Bodies that are right in form, and are spoilt member by member. */
static const struct
{
  const char *path;
  const char *members[6]; /* name, value */
} bodies[] = {
  { "/v1/orders", { "deal_id", "\"dea_1\"", "store_id", "\"sto_1\"", "quantity", "1" } },
  { "/v1/orders",
    { "expected_total", "{\"amount\":1,\"currency\":\"UYU\"}", "slot_id", "\"slo_1\"", "tracking",
      "\"x\"" } },
  { "/v1/orders/{id}/payment", { "method", "\"saved\"" } },
  { "/v1/orders/{id}/cancel", { "reason", "\"x\"" } },
  { "/v1/orders/{id}/refunds", { "reason", "\"x\"", "voucher_id", "\"vou_1\"" } },
  { "/v1/merchant/redemptions", { "presented", "\"X\"", "store_id", "\"sto_1\"", "quantity", "1" } },
  { "/v1/merchant/redemptions/preview", { "presented", "\"X\"", "store_id", "\"sto_1\"" } },
  { "/v1/merchant/deals",
    { "store_id", "\"sto_1\"", "price", "{\"amount\":1,\"currency\":\"UYU\"}", "valid_until",
      "\"2027-01-01T00:00:00Z\"" } },
  { "/v1/merchant/deals", { "title", "\"x\"", "includes", "[\"x\"]", "use_within_days", "30" } },
  { "/v1/merchant/deals/{id}", { "store_id", "\"sto_1\"", "state", "\"stopped\"", "stock_left", "3" } },
  { "/v1/merchant/deals/{id}/pictures", { "store_id", "\"sto_1\"", "data", "\"aa\"", "alt", "\"x\"" } },
  { "/v1/merchant/stores/{id}/pictures", { "data", "\"aa\"", "alt", "\"x\"" } },
  { "/v1/webhooks/payments", { "id", "\"evt_1\"", "type", "\"x\"", "data", "{\"object\":{}}" } },
};

static const char *const whole_bodies[] = {
  "",
  " ",
  "{",
  "}",
  "[",
  "[]",
  "null",
  "1",
  "\"x\"",
  "{}",
  "{}{}",
  "{} x",
  "{\"a\":1,\"a\":2}",
  "{\"a\":}",
  "{'a':1}",
  "{\"zzz\":1}",
  "\xef\xbb\xbf{}",
  "{\"a\":\"\xff\"}",
  "{\"a\":\"\xc0\x80\"}",
  "{\"a\":\"\n\"}",
  "{\"a\":01}",
  "{\"a\":.5}",
  "{\"a\":NaN}",
  "{\"a\":1,}",
  "[1,]",
  "// x\n{}",
  "{\"\":1}",
  "{\"\\u0000\":1}",
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  shop_set_up (&fixture->shop, data);
  fixture->operations = contract_read ();
  g_assert_cmpuint (fixture->operations->len, >, 25);
  fixture->fd = -1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformAnswer) health = platform_fixture_get (fixture->shop.fixture, "/healthz", NULL);

  g_test_message ("%u requests", fixture->n_tried);
  g_assert_cmpuint (health->status, ==, 200);
  if (fixture->fd >= 0)
    close (fixture->fd);
  g_ptr_array_unref (fixture->operations);
  shop_tear_down (&fixture->shop, data);
}

/* Sends a request and looks at its answer only for what no answer may be. @length: of @body, -1 to its NUL */
static void
try (Fixture *fixture,
     const char *method,
     const char *target,
     const char *fields,
     const char *body,
     gssize length)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *answer = NULL;
  g_autofree char *type = NULL;
  g_autofree char *closing = NULL;
  guint status;

  if (length < 0)
    length = body != NULL ? (gssize) strlen (body) : 0;
  g_string_append_printf (bytes, "%s %s HTTP/1.1\r\nHost: x\r\n", method, target);
  if (fixture->token != NULL)
    g_string_append_printf (bytes, "Authorization: Bearer %s\r\n", fixture->token);
  g_string_append (bytes, fields);
  if (body != NULL)
    g_string_append_printf (
        bytes, "Content-Type: application/json\r\nContent-Length: %" G_GSSIZE_FORMAT "\r\n", length);
  g_string_append (bytes, "\r\n");
  if (body != NULL)
    g_string_append_len (bytes, body, length);

  if (fixture->fd < 0)
    fixture->fd = raw_connect (platform_fixture_get_port (fixture->shop.fixture));
  raw_send (fixture->fd, bytes->str, (gssize) bytes->len, TRUE);
  answer = raw_read_answer (fixture->fd, strcmp (method, "HEAD") == 0);
  fixture->n_tried++;
  status = raw_get_status (answer);
  type = raw_get_header (answer, "Content-Type");
  closing = raw_get_header (answer, "Connection");
  if (closing != NULL || status == 0)
    {
      close (fixture->fd);
      fixture->fd = -1;
    }
  if (status < 200 || status >= 500 || strstr (answer, "\r\nX-Injected") != NULL)
    {
      g_test_message ("%.3000s\n→ %.600s", bytes->str, answer);
      g_test_fail ();
    }
  else if (status >= 400 && status != 431 /* libmicrohttpd says some of these itself */ &&
           !g_str_has_prefix (target, "/oauth/") && !g_str_has_prefix (target, "/gifts/") &&
           !g_str_has_prefix (target, "/d/") && !g_str_has_prefix (target, "/pay/") &&
           g_strcmp0 (type, "application/problem+json") != 0)
    {
      g_test_message ("not a problem: %.3000s\n→ %.600s", bytes->str, answer);
      g_test_fail ();
    }
}

/* The path with each name in braces replaced. */
static char *
fill_path (const char *path, const char *value)
{
  GString *filled = g_string_new (NULL);

  while (*path != '\0')
    if (*path == '{')
      {
        g_string_append (filled, value);
        path += strcspn (path, "}") + 1;
      }
    else
      g_string_append_c (filled, *path++);
  return g_string_free (filled, FALSE);
}

static char *
make_long (gsize length, const char *piece)
{
  GString *text = g_string_new (NULL);

  while (text->len < length)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  const char *const tokens[] = { NULL, fixture->shop.consumer, fixture->shop.merchant };
  g_autofree char *length = make_long (3000, "a");

  for (guint t = 0; t < G_N_ELEMENTS (tokens); t++)
    for (guint i = 0; i < fixture->operations->len; i++)
      {
        const ContractOperation *operation = g_ptr_array_index (fixture->operations, i);
        const char *body = operation->method[0] == 'P' ? "{}" : NULL;

        fixture->token = tokens[t];
        for (guint j = 0; j < G_N_ELEMENTS (texts) && strchr (operation->path, '{') != NULL; j++)
          {
            g_autofree char *value = g_uri_escape_string (texts[j], NULL, FALSE);
            g_autofree char *path = fill_path (operation->path, value);

            try (fixture, operation->method, path, "", body, -1);
          }
        for (guint j = 0; j < G_N_ELEMENTS (raws); j++)
          {
            g_autofree char *path = fill_path (operation->path, raws[j]);
            g_autofree char *longer = g_strconcat (path, "/", raws[j], NULL);

            try (fixture, operation->method, path, "", body, -1);
            try (fixture, operation->method, longer, "", body, -1);
          }
        {
          static const char *const methods[] = { "GET",   "HEAD",   "POST",    "PUT",
                                                 "PATCH", "DELETE", "OPTIONS", "BREW" };
          g_autofree char *path = fill_path (operation->path, length);

          for (guint j = 0; j < G_N_ELEMENTS (methods); j++)
            try (fixture, methods[j], path, "", NULL, -1);
        }
      }
}

static void
test_query (Fixture *fixture, gconstpointer data)
{
  g_autofree char *length_200 = make_long (200, "a");
  g_autofree char *length_201 = make_long (201, "a");
  g_autofree char *words = make_long (190, "a b ");
  g_autofree char *length_5000 = make_long (5000, "a");
  g_autofree char *length_10000 = make_long (10000, "a");
  g_autofree char *commas = make_long (4000, "1,");
  const char *const longs[] = { length_200, length_201, words, length_5000, length_10000, commas };
  guint n_names = 0;

  for (guint i = 0; i < fixture->operations->len; i++)
    {
      const ContractOperation *operation = g_ptr_array_index (fixture->operations, i);
      const char *body = operation->method[0] == 'P' ? "{}" : NULL;
      g_autofree char *path = fill_path (operation->path, "dea_1");

      fixture->token = strstr (path, "merchant") != NULL ? fixture->shop.merchant : fixture->shop.consumer;
      {
        g_autofree char *unknown = g_strconcat (path, "?zzz=1", NULL);

        try (fixture, operation->method, unknown, "", body, -1);
      }
      for (guint n = 0; n < operation->query->len; n++, n_names++)
        {
          const char *name = g_ptr_array_index (operation->query, n);

          for (guint j = 0; j < G_N_ELEMENTS (texts) + G_N_ELEMENTS (raws) + G_N_ELEMENTS (longs); j++)
            {
              g_autofree char *value = NULL;
              g_autofree char *target = NULL;

              if (j < G_N_ELEMENTS (texts))
                value = g_uri_escape_string (texts[j], NULL, FALSE);
              else if (j < G_N_ELEMENTS (texts) + G_N_ELEMENTS (raws))
                value = g_strdup (raws[j - G_N_ELEMENTS (texts)]);
              else
                value =
                    g_uri_escape_string (longs[j - G_N_ELEMENTS (texts) - G_N_ELEMENTS (raws)], NULL, FALSE);
              target = g_strdup_printf ("%s?%s=%s", path, name, value);
              try (fixture, operation->method, target, "", body, -1);
              /* Together with what is right: further on in the code. */
              g_free (target);
              target = g_strdup_printf ("%s?near=-34.9,-56.18&q=a&%s=%s&radius=900", path, name, value);
              if (strcmp (name, "near") != 0 && strcmp (name, "q") != 0 && strcmp (name, "radius") != 0)
                try (fixture, operation->method, target, "", body, -1);
            }
        }
    }
  g_assert_cmpuint (n_names, >, 20);
}

static void
try_body (Fixture *fixture, const char *path, const char *body, gssize length)
{
  g_autofree char *target = fill_path (path, "ord_1");
  g_autofree char *key = shop_new_key (&fixture->shop);
  g_autofree char *field = g_strdup_printf ("Idempotency-Key: \"%s\"\r\n", key);

  fixture->token = strstr (path, "merchant") != NULL ? fixture->shop.merchant : fixture->shop.consumer;
  try (fixture, "POST", target, field, body, length);
}

static void
test_bodies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *arrays = make_long (30000, "[");
  g_autofree char *objects = make_long (30000, "{\"a\":");
  g_autofree char *spaces = make_long (70000, " ");
  g_autofree char *large = make_long (60000, "x");
  g_autofree char *text =
      g_strdup_printf ("{\"reason\":\"%s\",\"presented\":\"%s\"}", large + 30000, large + 30000);
  const char *const bulky[] = { arrays, objects, spaces, text };

  for (guint i = 0; i < fixture->operations->len; i++)
    {
      const ContractOperation *operation = g_ptr_array_index (fixture->operations, i);

      if (strcmp (operation->method, "POST") != 0)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (whole_bodies); j++)
        try_body (fixture, operation->path, whole_bodies[j], -1);
      for (guint j = 0; j < G_N_ELEMENTS (bulky); j++)
        try_body (fixture, operation->path, bulky[j], -1);
      try_body (fixture, operation->path, "{\"a\":\"\0\"}", 9);
    }
}

static void
test_members (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint member = 0; member < 3 && bodies[i].members[2 * member] != NULL; member++)
      for (guint j = 0; j < G_N_ELEMENTS (values); j++)
        {
          g_autoptr (GString) body = g_string_new ("{");

          for (guint k = 0; k < 3 && bodies[i].members[2 * k] != NULL; k++)
            g_string_append_printf (body, "%s\"%s\":%s", k > 0 ? "," : "", bodies[i].members[2 * k],
                                    k == member ? values[j] : bodies[i].members[2 * k + 1]);
          g_string_append_c (body, '}');
          try_body (fixture, bodies[i].path, body->str, (gssize) body->len);
        }
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Idempotency-Key",  "If-None-Match", "If-Match",
                                       "Accept-Language",  "Accept",        "Authorization",
                                       "Cookie",           "Range",         "X-Forwarded-For",
                                       "Stripe-Signature", "Origin",        "Referer",
                                       "Expect",           "Last-Event-ID", "If-Modified-Since" };
  static const char *const field_values[] = {
    "",
    "x",
    "\"\"",
    "\"x\"",
    "\"x",
    "x\"",
    "\"a\\\"b\"",
    "W/\"x\"",
    "*",
    ",",
    ";",
    "=",
    "t=1,v1=00",
    "t=x,v1=",
    "Bearer",
    "Bearer ",
    "Bearer \xc3\xa9",
    "Basic eDp4",
    "bytes=0-",
    "bytes=99999999999999999999-",
    "en;q=2",
    "en;q=",
    "zh-Hans-CN;q=0.5,*;q=0",
    "\xff\xfe",
    "\"a\"; x=1",
    "a=b; c",
    "200-ok",
    "-1",
    "NaN",
    "Sat, 99 Nov 2026 99:99:99 GMT",
  };
  g_autofree char *length = make_long (5000, "abc,;=\"");

  for (guint i = 0; i < fixture->operations->len; i++)
    {
      const ContractOperation *operation = g_ptr_array_index (fixture->operations, i);
      const char *body = operation->method[0] == 'P' ? "{}" : NULL;
      g_autofree char *path = fill_path (operation->path, "dea_1");

      for (guint n = 0; n < G_N_ELEMENTS (names); n++)
        for (guint j = 0; j <= G_N_ELEMENTS (field_values); j++)
          {
            const char *value = j < G_N_ELEMENTS (field_values) ? field_values[j] : length;
            g_autofree char *field = g_strdup_printf ("%s: %s\r\n", names[n], value);

            fixture->token = strcmp (names[n], "Authorization") == 0        ? NULL
                             : strstr (operation->path, "merchant") != NULL ? fixture->shop.merchant
                                                                            : fixture->shop.consumer;
            try (fixture, operation->method, path, field, body, -1);
          }
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/bad-input/paths", test_paths },   { "/bad-input/query", test_query },
    { "/bad-input/bodies", test_bodies }, { "/bad-input/members", test_members },
    { "/bad-input/fields", test_fields },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
