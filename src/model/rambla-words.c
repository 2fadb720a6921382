/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-words-private.h"

#include "rambla-time.h"

static const char *const DAYS_SHORT[RAMBLA_N_LANGUAGES][7] = {
  [RAMBLA_LANGUAGE_EN] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
  [RAMBLA_LANGUAGE_ES] = { "lun", "mar", "mié", "jue", "vie", "sáb", "dom" },
  [RAMBLA_LANGUAGE_ZH_CN] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" },
};

static const char *const DAYS_LONG[RAMBLA_N_LANGUAGES][7] = {
  [RAMBLA_LANGUAGE_EN] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
  [RAMBLA_LANGUAGE_ES] = { "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo" },
  [RAMBLA_LANGUAGE_ZH_CN] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" },
};

static const char *const MONTHS[RAMBLA_N_LANGUAGES][12] = {
  [RAMBLA_LANGUAGE_EN] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                           "Dec" },
  [RAMBLA_LANGUAGE_ES] = { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov",
                           "dic" },
  [RAMBLA_LANGUAGE_ZH_CN] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12" },
};

const char *
rambla_words_day_short (RamblaLanguage language, int weekday)
{
  return DAYS_SHORT[language][CLAMP (weekday, 1, 7) - 1];
}

const char *
rambla_words_day_long (RamblaLanguage language, int weekday)
{
  return DAYS_LONG[language][CLAMP (weekday, 1, 7) - 1];
}

const char *
rambla_words_clock (int minute, char *buffer)
{
  if (minute < 0 || minute > 1440)
    minute = (minute % 1440 + 1440) % 1440;

  buffer[0] = (char) ('0' + minute / 600);
  buffer[1] = (char) ('0' + minute / 60 % 10);
  buffer[2] = ':';
  buffer[3] = (char) ('0' + minute % 60 / 10);
  buffer[4] = (char) ('0' + minute % 10);
  buffer[5] = '\0';
  return buffer;
}

static const char *
clock_of (GDateTime *when, char *buffer)
{
  return rambla_words_clock (g_date_time_get_hour (when) * 60 + g_date_time_get_minute (when), buffer);
}

char *
rambla_words_moment (RamblaLanguage language, GDateTime *when)
{
  const char *day = rambla_words_day_short (language, g_date_time_get_day_of_week (when));
  const char *month = MONTHS[language][g_date_time_get_month (when) - 1];
  int day_of_month = g_date_time_get_day_of_month (when);
  char clock[6];

  clock_of (when, clock);
  if (language == RAMBLA_LANGUAGE_ZH_CN)
    return g_strdup_printf ("%s月%d日 %s %s", month, day_of_month, day, clock);
  return g_strdup_printf ("%s %d %s, %s", day, day_of_month, month, clock);
}

static gint64
days_of (GDateTime *when)
{
  int year, month, day;

  g_date_time_get_ymd (when, &year, &month, &day);
  return rambla_days_from_date (year, month, day);
}

char *
rambla_words_moment_near (RamblaLanguage language, GDateTime *when, GDateTime *now)
{
  gint64 days = days_of (when) - days_of (now);
  char clock[6];

  clock_of (when, clock);
  if (days == 0)
    return g_strdup (clock);
  if (days > 0 && days < 7)
    return g_strdup_printf ("%s %s", rambla_words_day_short (language, g_date_time_get_day_of_week (when)),
                            clock);
  return rambla_words_moment (language, when);
}
