/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-time.h"

#define US G_GINT64_CONSTANT (1000000)
#define SECONDS_OF_DAY G_GINT64_CONSTANT (86400)

gint64
rambla_days_from_date (int year, int month, int day)
{
  /* Years that begin in March, so that the leap day comes last. */
  gint64 y = (gint64) year - (month <= 2 ? 1 : 0);
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (gint64) (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

void
rambla_days_to_date (gint64 days, int *year, int *month, int *day)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted_month + 2) / 5 + 1);
  *month = (int) (shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

int
rambla_days_weekday (gint64 days)
{
  /* 1970-01-01 was a Thursday. */
  gint64 index = (days + 3) % 7;

  return (int) (index < 0 ? index + 7 : index) + 1;
}

gboolean
rambla_date_is_valid (int year, int month, int day)
{
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         g_date_valid_dmy ((GDateDay) MIN (day, 32), (GDateMonth) month, (GDateYear) year);
}

/* Exactly @n digits at *@text, which moves on. */
static gboolean
read_digits (const char **text, int n, int *out)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      char c = (*text)[i];

      if (c < '0' || c > '9')
        return FALSE;
      value = value * 10 + (c - '0');
    }

  *text += n;
  *out = value;
  return TRUE;
}

static gboolean
read_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  *text += 1;
  return TRUE;
}

gboolean
rambla_time_parse (const char *text, gint64 *out_us)
{
  int year, month, day, hour, minute, second, offset_hour = 0, offset_minute = 0, sign = 0;
  gint64 fraction = 0;
  gint64 us;

  if (text == NULL || !read_digits (&text, 4, &year) || !read_char (&text, '-') ||
      !read_digits (&text, 2, &month) || !read_char (&text, '-') || !read_digits (&text, 2, &day))
    return FALSE;
  if (*text != 'T' && *text != 't')
    return FALSE;
  text++;
  if (!read_digits (&text, 2, &hour) || !read_char (&text, ':') || !read_digits (&text, 2, &minute) ||
      !read_char (&text, ':') || !read_digits (&text, 2, &second))
    return FALSE;

  if (*text == '.')
    {
      gint64 scale = US / 10;

      text++;
      if (!g_ascii_isdigit (*text))
        return FALSE;
      for (; g_ascii_isdigit (*text); text++)
        {
          fraction += (*text - '0') * scale;
          scale /= 10;
        }
    }

  if (*text == 'Z' || *text == 'z')
    {
      text++;
    }
  else if (*text == '+' || *text == '-')
    {
      sign = *text == '+' ? 1 : -1;
      text++;
      if (!read_digits (&text, 2, &offset_hour) || !read_char (&text, ':') ||
          !read_digits (&text, 2, &offset_minute))
        return FALSE;
    }
  else
    {
      return FALSE;
    }

  if (*text != '\0' || !rambla_date_is_valid (year, month, day) || hour > 23 || minute > 59 || second > 60 ||
      offset_hour > 23 || offset_minute > 59)
    return FALSE;

  us = rambla_days_from_date (year, month, day) * SECONDS_OF_DAY + hour * 3600 + minute * 60 +
       MIN (second, 59);
  us = (us - sign * (offset_hour * 3600 + offset_minute * 60)) * US + fraction;
  if (us < RAMBLA_TIME_MIN || us > RAMBLA_TIME_MAX)
    return FALSE;

  *out_us = us;
  return TRUE;
}

static char *
put_digits (char *at, int value, int n)
{
  for (int i = n - 1; i >= 0; i--)
    {
      at[i] = (char) ('0' + value % 10);
      value /= 10;
    }
  return at + n;
}

gsize
rambla_time_print (gint64 us, char *buffer)
{
  gint64 seconds, days;
  int fraction, rest, year, month, day;
  char *at = buffer;

  us = CLAMP (us, RAMBLA_TIME_MIN, RAMBLA_TIME_MAX);
  seconds = us / US;
  fraction = (int) (us % US);
  if (fraction < 0)
    {
      fraction += (int) US;
      seconds--;
    }
  days = seconds / SECONDS_OF_DAY;
  rest = (int) (seconds % SECONDS_OF_DAY);
  if (rest < 0)
    {
      rest += (int) SECONDS_OF_DAY;
      days--;
    }

  rambla_days_to_date (days, &year, &month, &day);
  at = put_digits (at, year, 4);
  *at++ = '-';
  at = put_digits (at, month, 2);
  *at++ = '-';
  at = put_digits (at, day, 2);
  *at++ = 'T';
  at = put_digits (at, rest / 3600, 2);
  *at++ = ':';
  at = put_digits (at, rest / 60 % 60, 2);
  *at++ = ':';
  at = put_digits (at, rest % 60, 2);
  if (fraction != 0)
    {
      *at++ = '.';
      at = put_digits (at, fraction, 6);
    }
  *at++ = 'Z';
  *at = '\0';

  return (gsize) (at - buffer);
}

char *
rambla_time_format (gint64 us)
{
  char buffer[32];

  rambla_time_print (us, buffer);
  return g_strdup (buffer);
}

gboolean
rambla_minutes_parse (const char *text, int *out_minutes)
{
  int hour, minute;

  if (text == NULL || !read_digits (&text, 2, &hour) || !read_char (&text, ':') ||
      !read_digits (&text, 2, &minute) || *text != '\0' || minute > 59 || hour * 60 + minute > 1440)
    return FALSE;

  *out_minutes = hour * 60 + minute;
  return TRUE;
}
