/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-router.h"
#include "platform-target.h"

static void
on_request (PlatformRequest *request, gpointer context)
{
}

static const PlatformRoute routes[] = {
  { "GET", "/", on_request },
  { "GET", "/v1", on_request },
  { "GET", "/v1/deals", on_request },
  { "GET", "/v1/deals/{id}", on_request },
  { "GET", "/v1/deals/{id}/slots", on_request },
  { "GET", "/v1/deals/mine", on_request },
  { "POST", "/v1/orders", on_request, "consumer" },
  { "GET", "/v1/orders", on_request, "consumer" },
  { "POST", "/v1/orders/{id}/payment", on_request },
  { "DELETE", "/v1/orders/{order}", on_request },
  { "GET", "/tiles/{z}/{x}/{y}.png", on_request },
  { "GET", "/tiles/{z}/{x}/{y}@2x.png", on_request },
  { "PUT", "/a/{b}/c/{d}", on_request },
  { "GET", "/.well-known/jwks.json", on_request },
};

typedef struct
{
  const char *method;
  const char *path;
  const char *pattern; /* NULL: none */
  const char *values;  /* "name=value name=value", or the text of Allow */
} Case;

static const Case cases[] = {
  { "GET", "/", "/", "" },
  { "GET", "/v1", "/v1", "" },
  { "HEAD", "/v1", "/v1", "" },
  { "GET", "/v1/", NULL, NULL },
  { "GET", "//v1", NULL, NULL },
  { "GET", "/v1//deals", NULL, NULL },
  { "GET", "/v1/deals", "/v1/deals", "" },
  { "GET", "/v1/deals/", NULL, NULL },
  { "GET", "/v1/deals/dea_1", "/v1/deals/{id}", "id=dea_1" },
  { "GET", "/v1/deals/mine", "/v1/deals/mine", "" },
  { "GET", "/v1/deals/mines", "/v1/deals/{id}", "id=mines" },
  { "GET", "/v1/deals/mine/slots", "/v1/deals/{id}/slots", "id=mine" },
  { "GET", "/v1/deals/x/slots", "/v1/deals/{id}/slots", "id=x" },
  { "GET", "/v1/deals/x/other", NULL, NULL },
  { "GET", "/v1/deals/.", NULL, NULL },
  { "GET", "/v1/deals/..", NULL, NULL },
  { "GET", "/v1/deals/...", "/v1/deals/{id}", "id=..." },
  { "GET", "/v1/../v1", NULL, NULL },
  { "GET", "/V1", NULL, NULL },
  { "POST", "/v1/deals", NULL, "OPTIONS, GET, HEAD" },
  { "OPTIONS", "/v1/orders", NULL, "OPTIONS, GET, HEAD, POST" },
  { "BREW", "/v1/orders", NULL, "OPTIONS, GET, HEAD, POST" },
  { "get", "/v1/orders", NULL, "OPTIONS, GET, HEAD, POST" },
  { "POST", "/v1/orders", "/v1/orders", "" },
  { "POST", "/v1/orders/ord_9/payment", "/v1/orders/{id}/payment", "id=ord_9" },
  { "DELETE", "/v1/orders/ord_9", "/v1/orders/{order}", "order=ord_9" },
  { "GET", "/v1/orders/ord_9", NULL, "OPTIONS, DELETE" },
  { "GET", "/tiles/14/5/9.png", "/tiles/{z}/{x}/{y}.png", "z=14 x=5 y=9" },
  { "GET", "/tiles/14/5/9@2x.png", "/tiles/{z}/{x}/{y}@2x.png", "z=14 x=5 y=9" },
  { "GET", "/tiles/14/5/.png", NULL, NULL },
  { "GET", "/tiles/14/5/9.jpg", NULL, NULL },
  { "PUT", "/a/1/c/2", "/a/{b}/c/{d}", "b=1 d=2" },
  { "GET", "/.well-known/jwks.json", "/.well-known/jwks.json", "" },
  { "GET", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18", NULL, NULL },
  { "GET", "v1", NULL, NULL },
  { "GET", "*", NULL, NULL },
  { "GET", "", NULL, NULL },
};

static void
test_match (void)
{
  g_autoptr (PlatformRouter) router = platform_router_new ();
  int context = 7;

  platform_router_add (router, routes, G_N_ELEMENTS (routes), &context);
  g_assert_cmpuint (platform_router_get_n_routes (router), ==, G_N_ELEMENTS (routes));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlatformMatch match;
      gboolean found = platform_router_match (router, cases[i].method, cases[i].path, &match);
      g_autoptr (GString) values = g_string_new (NULL);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      g_assert_cmpint (found, ==, cases[i].pattern != NULL);
      if (!found)
        {
          g_assert_null (match.route);
          g_assert_cmpstr (match.allowed, ==, cases[i].values);
          continue;
        }
      g_assert_cmpstr (match.route->pattern, ==, cases[i].pattern);
      g_assert_true (match.context == &context);
      g_assert_true (platform_router_get_route (router, match.index) == match.route);
      for (guint j = 0; j < match.n_parameters; j++)
        g_string_append_printf (values, "%s%s=%.*s", j > 0 ? " " : "", match.names[j], match.lengths[j],
                                cases[i].path + match.starts[j]);
      g_assert_cmpstr (values->str, ==, cases[i].values);
    }
}

