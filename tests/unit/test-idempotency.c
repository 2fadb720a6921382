/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, fingerprints, and what becomes of a request that is sent again. */
#include "platform-idempotency.h"

#include "platform-idempotency-storage.h"
#include "rambla-json.h"
#include "trade-town.h"

static void
test_keys (void)
{
  static const struct
  {
    const char *header;
    const char *key;
  } cases[] = {
    { "\"a\"", "a" },
    { "  \"8e03978e-40d5-43dd-bc93-6894a57f9324\"\t", "8e03978e-40d5-43dd-bc93-6894a57f9324" },
    { "\"a \\\" b \\\\\"", "a \" b \\" },
    { NULL, NULL },
    { "", NULL },
    { "a", NULL },
    { "\"\"", NULL },
    { "\"a", NULL },
    { "\"a\\", NULL },
    { "\"a\\n\"", NULL },
    { "\"a\" \"b\"", NULL },
    { "\"a\";p=1", NULL },
    { "\"\xc3\xa9\"", NULL },
    { "\"\x7f\"", NULL },
  };
  g_autofree char *longest = g_strnfill (255, 'k');
  g_autofree char *longest_header = g_strdup_printf ("\"%s\"", longest);
  g_autofree char *too_long_header = g_strdup_printf ("\"%sk\"", longest);
  g_autofree char *longest_key = platform_idempotency_parse_key (longest_header);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = platform_idempotency_parse_key (cases[i].header);

      g_assert_cmpstr (key, ==, cases[i].key);
    }
  g_assert_cmpstr (longest_key, ==, longest);
  g_assert_null (platform_idempotency_parse_key (too_long_header));
}

static char *
canonicalize (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = rambla_json_parse (text, -1, RAMBLA_JSON_MAX_BODY, &error);

  g_assert_no_error (error);
  return platform_idempotency_canonicalize (node);
}

static void
test_canonical (void)
{
  g_autofree char *a = canonicalize ("{\"b\":[1,{\"d\":null,\"c\":\"\\u00e9\"}],\"a\":true}");
  g_autofree char *b = canonicalize (" { \"a\" : true , \"b\" : [ 1 , { \"c\" : \"é\", \"d\" : null } ] } ");
  g_autofree char *other_order = canonicalize ("{\"b\":[{\"d\":null,\"c\":\"é\"},1],\"a\":true}");
  g_autofree char *none = platform_idempotency_canonicalize (NULL);
  g_autofree char *empty = canonicalize ("{}");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, other_order);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (none, !=, empty);
}

static void
test_records (Town *town, gconstpointer data)
{
  static const guint8 fingerprint[PLATFORM_FINGERPRINT_SIZE] = { 1, 2, 3 };
  g_autoptr (PlatformIdempotencyRecord) begun = NULL;
  g_autoptr (PlatformIdempotencyRecord) finished = NULL;
  g_autoptr (PlatformIdempotencyRecord) nothing = NULL;
  g_autoptr (GError) error = NULL;

  platform_idempotency_storage_begin (town->database, "usr_a", "k", fingerprint, "run_1", TRUE, TOWN_NOW,
                                      &error);
  g_assert_no_error (error);
  platform_idempotency_storage_get (town->database, "usr_a", "k", &begun, &error);
  g_assert_no_error (error);
  g_assert_cmpint (begun->status, ==, 0);
  g_assert_cmpstr (begun->owner, ==, "run_1");
  g_assert_cmpmem (begun->fingerprint, sizeof begun->fingerprint, fingerprint, sizeof fingerprint);

  platform_idempotency_storage_finish (town->database, "usr_a", "k", 201, "{}", &error);
  g_assert_no_error (error);
  /* What is finished is not given up any more. */
  platform_idempotency_storage_abandon (town->database, "usr_a", "k", &error);
  g_assert_no_error (error);
  platform_idempotency_storage_get (town->database, "usr_a", "k", &finished, &error);
  g_assert_no_error (error);
  g_assert_cmpint (finished->status, ==, 201);
  g_assert_cmpstr (finished->body, ==, "{}");

  /* The same key of somebody else is another one. */
  g_assert_cmpint (platform_idempotency_storage_get (town->database, "usr_b", "k", &nothing, &error), ==,
                   PLATFORM_STEP_DONE);
}

static void
test_forget (Town *town, gconstpointer data)
{
  static const guint8 fingerprint[PLATFORM_FINGERPRINT_SIZE] = { 0 };
  g_autoptr (GError) error = NULL;

  platform_idempotency_storage_begin (town->database, "usr_a", "money", fingerprint, "r", TRUE, TOWN_NOW,
                                      &error);
  platform_idempotency_storage_begin (town->database, "usr_a", "rest", fingerprint, "r", FALSE, TOWN_NOW,
                                      &error);
  platform_idempotency_storage_begin (town->database, "usr_a", "new", fingerprint, "r", FALSE, TOWN_NOW + 60,
                                      &error);
  g_assert_no_error (error);
  platform_idempotency_storage_forget (town->database, TOWN_NOW + 60, &error);
  g_assert_no_error (error);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM idempotency WHERE key IN ('money', 'new')"), ==,
                   2);
  g_assert_cmpint (town_count (town, "SELECT count(*) FROM idempotency"), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idempotency/keys", test_keys);
  g_test_add_func ("/idempotency/canonical", test_canonical);
  g_test_add ("/idempotency/records", Town, NULL, town_set_up, test_records, town_tear_down);
  g_test_add ("/idempotency/forget", Town, NULL, town_set_up, test_forget, town_tear_down);
  return g_test_run ();
}
