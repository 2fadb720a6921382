/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformSandboxProvider:
 *
 * A payment provider for trying things out: it speaks Stripe's protocol on a loopback port of its own, serves
 * the hosted payment page with the well-known test cards, and sends signed webhooks until they are taken. No
 * real money ever moves. The platform talks to it as to any other provider, over HTTP only.
 *
 * It keeps its state durably in `sandbox-provider.db`; keys and webhook secret are made at the first start
 * and stay. For tests, with the secret key as bearer token: `POST /sandbox/webhooks` with `mode` = `normal`,
 * `delay`, `double`, `reorder` or `drop` and `delay_ms`; `POST /sandbox/answers` with `mode` = `normal`,
 * `delay` or `fail`, `delay_ms` and `count`: the next `count` POSTs of the API have their effect, but their
 * answers come late or are a 500.
 */
typedef struct _PlatformSandboxProvider PlatformSandboxProvider;

/* The sample consumer: known to every sandbox provider, with a saved Visa that always succeeds. */
#define PLATFORM_SANDBOX_CUSTOMER "cus_sample_consumer"
#define PLATFORM_SANDBOX_CARD "pm_card_visa"

/**
 * PlatformSandboxOptions:
 * @data_directory: where its database is; must exist
 * @webhook_url: (nullable): where webhooks go, such as "http://127.0.0.1:PORT/v1/webhooks/payments"; %NULL
 * sends none
 * @listen: (nullable): "127.0.0.1:PORT"; %NULL takes a free port
 * @processing_ms: how long a delayed payment takes; 0 takes 4,000
 * @retry_ms: the pause before the first second try of a webhook, doubled each time up to a minute; 0 takes
 * 500
 */
typedef struct
{
  const char *data_directory;
  const char *webhook_url;
  const char *listen;
  guint processing_ms;
  guint retry_ms;
} PlatformSandboxOptions;

/**
 * platform_sandbox_provider_new:
 *
 * Opens its database, binds and starts. What was under way at the last stop goes on: webhooks that were not
 * taken, payments that were processing, pages that expire.
 *
 * Returns: (nullable) (transfer full): the provider, or %NULL with @error set (storage, or the port)
 */
PlatformSandboxProvider *platform_sandbox_provider_new (const PlatformSandboxOptions *options,
                                                        GError **error);

/**
 * platform_sandbox_provider_free:
 *
 * Stops: ends what is being answered, then closes the database. Not from one of its own threads.
 */
void platform_sandbox_provider_free (PlatformSandboxProvider *self);

/* All (transfer none), constant while it lives. */

/* Where it listens: "http://127.0.0.1:PORT", without a slash at the end. */
const char *platform_sandbox_provider_get_uri (PlatformSandboxProvider *self);
/* The API's key, "sk_test_…". */
const char *platform_sandbox_provider_get_secret_key (PlatformSandboxProvider *self);
/* The secret that webhooks to @webhook_url are signed with, "whsec_…". */
const char *platform_sandbox_provider_get_webhook_secret (PlatformSandboxProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSandboxProvider, platform_sandbox_provider_free)

G_END_DECLS
