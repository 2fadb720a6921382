/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-provider.h"

G_BEGIN_DECLS

/**
 * PlatformStripeOptions:
 * @base_url: where the provider's API is, without the path: "https://api.stripe.com". Plain http only on
 * loopback
 * @secret_key: "sk_…"
 * @webhook_secrets: (array zero-terminated=1): the endpoint's secrets "whsec_…": one, or old and new while it
 * is changed
 * @api_version: (nullable): the protocol's version that is asked for; %NULL takes the one that this was
 * written for
 * @try_timeout_ms: how long one try may take; 0 takes 8,000
 * @call_timeout_ms: after this no further try is made; 0 takes 20,000
 * @max_tries: 0 takes 3
 * @session_min_s: the shortest life that the provider accepts for a hosted page, seconds (Stripe's is 1800).
 * A request for less gets this much: close the page with platform_provider_expire_session_async() when the
 * hold ends. 0: no bound
 *
 * Copied; the secrets are wiped when the provider goes.
 */
typedef struct
{
  const char *base_url;
  const char *secret_key;
  const char *const *webhook_secrets;
  const char *api_version;
  guint try_timeout_ms;
  guint call_timeout_ms;
  guint max_tries;
  guint session_min_s;
} PlatformStripeOptions;

#define PLATFORM_TYPE_STRIPE (platform_stripe_get_type ())

/**
 * PlatformStripe:
 *
 * The adapter to any provider that speaks Stripe's protocol: forms there, JSON back, with Idempotency-Key.
 * Lost answers, 409, 429 and 5xx are tried again, with the same key, after a pause that doubles, with jitter,
 * honouring Retry-After and Stripe-Should-Retry. Answers over 1 MiB and redirections are not followed.
 */
G_DECLARE_FINAL_TYPE (PlatformStripe, platform_stripe, PLATFORM, STRIPE, GObject)

/**
 * platform_stripe_new:
 *
 * Starts the provider's thread; connects to nobody yet.
 *
 * Returns: (nullable) (transfer full): the provider, or %NULL with %PLATFORM_PROVIDER_ERROR_REFUSED if the
 * options make no sense
 */
PlatformProvider *platform_stripe_new (const PlatformStripeOptions *options, GError **error);

/**
 * platform_stripe_get_counts:
 * @tries: (out): requests sent so far
 * @answers: (out): answers that came
 * @refusals: (out): of those, with a status of 400 or above
 *
 * Any thread.
 */
void platform_stripe_get_counts (PlatformStripe *self, guint64 *tries, guint64 *answers, guint64 *refusals);

G_END_DECLS
