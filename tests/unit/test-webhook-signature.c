/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "platform-form.h"
#include "platform-webhook-signature.h"

/* The expected values come from Python's hmac module. */
#define BODY "{\"id\":\"evt_1\",\"object\":\"event\"}"
#define AT G_GINT64_CONSTANT (1763755200)
#define MAC_OLD "920ab2bbbc6978331e5f44e6ef9a8d35a5d82ea141148912672a91565056b6d9"
#define MAC_NEW "e9be0d9a3b5ef5e20249c149845596a31c5d72b20470de75d41618ba3324ba51"

static const char *const old_secret[] = { "whsec_old", NULL };
static const char *const new_secret[] = { "whsec_new", NULL };
static const char *const both_secrets[] = { "whsec_new", "whsec_old", NULL };
static const char *const no_secret[] = { NULL };
static const char *const empty_secret[] = { "", NULL };

static PlatformWebhookSignature
check (const char *header, const char *const *secrets, gint64 now)
{
  return platform_webhook_signature_check (header, BODY, strlen (BODY), secrets, now,
                                           PLATFORM_WEBHOOK_TOLERANCE);
}

static void
test_good (void)
{
  const char *header = "t=1763755200,v1=" MAC_OLD;

  g_assert_cmpint (check (header, old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check (header, old_secret, AT + 300), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check (header, old_secret, AT - 300), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check ("t=1763755200, v1=" MAC_OLD ",v0=whatever", old_secret, AT), ==,
                   PLATFORM_WEBHOOK_SIGNATURE_GOOD);
}

static void
test_stale (void)
{
  const char *header = "t=1763755200,v1=" MAC_OLD;

  g_assert_cmpint (check (header, old_secret, AT + 301), ==, PLATFORM_WEBHOOK_SIGNATURE_STALE);
  g_assert_cmpint (check (header, old_secret, AT - 301), ==, PLATFORM_WEBHOOK_SIGNATURE_STALE);
  /* A wrong one says nothing about the time. */
  g_assert_cmpint (check (header, new_secret, AT + 301), ==, PLATFORM_WEBHOOK_SIGNATURE_WRONG);
}

static void
test_wrong (void)
{
  g_assert_cmpint (check ("t=1763755200,v1=" MAC_OLD, new_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_WRONG);
  g_assert_cmpint (check ("t=1763755201,v1=" MAC_OLD, old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_WRONG);
  g_assert_cmpint (check ("t=1763755200,v1=" MAC_OLD, no_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_WRONG);
  g_assert_cmpint (check ("t=1763755200,v1=" MAC_OLD, empty_secret, AT), ==,
                   PLATFORM_WEBHOOK_SIGNATURE_WRONG);
  g_assert_cmpint (platform_webhook_signature_check ("t=1763755200,v1=" MAC_OLD, BODY " ", strlen (BODY) + 1,
                                                     old_secret, AT, 300),
                   ==, PLATFORM_WEBHOOK_SIGNATURE_WRONG);
}

/* While a secret is being changed, either side may know both. */
static void
test_rotation (void)
{
  const char *two = "t=1763755200,v1=" MAC_OLD ",v1=" MAC_NEW;

  g_assert_cmpint (check (two, old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check (two, new_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check ("t=1763755200,v1=" MAC_OLD, both_secrets, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
  g_assert_cmpint (check ("t=1763755200,v1=" MAC_NEW, both_secrets, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_GOOD);
}

static void
test_malformed (void)
{
  static const char *const bad[] = {
    "garbage",
    "t=,v1=" MAC_OLD,
    "t=abc,v1=" MAC_OLD,
    "t=-1763755200,v1=" MAC_OLD,
    "t=1763755200",
    "v1=" MAC_OLD,
    "t=1763755200,v1=",
    "t=1763755200,v1=00",
    "t=1763755200,v1=" MAC_OLD "00",
    "t=1763755200,v0=" MAC_OLD,
    "t=1763755200,t=1763755200,v1=" MAC_OLD,
    "t=99999999999999999999,v1=" MAC_OLD,
    ",,,,",
  };
  g_autofree char *longest = g_strnfill (100000, ',');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (check (bad[i], old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_MALFORMED);
  g_assert_cmpint (check (longest, old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_MALFORMED);
  g_assert_cmpint (check (NULL, old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_MISSING);
  g_assert_cmpint (check ("", old_secret, AT), ==, PLATFORM_WEBHOOK_SIGNATURE_MISSING);
}

static void
test_make (void)
{
  g_autofree char *one = platform_webhook_signature_make (BODY, strlen (BODY), old_secret, AT);
  g_autofree char *two = platform_webhook_signature_make (BODY, strlen (BODY), both_secrets, AT);

  g_assert_cmpstr (one, ==, "t=1763755200,v1=" MAC_OLD);
  g_assert_cmpstr (two, ==, "t=1763755200,v1=" MAC_NEW ",v1=" MAC_OLD);
}

static void
test_form (void)
{
  g_autoptr (PlatformForm) form = platform_form_new ();
  g_autoptr (PlatformForm) parsed = NULL;
  g_autofree char *text = NULL;
  gint64 number = 0;

  platform_form_add (form, "line_items[0][price_data][product_data][name]", "Pizza & más = 50 % + vino");
  platform_form_add_int (form, "amount", -5);
  platform_form_add (form, "left_out", NULL);
  text = platform_form_encode (form);
  g_assert_cmpstr (
      text, ==,
      "line_items[0][price_data][product_data][name]=Pizza+%26+m%C3%A1s+%3D+50+%25+%2B+vino&amount=-5");

  parsed = platform_form_parse (text, strlen (text));
  g_assert_cmpuint (platform_form_get_length (parsed), ==, 2);
  g_assert_cmpstr (platform_form_get (parsed, "line_items[0][price_data][product_data][name]"), ==,
                   "Pizza & más = 50 % + vino");
  g_assert_true (platform_form_get_int (parsed, "amount", &number));
  g_assert_cmpint (number, ==, -5);
  g_assert_false (platform_form_get_int (parsed, "missing", &number));
}

static void
test_form_lists (void)
{
  const char *text = "expand[]=a&expand%5B%5D=b&empty=&bare&&amount=12x";
  g_autoptr (PlatformForm) form = platform_form_parse (text, strlen (text));
  gint64 number = 7;

  g_assert_cmpstr (platform_form_get (form, "expand[0]"), ==, "a");
  g_assert_cmpstr (platform_form_get (form, "expand[1]"), ==, "b");
  g_assert_cmpstr (platform_form_get (form, "empty"), ==, "");
  g_assert_cmpstr (platform_form_get (form, "bare"), ==, "");
  g_assert_false (platform_form_get_int (form, "amount", &number));
  g_assert_cmpint (number, ==, 7);
}

static void
test_form_bad (void)
{
  static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%=1" };
  GString *many = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (platform_form_parse (bad[i], strlen (bad[i])));
  for (int i = 0; i < 501; i++)
    g_string_append (many, "a=1&");
  g_assert_null (platform_form_parse (many->str, many->len));
  g_string_free (many, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/webhook-signature/good", test_good);
  g_test_add_func ("/webhook-signature/stale", test_stale);
  g_test_add_func ("/webhook-signature/wrong", test_wrong);
  g_test_add_func ("/webhook-signature/rotation", test_rotation);
  g_test_add_func ("/webhook-signature/malformed", test_malformed);
  g_test_add_func ("/webhook-signature/make", test_make);
  g_test_add_func ("/form/round-trip", test_form);
  g_test_add_func ("/form/lists", test_form_lists);
  g_test_add_func ("/form/bad", test_form_bad);

  return g_test_run ();
}
