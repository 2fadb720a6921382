/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-schedule.h"

#include <string.h>

#include "rambla-schedule-private.h"
#include "rambla-words-private.h"

typedef struct
{
  const char *unknown;
  const char *closed;
  const char *all_day;
  const char *always;
  const char *open_until;
  const char *opens; /* behind the moment in Chinese */
  const char *closed_now;
} ScheduleWords;

static const ScheduleWords WORDS[RAMBLA_N_LANGUAGES] = {
  [RAMBLA_LANGUAGE_EN] = { "Opening hours unknown", "closed", "open 24 hours", "Open 24 hours", "Open until ",
                           "Opens ", "Closed" },
  [RAMBLA_LANGUAGE_ES] = { "Horario desconocido", "cerrado", "abierto las 24 horas", "Abierto las 24 horas",
                           "Abierto hasta ", "Abre ", "Cerrado" },
  [RAMBLA_LANGUAGE_ZH_CN] = { "营业时间未知", "休息", "24小时营业", "24小时营业", "营业至 ", " 开始营业",
                              "休息中" },
};

/* "09:00–13:00, 15:00–20:00" of one weekday. */
static char *
describe_hours (const RamblaSchedule *self, int weekday, const ScheduleWords *words)
{
  guint n_spans;
  const RamblaSpan *spans = rambla_schedule_get_weekday (self, weekday, &n_spans);
  GString *text;

  if (n_spans == 0)
    return g_strdup (words->closed);
  if (n_spans == 1 && spans[0].from == 0 && spans[0].to == RAMBLA_MINUTES_OF_DAY)
    return g_strdup (words->all_day);

  text = g_string_new (NULL);
  for (guint i = 0; i < n_spans; i++)
    {
      char from[6], to[6];

      g_string_append_printf (text, "%s%s–%s", i > 0 ? ", " : "", rambla_words_clock (spans[i].from, from),
                              rambla_words_clock (spans[i].to, to));
    }

  return g_string_free (text, FALSE);
}

char *
rambla_schedule_describe_day (const RamblaSchedule *self, int weekday, const char *language)
{
  RamblaLanguage id = rambla_language_from_tag (language);
  g_autofree char *hours = NULL;

  if (self == NULL)
    return g_strdup (WORDS[id].unknown);

  hours = describe_hours (self, weekday, &WORDS[id]);
  return g_strdup_printf ("%s %s", rambla_words_day_short (id, weekday), hours);
}

char **
rambla_schedule_describe (const RamblaSchedule *self, const char *language)
{
  RamblaLanguage id = rambla_language_from_tag (language);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  if (self == NULL || rambla_schedule_is_always (self))
    {
      g_strv_builder_add (lines, self == NULL ? WORDS[id].unknown : WORDS[id].always);
      return g_strv_builder_end (lines);
    }

  for (int first = 1, next; first <= 7; first = next)
    {
      g_autofree char *hours = describe_hours (self, first, &WORDS[id]);
      g_autofree char *line = NULL;

      for (next = first + 1; next <= 7; next++)
        {
          g_autofree char *others = describe_hours (self, next, &WORDS[id]);

          if (strcmp (hours, others) != 0)
            break;
        }

      if (next - first == 1)
        line = g_strdup_printf ("%s %s", rambla_words_day_short (id, first), hours);
      else
        line = g_strdup_printf ("%s–%s %s", rambla_words_day_short (id, first),
                                rambla_words_day_short (id, next - 1), hours);
      g_strv_builder_add (lines, line);
    }

  return g_strv_builder_end (lines);
}

char *
rambla_schedule_describe_now (const RamblaSchedule *self, GDateTime *when, const char *language)
{
  RamblaLanguage id = rambla_language_from_tag (language);
  g_autoptr (GDateTime) change = NULL;
  g_autofree char *moment = NULL;
  gboolean open;

  if (self == NULL)
    return g_strdup (WORDS[id].unknown);

  open = rambla_schedule_is_open (self, when);
  change = rambla_schedule_next_change (self, when);
  if (change == NULL)
    return g_strdup (open ? WORDS[id].always : WORDS[id].closed_now);

  moment = rambla_words_moment_near (id, change, when);
  if (id == RAMBLA_LANGUAGE_ZH_CN && !open)
    return g_strconcat (moment, WORDS[id].opens, NULL);
  return g_strconcat (open ? WORDS[id].open_until : WORDS[id].opens, moment, NULL);
}
