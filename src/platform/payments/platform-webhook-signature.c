/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-webhook-signature.h"

#include <sodium.h>
#include <string.h>

#define MAX_HEADER 4096
#define MAX_ENTRIES 16
#define HEX_LENGTH (2 * crypto_auth_hmacsha256_BYTES)

static void
compute (const char *secret,
         const char *timestamp,
         gsize timestamp_length,
         const void *body,
         gsize length,
         unsigned char mac[crypto_auth_hmacsha256_BYTES])
{
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, (const unsigned char *) secret, strlen (secret));
  crypto_auth_hmacsha256_update (&state, (const unsigned char *) timestamp, timestamp_length);
  crypto_auth_hmacsha256_update (&state, (const unsigned char *) ".", 1);
  crypto_auth_hmacsha256_update (&state, body, length);
  crypto_auth_hmacsha256_final (&state, mac);
  sodium_memzero (&state, sizeof state);
}

/* The signed text holds the time as it was written, so only one way of writing it is taken: plain digits. */
static gboolean
parse_time (const char *text, gsize length, gint64 *result)
{
  gint64 value = 0;

  if (length == 0 || length > 12)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (text[i] - '0');
    }

  *result = value;
  return TRUE;
}

static gboolean
parse_mac (const char *text, gsize length, unsigned char mac[crypto_auth_hmacsha256_BYTES])
{
  size_t written;

  if (length != HEX_LENGTH)
    return FALSE;
  if (sodium_hex2bin (mac, crypto_auth_hmacsha256_BYTES, text, length, NULL, &written, NULL) != 0)
    return FALSE;

  return written == crypto_auth_hmacsha256_BYTES;
}

PlatformWebhookSignature
platform_webhook_signature_check (const char *header,
                                  const void *body,
                                  gsize length,
                                  const char *const *secrets,
                                  gint64 now,
                                  gint64 tolerance)
{
  unsigned char macs[MAX_ENTRIES][crypto_auth_hmacsha256_BYTES];
  const char *timestamp = NULL;
  const char *entry;
  gsize timestamp_length = 0;
  gint64 signed_at = 0;
  gboolean good = FALSE;
  guint n_macs = 0;

  g_return_val_if_fail (secrets != NULL, PLATFORM_WEBHOOK_SIGNATURE_WRONG);

  if (header == NULL || header[0] == '\0')
    return PLATFORM_WEBHOOK_SIGNATURE_MISSING;
  if (strnlen (header, MAX_HEADER + 1) > MAX_HEADER)
    return PLATFORM_WEBHOOK_SIGNATURE_MALFORMED;

  for (entry = header; entry != NULL;)
    {
      const char *comma = strchr (entry, ',');
      const char *end = comma != NULL ? comma : entry + strlen (entry);

      while (entry < end && *entry == ' ')
        entry++;
      while (end > entry && end[-1] == ' ')
        end--;

      if (end - entry > 2 && memcmp (entry, "t=", 2) == 0)
        {
          /* Two times would leave open which of them was signed. */
          if (timestamp != NULL)
            return PLATFORM_WEBHOOK_SIGNATURE_MALFORMED;
          timestamp = entry + 2;
          timestamp_length = (gsize) (end - timestamp);
        }
      else if (end - entry > 3 && memcmp (entry, "v1=", 3) == 0 && n_macs < MAX_ENTRIES)
        {
          if (parse_mac (entry + 3, (gsize) (end - entry - 3), macs[n_macs]))
            n_macs++;
        }

      entry = comma != NULL ? comma + 1 : NULL;
    }

  if (timestamp == NULL || !parse_time (timestamp, timestamp_length, &signed_at) || n_macs == 0)
    return PLATFORM_WEBHOOK_SIGNATURE_MALFORMED;

  for (gsize i = 0; secrets[i] != NULL; i++)
    {
      unsigned char mac[crypto_auth_hmacsha256_BYTES];

      if (secrets[i][0] == '\0')
        continue;
      compute (secrets[i], timestamp, timestamp_length, body, length, mac);
      for (guint j = 0; j < n_macs; j++)
        good |= sodium_memcmp (mac, macs[j], sizeof mac) == 0;
    }

  if (!good)
    return PLATFORM_WEBHOOK_SIGNATURE_WRONG;
  if (signed_at < now - tolerance || signed_at > now + tolerance)
    return PLATFORM_WEBHOOK_SIGNATURE_STALE;

  return PLATFORM_WEBHOOK_SIGNATURE_GOOD;
}

char *
platform_webhook_signature_make (const void *body, gsize length, const char *const *secrets, gint64 now)
{
  g_autofree char *timestamp = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  GString *header;

  g_return_val_if_fail (secrets != NULL, NULL);

  header = g_string_new ("t=");
  g_string_append (header, timestamp);
  for (gsize i = 0; secrets[i] != NULL; i++)
    {
      unsigned char mac[crypto_auth_hmacsha256_BYTES];
      char hex[HEX_LENGTH + 1];

      compute (secrets[i], timestamp, strlen (timestamp), body, length, mac);
      sodium_bin2hex (hex, sizeof hex, mac, sizeof mac);
      g_string_append_printf (header, ",v1=%s", hex);
    }

  return g_string_free (header, FALSE);
}

const char *
platform_webhook_signature_describe (PlatformWebhookSignature result)
{
  switch (result)
    {
    case PLATFORM_WEBHOOK_SIGNATURE_GOOD:
      return "the webhook's signature is good";
    case PLATFORM_WEBHOOK_SIGNATURE_MISSING:
      return "the webhook is not signed";
    case PLATFORM_WEBHOOK_SIGNATURE_MALFORMED:
      return "the webhook's signature has not the expected form";
    case PLATFORM_WEBHOOK_SIGNATURE_WRONG:
      return "the webhook's signature is wrong";
    case PLATFORM_WEBHOOK_SIGNATURE_STALE:
      return "the webhook was signed too long ago, or ahead of this machine's clock";
    default:
      return "the webhook's signature cannot be judged";
    }
}
