/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token-private.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"

#define MAX_GENERATION 1000000
#define MAX_QUANTITY 1000
#define MAX_ID 40
#define LAST_SECOND (RAMBLA_TIME_MAX / G_USEC_PER_SEC)

G_DEFINE_BOXED_TYPE (RamblaVoucherClaims,
                     rambla_voucher_claims,
                     rambla_voucher_claims_copy,
                     rambla_voucher_claims_free)

RamblaVoucherClaims *
rambla_voucher_claims_new (void)
{
  RamblaVoucherClaims *self = g_new0 (RamblaVoucherClaims, 1);

  self->generation = 1;
  self->quantity = 1;
  return self;
}

RamblaVoucherClaims *
rambla_voucher_claims_copy (const RamblaVoucherClaims *self)
{
  RamblaVoucherClaims *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->deal_id = g_strdup (self->deal_id);
  copy->merchant_id = g_strdup (self->merchant_id);
  copy->branches = g_strdupv (self->branches);
  copy->kid = g_strdup (self->kid);
  return copy;
}

void
rambla_voucher_claims_free (RamblaVoucherClaims *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->merchant_id);
  g_strfreev (self->branches);
  g_free (self->kid);
  g_free (self);
}

gboolean
rambla_voucher_is_kid (const char *kid)
{
  gsize length = kid != NULL ? strspn (kid, RAMBLA_VOUCHER_BASE64URL) : 0;

  return length >= 1 && length <= RAMBLA_VOUCHER_MAX_KID && kid[length] == '\0';
}

gboolean
rambla_voucher_is_nonce (const char *nonce)
{
  gsize length = nonce != NULL ? strspn (nonce, RAMBLA_VOUCHER_BASE64URL) : 0;

  return length >= 1 && length <= RAMBLA_VOUCHER_MAX_NONCE && nonce[length] == '\0';
}

/* Ids of any platform, so long as they need no escapes. */
static gboolean
is_claim_id (const char *id)
{
  gsize length = id != NULL ? strspn (id, RAMBLA_VOUCHER_BASE64URL) : 0;

  return length >= 1 && length <= MAX_ID && id[length] == '\0';
}

gboolean
rambla_voucher_claims_are_sound (const RamblaVoucherClaims *self)
{
  guint n_branches = self->branches != NULL ? g_strv_length (self->branches) : 0;

  if (!is_claim_id (self->id) || !is_claim_id (self->deal_id) || !is_claim_id (self->merchant_id) ||
      !rambla_voucher_is_kid (self->kid))
    return FALSE;
  if (self->valid_from < 0 || self->valid_until <= self->valid_from || self->valid_until > LAST_SECOND)
    return FALSE;
  if (self->generation < 1 || self->generation > MAX_GENERATION || self->quantity < 1 ||
      self->quantity > MAX_QUANTITY)
    return FALSE;
  if (self->branches != NULL && (n_branches == 0 || n_branches > RAMBLA_VOUCHER_MAX_BRANCHES))
    return FALSE;
  for (guint i = 0; i < n_branches; i++)
    if (!is_claim_id (self->branches[i]))
      return FALSE;

  return TRUE;
}

void
rambla_voucher_claims_write (const RamblaVoucherClaims *self, GString *out)
{
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "vid", self->id);
  rambla_json_writer_member_string (&writer, "did", self->deal_id);
  rambla_json_writer_member_string (&writer, "mid", self->merchant_id);
  if (self->branches != NULL)
    {
      rambla_json_writer_name (&writer, "br");
      rambla_json_writer_begin_array (&writer);
      for (guint i = 0; self->branches[i] != NULL; i++)
        rambla_json_writer_string (&writer, self->branches[i]);
      rambla_json_writer_end_array (&writer);
    }
  if (self->valid_from != 0)
    rambla_json_writer_member_int (&writer, "nbf", self->valid_from);
  rambla_json_writer_member_int (&writer, "exp", self->valid_until);
  if (self->generation != 1)
    rambla_json_writer_member_int (&writer, "gen", self->generation);
  if (self->quantity != 1)
    rambla_json_writer_member_int (&writer, "qty", self->quantity);
  if (self->has_holder_key)
    {
      g_autofree char *x = rambla_base64url_encode (self->holder_key, sizeof self->holder_key);

      rambla_json_writer_name (&writer, "cnf");
      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_name (&writer, "jwk");
      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_member_string (&writer, "kty", "OKP");
      rambla_json_writer_member_string (&writer, "crv", "Ed25519");
      rambla_json_writer_member_string (&writer, "x", x);
      rambla_json_writer_end_object (&writer);
      rambla_json_writer_end_object (&writer);
    }
  rambla_json_writer_end_object (&writer);
}

