/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-token.h"

#include <string.h>

#include "rambla-id.h"
#include "rambla-voucher-token-private.h"

/* The QR form: PREFIX and base32 of
 *
 *   flags (1 byte), kid (length 1, text), voucher's, deal's and merchant's id (10 bytes each), [branches:
 * count 1, 10 bytes each], [valid from 5], valid until 5, [generation 3], [quantity 2], [holder's key 32],
 * signature 64, [binding: issued at 5, nonce (length 1, text; length 0 = none), signature 64]
 *
 * numbers with the first byte highest. Everything else in the text is the same for all vouchers or follows
 * from these (the hash in the binding), so unpacking writes the same bytes again; packing tries that out
 * before it answers. */
#define PREFIX "RV1"
#define ID_BYTES 10

enum
{
  FLAG_BRANCHES = 1 << 0,
  FLAG_VALID_FROM = 1 << 1,
  FLAG_GENERATION = 1 << 2,
  FLAG_QUANTITY = 1 << 3,
  FLAG_HOLDER_KEY = 1 << 4,
  FLAG_BINDING = 1 << 5,
  FLAGS_KNOWN = (1 << 6) - 1,
};

/* --- Writing --- */

static void
put_number (GByteArray *out, guint64 value, guint n_bytes)
{
  for (guint i = n_bytes; i-- > 0;)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (out, &byte, 1);
    }
}

static void
put_text (GByteArray *out, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  put_number (out, length, 1);
  if (length > 0)
    g_byte_array_append (out, (const guint8 *) text, (guint) length);
}

static gboolean
put_id (GByteArray *out, const char *id, const char *prefix)
{
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (!rambla_id_is (id, prefix))
    return FALSE;
  bytes = rambla_base32_decode (id + 4, strlen (id + 4), &length);
  if (bytes == NULL || length != ID_BYTES)
    return FALSE;

  g_byte_array_append (out, bytes, ID_BYTES);
  return TRUE;
}

static gboolean
put_claims (GByteArray *out, const RamblaVoucherClaims *claims, gboolean bound)
{
  guint flags =
      (claims->branches != NULL ? FLAG_BRANCHES : 0) | (claims->valid_from != 0 ? FLAG_VALID_FROM : 0) |
      (claims->generation != 1 ? FLAG_GENERATION : 0) | (claims->quantity != 1 ? FLAG_QUANTITY : 0) |
      (claims->has_holder_key ? FLAG_HOLDER_KEY : 0) | (bound ? FLAG_BINDING : 0);

  put_number (out, flags, 1);
  put_text (out, claims->kid);
  if (!put_id (out, claims->id, RAMBLA_ID_VOUCHER) || !put_id (out, claims->deal_id, RAMBLA_ID_DEAL) ||
      !put_id (out, claims->merchant_id, RAMBLA_ID_MERCHANT))
    return FALSE;
  if (claims->branches != NULL)
    {
      put_number (out, g_strv_length (claims->branches), 1);
      for (guint i = 0; claims->branches[i] != NULL; i++)
        if (!put_id (out, claims->branches[i], RAMBLA_ID_STORE))
          return FALSE;
    }
  if (claims->valid_from != 0)
    put_number (out, (guint64) claims->valid_from, 5);
  put_number (out, (guint64) claims->valid_until, 5);
  if (claims->generation != 1)
    put_number (out, claims->generation, 3);
  if (claims->quantity != 1)
    put_number (out, claims->quantity, 2);
  if (claims->has_holder_key)
    g_byte_array_append (out, claims->holder_key, sizeof claims->holder_key);

  return TRUE;
}

static char *
pack (const char *text)
{
  const char *tilde = strchr (text, '~');
  gsize length = tilde != NULL ? (gsize) (tilde - text) : strlen (text);
  g_auto (RamblaJws) jws = { NULL };
  g_auto (RamblaJws) proof = { NULL };
  g_auto (RamblaVoucherBinding) binding = { 0 };
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *letters = NULL;

  if (!rambla_jws_parse (&jws, text, length))
    return NULL;
  claims = rambla_voucher_jws_read (&jws);
  if (claims == NULL || !put_claims (bytes, claims, tilde != NULL))
    return NULL;
  g_byte_array_append (bytes, jws.signature, sizeof jws.signature);

  if (tilde != NULL)
    {
      if (!rambla_jws_parse (&proof, tilde + 1, strlen (tilde + 1)) ||
          !rambla_voucher_binding_read (&binding, &proof))
        return NULL;
      put_number (bytes, (guint64) binding.issued_at, 5);
      put_text (bytes, binding.nonce);
      g_byte_array_append (bytes, proof.signature, sizeof proof.signature);
    }

  letters = rambla_base32_encode (bytes->data, bytes->len);
  return g_strconcat (PREFIX, letters, NULL);
}

char *
rambla_voucher_token_pack (const char *text)
{
  g_autofree char *packed = strlen (text) <= RAMBLA_VOUCHER_TOKEN_MAX ? pack (text) : NULL;
  g_autofree char *back = packed != NULL ? rambla_voucher_token_unpack (packed) : NULL;

  return g_strcmp0 (back, text) == 0 ? g_steal_pointer (&packed) : g_strdup (text);
}

/* --- Reading --- */

typedef struct
{
  const guint8 *at;
  gsize left;
} Cursor;

/* The next @n bytes, or NULL when there are not so many. */
static const guint8 *
take (Cursor *cursor, gsize n)
{
  const guint8 *at = cursor->at;

  if (cursor->left < n)
    return NULL;

  cursor->at += n;
  cursor->left -= n;
  return at;
}

