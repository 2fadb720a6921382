/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The desktop's secret service (org.freedesktop.secrets), through libsecret. Every function waits for its
 * answer: not for the main thread. None of them ever makes the desktop ask the person for a password: a store
 * that is locked counts as one that is not there. */
typedef struct _RamblaSecretService RamblaSecretService;

/**
 * rambla_secret_service_open:
 *
 * Returns: (transfer full): the service; %NULL with @error set when there is none, when it is locked, or when
 * it does not answer within two seconds
 */
RamblaSecretService *rambla_secret_service_open (GError **error);

/** rambla_secret_service_close: lets it go. */
void rambla_secret_service_close (RamblaSecretService *self);

/**
 * rambla_secret_service_lookup:
 * @owner: whose secret
 * @name: which one
 * @secret: (out) (transfer full): %NULL when there is none
 *
 * Returns: whether the service answered
 */
gboolean rambla_secret_service_lookup (RamblaSecretService *self,
                                       const char *owner,
                                       const char *name,
                                       char **secret,
                                       GError **error);

/** rambla_secret_service_store: keeps @secret, in the place of an older one; %NULL removes it. */
gboolean rambla_secret_service_store (RamblaSecretService *self,
                                      const char *owner,
                                      const char *name,
                                      const char *secret,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaSecretService, rambla_secret_service_close)

G_END_DECLS
