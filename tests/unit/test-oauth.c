/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PKCE, and which metadata of an authorization server is taken. */
#include "rambla-json.h"
#include "rambla-oauth-error.h"
#include "rambla-oauth-metadata.h"
#include "rambla-pkce.h"
#include "rambla-tokens.h"

#define ISSUER "https://offers.example"

static const char good[] =
    "{\"issuer\":\"https://offers.example\","
    "\"authorization_endpoint\":\"https://offers.example/oauth/authorize\","
    "\"token_endpoint\":\"https://offers.example/oauth/token\","
    "\"revocation_endpoint\":\"https://offers.example/oauth/revoke\","
    "\"device_authorization_endpoint\":\"https://offers.example/oauth/device_authorization\","
    "\"response_types_supported\":[\"code\"],"
    "\"grant_types_supported\":[\"authorization_code\",\"refresh_token\"],"
    "\"token_endpoint_auth_methods_supported\":[\"none\"],"
    "\"code_challenge_methods_supported\":[\"S256\"],"
    "\"authorization_response_iss_parameter_supported\":true}";

static RamblaOauthMetadata *
read_metadata (const char *text, const char *issuer, GError **error)
{
  g_autoptr (JsonNode) root = rambla_json_parse (text, -1, 65536, NULL);

  g_assert_nonnull (root);
  return rambla_oauth_metadata_from_json (root, issuer, error);
}

/* The good document with one change in its text. */
static char *
change (const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (good, from, -1);

  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  return g_strjoinv (to, parts);
}

