/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-problem.h"

G_BEGIN_DECLS

/* Longer request targets are refused with 414. */
#define PLATFORM_TARGET_MAX 8192
#define PLATFORM_TARGET_MAX_QUERY 48

typedef struct
{
  const char *name;
  const char *value;
} PlatformTargetPair;

/**
 * PlatformTarget:
 * @path: the decoded path, or "*"
 * @n_query: parameters
 * @query: their decoded names and values, in the order sent
 *
 * A request's target (RFC 9112, 3.2), taken apart.
 */
typedef struct
{
  const char *path;
  guint n_query;
  PlatformTargetPair query[PLATFORM_TARGET_MAX_QUERY];
} PlatformTarget;

/**
 * platform_target_parse:
 * @raw: path and query as sent, in origin or absolute form, at most PLATFORM_TARGET_MAX bytes
 * @buffer: room for strlen (@raw) + 2 bytes, which the texts of @target point into
 * @target: (out caller-allocates): the parts; only @n_query entries of @query are written
 * @detail: (out): where it is refused: why, for people
 *
 * Refuses what two programs could read differently: bad escapes, NUL, an escaped slash, text that is not
 * UTF-8.
 *
 * Returns: RAMBLA_PROBLEM_NONE if all is well
 */
RamblaProblemCode
platform_target_parse (const char *raw, char *buffer, PlatformTarget *target, const char **detail);

G_END_DECLS
