/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-scan.h"

#include <sodium.h>
#include <string.h>

#include "rambla-id.h"
#include "rambla-json.h"
#include "rambla-time.h"
#include "rambla-voucher-token-private.h"

#define HEADER_BEFORE_ID "{\"alg\":\"EdDSA\",\"kid\":\""
#define HEADER_BEHIND_ID "\",\"typ\":\"rambla-scan+jws\"}"
#define HASH_LENGTH 43

void
rambla_scan_free (RamblaScan *self)
{
  g_free (self->device_id);
  g_free (self->previous);
  g_free (self->key);
  g_free (self->store_id);
  g_free (self->presented);
  g_free (self);
}

static gboolean
is_sound (const RamblaScan *self)
{
  return rambla_id_is (self->device_id, RAMBLA_ID_DEVICE) && self->sequence > 0 && self->previous != NULL &&
         strlen (self->previous) == HASH_LENGTH && self->at_ms >= 0 &&
         self->at_ms <= RAMBLA_TIME_MAX / 1000 && self->known_at >= 0 &&
         self->known_at <= RAMBLA_TIME_MAX / G_USEC_PER_SEC && self->key != NULL && *self->key != '\0' &&
         strlen (self->key) <= RAMBLA_SCAN_MAX_KEY && self->store_id != NULL && *self->store_id != '\0' &&
         self->presented != NULL && *self->presented != '\0' &&
         strlen (self->presented) <= RAMBLA_VOUCHER_TOKEN_MAX;
}

char *
rambla_scan_sign (const RamblaScan *self, const guint8 *secret_key)
{
  g_autoptr (GString) payload = NULL;
  g_autofree char *header = NULL;
  g_autofree char *text = NULL;
  RamblaJsonWriter writer;

  if (!is_sound (self) || sodium_init () < 0)
    return NULL;
  header = g_strconcat (HEADER_BEFORE_ID, self->device_id, HEADER_BEHIND_ID, NULL);
  payload = g_string_new (NULL);
  rambla_json_writer_init (&writer, payload);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_int (&writer, "seq", self->sequence);
  rambla_json_writer_member_string (&writer, "prev", self->previous);
  rambla_json_writer_member_int (&writer, "at", self->at_ms);
  rambla_json_writer_member_int (&writer, "known", self->known_at);
  rambla_json_writer_member_string (&writer, "key", self->key);
  rambla_json_writer_member_string (&writer, "store", self->store_id);
  rambla_json_writer_member_string (&writer, "text", self->presented);
  rambla_json_writer_end_object (&writer);
  text = rambla_jws_sign (header, payload->str, secret_key);
  return strlen (text) <= RAMBLA_SCAN_MAX ? g_steal_pointer (&text) : NULL;
}

static RamblaScan *
read_jws (const RamblaJws *jws)
{
  static const char *const members[] = { "seq", "prev", "at", "known", "key", "store", "text", NULL };
  g_autoptr (RamblaScan) self = g_new0 (RamblaScan, 1);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *claims = NULL;
  const char *previous = NULL;
  const char *key = NULL;
  const char *store_id = NULL;
  const char *presented = NULL;

  if (!g_str_has_prefix (jws->header, HEADER_BEFORE_ID) ||
      !g_str_has_suffix (jws->header, HEADER_BEHIND_ID) ||
      strlen (jws->header) < strlen (HEADER_BEFORE_ID) + strlen (HEADER_BEHIND_ID))
    return NULL;
  self->device_id = g_strndup (jws->header + strlen (HEADER_BEFORE_ID),
                               strlen (jws->header) - strlen (HEADER_BEFORE_ID) - strlen (HEADER_BEHIND_ID));
  node = rambla_json_parse_bounded (jws->payload, (gssize) jws->payload_length, RAMBLA_SCAN_MAX, 1, NULL);
  if (node != NULL)
    claims = rambla_json_as_object (node, NULL);
  if (claims == NULL || !rambla_json_check_members (claims, members, NULL) ||
      !rambla_json_get_int (claims, "seq", 1, G_MAXINT64, &self->sequence, NULL) ||
      !rambla_json_get_string (claims, "prev", HASH_LENGTH, &previous, NULL) ||
      !rambla_json_get_int (claims, "at", 0, G_MAXINT64, &self->at_ms, NULL) ||
      !rambla_json_get_int (claims, "known", 0, G_MAXINT64, &self->known_at, NULL) ||
      !rambla_json_get_id (claims, "key", NULL, &key, NULL) ||
      !rambla_json_get_id (claims, "store", NULL, &store_id, NULL) ||
      !rambla_json_get_string (claims, "text", RAMBLA_VOUCHER_TOKEN_MAX, &presented, NULL))
    return NULL;
  self->previous = g_strdup (previous);
  self->key = g_strdup (key);
  self->store_id = g_strdup (store_id);
  self->presented = g_strdup (presented);
  return is_sound (self) ? g_steal_pointer (&self) : NULL;
}

RamblaScan *
rambla_scan_parse (const char *text)
{
  g_auto (RamblaJws) jws = { NULL };

  if (strlen (text) > RAMBLA_SCAN_MAX || !rambla_jws_parse (&jws, text, strlen (text)))
    return NULL;
  return read_jws (&jws);
}

RamblaScan *
rambla_scan_verify (const char *text, const guint8 *public_key)
{
  g_auto (RamblaJws) jws = { NULL };

  if (sodium_init () < 0 || strlen (text) > RAMBLA_SCAN_MAX ||
      !rambla_jws_parse (&jws, text, strlen (text)) || !rambla_jws_verify (&jws, public_key))
    return NULL;
  return read_jws (&jws);
}

char *
rambla_scan_hash (const char *text)
{
  guint8 digest[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (digest, (const unsigned char *) text, strlen (text));
  return rambla_base64url_encode (digest, sizeof digest);
}

char *
rambla_scan_derive_device_id (const guint8 *public_key)
{
  g_autofree char *text = rambla_base64url_encode (public_key, RAMBLA_ED25519_PUBLIC_SIZE);

  return rambla_id_derive (RAMBLA_ID_DEVICE, text);
}
