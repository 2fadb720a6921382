/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token-private.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (RAMBLA_VOUCHER_SIGNATURE_SIZE == crypto_sign_BYTES);
G_STATIC_ASSERT (RAMBLA_ED25519_PUBLIC_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (RAMBLA_ED25519_SECRET_SIZE == crypto_sign_SECRETKEYBYTES);

/* Decoded as a NUL-terminated text without NULs in it; NULL when it is not that. */
static char *
decode_text (const char *part, gsize length, gsize *out_length)
{
  g_autofree guint8 *bytes = length > 0 ? rambla_base64url_decode (part, length, out_length) : NULL;

  if (bytes == NULL || memchr (bytes, '\0', *out_length) != NULL)
    return NULL;

  return g_strndup ((const char *) bytes, *out_length);
}

gboolean
rambla_jws_parse (RamblaJws *self, const char *text, gsize length)
{
  const char *end = text + length;
  const char *first = memchr (text, '.', length);
  const char *second = first != NULL ? memchr (first + 1, '.', (gsize) (end - first - 1)) : NULL;
  g_autofree guint8 *signature = NULL;
  gsize signature_length, header_length;

  memset (self, 0, sizeof *self);
  if (second == NULL)
    return FALSE;

  self->text = text;
  self->length = length;
  self->signed_length = (gsize) (second - text);
  self->header = decode_text (text, (gsize) (first - text), &header_length);
  self->payload = decode_text (first + 1, (gsize) (second - first - 1), &self->payload_length);
  signature = rambla_base64url_decode (second + 1, (gsize) (end - second - 1), &signature_length);
  if (self->header == NULL || self->payload == NULL || signature == NULL ||
      signature_length != sizeof self->signature)
    {
      rambla_jws_clear (self);
      return FALSE;
    }

  memcpy (self->signature, signature, sizeof self->signature);
  return TRUE;
}

void
rambla_jws_clear (RamblaJws *self)
{
  g_clear_pointer (&self->header, g_free);
  g_clear_pointer (&self->payload, g_free);
}

gboolean
rambla_jws_verify (const RamblaJws *self, const guint8 *key)
{
  /* libsodium refuses S ≥ L and keys and R of small order, so a signature has one form only. */
  return crypto_sign_verify_detached (self->signature, (const unsigned char *) self->text,
                                      self->signed_length, key) == 0;
}

static char *
signing_input (const char *header, const char *payload)
{
  g_autofree char *first = rambla_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *second = rambla_base64url_encode ((const guint8 *) payload, strlen (payload));

  return g_strconcat (first, ".", second, NULL);
}

static char *
append_signature (const char *input, const guint8 *signature)
{
  g_autofree char *third = rambla_base64url_encode (signature, RAMBLA_VOUCHER_SIGNATURE_SIZE);

  return g_strconcat (input, ".", third, NULL);
}

char *
rambla_jws_sign (const char *header, const char *payload, const guint8 *secret_key)
{
  g_autofree char *input = signing_input (header, payload);
  guint8 signature[RAMBLA_VOUCHER_SIGNATURE_SIZE];

  crypto_sign_detached (signature, NULL, (const unsigned char *) input, strlen (input), secret_key);
  return append_signature (input, signature);
}

char *
rambla_jws_assemble (const char *header, const char *payload, const guint8 *signature)
{
  g_autofree char *input = signing_input (header, payload);

  return append_signature (input, signature);
}