static gboolean
read_holder_key (RamblaVoucherClaims *self, JsonObject *claims)
{
  static const char *const CNF[] = { "jwk", NULL };
  static const char *const JWK[] = { "kty", "crv", "x", NULL };
  g_autofree guint8 *key = NULL;
  JsonObject *cnf, *jwk;
  const char *kty, *crv, *x;
  gsize length;

  if (!json_object_has_member (claims, "cnf"))
    return TRUE;
  if (!rambla_json_get_object (claims, "cnf", &cnf, NULL) || !rambla_json_check_members (cnf, CNF, NULL) ||
      !rambla_json_get_object (cnf, "jwk", &jwk, NULL) || !rambla_json_check_members (jwk, JWK, NULL) ||
      !rambla_json_get_string (jwk, "kty", 8, &kty, NULL) ||
      !rambla_json_get_string (jwk, "crv", 16, &crv, NULL) ||
      !rambla_json_get_string (jwk, "x", 43, &x, NULL))
    return FALSE;

  key = rambla_base64url_decode (x, strlen (x), &length);
  if (strcmp (kty, "OKP") != 0 || strcmp (crv, "Ed25519") != 0 || key == NULL ||
      length != sizeof self->holder_key)
    return FALSE;

  memcpy (self->holder_key, key, sizeof self->holder_key);
  self->has_holder_key = TRUE;
  return TRUE;
}

static gboolean
read_number (JsonObject *claims, const char *name, gint64 min, gint64 max, gint64 fallback, gint64 *out)
{
  if (json_object_has_member (claims, name))
    return rambla_json_get_int (claims, name, min, max, out, NULL);

  *out = fallback;
  return TRUE;
}

RamblaVoucherClaims *
rambla_voucher_claims_read (const char *json, gsize length, const char *kid)
{
  static const char *const MEMBERS[] = { "vid", "did", "mid", "br", "nbf", "exp", "gen", "qty", "cnf", NULL };
  g_autoptr (RamblaVoucherClaims) self = rambla_voucher_claims_new ();
  g_autoptr (JsonNode) node =
      rambla_json_parse_bounded (json, (gssize) length, RAMBLA_VOUCHER_TOKEN_MAX, 3, NULL);
  JsonObject *claims = node != NULL ? rambla_json_as_object (node, NULL) : NULL;
  const char *id, *deal_id, *merchant_id;
  gint64 generation, quantity;

  if (claims == NULL || !rambla_json_check_members (claims, MEMBERS, NULL) ||
      !rambla_json_get_string (claims, "vid", MAX_ID, &id, NULL) ||
      !rambla_json_get_string (claims, "did", MAX_ID, &deal_id, NULL) ||
      !rambla_json_get_string (claims, "mid", MAX_ID, &merchant_id, NULL) ||
      !rambla_json_get_strv_or_null (claims, "br", RAMBLA_VOUCHER_MAX_BRANCHES, MAX_ID, &self->branches,
                                     NULL) ||
      !read_number (claims, "nbf", 0, LAST_SECOND, 0, &self->valid_from) ||
      !rambla_json_get_int (claims, "exp", 1, LAST_SECOND, &self->valid_until, NULL) ||
      !read_number (claims, "gen", 1, MAX_GENERATION, 1, &generation) ||
      !read_number (claims, "qty", 1, MAX_QUANTITY, 1, &quantity) || !read_holder_key (self, claims))
    return NULL;
  /* null instead of a list is not "absent". */
  if (json_object_has_member (claims, "br") && self->branches == NULL)
    return NULL;

  self->id = g_strdup (id);
  self->deal_id = g_strdup (deal_id);
  self->merchant_id = g_strdup (merchant_id);
  self->kid = g_strdup (kid);
  self->generation = (guint) generation;
  self->quantity = (guint) quantity;
  return rambla_voucher_claims_are_sound (self) ? g_steal_pointer (&self) : NULL;
}
