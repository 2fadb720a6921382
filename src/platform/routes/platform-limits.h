/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-limiter.h"
#include "platform-router.h"

G_BEGIN_DECLS

/*
 * How often who may ask for what. Each route is of one class. A class's quota is an account's where the route
 * needs one, else an address's; besides, all that comes from one address has a quota of its own. What is over
 * is answered with 429 `rate_limited`, `Retry-After`, and RateLimit and RateLimit-Policy as in
 * draft-ietf-httpapi-ratelimit-headers-10.
 */
typedef enum
{
  PLATFORM_LIMIT_ADDRESS, /* all that comes from one address */
  PLATFORM_LIMIT_SEARCH,  /* what searches: lists of deals and stores, completions */
  PLATFORM_LIMIT_READ,    /* what else only reads */
  PLATFORM_LIMIT_TILES,   /* the map's */
  PLATFORM_LIMIT_WRITE,   /* what changes something */
  PLATFORM_LIMIT_REDEEM,  /* a counter's work: never slowed down unless somebody wants it */
  PLATFORM_LIMIT_SIGN_IN, /* pages and tokens */
  PLATFORM_LIMIT_EVENTS,  /* opening event streams */
  PLATFORM_N_LIMITS,
  PLATFORM_LIMIT_NONE = PLATFORM_N_LIMITS, /* the operator's own, and signed webhooks */
} PlatformLimitClass;

/**
 * PlatformLimits:
 * @quotas: by class; 0 requests: no limit
 * @loopback: also for who comes over loopback or a Unix socket without a proxy between: this machine's own
 * programs
 */
typedef struct
{
  PlatformQuota quotas[PLATFORM_N_LIMITS];
  gboolean loopback;
} PlatformLimits;

/** platform_limits_init: the default ones */
void platform_limits_init (PlatformLimits *self);

/**
 * platform_limits_get_name:
 *
 * Returns: how configuration and RateLimit-Policy call it: "search"
 */
const char *platform_limits_get_name (PlatformLimitClass limit);

/**
 * platform_limits_classify:
 * @route: (nullable): NULL for what matches none
 */
PlatformLimitClass platform_limits_classify (const PlatformRoute *route);

/**
 * PlatformLimitGate:
 *
 * What keeps to the limits.
 */
typedef struct _PlatformLimitGate PlatformLimitGate;

PlatformLimitGate *platform_limit_gate_new (const PlatformLimits *limits);
void platform_limit_gate_free (PlatformLimitGate *self);

/** platform_limit_gate_ask: a #PlatformServerGate for a @gate that is a #PlatformLimitGate */
PlatformResponse *platform_limit_gate_ask (PlatformRequest *request,
                                           const PlatformRoute *route,
                                           gboolean authorized,
                                           gpointer gate);

/** platform_limit_gate_get_refused: how many requests of a class were refused so far; any thread */
guint64 platform_limit_gate_get_refused (PlatformLimitGate *self, PlatformLimitClass limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformLimitGate, platform_limit_gate_free)

G_END_DECLS
