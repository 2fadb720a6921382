/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-rules.h"

#include "rambla-words-private.h"

/* Sentences in three parts where something stands in the middle, so that no format comes from a table. */
typedef struct
{
  const char *every_day;
  const char *run[3];    /* before the first day, between, behind the last */
  const char *list[4];   /* before, between, before the last, behind */
  const char *single[2]; /* before, behind */
  const char *window[3];
  const char *next_day; /* in front of or behind a time that is past midnight, see describe_window() */
  const char *no_holidays;
  const char *booking;
  const char *max[2];
  const char *adults;
  const char *again[2]; /* around the moment at which it is valid again */
  const char *opens[2]; /* around the moment at which the place opens */
} RuleWords;

static const RuleWords WORDS[RAMBLA_N_LANGUAGES] = {
  [RAMBLA_LANGUAGE_EN] = {
    .every_day = "Valid every day",
    .run = { "Valid ", " to ", "" },
    .list = { "Valid ", ", ", " and ", "" },
    .single = { "Valid ", " only" },
    .window = { "From ", " to ", "" },
    .next_day = " the next day",
    .no_holidays = "Not on public holidays",
    .booking = "Booking required",
    .max = { "At most ", " per visit" },
    .adults = "Adults only (18+)",
    .again = { " Valid ", "." },
    .opens = { " Opens ", "." },
  },
  [RAMBLA_LANGUAGE_ES] = {
    .every_day = "Válido todos los días",
    .run = { "Válido de ", " a ", "" },
    .list = { "Válido ", ", ", " y ", "" },
    .single = { "Válido solo el ", "" },
    .window = { "De ", " a ", "" },
    .next_day = " del día siguiente",
    .no_holidays = "No válido en feriados",
    .booking = "Requiere reserva previa",
    .max = { "Máximo ", " por visita" },
    .adults = "Solo para mayores de 18 años",
    .again = { " Válido ", "." },
    .opens = { " Abre ", "." },
  },
  [RAMBLA_LANGUAGE_ZH_CN] = {
    .every_day = "每天可用",
    .run = { "", "至", "可用" },
    .list = { "", "、", "、", "可用" },
    .single = { "仅", "可用" },
    .window = { "", "至", "可用" },
    .next_day = "次日",
    .no_holidays = "法定节假日不可用",
    .booking = "需提前预约",
    .max = { "每次最多使用", "张" },
    .adults = "仅限18岁以上",
    .again = { "可用时间：", "。" },
    .opens = { "开门时间：", "。" },
  },
};

static const char *const VERDICTS[RAMBLA_N_LANGUAGES][RAMBLA_N_RULE_VERDICTS] = {
  [RAMBLA_LANGUAGE_EN] = { "Valid here and now.", "Not valid at this branch.", "This has expired.",
                           "Not valid yet.", "Not valid on public holidays.",
                           "Not valid on this day of the week.", "Not valid at this time of day.",
                           "More than is allowed in one visit.",
                           "By its opening hours the place is closed." },
  [RAMBLA_LANGUAGE_ES] = { "Válido aquí y ahora.", "No válido en esta sucursal.", "Está vencido.",
                           "Todavía no es válido.", "No válido en feriados.",
                           "No válido este día de la semana.", "No válido a esta hora.",
                           "Más de lo permitido por visita.", "Según su horario, el local está cerrado." },
  [RAMBLA_LANGUAGE_ZH_CN] = { "此时此地可用。", "本分店不可用。", "已过期。", "尚未生效。",
                              "法定节假日不可用。", "今天不可用。", "此时段不可用。", "超过单次使用数量。",
                              "按营业时间，门店已休息。" },
};

static gboolean
has_day (const RamblaRules *rules, int weekday)
{
  return (rules->weekdays >> (weekday - 1) & 1) != 0;
}

/* Days that follow each other, also over the weekend, at least three: the first of them, else 0. */
static int
find_run (const RamblaRules *rules, int count)
{
  for (int first = 1; first <= 7 && count >= 3; first++)
    {
      int n = 0;

      while (n < count && has_day (rules, (first - 1 + n) % 7 + 1))
        n++;
      if (n == count)
        return first;
    }

  return 0;
}

static char *
describe_days (const RamblaRules *rules, RamblaLanguage language)
{
  const RuleWords *words = &WORDS[language];
  int count = 0, seen = 0, first;
  GString *text;

  for (int day = 1; day <= 7; day++)
    count += has_day (rules, day) ? 1 : 0;
  if (count == 0 || count == 7)
    return g_strdup (words->every_day);

  first = find_run (rules, count);
  if (first != 0)
    return g_strconcat (words->run[0], rambla_words_day_long (language, first), words->run[1],
                        rambla_words_day_long (language, (first + count - 2) % 7 + 1), words->run[2], NULL);

  text = g_string_new (count == 1 ? words->single[0] : words->list[0]);
  for (int day = 1; day <= 7; day++)
    {
      if (!has_day (rules, day))
        continue;
      if (seen > 0)
        g_string_append (text, seen + 1 == count ? words->list[2] : words->list[1]);
      g_string_append (text, rambla_words_day_long (language, day));
      seen++;
    }
  g_string_append (text, count == 1 ? words->single[1] : words->list[3]);

  return g_string_free (text, FALSE);
}

static char *
describe_window (const RamblaRules *rules, RamblaLanguage language)
{
  const RuleWords *words = &WORDS[language];
  gboolean past_midnight = rules->to <= rules->from;
  gboolean in_front = language == RAMBLA_LANGUAGE_ZH_CN;
  char from[6], to[6];

  return g_strconcat (words->window[0], rambla_words_clock (rules->from, from), words->window[1],
                      past_midnight && in_front ? words->next_day : "", rambla_words_clock (rules->to, to),
                      past_midnight && !in_front ? words->next_day : "", words->window[2], NULL);
}

char **
rambla_rules_describe (const RamblaRules *rules, const char *language)
{
  RamblaLanguage id = rambla_language_from_tag (language);
  const RuleWords *words = &WORDS[id];
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  g_ptr_array_add (lines, describe_days (rules, id));
  if (rules->from >= 0 && rules->to >= 0)
    g_ptr_array_add (lines, describe_window (rules, id));
  if (!rules->holidays)
    g_ptr_array_add (lines, g_strdup (words->no_holidays));
  if (rules->booking_required)
    g_ptr_array_add (lines, g_strdup (words->booking));
  if (rules->max_per_visit > 0)
    {
      g_autofree char *count = g_strdup_printf ("%d", rules->max_per_visit);

      g_ptr_array_add (lines, g_strconcat (words->max[0], count, words->max[1], NULL));
    }
  if (rules->adults_only)
    g_ptr_array_add (lines, g_strdup (words->adults));
  g_ptr_array_add (lines, NULL);

  return (char **) g_ptr_array_steal (lines, NULL);
}

char *
rambla_rule_verdict_describe (RamblaRuleVerdict verdict, GDateTime *next, const char *language)
{
  RamblaLanguage id = rambla_language_from_tag (language);
  const char *const *around = verdict == RAMBLA_RULE_CLOSED ? WORDS[id].opens : WORDS[id].again;
  const char *sentence = VERDICTS[id][CLAMP ((int) verdict, 0, RAMBLA_N_RULE_VERDICTS - 1)];
  g_autofree char *moment = NULL;

  if (next == NULL)
    return g_strdup (sentence);

  moment = rambla_words_moment (id, next);
  return g_strconcat (sentence, around[0], moment, around[1], NULL);
}
