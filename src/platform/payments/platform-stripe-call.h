/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "platform-form.h"
#include "platform-stripe-answer.h"
#include "platform-stripe-connection.h"

G_BEGIN_DECLS

/**
 * PlatformStripeCall:
 * @path: path and query, already escaped
 * @form: (nullable): what is posted; %NULL is a GET
 * @idempotency_key: (nullable): for a POST
 * @reads: what the answer is
 * @takes_decline: a declined card is a result, not an error
 * @amount: minor units that the answer must be about; 0: any
 * @currency: (nullable): its currency
 *
 * One call. Everything is copied.
 */
typedef struct
{
  const char *path;
  PlatformForm *form;
  const char *idempotency_key;
  PlatformStripeReads reads;
  gboolean takes_decline;
  gint64 amount;
  const char *currency;
} PlatformStripeCall;

/* Starts a call whose task belongs to @source (kept alive until it has answered). Any thread. */
void platform_stripe_connection_call (PlatformStripeConnection *self,
                                      gpointer source,
                                      const PlatformStripeCall *call,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Answers a call that was never made with PLATFORM_PROVIDER_ERROR_REFUSED, in the connection's thread. */
void platform_stripe_connection_refuse (PlatformStripeConnection *self,
                                        gpointer source,
                                        const char *message,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* Whether a result is from a call that reads @reads (or was refused before it was made). */
gboolean platform_stripe_connection_result_fits (GAsyncResult *result, PlatformStripeReads reads);

G_END_DECLS
