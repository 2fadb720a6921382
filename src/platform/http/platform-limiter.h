/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformQuota:
 * @requests: that many at once; 0: no limit
 * @seconds: after which all of them may come again; what is used up flows back evenly
 */
typedef struct
{
  guint requests;
  guint seconds;
} PlatformQuota;

/**
 * PlatformAllowance:
 * @remaining: how many more may come now
 * @reset: seconds until the whole quota is there again, rounded up
 * @retry_after: seconds until the next may come, rounded up; 0 if one may come now
 *
 * What is left of a quota.
 */
typedef struct
{
  guint remaining;
  guint reset;
  guint retry_after;
} PlatformAllowance;

/**
 * PlatformLimiter:
 *
 * Token buckets for any number of clients in a fixed amount of memory: where room is short, the bucket that
 * is nearest to full is forgotten, so that a flood of new clients helps nobody who has used his up. Any
 * thread.
 */
typedef struct _PlatformLimiter PlatformLimiter;

/**
 * platform_limiter_new:
 * @n_buckets: how many are kept, 16 bytes each; rounded up to a power of two
 */
PlatformLimiter *platform_limiter_new (guint n_buckets);
void platform_limiter_free (PlatformLimiter *self);

/**
 * platform_limiter_take:
 * @kind: which of several quotas of the same client
 * @client: an address or an account
 * @quota: with @requests and @seconds above 0
 * @now: monotonic, µs
 * @allowance: (out): what is left after this one
 *
 * Takes one request out of a bucket.
 *
 * Returns: FALSE if it is empty; nothing was taken then
 */
gboolean platform_limiter_take (PlatformLimiter *self,
                                guint kind,
                                const char *client,
                                const PlatformQuota *quota,
                                gint64 now,
                                PlatformAllowance *allowance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformLimiter, platform_limiter_free)

G_END_DECLS
