/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The signature of a webhook: `Stripe-Signature: t=UNIX_TIME,v1=HEX[,v1=HEX…]`, where HEX is HMAC-SHA256 (RFC
 * 2104) under the endpoint's secret of the text "UNIX_TIME.BODY". While a secret is being changed there are
 * several v1, one for each secret; entries under other names are ignored.
 */

/* How old a signed webhook may be, and how far ahead its clock: seconds. */
#define PLATFORM_WEBHOOK_TOLERANCE 300

typedef enum
{
  PLATFORM_WEBHOOK_SIGNATURE_GOOD,
  PLATFORM_WEBHOOK_SIGNATURE_MISSING,   /* no header */
  PLATFORM_WEBHOOK_SIGNATURE_MALFORMED, /* not of that form */
  PLATFORM_WEBHOOK_SIGNATURE_WRONG,     /* no entry fits any secret */
  PLATFORM_WEBHOOK_SIGNATURE_STALE,     /* right, but signed too long ago, or ahead of our clock */
} PlatformWebhookSignature;

/**
 * platform_webhook_signature_check:
 * @header: (nullable): the header's text
 * @body: (array length=length): the body as it came
 * @length: bytes
 * @secrets: (array zero-terminated=1): the secrets that are good now, the old one too while it is being
 * changed
 * @now: seconds since 1970
 * @tolerance: seconds either way
 *
 * Every entry is compared with every secret in constant time. The age is looked at only after the signature,
 * so that nobody without the secret learns about our clock.
 *
 * Returns: whether the body is from somebody who knows one of @secrets
 */
PlatformWebhookSignature platform_webhook_signature_check (const char *header,
                                                           const void *body,
                                                           gsize length,
                                                           const char *const *secrets,
                                                           gint64 now,
                                                           gint64 tolerance);

/**
 * platform_webhook_signature_make:
 * @body: (array length=length): the body
 * @length: bytes
 * @secrets: (array zero-terminated=1): one or more secrets
 * @now: seconds since 1970
 *
 * Returns: (transfer full): the header's text, one v1 for each secret
 */
char *
platform_webhook_signature_make (const void *body, gsize length, const char *const *secrets, gint64 now);

/**
 * platform_webhook_signature_describe:
 *
 * Returns: (transfer none): one sentence about @result, for logs and answers
 */
const char *platform_webhook_signature_describe (PlatformWebhookSignature result);

G_END_DECLS
