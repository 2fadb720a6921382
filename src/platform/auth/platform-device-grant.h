/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-grant-storage.h"
#include "platform-sign-in.h"

G_BEGIN_DECLS

/* RFC 8628: a device without a browser is let in from another one. */

#define PLATFORM_DEVICE_SECONDS 600
#define PLATFORM_DEVICE_INTERVAL 5

/* 20 consonants: no words by chance, nothing that looks like something else (RFC 8628, 6.1). */
#define PLATFORM_USER_CODE_LETTERS "BCDFGHJKLMNPQRSTVWXZ"
#define PLATFORM_USER_CODE_LENGTH 8

/* What a device is given. */
typedef struct
{
  char *device_code;
  char *user_code; /* with the dash, as it is shown */
} PlatformDeviceCodes;

void platform_device_codes_clear (PlatformDeviceCodes *codes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformDeviceCodes, platform_device_codes_clear)

/**
 * platform_device_grant_begin:
 * @database: the writer's
 * @scope: what is asked for, normalized
 * @codes: (out caller-allocates): what the device gets
 */
gboolean platform_device_grant_begin (PlatformDatabase *database,
                                      const char *client_id,
                                      const char *scope,
                                      gint64 now,
                                      PlatformDeviceCodes *codes,
                                      GError **error);

/**
 * platform_device_grant_trade:
 * @device_code: what a stranger sent
 * @tokens: (out caller-allocates): tokens, or failure "authorization_pending", "slow_down" (then five seconds
 * more have to pass between questions, 3.5), "access_denied", "expired_token" or "invalid_grant"
 *
 * The device asks whether it was let in. It is told once.
 */
gboolean platform_device_grant_trade (PlatformDatabase *database,
                                      const char *device_code,
                                      const char *client_id,
                                      gint64 now,
                                      PlatformTokens *tokens,
                                      GError **error);

/**
 * platform_user_code_normalize:
 * @typed: what a person typed
 *
 * Returns: (transfer full) (nullable): eight capital letters; NULL if it cannot be a code. Case, dashes and
 * blanks do not matter
 */
char *platform_user_code_normalize (const char *typed);

/**
 * platform_user_code_format:
 * @user_code: eight letters
 *
 * Returns: (transfer full): "BCDF-GHJK"
 */
char *platform_user_code_format (const char *user_code);

G_END_DECLS
