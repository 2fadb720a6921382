/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-request.h"
#include "platform-search-scan.h"

G_BEGIN_DECLS

/**
 * PlatformParameters:
 * @problem: (nullable): what is wrong with the first bad one
 *
 * Reads the parameters of a query, each strictly. After a bad one the rest are left alone; ask once at the
 * end.
 */
typedef struct
{
  PlatformRequest *request;
  PlatformResponse *problem;
} PlatformParameters;

/**
 * platform_parameters_end:
 *
 * Returns: TRUE if all were good; otherwise the request has been answered
 */
gboolean platform_parameters_end (PlatformParameters *self);

/**
 * platform_parameters_refuse:
 * @name: the parameter
 * @detail: what is wrong with it
 */
void platform_parameters_refuse (PlatformParameters *self, const char *name, const char *detail);

/**
 * platform_parameters_get_int:
 *
 * Returns: the whole number, or @fallback without the parameter
 */
gint64 platform_parameters_get_int (PlatformParameters *self,
                                    const char *name,
                                    gint64 min,
                                    gint64 max,
                                    gint64 fallback);

/**
 * platform_parameters_get_double:
 *
 * Returns: the number, decimal point only, or @fallback without the parameter
 */
double platform_parameters_get_double (PlatformParameters *self,
                                       const char *name,
                                       double min,
                                       double max,
                                       double fallback);

/**
 * platform_parameters_get_bool:
 *
 * Returns: "true" or "false", FALSE without the parameter
 */
gboolean platform_parameters_get_bool (PlatformParameters *self, const char *name);

/**
 * platform_parameters_get_choice:
 * @choices: (array zero-terminated=1)
 *
 * Returns: the index, 0 without the parameter
 */
guint platform_parameters_get_choice (PlatformParameters *self, const char *name, const char *const *choices);

/**
 * platform_parameters_get_text:
 * @max_characters: of UTF-8
 *
 * Returns: (nullable): the text; NULL without the parameter or with only blanks in it
 */
const char *platform_parameters_get_text (PlatformParameters *self, const char *name, guint max_characters);

/**
 * platform_parameters_get_near:
 * @near: (out): the place
 *
 * Returns: TRUE if there is one
 */
gboolean platform_parameters_get_near (PlatformParameters *self, RamblaPoint *near);

/**
 * platform_parameters_get_day:
 * @days: (out): days since 1970-01-01 of a date, "2026-11-21"
 *
 * Returns: TRUE if there is one
 */
gboolean platform_parameters_get_day (PlatformParameters *self, const char *name, gint64 *days);

/**
 * platform_parameters_get_area:
 * @area: (out): near, radius and bbox
 */
void platform_parameters_get_area (PlatformParameters *self, PlatformSearchArea *area);

/**
 * platform_parameters_get_filter:
 * @filter: (out): category, kind, price_max, discount_min, rating_min, open_now
 */
void platform_parameters_get_filter (PlatformParameters *self,
                                     const PlatformCity *city,
                                     PlatformSearchFilter *filter);

/**
 * platform_parameters_get_limit:
 *
 * Returns: 1 to 100, 20 without the parameter
 */
guint platform_parameters_get_limit (PlatformParameters *self);

G_END_DECLS
