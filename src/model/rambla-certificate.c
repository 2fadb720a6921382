/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-certificate.h"

#include <sodium.h>
#include <string.h>

#include "rambla-json-writer.h"
#include "rambla-json.h"
#include "rambla-time.h"
#include "rambla-voucher-token-private.h"

#define HEADER_BEFORE_KID "{\"alg\":\"EdDSA\",\"kid\":\""
#define HEADER_BEHIND_KID "\",\"typ\":\"rambla-certification+jws\"}"
#define LAST_SECOND (RAMBLA_TIME_MAX / G_USEC_PER_SEC)
/* The issuer's clock may be ahead of ours. */
#define CLOCK_SKEW 300

void
rambla_certificate_free (RamblaCertificate *self)
{
  g_free (self->issuer);
  g_free (self->merchant_id);
  g_free (self->name);
  g_strfreev (self->checked);
  g_free (self->checked_by);
  g_free (self);
}

static gboolean
is_text (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length >= 1 && length <= RAMBLA_CERTIFICATE_MAX_TEXT;
}

static gboolean
is_sound (const RamblaCertificate *self)
{
  guint n = self->checked != NULL ? g_strv_length (self->checked) : 0;

  if (!is_text (self->issuer) || !is_text (self->merchant_id) || !is_text (self->name) ||
      !is_text (self->checked_by) || n < 1 || n > RAMBLA_CERTIFICATE_MAX_CHECKED ||
      self->expires_at <= self->issued_at)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_text (self->checked[i]))
      return FALSE;
  return TRUE;
}

char *
rambla_certificate_sign (const RamblaCertificate *self, const char *kid, const guint8 *secret_key)
{
  g_autofree char *header = g_strconcat (HEADER_BEFORE_KID, kid, HEADER_BEHIND_KID, NULL);
  g_autoptr (GString) claims = g_string_new (NULL);
  RamblaJsonWriter writer;

  if (!is_sound (self) || !rambla_voucher_is_kid (kid) || sodium_init () < 0)
    return NULL;
  rambla_json_writer_init (&writer, claims);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "iss", self->issuer);
  rambla_json_writer_member_string (&writer, "sub", self->merchant_id);
  rambla_json_writer_member_string (&writer, "name", self->name);
  rambla_json_writer_name (&writer, "checked");
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; self->checked[i] != NULL; i++)
    rambla_json_writer_string (&writer, self->checked[i]);
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_member_string (&writer, "by", self->checked_by);
  rambla_json_writer_member_int (&writer, "iat", self->issued_at);
  rambla_json_writer_member_int (&writer, "exp", self->expires_at);
  rambla_json_writer_end_object (&writer);
  return rambla_jws_sign (header, claims->str, secret_key);
}

/* Returns: (transfer full) (nullable): the kid of exactly such a header */
static char *
get_kid (const char *header)
{
  g_autofree char *kid = NULL;
  gsize around = strlen (HEADER_BEFORE_KID) + strlen (HEADER_BEHIND_KID);

  if (!g_str_has_prefix (header, HEADER_BEFORE_KID) || !g_str_has_suffix (header, HEADER_BEHIND_KID) ||
      strlen (header) <= around)
    return NULL;
  kid = g_strndup (header + strlen (HEADER_BEFORE_KID), strlen (header) - around);
  return rambla_voucher_is_kid (kid) ? g_steal_pointer (&kid) : NULL;
}

static RamblaCertificate *
read_claims (const char *json, gsize length)
{
  static const char *const members[] = { "iss", "sub", "name", "checked", "by", "iat", "exp", NULL };
  g_autoptr (RamblaCertificate) self = g_new0 (RamblaCertificate, 1);
  g_autoptr (JsonNode) node =
      rambla_json_parse_bounded (json, (gssize) length, RAMBLA_CERTIFICATE_MAX, 2, NULL);
  JsonObject *claims = node != NULL ? rambla_json_as_object (node, NULL) : NULL;
  const char *issuer, *merchant_id, *name, *by;

  if (claims == NULL || !rambla_json_check_members (claims, members, NULL) ||
      !rambla_json_get_string (claims, "iss", RAMBLA_CERTIFICATE_MAX_TEXT, &issuer, NULL) ||
      !rambla_json_get_string (claims, "sub", RAMBLA_CERTIFICATE_MAX_TEXT, &merchant_id, NULL) ||
      !rambla_json_get_string (claims, "name", RAMBLA_CERTIFICATE_MAX_TEXT, &name, NULL) ||
      !rambla_json_get_strv_or_null (claims, "checked", RAMBLA_CERTIFICATE_MAX_CHECKED,
                                     RAMBLA_CERTIFICATE_MAX_TEXT, &self->checked, NULL) ||
      !rambla_json_get_string (claims, "by", RAMBLA_CERTIFICATE_MAX_TEXT, &by, NULL) ||
      !rambla_json_get_int (claims, "iat", 0, LAST_SECOND, &self->issued_at, NULL) ||
      !rambla_json_get_int (claims, "exp", 1, LAST_SECOND, &self->expires_at, NULL))
    return NULL;
  self->issuer = g_strdup (issuer);
  self->merchant_id = g_strdup (merchant_id);
  self->name = g_strdup (name);
  self->checked_by = g_strdup (by);
  return is_sound (self) ? g_steal_pointer (&self) : NULL;
}

RamblaCertificateResult
rambla_certificate_verify (const char *token,
                           RamblaVoucherKeyFunc find_key,
                           gpointer user_data,
                           const char *merchant_id,
                           gint64 now,
                           RamblaCertificate **certificate)
{
  g_auto (RamblaJws) jws = { NULL };
  g_autoptr (RamblaCertificate) found = NULL;
  g_autofree char *kid = NULL;
  const guint8 *key;
  gboolean expired;

  if (certificate != NULL)
    *certificate = NULL;
  if (token == NULL || strlen (token) > RAMBLA_CERTIFICATE_MAX || sodium_init () < 0 ||
      !rambla_jws_parse (&jws, token, strlen (token)))
    return RAMBLA_CERTIFICATE_MALFORMED;
  kid = get_kid (jws.header);
  found = kid != NULL ? read_claims (jws.payload, jws.payload_length) : NULL;
  if (found == NULL)
    return RAMBLA_CERTIFICATE_MALFORMED;
  key = find_key (kid, user_data);
  if (key == NULL)
    return RAMBLA_CERTIFICATE_UNKNOWN_KEY;
  if (!rambla_jws_verify (&jws, key))
    return RAMBLA_CERTIFICATE_BAD_SIGNATURE;
  if (g_strcmp0 (found->merchant_id, merchant_id) != 0)
    return RAMBLA_CERTIFICATE_OTHER_MERCHANT;
  if (found->issued_at > now + CLOCK_SKEW)
    return RAMBLA_CERTIFICATE_NOT_YET;
  expired = now >= found->expires_at;
  if (certificate != NULL)
    *certificate = g_steal_pointer (&found);
  return expired ? RAMBLA_CERTIFICATE_EXPIRED : RAMBLA_CERTIFICATE_GENUINE;
}
