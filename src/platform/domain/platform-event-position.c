/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-event-position.h"

#include <sodium.h>
#include <string.h>

#include "rambla-voucher-token.h"

#define HALF 8

typedef struct
{
  guint8 tag[HALF];
  guint8 hidden[HALF];
} Sealed;

G_STATIC_ASSERT (sizeof (Sealed) == 2 * HALF);

/* A keyed hash of eight bytes, for one of two purposes. */
static void
derive (const guint8 *secret, char purpose, const guint8 *input, guint8 *output)
{
  guint8 message[1 + HALF] = { (guint8) purpose };
  guint8 hash[crypto_generichash_BYTES_MIN];

  memcpy (message + 1, input, HALF);
  crypto_generichash (hash, sizeof hash, message, sizeof message, secret, PLATFORM_EVENT_SECRET_SIZE);
  memcpy (output, hash, HALF);
}

/* The tag of the number is also what its mask is made from, so a number has one text and no two share a mask.
 */
void
platform_event_position_seal (const guint8 *secret, gint64 number, char text[PLATFORM_EVENT_POSITION_SIZE])
{
  guint64 plain = GUINT64_TO_LE ((guint64) number);
  guint8 bytes[HALF], mask[HALF];
  g_autofree char *encoded = NULL;
  Sealed sealed;

  memcpy (bytes, &plain, HALF);
  derive (secret, 't', bytes, sealed.tag);
  derive (secret, 'm', sealed.tag, mask);
  for (guint i = 0; i < HALF; i++)
    sealed.hidden[i] = bytes[i] ^ mask[i];
  encoded = rambla_base64url_encode ((const guint8 *) &sealed, sizeof sealed);
  g_strlcpy (text, encoded, PLATFORM_EVENT_POSITION_SIZE);
}

gboolean
platform_event_position_open (const guint8 *secret, const char *text, gint64 *number)
{
  gsize length = 0;
  g_autofree guint8 *decoded = NULL;
  guint8 bytes[HALF], mask[HALF], tag[HALF];
  guint64 plain;
  Sealed sealed;

  if (strlen (text) != PLATFORM_EVENT_POSITION_SIZE - 1)
    return FALSE;
  decoded = rambla_base64url_decode (text, strlen (text), &length);
  if (decoded == NULL || length != sizeof sealed)
    return FALSE;
  memcpy (&sealed, decoded, sizeof sealed);
  derive (secret, 'm', sealed.tag, mask);
  for (guint i = 0; i < HALF; i++)
    bytes[i] = sealed.hidden[i] ^ mask[i];
  derive (secret, 't', bytes, tag);
  if (sodium_memcmp (tag, sealed.tag, HALF) != 0)
    return FALSE;
  memcpy (&plain, bytes, HALF);
  *number = (gint64) GUINT64_FROM_LE (plain);
  return TRUE;
}
