/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-device-grant.h"

#include <sodium.h>
#include <string.h>

#include "platform-secret.h"

#define SLOWER_SECONDS 5
#define MAX_TRIES 10

void
platform_device_codes_clear (PlatformDeviceCodes *codes)
{
  g_clear_pointer (&codes->device_code, g_free);
  g_clear_pointer (&codes->user_code, g_free);
}

char *
platform_user_code_normalize (const char *typed)
{
  char code[PLATFORM_USER_CODE_LENGTH + 1] = "";
  gsize length = 0;

  for (; *typed != '\0'; typed++)
    {
      char letter = g_ascii_toupper (*typed);

      if (letter == '-' || letter == ' ')
        continue;
      if (strchr (PLATFORM_USER_CODE_LETTERS, letter) == NULL || length == PLATFORM_USER_CODE_LENGTH)
        return NULL;
      code[length++] = letter;
    }
  return length == PLATFORM_USER_CODE_LENGTH ? g_strdup (code) : NULL;
}

char *
platform_user_code_format (const char *user_code)
{
  return g_strdup_printf ("%.4s-%s", user_code, user_code + 4);
}

static char *
make_user_code (void)
{
  char code[PLATFORM_USER_CODE_LENGTH + 1] = "";

  for (int i = 0; i < PLATFORM_USER_CODE_LENGTH; i++)
    code[i] = PLATFORM_USER_CODE_LETTERS[randombytes_uniform (strlen (PLATFORM_USER_CODE_LETTERS))];
  return g_strdup (code);
}

/* One that no other device has just now. */
static gboolean
find_user_code (PlatformDatabase *database, char **user_code, GError **error)
{
  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *code = make_user_code ();
      g_autoptr (PlatformDeviceCode) taken = NULL;

      switch (platform_grant_storage_get_device_by_user_code (database, code, &taken, error))
        {
        case PLATFORM_STEP_DONE:
          *user_code = g_steal_pointer (&code);
          return TRUE;
        case PLATFORM_STEP_ERROR:
          return FALSE;
        case PLATFORM_STEP_ROW:
          break;
        }
    }
  g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                       "no device code is free");
  return FALSE;
}

gboolean
platform_device_grant_begin (PlatformDatabase *database,
                             const char *client_id,
                             const char *scope,
                             gint64 now,
                             PlatformDeviceCodes *codes,
                             GError **error)
{
  g_autofree char *user_code = NULL;
  PlatformDeviceCode code = {
    .client_id = (char *) client_id,
    .scope = (char *) scope,
    .seconds = PLATFORM_DEVICE_INTERVAL,
    .expires_at = now + PLATFORM_DEVICE_SECONDS,
  };
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  if (!find_user_code (database, &user_code, error))
    return FALSE;
  code.user_code = user_code;
  codes->device_code = platform_secret_new ("rdc_");
  codes->user_code = platform_user_code_format (user_code);
  platform_secret_hash (codes->device_code, hash);
  return platform_grant_storage_insert_device (database, hash, &code, error);
}

/* Why there are no tokens yet, or none at all; NULL: there are. */
static const char *
find_failure (PlatformDeviceCode *code, const char *client_id, gint64 now)
{
  if (code == NULL || !g_str_equal (code->client_id, client_id) || code->state == PLATFORM_DEVICE_USED)
    return "invalid_grant";
  if (code->expires_at <= now)
    return "expired_token";
  if (code->state == PLATFORM_DEVICE_DENIED)
    return "access_denied";
  if (code->state == PLATFORM_DEVICE_APPROVED)
    return NULL;
  return code->polled_at != 0 && now - code->polled_at < code->seconds ? "slow_down"
                                                                       : "authorization_pending";
}

gboolean
platform_device_grant_trade (PlatformDatabase *database,
                             const char *device_code,
                             const char *client_id,
                             gint64 now,
                             PlatformTokens *tokens,
                             GError **error)
{
  g_autoptr (PlatformDeviceCode) code = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];
  gboolean slower;
  gboolean taken;

  *tokens = (PlatformTokens){ NULL };
  platform_secret_hash (device_code, hash);
  if (platform_grant_storage_get_device (database, hash, &code, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  tokens->failure = find_failure (code, client_id, now);
  slower = g_strcmp0 (tokens->failure, "slow_down") == 0;
  if (slower || g_strcmp0 (tokens->failure, "authorization_pending") == 0)
    return platform_grant_storage_poll_device (database, hash, now,
                                               code->seconds + (slower ? SLOWER_SECONDS : 0), error);
  if (tokens->failure != NULL)
    return TRUE;
  if (!platform_grant_storage_take_device (database, hash, &taken, error))
    return FALSE;
  if (!taken)
    {
      tokens->failure = "invalid_grant";
      return TRUE;
    }
  return platform_sign_in_begin_session (database, code->account_id, client_id, code->scope, now, tokens,
                                         error);
}
