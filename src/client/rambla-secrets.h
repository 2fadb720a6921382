/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RamblaSecretsPlace:
 * @RAMBLA_SECRETS_UNKNOWN: nothing was asked for yet
 * @RAMBLA_SECRETS_IN_SERVICE: the desktop's secret service keeps them, encrypted
 * @RAMBLA_SECRETS_IN_FILE: there is no secret service that could be used: they are in a file that only this
 *   user can read, not encrypted
 */
typedef enum
{
  RAMBLA_SECRETS_UNKNOWN,
  RAMBLA_SECRETS_IN_SERVICE,
  RAMBLA_SECRETS_IN_FILE,
} RamblaSecretsPlace;

#define RAMBLA_TYPE_SECRETS (rambla_secrets_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSecrets, rambla_secrets, RAMBLA, SECRETS, GObject)

/**
 * rambla_secrets_new:
 * @owner: (nullable): under which name the secret service knows whose secrets these are: a platform and a
 *   role; %NULL keeps them in the file only
 * @path: the file for where there is no secret service that could be used
 *
 * The secrets of one account on this device, by name: tokens, the holder's key. They are kept by the
 * desktop's secret service; when there is none, when it is locked or does not answer within two seconds, in
 * the file @path (mode 0600, written as a whole or not at all). What had to go to the file moves into the
 * service at the next start that finds one.
 *
 * Work is done in the order in which it was asked for, on a thread of its own; what was asked for before the
 * last reference goes is finished first. For that reason the result's source object is %NULL, and finish
 * functions take %NULL for an object that has gone. Their errors are of %G_IO_ERROR or %G_FILE_ERROR: neither
 * the service nor the file can be used.
 *
 * Property `place` (int, a RamblaSecretsPlace): where they are; known after the first answer.
 */
RamblaSecrets *rambla_secrets_new (const char *owner, const char *path);

/** rambla_secrets_get_place: where they are kept. */
RamblaSecretsPlace rambla_secrets_get_place (RamblaSecrets *self);

/** rambla_secrets_get_path: the file for where there is no secret service. */
const char *rambla_secrets_get_path (RamblaSecrets *self);

/** rambla_secrets_lookup_async: gets the secret called @name. */
void rambla_secrets_lookup_async (RamblaSecrets *self,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/**
 * rambla_secrets_lookup_finish:
 * @secret: (out) (transfer full) (nullable): %NULL when there is none of that name
 *
 * Returns: whether it is known; %FALSE with @error set
 */
gboolean
rambla_secrets_lookup_finish (RamblaSecrets *self, GAsyncResult *result, char **secret, GError **error);

/** rambla_secrets_store_async: keeps @secret, UTF-8, in the place of an older one of that @name. */
void rambla_secrets_store_async (RamblaSecrets *self,
                                 const char *name,
                                 const char *secret,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: whether it is kept, durably */
gboolean rambla_secrets_store_finish (RamblaSecrets *self, GAsyncResult *result, GError **error);

/** rambla_secrets_clear_async: forgets the secret called @name; it is well if there is none. */
void rambla_secrets_clear_async (RamblaSecrets *self,
                                 const char *name,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean rambla_secrets_clear_finish (RamblaSecrets *self, GAsyncResult *result, GError **error);

G_END_DECLS
