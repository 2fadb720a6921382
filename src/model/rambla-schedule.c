/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-schedule.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-schedule-private.h"
#include "rambla-time.h"

#define MAX_SPECIAL_DAYS 1000

G_DEFINE_BOXED_TYPE (RamblaSchedule, rambla_schedule, rambla_schedule_ref, rambla_schedule_unref)

static gboolean
check_week (const RamblaSpan *spans, gsize n_spans, GError **error)
{
  const char *wrong = NULL;
  gsize at = 0;

  if (n_spans > RAMBLA_SCHEDULE_MAX_SPANS)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "", "must hold at most %d spans",
                             RAMBLA_SCHEDULE_MAX_SPANS);
      return FALSE;
    }

  for (gsize i = 0; i < n_spans && wrong == NULL; i++)
    {
      at = i;
      if (spans[i].from < 0 || spans[i].from >= RAMBLA_MINUTES_OF_WEEK)
        wrong = "must begin at a minute of the week";
      else if (spans[i].to <= spans[i].from || spans[i].to - spans[i].from > RAMBLA_MINUTES_OF_WEEK)
        wrong = "must end after it begins, at most a week later";
      else if (i > 0 && spans[i].from < spans[i - 1].to)
        wrong = "must not begin before the one before it ends";
    }
  if (wrong == NULL && n_spans > 0 && spans[n_spans - 1].to - RAMBLA_MINUTES_OF_WEEK > spans[0].from)
    wrong = "must not reach into the first one of the next week";

  if (wrong == NULL)
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "", "%s", wrong);
  return rambla_json_prefix_error (error, "/%" G_GSIZE_FORMAT, at);
}

/* Sorts the spans to the days they belong to; those of a day or more are cut at midnights. */
static void
make_pieces (RamblaSchedule *self)
{
  GArray *days[7];
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (RamblaSpan));
  gint64 total = 0;

  for (int day = 0; day < 7; day++)
    days[day] = g_array_new (FALSE, FALSE, sizeof (RamblaSpan));

  for (gsize i = 0; i < self->n_spans; i++)
    {
      int from = self->spans[i].from;
      int to = self->spans[i].to;
      gboolean cut = to - from >= RAMBLA_MINUTES_OF_DAY;

      total += to - from;
      while (from < to)
        {
          int midnight = from - from % RAMBLA_MINUTES_OF_DAY;
          int until = cut ? MIN (to, midnight + RAMBLA_MINUTES_OF_DAY) : to;
          RamblaSpan piece = { from - midnight, until - midnight };

          g_array_append_val (days[midnight / RAMBLA_MINUTES_OF_DAY % 7], piece);
          from = until;
        }
    }

  for (int day = 0; day < 7; day++)
    {
      self->first_piece[day] = pieces->len;
      g_array_append_vals (pieces, days[day]->data, days[day]->len);
      g_array_unref (days[day]);
    }
  self->first_piece[7] = pieces->len;
  self->pieces = (RamblaSpan *) (gpointer) g_array_free (pieces, FALSE);
  self->always = total == RAMBLA_MINUTES_OF_WEEK;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const RamblaSpan *left = a, *right = b;

  return (left->from > right->from) - (left->from < right->from);
}

