/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-problem.h"

G_BEGIN_DECLS

/**
 * PlatformRefusal:
 * @code: why not; RAMBLA_PROBLEM_NONE while nothing is refused
 * @detail: (nullable): a sentence about this very case
 * @pointer: (nullable): with RAMBLA_PROBLEM_INVALID_FIELD, the JSON pointer of the field
 * @members: (nullable): more members of the problem as JSON text without braces
 *
 * What the rules answered instead of doing it. A refusal is no error: whoever gets one undoes what was
 * written on the way to it.
 */
typedef struct
{
  RamblaProblemCode code;
  char *detail;
  char *pointer;
  GString *members;
} PlatformRefusal;

#define PLATFORM_REFUSAL_INIT                                                                                \
  {                                                                                                          \
    .code = RAMBLA_PROBLEM_NONE                                                                              \
  }

/**
 * platform_refuse:
 * @format: the detail, as printf()
 *
 * Writes a refusal.
 *
 * Returns: TRUE, so that a rule can end with `return platform_refuse (…)`
 */
gboolean platform_refuse (PlatformRefusal *self, RamblaProblemCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * platform_refuse_field:
 * @pointer: JSON pointer of the field
 *
 * Refuses as `invalid_field`. Returns: TRUE
 */
gboolean platform_refuse_field (PlatformRefusal *self, const char *pointer, const char *detail);

/**
 * platform_refusal_clear:
 *
 * Frees what is in it; it can be used again.
 */
void platform_refusal_clear (PlatformRefusal *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformRefusal, platform_refusal_clear)

G_END_DECLS