static void
test_pkce (void)
{
  /* RFC 7636, appendix B */
  g_autofree char *known = rambla_pkce_build_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_autofree char *one = rambla_pkce_new_verifier ();
  g_autofree char *other = rambla_pkce_new_verifier ();
  g_autofree char *challenge = rambla_pkce_build_challenge (one);

  g_assert_cmpstr (known, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  g_assert_cmpuint (strlen (one), ==, 43);
  g_assert_cmpuint (strspn (one, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
  g_assert_cmpuint (strlen (challenge), ==, 43);
  g_assert_cmpstr (one, !=, other);
}

static void
test_well_known (void)
{
  g_autofree char *plain = rambla_oauth_metadata_build_url ("https://offers.example");
  g_autofree char *path = rambla_oauth_metadata_build_url ("https://offers.example:8443/uy/rambla");

  g_assert_cmpstr (plain, ==, "https://offers.example/.well-known/oauth-authorization-server");
  g_assert_cmpstr (path, ==, "https://offers.example:8443/.well-known/oauth-authorization-server/uy/rambla");
}

static void
test_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOauthMetadata) metadata = read_metadata (good, ISSUER, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (metadata->authorization_endpoint, ==, "https://offers.example/oauth/authorize");
  g_assert_cmpstr (metadata->device_authorization_endpoint, ==,
                   "https://offers.example/oauth/device_authorization");
  g_assert_true (metadata->names_issuer);
}

static void
test_metadata_without (void)
{
  g_autofree char *text = change ("\"device_authorization_endpoint\":", "\"else\":");
  g_autofree char *grants = change ("\"grant_types_supported\":", "\"else\":");
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOauthMetadata) metadata = read_metadata (text, ISSUER, &error);
  g_autoptr (RamblaOauthMetadata) other = NULL;

  g_assert_no_error (error);
  g_assert_null (metadata->device_authorization_endpoint);
  /* RFC 8414, 2: when it does not say, it has the code grant. */
  other = read_metadata (grants, ISSUER, &error);
  g_assert_no_error (error);
}

static void
test_metadata_refused (void)
{
  static const char *const changes[][2] = {
    { "\"issuer\":\"https://offers.example\"", "\"issuer\":\"https://offers.example.org\"" },
    { "\"issuer\":\"https://offers.example\"", "\"issuer\":\"https://offers.example/\"" },
    { "\"issuer\":\"https://offers.example\"", "\"issuer\":\"https://evil.example\"" },
    { "\"issuer\":", "\"not\":" },
    { "\"https://offers.example/oauth/token\"", "\"http://offers.example/oauth/token\"" },
    { "\"https://offers.example/oauth/token\"", "\"http://127.0.0.1/oauth/token\"" },
    { "\"https://offers.example/oauth/token\"", "\"javascript:alert(1)\"" },
    { "\"https://offers.example/oauth/token\"", "\"https://offers.example/oauth/token#here\"" },
    { "\"https://offers.example/oauth/token\"", "\"https://me:secret@offers.example/oauth/token\"" },
    { "\"https://offers.example/oauth/authorize\"", "\"http://offers.example/oauth/authorize\"" },
    { "\"https://offers.example/oauth/revoke\"", "\"http://offers.example/oauth/revoke\"" },
    { "\"https://offers.example/oauth/device_authorization\"", "\"http://offers.example/device\"" },
    { "\"token_endpoint\":", "\"no_token_endpoint\":" },
    { "\"authorization_endpoint\":", "\"no_authorization_endpoint\":" },
    { "[\"S256\"]", "[\"plain\"]" },
    { "[\"S256\"]", "\"S256\"" },
    { "\"code_challenge_methods_supported\":", "\"else\":" },
    { "[\"code\"]", "[\"token\"]" },
    { "\"response_types_supported\":", "\"else\":" },
    { "\"authorization_code\",", "" },
    { "[\"none\"]", "[\"client_secret_basic\"]" },
    { "parameter_supported\":true", "parameter_supported\":\"yes\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *text = change (changes[i][0], changes[i][1]);
      g_autoptr (GError) error = NULL;
      g_autoptr (RamblaOauthMetadata) metadata = read_metadata (text, ISSUER, &error);
      g_autofree char *sentence = NULL;

      g_test_message ("%s", changes[i][1]);
      g_assert_null (metadata);
      g_assert_nonnull (error);
      sentence = rambla_oauth_error_describe (error);
      g_assert_true (g_str_has_suffix (sentence, "so nothing was sent to it."));
    }
}

static void
test_safe (void)
{
  static const char *const safe[] = { "https://a.example/x", "http://127.0.0.1:80/x", "http://127.9.9.9/x",
                                      "http://[::1]:8080/x", "http://localhost/x",    "https://10.0.0.1/" };
  static const char *const unsafe[] = { "http://a.example/",
                                        "http://10.0.0.1/",
                                        "http://127.0.0.1.evil.example/",
                                        "http://localhost.evil.example/",
                                        "ftp://127.0.0.1/",
                                        "/path",
                                        "https://",
                                        "http://[::2]/" };

  for (gsize i = 0; i < G_N_ELEMENTS (safe); i++)
    g_assert_true (rambla_oauth_url_is_safe (safe[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (unsafe); i++)
    g_assert_false (rambla_oauth_url_is_safe (unsafe[i]));
}

static void
test_tokens (void)
{
  static const char *const bad[] = { "{}", "{\"access_token\":\"a\"}",
                                     "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                                     "{\"access_token\":7,\"token_type\":\"Bearer\"}",
                                     "{\"access_token\":\"\",\"token_type\":\"Bearer\"}" };
  g_autoptr (JsonNode) answer = rambla_json_parse (
      "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":60}", -1, 4096, NULL);
  g_autoptr (GError) error = NULL;
  RamblaTokens before = { .refresh = (char *) "stays", .account = (char *) "acc_1" };
  g_autoptr (RamblaTokens) tokens = rambla_tokens_from_answer (answer, "/oauth/token", NULL, &before, &error);
  g_autofree char *text = NULL;
  g_autoptr (RamblaTokens) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tokens->refresh, ==, "stays");
  text = rambla_tokens_to_text (tokens);
  again = rambla_tokens_from_text (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->access, ==, "a");
  g_assert_cmpstr (again->refresh, ==, "stays");
  g_assert_cmpstr (again->account, ==, "acc_1");
  g_assert_cmpstr (again->token_endpoint, ==, "/oauth/token");
  g_assert_null (again->revocation_endpoint);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) node = rambla_json_parse (bad[i], -1, 4096, NULL);
      g_autoptr (GError) bad_error = NULL;

      g_assert_null (rambla_tokens_from_answer (node, "/oauth/token", NULL, NULL, &bad_error));
      g_assert_nonnull (bad_error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oauth/pkce", test_pkce);
  g_test_add_func ("/oauth/well-known", test_well_known);
  g_test_add_func ("/oauth/metadata", test_metadata);
  g_test_add_func ("/oauth/metadata-without", test_metadata_without);
  g_test_add_func ("/oauth/metadata-refused", test_metadata_refused);
  g_test_add_func ("/oauth/safe", test_safe);
  g_test_add_func ("/oauth/tokens", test_tokens);
  return g_test_run ();
}