RamblaSchedule *
rambla_schedule_new (const RamblaSpan *spans, gsize n_spans, GError **error)
{
  RamblaSchedule *self;

  if (!check_week (spans, n_spans, error))
    return NULL;

  self = g_new0 (RamblaSchedule, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->spans = g_memdup2 (spans, n_spans * sizeof *spans);
  self->n_spans = n_spans;
  make_pieces (self);
  /* A long span that runs over Sunday midnight puts its rest behind Monday's own. */
  for (int day = 0; day < 7; day++)
    if (self->first_piece[day + 1] > self->first_piece[day] + 1)
      qsort (self->pieces + self->first_piece[day], self->first_piece[day + 1] - self->first_piece[day],
             sizeof (RamblaSpan), compare_spans);

  return self;
}

RamblaSchedule *
rambla_schedule_new_always (void)
{
  const RamblaSpan week = { 0, RAMBLA_MINUTES_OF_WEEK };

  return rambla_schedule_new (&week, 1, NULL);
}

static gboolean
read_minute (JsonArray *pair, guint index, int *out)
{
  JsonNode *node = json_array_get_element (pair, index);
  gint64 value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  value = json_node_get_int (node);
  if (value < 0 || value > 2 * RAMBLA_MINUTES_OF_WEEK)
    return FALSE;
  *out = (int) value;
  return TRUE;
}

RamblaSchedule *
rambla_schedule_from_json (JsonNode *node, GError **error)
{
  JsonArray *array = rambla_json_as_array (node, RAMBLA_SCHEDULE_MAX_SPANS, error);
  RamblaSpan spans[RAMBLA_SCHEDULE_MAX_SPANS];
  guint n;

  if (array == NULL)
    return NULL;

  n = json_array_get_length (array);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (item) ? json_node_get_array (item) : NULL;

      if (pair == NULL || json_array_get_length (pair) != 2 || !read_minute (pair, 0, &spans[i].from) ||
          !read_minute (pair, 1, &spans[i].to))
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "",
                                 "must be [from, to] in minutes since Monday 00:00");
          rambla_json_prefix_error (error, "/%u", i);
          return NULL;
        }
    }

  return rambla_schedule_new (spans, n, error);
}

JsonNode *
rambla_schedule_to_json (const RamblaSchedule *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < self->n_spans; i++)
    {
      JsonArray *pair = json_array_new ();

      json_array_add_int_element (pair, self->spans[i].from);
      json_array_add_int_element (pair, self->spans[i].to);
      json_array_add_array_element (array, pair);
    }

  json_node_take_array (node, array);
  return node;
}

RamblaSchedule *
rambla_schedule_ref (RamblaSchedule *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
rambla_schedule_unref (RamblaSchedule *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->spans);
  g_free (self->pieces);
  g_clear_pointer (&self->closed_on, rambla_holidays_unref);
  g_clear_pointer (&self->special_days, g_hash_table_unref);
  g_free (self);
}

void
rambla_schedule_set_closed_on (RamblaSchedule *self, RamblaHolidays *holidays)
{
  RamblaHolidays *old = self->closed_on;

  self->closed_on = holidays != NULL ? rambla_holidays_ref (holidays) : NULL;
  g_clear_pointer (&old, rambla_holidays_unref);
}

gboolean
rambla_schedule_set_day (RamblaSchedule *self,
                         int year,
                         int month,
                         int day,
                         const RamblaSpan *spans,
                         gsize n_spans,
                         GError **error)
{
  gboolean ok = rambla_date_is_valid (year, month, day) && n_spans <= RAMBLA_SCHEDULE_MAX_SPANS;
  RamblaSpecialDay *special;

  for (gsize i = 0; ok && i < n_spans; i++)
    ok = spans[i].from >= 0 && spans[i].from < RAMBLA_MINUTES_OF_DAY && spans[i].to > spans[i].from &&
         spans[i].to - spans[i].from <= RAMBLA_MINUTES_OF_DAY && (i == 0 || spans[i].from >= spans[i - 1].to);

  if (self->special_days == NULL)
    self->special_days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  if (!ok || g_hash_table_size (self->special_days) >= MAX_SPECIAL_DAYS)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "",
                             "must be a date with sorted spans of that day");
      return FALSE;
    }

  special = g_malloc0 (sizeof *special + n_spans * sizeof *spans);
  special->n_spans = (guint) n_spans;
  if (n_spans > 0)
    memcpy (special->spans, spans, n_spans * sizeof *spans);
  g_hash_table_replace (self->special_days,
                        g_memdup2 (&(gint64){ rambla_days_from_date (year, month, day) }, sizeof (gint64)),
                        special);
  return TRUE;
}

const RamblaSpan *
rambla_schedule_get_spans (const RamblaSchedule *self, gsize *n_spans)
{
  *n_spans = self->n_spans;
  return self->spans;
}

gboolean
rambla_schedule_is_always (const RamblaSchedule *self)
{
  return self != NULL && self->always;
}

const RamblaSpan *
rambla_schedule_get_weekday (const RamblaSchedule *self, int weekday, guint *n_spans)
{
  guint index = (guint) (CLAMP (weekday, 1, 7) - 1);

  *n_spans = self->first_piece[index + 1] - self->first_piece[index];
  return self->pieces + self->first_piece[index];
}
