/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What an answer is read as, and so what the task returns. */
typedef enum
{
  PLATFORM_STRIPE_READS_SESSION,
  PLATFORM_STRIPE_READS_PAYMENT,
  PLATFORM_STRIPE_READS_REFUND,
  PLATFORM_STRIPE_READS_CUSTOMER, /* a text: its id */
  PLATFORM_STRIPE_READS_CARDS,
} PlatformStripeReads;

/**
 * platform_stripe_answer_return:
 * @amount: minor units that the answer must be about; 0: any
 * @currency: (nullable): its currency
 * @object: the answer of a call that succeeded
 *
 * Reads the answer and returns it, or why it cannot be believed, with @task.
 */
void platform_stripe_answer_return (GTask *task,
                                    PlatformStripeReads reads,
                                    gint64 amount,
                                    const char *currency,
                                    JsonObject *object);

G_END_DECLS
