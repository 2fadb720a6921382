/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-oauth-metadata.h"
#include "rambla-tokens.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEVICE_GRANT (rambla_device_grant_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDeviceGrant, rambla_device_grant, RAMBLA, DEVICE_GRANT, GObject)

/**
 * rambla_device_grant_new:
 * @soup: the connection pool
 * @metadata: of the platform
 * @scope: consumer, merchant or kiosk
 *
 * One sign-in with the browser of another device (RFC 8628): a code is shown here, and typed or scanned
 * there.
 *
 * Signal `code-known`: the code and the addresses can be shown.
 */
RamblaDeviceGrant *
rambla_device_grant_new (SoupSession *soup, const RamblaOauthMetadata *metadata, const char *scope);

/** rambla_device_grant_run_async: asks for a code, then asks until somebody has said yes or no there, as
 * often as the platform allows; once. */
void rambla_device_grant_run_async (RamblaDeviceGrant *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** rambla_device_grant_run_finish: (transfer full): %NULL with an error of %RAMBLA_OAUTH_ERROR,
 * %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. */
RamblaTokens *rambla_device_grant_run_finish (RamblaDeviceGrant *self, GAsyncResult *result, GError **error);

/** rambla_device_grant_get_user_code: (nullable): what to type there; %NULL until it is known, as all of
 * these. */
const char *rambla_device_grant_get_user_code (RamblaDeviceGrant *self);

/** rambla_device_grant_get_uri: (nullable): where to type it. */
const char *rambla_device_grant_get_uri (RamblaDeviceGrant *self);

/** rambla_device_grant_get_complete_uri: (nullable): the same with the code in it, to be scanned; %NULL when
 * the platform has none. */
const char *rambla_device_grant_get_complete_uri (RamblaDeviceGrant *self);

/** rambla_device_grant_get_expires_at: when the code stops being good, by g_get_monotonic_time(). */
gint64 rambla_device_grant_get_expires_at (RamblaDeviceGrant *self);

G_END_DECLS
