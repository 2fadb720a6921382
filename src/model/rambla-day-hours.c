/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-day-hours.h"

#include <stdio.h>
#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"

void
rambla_day_hours_free (RamblaDayHours *self)
{
  g_free (self->note);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaDayHours, rambla_day_hours_free)

static gboolean
read_date (const char *text, gint64 *days)
{
  int year, month, day;
  char rest;

  if (strlen (text) != 10 || sscanf (text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3 ||
      !rambla_date_is_valid (year, month, day))
    return FALSE;
  *days = rambla_days_from_date (year, month, day);
  return TRUE;
}

/* Sorted, not overlapping, beginning on that day. */
static gboolean
read_spans (RamblaDayHours *self, JsonArray *array, GError **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonArray *pair = rambla_json_as_array (json_array_get_element (array, i), 2, error);
      RamblaSpan span;

      if (pair == NULL)
        return FALSE;
      if (json_array_get_length (pair) != 2 || !JSON_NODE_HOLDS_VALUE (json_array_get_element (pair, 0)) ||
          !JSON_NODE_HOLDS_VALUE (json_array_get_element (pair, 1)))
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_TYPE, "/hours", "must be pairs of minutes");
          return FALSE;
        }
      span.from = (int) CLAMP (json_array_get_int_element (pair, 0), -1, G_MAXINT / 2);
      span.to = (int) CLAMP (json_array_get_int_element (pair, 1), -1, G_MAXINT / 2);
      if (span.from < 0 || span.from >= RAMBLA_MINUTES_OF_DAY || span.to <= span.from ||
          span.to - span.from > RAMBLA_MINUTES_OF_DAY || (i > 0 && span.from < self->spans[i - 1].to))
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/hours",
                                 "must be sorted minutes of that day");
          return FALSE;
        }
      self->spans[i] = span;
      self->n_spans = i + 1;
    }
  return TRUE;
}

static RamblaDayHours *
read_one (JsonNode *node, gboolean strict, GError **error)
{
  static const char *const members[] = { "date", "hours", "note", "holiday", NULL };
  g_autoptr (RamblaDayHours) self = g_new0 (RamblaDayHours, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *date, *note;
  JsonArray *hours;

  if (object == NULL || (strict && !rambla_json_check_members (object, members, error)) ||
      !rambla_json_get_string (object, "date", 10, &date, error) ||
      !rambla_json_get_array (object, "hours", RAMBLA_DAY_HOURS_MAX_SPANS, &hours, error) ||
      !rambla_json_get_string_or (object, "note", RAMBLA_DAY_HOURS_MAX_NOTE, NULL, &note, error) ||
      !rambla_json_get_bool_or (object, "holiday", FALSE, &self->holiday, error) ||
      !read_spans (self, hours, error))
    return NULL;
  if (!read_date (date, &self->days))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/date", "must be a date");
      return NULL;
    }
  self->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
  return g_steal_pointer (&self);
}

GPtrArray *
rambla_day_hours_from_json (JsonNode *node, gboolean strict, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_day_hours_free);
  JsonArray *array = rambla_json_as_array (node, RAMBLA_DAY_HOURS_MAX, error);

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (RamblaDayHours) one = read_one (json_array_get_element (array, i), strict, error);
      const RamblaDayHours *before = i > 0 ? g_ptr_array_index (list, i - 1) : NULL;

      if (one == NULL)
        {
          rambla_json_prefix_error (error, "/%u", i);
          return NULL;
        }
      if (before != NULL && one->days <= before->days)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/date", "must come after the one before");
          rambla_json_prefix_error (error, "/%u", i);
          return NULL;
        }
      g_ptr_array_add (list, g_steal_pointer (&one));
    }
  return g_steal_pointer (&list);
}

static void
write_one (const RamblaDayHours *self, RamblaJsonWriter *writer)
{
  int year, month, day;
  char date[32];

  rambla_days_to_date (self->days, &year, &month, &day);
  g_snprintf (date, sizeof date, "%04d-%02d-%02d", year, month, day);
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "date", date);
  rambla_json_writer_name (writer, "hours");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < self->n_spans; i++)
    {
      rambla_json_writer_begin_array (writer);
      rambla_json_writer_int (writer, self->spans[i].from);
      rambla_json_writer_int (writer, self->spans[i].to);
      rambla_json_writer_end_array (writer);
    }
  rambla_json_writer_end_array (writer);
  if (self->note != NULL)
    rambla_json_writer_member_string (writer, "note", self->note);
  if (self->holiday)
    rambla_json_writer_member_bool (writer, "holiday", TRUE);
  rambla_json_writer_end_object (writer);
}

void
rambla_day_hours_write (GPtrArray *list, gint64 from, RamblaJsonWriter *writer)
{
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < list->len; i++)
    {
      const RamblaDayHours *one = g_ptr_array_index (list, i);

      if (from <= 0 || one->days >= from)
        write_one (one, writer);
    }
  rambla_json_writer_end_array (writer);
}

void
rambla_day_hours_apply (GPtrArray *list, RamblaSchedule *schedule)
{
  for (guint i = 0; i < list->len; i++)
    {
      const RamblaDayHours *one = g_ptr_array_index (list, i);
      int year, month, day;

      rambla_days_to_date (one->days, &year, &month, &day);
      /* They were checked when they were read. */
      rambla_schedule_set_day (schedule, year, month, day, one->spans, one->n_spans, NULL);
    }
}
