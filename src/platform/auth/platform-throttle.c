/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-throttle.h"

#include <gio/gio.h>
#include <string.h>

#define QUIET_SECONDS 3600

static const struct
{
  const char *name;
  gint64 free;    /* guesses that nobody has to wait after */
  gint64 seconds; /* to wait after the first that is not */
  gint64 most;    /* seconds to wait at most */
} limits[] = {
  [PLATFORM_THROTTLE_ACCOUNT] = { "account", 5, 30, 900 },
  [PLATFORM_THROTTLE_ADDRESS] = { "address", 20, 60, 900 },
  [PLATFORM_THROTTLE_SIGN_UP] = { "sign-up", 10, 60, 3600 },
  [PLATFORM_THROTTLE_USER_CODE] = { "user-code", 10, 60, 900 },
  [PLATFORM_THROTTLE_DEVICE] = { "device", 30, 10, 300 },
};

void
platform_throttle_count (PlatformThrottleKind kind, PlatformGuesses *guesses, gint64 now)
{
  gint64 beyond;

  if (guesses->last_at + QUIET_SECONDS <= now)
    guesses->count = 0;
  guesses->count++;
  guesses->last_at = now;
  guesses->blocked_until = 0;
  beyond = guesses->count - limits[kind].free;
  if (beyond >= 0)
    guesses->blocked_until = now + MIN (limits[kind].most, limits[kind].seconds << MIN (beyond, 20));
}

char *
platform_throttle_make_subject (PlatformThrottleKind kind, const char *text)
{
  g_autoptr (GInetAddress) address = NULL;
  const guint8 *bytes;

  if (kind == PLATFORM_THROTTLE_ACCOUNT)
    {
      g_autofree char *folded = g_utf8_casefold (text, -1);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);

      return g_strconcat (limits[kind].name, ":", hash, NULL);
    }
  address = g_inet_address_new_from_string (text);
  if (address == NULL)
    return NULL;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_strconcat (limits[kind].name, ":", text, NULL);
  bytes = g_inet_address_to_bytes (address);
  return g_strdup_printf ("%s:%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", limits[kind].name, bytes[0],
                          bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
}

gboolean
platform_throttle_take (PlatformDatabase *database,
                        PlatformThrottleKind kind,
                        const char *subject,
                        gint64 now,
                        gint64 *wait,
                        GError **error)
{
  PlatformGuesses guesses;

  if (subject == NULL)
    return TRUE;
  if (!platform_guess_storage_get (database, subject, &guesses, error))
    return FALSE;
  /* A clock that was set back must not block for longer than a guess can. */
  if (guesses.blocked_until > now && guesses.blocked_until - now <= limits[kind].most)
    {
      *wait = MAX (*wait, guesses.blocked_until - now);
      return TRUE;
    }
  platform_throttle_count (kind, &guesses, now);
  return platform_guess_storage_put (database, subject, &guesses, error);
}

gboolean
platform_throttle_forgive (PlatformDatabase *database,
                           PlatformThrottleKind kind,
                           const char *subject,
                           GError **error)
{
  PlatformGuesses guesses;

  if (subject == NULL)
    return TRUE;
  if (!platform_guess_storage_get (database, subject, &guesses, error))
    return FALSE;
  guesses.count = kind == PLATFORM_THROTTLE_ACCOUNT ? 0 : MAX (0, guesses.count - 1);
  guesses.blocked_until = 0;
  return platform_guess_storage_put (database, subject, &guesses, error);
}
