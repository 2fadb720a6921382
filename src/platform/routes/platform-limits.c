/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-limits.h"

#include <arpa/inet.h>
#include <string.h>

#include "platform-auth.h"

/* 1 MiB; more clients than come in a minute. */
#define N_BUCKETS 65536

struct _PlatformLimitGate
{
  PlatformLimits limits;
  PlatformLimiter *limiter;
  guint64 refused[PLATFORM_N_LIMITS]; /* atomic */
};

static const char *const names[PLATFORM_N_LIMITS] = {
  "address", "search", "read", "tiles", "write", "redeem", "sign_in", "events",
};

/* By how a route's pattern begins; the first that fits. A "$" at its end: the whole pattern. */
static const struct
{
  const char *pattern;
  PlatformLimitClass limit;
} classes[] = {
  { "/healthz", PLATFORM_LIMIT_NONE },
  { "/metrics", PLATFORM_LIMIT_NONE },
  { "/v1/webhooks/", PLATFORM_LIMIT_NONE },
  { "/tiles/", PLATFORM_LIMIT_TILES },
  { "/oauth/", PLATFORM_LIMIT_SIGN_IN },
  { "/v1/events", PLATFORM_LIMIT_EVENTS },
  { "/v1/merchant/redemptions", PLATFORM_LIMIT_REDEEM },
  { "/v1/deals$", PLATFORM_LIMIT_SEARCH },
  { "/v1/stores$", PLATFORM_LIMIT_SEARCH },
  { "/v1/suggest", PLATFORM_LIMIT_SEARCH },
};

void
platform_limits_init (PlatformLimits *self)
{
  *self = (PlatformLimits){
    .quotas = {
      [PLATFORM_LIMIT_ADDRESS] = { 6000, 60 },
      [PLATFORM_LIMIT_SEARCH] = { 600, 60 },
      [PLATFORM_LIMIT_READ] = { 3000, 60 },
      [PLATFORM_LIMIT_TILES] = { 6000, 60 },
      [PLATFORM_LIMIT_WRITE] = { 300, 60 },
      [PLATFORM_LIMIT_REDEEM] = { 0, 0 },
      [PLATFORM_LIMIT_SIGN_IN] = { 120, 60 },
      [PLATFORM_LIMIT_EVENTS] = { 120, 60 },
    },
  };
}

const char *
platform_limits_get_name (PlatformLimitClass limit)
{
  return names[limit];
}

static gboolean
fits (const char *route, const char *pattern)
{
  gsize length = strlen (pattern);

  if (pattern[length - 1] == '$')
    return strlen (route) == length - 1 && strncmp (route, pattern, length - 1) == 0;
  return strncmp (route, pattern, length) == 0;
}

PlatformLimitClass
platform_limits_classify (const PlatformRoute *route)
{
  if (route == NULL)
    return PLATFORM_LIMIT_READ;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (fits (route->pattern, classes[i].pattern))
      return classes[i].limit;
  return strcmp (route->method, "GET") == 0 ? PLATFORM_LIMIT_READ : PLATFORM_LIMIT_WRITE;
}

PlatformLimitGate *
platform_limit_gate_new (const PlatformLimits *limits)
{
  PlatformLimitGate *self = g_new0 (PlatformLimitGate, 1);

  self->limits = *limits;
  self->limiter = platform_limiter_new (N_BUCKETS);
  return self;
}

void
platform_limit_gate_free (PlatformLimitGate *self)
{
  platform_limiter_free (self->limiter);
  g_free (self);
}

/* Whoever has one address of IPv6 has all of its /64. */
static const char *
get_network (const char *address, char *text, gsize size)
{
  struct in6_addr parsed;

  if (strchr (address, ':') == NULL || inet_pton (AF_INET6, address, &parsed) != 1)
    return address;
  memset (parsed.s6_addr + 8, 0, 8);
  return inet_ntop (AF_INET6, &parsed, text, (socklen_t) size);
}

static PlatformResponse *
refuse (const PlatformAllowance *allowance)
{
  PlatformResponse *response =
      platform_response_new_problem (RAMBLA_PROBLEM_RATE_LIMITED, "Too many requests; wait a little");
  char seconds[16];

  g_snprintf (seconds, sizeof seconds, "%u", allowance->retry_after);
  platform_response_set_header (response, "Retry-After", seconds);
  return response;
}

/* @tell: say in the answer what is left, even if all is well */
static PlatformResponse *
charge (PlatformLimitGate *self,
        PlatformRequest *request,
        PlatformLimitClass limit,
        const char *client,
        gboolean tell)
{
  const PlatformQuota *quota = &self->limits.quotas[limit];
  PlatformAllowance allowance;
  gboolean allowed;
  char text[128];

  if (quota->requests == 0)
    return NULL;
  allowed = platform_limiter_take (self->limiter, limit, client, quota, g_get_monotonic_time (), &allowance);
  if (allowed && !tell)
    return NULL;
  g_snprintf (text, sizeof text, "\"%s\";q=%u;w=%u", names[limit], quota->requests, quota->seconds);
  platform_request_add_answer_header (request, "RateLimit-Policy", text);
  g_snprintf (text, sizeof text, "\"%s\";r=%u;t=%u", names[limit], allowance.remaining,
              allowed ? allowance.reset : allowance.retry_after);
  platform_request_add_answer_header (request, "RateLimit", text);
  if (allowed)
    return NULL;
  __atomic_add_fetch (&self->refused[limit], 1, __ATOMIC_RELAXED);
  return refuse (&allowance);
}

PlatformResponse *
platform_limit_gate_ask (PlatformRequest *request,
                         const PlatformRoute *route,
                         gboolean authorized,
                         gpointer gate)
{
  PlatformLimitGate *self = gate;
  PlatformLimitClass limit = platform_limits_classify (route);
  PlatformResponse *refusal;
  const char *network;
  char text[INET6_ADDRSTRLEN];

  if (limit == PLATFORM_LIMIT_NONE || (!self->limits.loopback && platform_request_is_local (request)))
    return NULL;
  if (authorized)
    {
      const PlatformIdentity *identity = platform_request_get_identity (request);

      return charge (self, request, limit, identity->account_id, TRUE);
    }
  network = get_network (platform_request_get_remote_address (request), text, sizeof text);
  /* Many people may share an address: what they do as themselves is counted for each of them. */
  refusal = charge (self, request, PLATFORM_LIMIT_ADDRESS, network, FALSE);
  if (refusal != NULL || (route != NULL && route->scope != NULL))
    return refusal;
  return charge (self, request, limit, network, TRUE);
}

guint64
platform_limit_gate_get_refused (PlatformLimitGate *self, PlatformLimitClass limit)
{
  return __atomic_load_n (&self->refused[limit], __ATOMIC_RELAXED);
}