static void
test_twice (void)
{
  if (g_test_subprocess ())
    {
      static const PlatformRoute twice[] = { { "GET", "/x/{a}", on_request },
                                             { "GET", "/x/{b}", on_request } };
      g_autoptr (PlatformRouter) router = platform_router_new ();

      platform_router_add (router, twice, G_N_ELEMENTS (twice), NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*twice*");
}

typedef struct
{
  const char *raw;
  const char *path;  /* NULL: refused */
  const char *query; /* "name=value;name=value" */
} TargetCase;

static const TargetCase target_cases[] = {
  { "/", "/", "" },
  { "/v1/deals", "/v1/deals", "" },
  { "/a%20b", "/a b", "" },
  { "/caf%C3%A9", "/café", "" },
  { "/café", "/café", "" },
  { "/a+b", "/a+b", "" },
  { "/v1?q=pizza+pocitos&near=-34.9%2C-56.1", "/v1", "q=pizza pocitos;near=-34.9,-56.1" },
  { "/v1?", "/v1", "" },
  { "/v1?&&a&b=&=c&d==e", "/v1", "a=;b=;=c;d==e" },
  { "/v1?q=%F0%9F%8D%95", "/v1", "q=🍕" },
  { "/v1?q=a?b/c", "/v1", "q=a?b/c" },
  { "/v1?q=line%0Abreak", "/v1", "q=line\nbreak" },
  { "http://example.org/v1?a=b", "/v1", "a=b" },
  { "https://example.org", "/", "" },
  { "HTTP://example.org?a=b", "/", "a=b" },
  { "*", "*", "" },
  { "/%2e%2e/x", "/../x", "" },
  { "/a%2fb", NULL },
  { "/a%2Fb", NULL },
  { "/a%00", NULL },
  { "/a%0a", NULL },
  { "/a%7f", NULL },
  { "/v1?q=%00", NULL },
  { "/%", NULL },
  { "/%4", NULL },
  { "/%4g", NULL },
  { "/%zz", NULL },
  { "/v1?q=%", NULL },
  { "/v1?q=%4", NULL },
  { "/v1?q=%4&x=1", NULL },
  { "/%ff", NULL },
  { "/%c0%af", NULL },
  { "/%ed%a0%80", NULL },
  { "/v1?q=%ff", NULL },
  { "/a#b", NULL },
  { "/v1?a#b", NULL },
  { "/a\x01", NULL },
  { "/a\x7f", NULL },
  { "", NULL },
  { "v1", NULL },
  { "ftp://example.org/", NULL },
  { "example.org:80", NULL },
};

static void
test_target (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (target_cases); i++)
    {
      const TargetCase *test = &target_cases[i];
      g_autofree char *buffer = g_malloc (strlen (test->raw) + 2);
      g_autofree PlatformTarget *target = g_new (PlatformTarget, 1);
      g_autoptr (GString) query = g_string_new (NULL);
      const char *detail = NULL;
      RamblaProblemCode code = platform_target_parse (test->raw, buffer, target, &detail);

      g_test_message ("%s", test->raw);
      if (test->path == NULL)
        {
          g_assert_cmpint (code, ==, RAMBLA_PROBLEM_BAD_REQUEST);
          g_assert_nonnull (detail);
          continue;
        }
      g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NONE);
      g_assert_cmpstr (target->path, ==, test->path);
      for (guint j = 0; j < target->n_query; j++)
        g_string_append_printf (query, "%s%s=%s", j > 0 ? ";" : "", target->query[j].name,
                                target->query[j].value);
      g_assert_cmpstr (query->str, ==, test->query);
    }
}

static void
test_many_parameters (void)
{
  g_autoptr (GString) raw = g_string_new ("/v1?");
  g_autofree char *buffer = NULL;
  g_autofree PlatformTarget *target = g_new (PlatformTarget, 1);
  const char *detail = NULL;

  for (int i = 0; i < PLATFORM_TARGET_MAX_QUERY; i++)
    g_string_append (raw, "a&");
  buffer = g_malloc (raw->len + 4);
  g_assert_cmpint (platform_target_parse (raw->str, buffer, target, &detail), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpuint (target->n_query, ==, PLATFORM_TARGET_MAX_QUERY);
  g_string_append (raw, "a");
  g_assert_cmpint (platform_target_parse (raw->str, buffer, target, &detail), ==, RAMBLA_PROBLEM_BAD_REQUEST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/router/match", test_match);
  g_test_add_func ("/router/twice", test_twice);
  g_test_add_func ("/target/parse", test_target);
  g_test_add_func ("/target/many-parameters", test_many_parameters);
  return g_test_run ();
}
