/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-language.h"

G_BEGIN_DECLS

/* Names of days for the model's own sentences; @weekday 1 = Monday … 7 = Sunday. */
const char *rambla_words_day_short (RamblaLanguage language, int weekday);
const char *rambla_words_day_long (RamblaLanguage language, int weekday);

/* "09:05" of minutes of the day; 1440 is "24:00", more is taken modulo a day. Into @buffer of at least 6
 * bytes. */
const char *rambla_words_clock (int minute, char *buffer);
/* "Mon 23 Nov, 11:00". Returns: (transfer full) */
char *rambla_words_moment (RamblaLanguage language, GDateTime *when);
/* The shortest that is clear at @now: "11:00" today, "Mon 11:00" in the next six days, else as above.
 * Returns: (transfer full) */
char *rambla_words_moment_near (RamblaLanguage language, GDateTime *when, GDateTime *now);

G_END_DECLS
