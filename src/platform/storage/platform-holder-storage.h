/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/*
 * The keys of holders' devices: one for each session, base64url of an Ed25519 public key.
 */

/**
 * platform_holder_storage_put:
 * @key: the key of the device that the session is on; the one before is forgotten
 */
gboolean platform_holder_storage_put (PlatformDatabase *database,
                                      const char *session_id,
                                      const char *account_id,
                                      const char *key,
                                      gint64 now,
                                      GError **error);

/**
 * platform_holder_storage_get_of_session:
 * @key: (out) (transfer full) (nullable): the device's key; NULL if it has none
 */
gboolean platform_holder_storage_get_of_session (PlatformDatabase *database,
                                                 const char *session_id,
                                                 char **key,
                                                 GError **error);

/**
 * platform_holder_storage_get_of_account:
 * @key: (out) (transfer full) (nullable): what new vouchers of the account are bound to: the key that was
 *   registered last, on a session that was not ended; NULL if there is none
 */
gboolean platform_holder_storage_get_of_account (PlatformDatabase *database,
                                                 const char *account_id,
                                                 char **key,
                                                 GError **error);

G_END_DECLS
