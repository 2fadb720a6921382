/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-session-storage.h"

G_BEGIN_DECLS

/* An authorization code (RFC 6749, 4.1) and all that it is bound to. */
typedef struct
{
  char *account_id;
  char *client_id;
  char *redirect_uri;   /* exactly as it was asked with */
  char *code_challenge; /* S256 (RFC 7636) */
  char *scope;          /* separated by single spaces */
  gint64 expires_at;    /* seconds since 1970 */
  gint64 used_at;       /* 0: not yet */
  char *session_id;     /* the family that came of it, or NULL */
} PlatformAuthorizationCode;

void platform_authorization_code_free (PlatformAuthorizationCode *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformAuthorizationCode, platform_authorization_code_free)

/* What becomes of a device's question (RFC 8628). */
typedef enum
{
  PLATFORM_DEVICE_PENDING,
  PLATFORM_DEVICE_APPROVED,
  PLATFORM_DEVICE_DENIED,
  PLATFORM_DEVICE_USED, /* the device has its tokens */
} PlatformDeviceState;

typedef struct
{
  char *user_code; /* without the dash */
  char *client_id;
  char *scope;
  char *account_id; /* who decided, or NULL */
  PlatformDeviceState state;
  gint64 seconds;    /* that have to pass between two questions */
  gint64 polled_at;  /* seconds since 1970; 0: not yet */
  gint64 expires_at; /* seconds since 1970 */
} PlatformDeviceCode;

void platform_device_code_free (PlatformDeviceCode *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDeviceCode, platform_device_code_free)

/**
 * platform_grant_storage_insert_code:
 * @hash: of the code
 * @code: used_at and session_id are not looked at
 */
gboolean platform_grant_storage_insert_code (PlatformDatabase *database,
                                             const guint8 *hash,
                                             const PlatformAuthorizationCode *code,
                                             GError **error);

/**
 * platform_grant_storage_get_code:
 * @code: (out) (transfer full): the code; untouched if it is not known
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if it is not known, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_grant_storage_get_code (PlatformDatabase *database,
                                              const guint8 *hash,
                                              PlatformAuthorizationCode **code,
                                              GError **error);

/**
 * platform_grant_storage_use_code:
 * @session_id: (nullable): the family that came of it
 */
gboolean platform_grant_storage_use_code (PlatformDatabase *database,
                                          const guint8 *hash,
                                          gint64 now,
                                          const char *session_id,
                                          GError **error);

/**
 * platform_grant_storage_insert_device:
 * @hash: of the device code
 * @code: a new one; account_id and state are not looked at
 *
 * PLATFORM_STORAGE_ERROR_CONSTRAINT if the user code is taken.
 */
gboolean platform_grant_storage_insert_device (PlatformDatabase *database,
                                               const guint8 *hash,
                                               const PlatformDeviceCode *code,
                                               GError **error);

/**
 * platform_grant_storage_get_device:
 * @code: (out) (transfer full): what the device asked for; untouched if it is not known
 */
PlatformStep platform_grant_storage_get_device (PlatformDatabase *database,
                                                const guint8 *hash,
                                                PlatformDeviceCode **code,
                                                GError **error);

/**
 * platform_grant_storage_get_device_by_user_code:
 *
 * As platform_grant_storage_get_device(), by what a person typed.
 */
PlatformStep platform_grant_storage_get_device_by_user_code (PlatformDatabase *database,
                                                             const char *user_code,
                                                             PlatformDeviceCode **code,
                                                             GError **error);

/**
 * platform_grant_storage_poll_device:
 *
 * Notes that a device asked, and how long it has to wait before it asks again.
 */
gboolean platform_grant_storage_poll_device (PlatformDatabase *database,
                                             const guint8 *hash,
                                             gint64 now,
                                             gint64 seconds,
                                             GError **error);

/**
 * platform_grant_storage_decide_device:
 * @state: PLATFORM_DEVICE_APPROVED or PLATFORM_DEVICE_DENIED
 * @decided: (out): FALSE if there is nothing to decide: unknown, too old, or decided already
 */
gboolean platform_grant_storage_decide_device (PlatformDatabase *database,
                                               const char *user_code,
                                               const char *account_id,
                                               PlatformDeviceState state,
                                               gint64 now,
                                               gboolean *decided,
                                               GError **error);

/**
 * platform_grant_storage_take_device:
 * @taken: (out): FALSE if it is not approved, or was taken before
 *
 * The device fetches its tokens: once.
 */
gboolean platform_grant_storage_take_device (PlatformDatabase *database,
                                             const guint8 *hash,
                                             gboolean *taken,
                                             GError **error);

/**
 * platform_grant_storage_forget:
 *
 * Deletes what expired before @before.
 */
gboolean platform_grant_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
