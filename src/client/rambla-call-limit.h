/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * RamblaCallLimit:
 *
 * The time that one exchange may take in all. A session's own timeout ends a silence; who sends a byte now
 * and then would keep us for ever.
 */
typedef struct _RamblaCallLimit RamblaCallLimit;

/**
 * rambla_call_limit_new:
 * @soup: three times its timeout is the limit; without a timeout there is none
 * @cancellable: (nullable): ends the exchange too
 *
 * Counts from now on, in the thread's default context.
 */
RamblaCallLimit *rambla_call_limit_new (SoupSession *soup, GCancellable *cancellable);

/** rambla_call_limit_get_cancellable: (transfer none): for the exchange's calls. */
GCancellable *rambla_call_limit_get_cancellable (RamblaCallLimit *self);

/** rambla_call_limit_describe: (transfer full): the error for what kept the exchange from taking place, see
 * rambla_api_error_new_transport(): %RAMBLA_API_ERROR_TIMEOUT when the time is over. */
GError *rambla_call_limit_describe (RamblaCallLimit *self, const GError *error);

/** rambla_call_limit_free: the exchange has ended. Not from within a handler of "cancelled". */
void rambla_call_limit_free (RamblaCallLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCallLimit, rambla_call_limit_free)

G_END_DECLS
