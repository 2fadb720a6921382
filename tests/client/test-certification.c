/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the client makes of statements about shops, true ones and a liar's. */
#include <sodium.h>
#include <string.h>

#include "rambla-certification.h"
#include "rambla-mock-api.h"

#define STORE "sto_0000000000000001"
#define MERCHANT "mer_0000000000000001"
#define DAY G_GINT64_CONSTANT (86400)

typedef struct
{
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
} Pair;

static void
pair_init (Pair *pair, guint8 seed_byte)
{
  guint8 seed[crypto_sign_SEEDBYTES];

  memset (seed, seed_byte, sizeof seed);
  crypto_sign_seed_keypair (pair->public_key, pair->secret_key, seed);
}

static char *
sign (const Pair *pair, const char *kid, const char *merchant_id, gint64 issued_at, gint64 expires_at)
{
  char *checked[] = { (char *) "trade register", (char *) "address", NULL };
  RamblaCertificate certificate = { (char *) "https://platform.example",
                                    (char *) merchant_id,
                                    (char *) "La Cigale",
                                    checked,
                                    (char *) "A. Operator",
                                    issued_at,
                                    expires_at };

  return rambla_certificate_sign (&certificate, kid, pair->secret_key);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaCertification **found = user_data;
  g_autoptr (GError) error = NULL;

  *found = rambla_certification_check_finish (RAMBLA_API (source), result, &error);
  g_assert_no_error (error);
}

/* @token: (nullable): the platform says that there is none */
static RamblaCertification *
check (const char *token, const Pair *published)
{
  g_autoptr (RamblaMockApi) api = rambla_mock_api_new ();
  g_autofree char *x = rambla_base64url_encode (published->public_key, sizeof published->public_key);
  g_autofree char *keys = g_strdup_printf ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\","
                                           "\"kid\":\"ours\",\"use\":\"sig\",\"alg\":\"EdDSA\"}]}",
                                           x);
  g_autofree char *body = g_strdup_printf ("{\"certification\":\"%s\"}", token != NULL ? token : "");
  RamblaCertification *found = NULL;

  if (token != NULL)
    rambla_mock_api_plan (api, "GET", "/v1/stores/" STORE "/certification", 200, body);
  else
    rambla_mock_api_plan (api, "GET", "/v1/stores/" STORE "/certification", 404,
                          "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":404,\"code\":\"not_found\"}");
  rambla_mock_api_plan_always (api, "GET", "/.well-known/jwks.json", 200, keys);
  rambla_certification_check_async (RAMBLA_API (api), STORE, MERCHANT, NULL, on_checked, &found);
  while (found == NULL)
    g_main_context_iteration (NULL, TRUE);
  return found;
}

static void
assert_forged (const char *token, const Pair *published, RamblaCertificateResult why)
{
  g_autoptr (RamblaCertification) found = check (token, published);

  g_assert_cmpint (found->state, ==, RAMBLA_CERTIFICATION_FORGED);
  g_assert_cmpint (found->result, ==, why);
  g_assert_null (found->certificate);
}

static void
test_genuine (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *token = NULL;
  g_autoptr (RamblaCertification) found = NULL;
  Pair ours;

  pair_init (&ours, 1);
  token = sign (&ours, "ours", MERCHANT, now - DAY, now + DAY);
  found = check (token, &ours);
  g_assert_cmpint (found->state, ==, RAMBLA_CERTIFICATION_GENUINE);
  g_assert_cmpstr (found->certificate->name, ==, "La Cigale");
  g_assert_cmpstr (found->certificate->checked[1], ==, "address");
  g_assert_cmpstr (found->certificate->checked_by, ==, "A. Operator");
  g_assert_cmpint (found->certificate->expires_at, ==, now + DAY);
}

static void
test_none (void)
{
  g_autoptr (RamblaCertification) found = NULL;
  Pair ours;

  pair_init (&ours, 1);
  found = check (NULL, &ours);
  g_assert_cmpint (found->state, ==, RAMBLA_CERTIFICATION_NONE);
}

static void
test_expired (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *token = NULL;
  g_autoptr (RamblaCertification) found = NULL;
  Pair ours;

  pair_init (&ours, 1);
  token = sign (&ours, "ours", MERCHANT, now - 2 * DAY, now - DAY);
  found = check (token, &ours);
  g_assert_cmpint (found->state, ==, RAMBLA_CERTIFICATION_EXPIRED);
  g_assert_nonnull (found->certificate);
}

static void
test_forged (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *other_key = NULL;
  g_autofree char *unknown_key = NULL;
  g_autofree char *other_merchant = NULL;
  g_autofree char *future = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *voucher = NULL;
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
  Pair ours, liars;

  pair_init (&ours, 1);
  pair_init (&liars, 2);
  other_key = sign (&liars, "ours", MERCHANT, now - DAY, now + DAY);
  assert_forged (other_key, &ours, RAMBLA_CERTIFICATE_BAD_SIGNATURE);
  unknown_key = sign (&liars, "theirs", MERCHANT, now - DAY, now + DAY);
  assert_forged (unknown_key, &ours, RAMBLA_CERTIFICATE_UNKNOWN_KEY);
  other_merchant = sign (&ours, "ours", "mer_0000000000000002", now - DAY, now + DAY);
  assert_forged (other_merchant, &ours, RAMBLA_CERTIFICATE_OTHER_MERCHANT);
  future = sign (&ours, "ours", MERCHANT, now + DAY, now + 2 * DAY);
  assert_forged (future, &ours, RAMBLA_CERTIFICATE_NOT_YET);
  assert_forged ("no.token.atall", &ours, RAMBLA_CERTIFICATE_MALFORMED);

  /* One bit of what it says. */
  changed = sign (&ours, "ours", MERCHANT, now - DAY, now + DAY);
  {
    g_auto (GStrv) parts = g_strsplit (changed, ".", 3);
    gsize length = 0;
    g_autofree guchar *payload = rambla_base64url_decode (parts[1], strlen (parts[1]), &length);
    char *name = g_strstr_len ((const char *) payload, (gssize) length, "La Cigale");
    g_autofree char *again = NULL;

    g_assert_nonnull (name);
    name[0] = 'P';
    again = rambla_base64url_encode (payload, length);
    g_free (changed);
    changed = g_strdup_printf ("%s.%s.%s", parts[0], again, parts[2]);
  }
  assert_forged (changed, &ours, RAMBLA_CERTIFICATE_BAD_SIGNATURE);

  /* The platform's own signature under something that is no such statement. */
  claims->id = g_strdup ("vou_0000000000000001");
  claims->deal_id = g_strdup ("dea_0000000000000001");
  claims->merchant_id = g_strdup (MERCHANT);
  claims->kid = g_strdup ("ours");
  claims->valid_until = now + DAY;
  voucher = rambla_voucher_token_sign (claims, ours.secret_key);
  g_assert_nonnull (voucher);
  assert_forged (voucher, &ours, RAMBLA_CERTIFICATE_MALFORMED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/certification/genuine", test_genuine);
  g_test_add_func ("/certification/none", test_none);
  g_test_add_func ("/certification/expired", test_expired);
  g_test_add_func ("/certification/forged", test_forged);
  return g_test_run ();
}
