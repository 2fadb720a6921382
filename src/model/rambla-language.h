/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The languages in which the model itself can speak (rules, opening hours, distances). */
typedef enum
{
  RAMBLA_LANGUAGE_EN,
  RAMBLA_LANGUAGE_ES,
  RAMBLA_LANGUAGE_ZH_CN,
} RamblaLanguage;

#define RAMBLA_N_LANGUAGES 3

/* From one tag or locale name ("es-UY", "es_UY.UTF-8", "zh-Hans", "C", NULL); English when it is none of
 * ours. */
RamblaLanguage rambla_language_from_tag (const char *tag);
/* "en", "es", "zh-CN". */
const char *rambla_language_to_tag (RamblaLanguage language);
/* The language of LC_MESSAGES, as the process runs. */
RamblaLanguage rambla_language_from_locale (void);
/* The best of ours for an Accept-Language field (RFC 9110, 12.5.4); @fallback when none matches or the field
 * is absent or nonsense. */
RamblaLanguage rambla_language_from_accept (const char *field, RamblaLanguage fallback);

G_END_DECLS