static gboolean
take_number (Cursor *cursor, guint n_bytes, gint64 *out)
{
  const guint8 *bytes = take (cursor, n_bytes);
  gint64 value = 0;

  if (bytes == NULL)
    return FALSE;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];
  *out = value;
  return TRUE;
}

/* A text of one length byte; NULL when it is cut short. */
static char *
take_text (Cursor *cursor)
{
  const guint8 *length = take (cursor, 1);
  const guint8 *text = length != NULL ? take (cursor, *length) : NULL;

  return text != NULL ? g_strndup ((const char *) text, *length) : NULL;
}

static char *
take_id (Cursor *cursor, const char *prefix)
{
  const guint8 *bytes = take (cursor, ID_BYTES);
  g_autofree char *capitals = NULL;
  g_autofree char *letters = NULL;

  if (bytes == NULL)
    return NULL;

  capitals = rambla_base32_encode (bytes, ID_BYTES);
  letters = g_ascii_strdown (capitals, -1);
  return g_strconcat (prefix, letters, NULL);
}

static gboolean
take_branches (Cursor *cursor, char ***out)
{
  g_autoptr (GStrvBuilder) branches = g_strv_builder_new ();
  gint64 count;

  if (!take_number (cursor, 1, &count))
    return FALSE;

  for (gint64 i = 0; i < count; i++)
    {
      g_autofree char *id = take_id (cursor, RAMBLA_ID_STORE);

      if (id == NULL)
        return FALSE;
      g_strv_builder_add (branches, id);
    }

  *out = g_strv_builder_end (branches);
  return TRUE;
}

static RamblaVoucherClaims *
take_claims (Cursor *cursor, gint64 flags)
{
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
  gint64 generation = 1, quantity = 1;
  const guint8 *key = NULL;

  claims->kid = take_text (cursor);
  claims->id = take_id (cursor, RAMBLA_ID_VOUCHER);
  claims->deal_id = take_id (cursor, RAMBLA_ID_DEAL);
  claims->merchant_id = take_id (cursor, RAMBLA_ID_MERCHANT);
  if (((flags & FLAG_BRANCHES) != 0 && !take_branches (cursor, &claims->branches)) ||
      ((flags & FLAG_VALID_FROM) != 0 && !take_number (cursor, 5, &claims->valid_from)) ||
      !take_number (cursor, 5, &claims->valid_until) ||
      ((flags & FLAG_GENERATION) != 0 && !take_number (cursor, 3, &generation)) ||
      ((flags & FLAG_QUANTITY) != 0 && !take_number (cursor, 2, &quantity)) ||
      ((flags & FLAG_HOLDER_KEY) != 0 && (key = take (cursor, sizeof claims->holder_key)) == NULL))
    return NULL;

  claims->generation = (guint) generation;
  claims->quantity = (guint) quantity;
  claims->has_holder_key = key != NULL;
  if (key != NULL)
    memcpy (claims->holder_key, key, sizeof claims->holder_key);

  return rambla_voucher_claims_are_sound (claims) ? g_steal_pointer (&claims) : NULL;
}

/* Behind the token: "~" and the proof as it was. */
static char *
take_binding (Cursor *cursor, const char *token)
{
  g_auto (RamblaVoucherBinding) binding = { 0 };
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autofree char *proof = NULL;
  const guint8 *signature;

  if (!take_number (cursor, 5, &binding.issued_at))
    return NULL;
  binding.nonce = take_text (cursor);
  signature = take (cursor, RAMBLA_VOUCHER_SIGNATURE_SIZE);
  if (binding.nonce == NULL || signature == NULL ||
      (binding.nonce[0] != '\0' && !rambla_voucher_is_nonce (binding.nonce)))
    return NULL;

  if (binding.nonce[0] == '\0')
    g_clear_pointer (&binding.nonce, g_free);
  rambla_voucher_hash (token, strlen (token), binding.hash);
  rambla_voucher_binding_write (&binding, payload);
  proof = rambla_jws_assemble (RAMBLA_VOUCHER_BINDING_HEADER, payload->str, signature);
  return g_strconcat (token, "~", proof, NULL);
}

static char *
unpack (const guint8 *bytes, gsize length)
{
  Cursor cursor = { bytes, length };
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autofree char *header = NULL;
  g_autofree char *token = NULL;
  const guint8 *signature;
  gint64 flags;

  if (!take_number (&cursor, 1, &flags) || (flags & ~FLAGS_KNOWN) != 0)
    return NULL;
  claims = take_claims (&cursor, flags);
  signature = take (&cursor, RAMBLA_VOUCHER_SIGNATURE_SIZE);
  if (claims == NULL || signature == NULL)
    return NULL;

  header = rambla_voucher_header (claims->kid);
  rambla_voucher_claims_write (claims, payload);
  token = rambla_jws_assemble (header, payload->str, signature);
  if ((flags & FLAG_BINDING) != 0)
    {
      char *bound = take_binding (&cursor, token);

      g_free (token);
      token = bound;
    }

  return cursor.left == 0 ? g_steal_pointer (&token) : NULL;
}

char *
rambla_voucher_token_unpack (const char *presented)
{
  gsize length = presented != NULL ? strlen (presented) : 0;
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  if (length == 0 || length > RAMBLA_VOUCHER_TOKEN_MAX)
    return NULL;
  /* A token has dots, the QR form has none; hand scanners may have changed the case of all letters. */
  if (strchr (presented, '.') != NULL)
    return g_strdup (presented);
  if (g_ascii_strncasecmp (presented, PREFIX, strlen (PREFIX)) != 0)
    return NULL;

  bytes = rambla_base32_decode (presented + strlen (PREFIX), length - strlen (PREFIX), &n_bytes);
  return bytes != NULL ? unpack (bytes, n_bytes) : NULL;
}
