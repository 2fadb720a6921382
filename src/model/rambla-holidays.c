/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-schedule.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-time.h"

#define MAX_HOLIDAYS 1000

/* Dates as year × 10000 + month × 100 + day; year 0 is every year. */
struct _RamblaHolidays
{
  gatomicrefcount ref_count;
  GHashTable *dates;
};

G_DEFINE_BOXED_TYPE (RamblaHolidays, rambla_holidays, rambla_holidays_ref, rambla_holidays_unref)

static gpointer
date_key (int year, int month, int day)
{
  return GINT_TO_POINTER (year * 10000 + month * 100 + day);
}

/* "MM-DD" or "YYYY-MM-DD". */
static gboolean
add_date (RamblaHolidays *self, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;
  int numbers[3] = { 0 };
  int n = 0;

  if (length != 5 && length != 10)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      gboolean dash = i + 3 == length || (length == 10 && i == 4);

      if (dash ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
      if (dash)
        n++;
      else
        numbers[n] = numbers[n] * 10 + (text[i] - '0');
    }

  /* A leap year stands for "every year", so that 29 February may be one. */
  if (length == 5 ? !rambla_date_is_valid (2000, numbers[0], numbers[1])
                  : !rambla_date_is_valid (numbers[0], numbers[1], numbers[2]))
    return FALSE;

  g_hash_table_add (self->dates, length == 5 ? date_key (0, numbers[0], numbers[1])
                                             : date_key (numbers[0], numbers[1], numbers[2]));
  return TRUE;
}

static RamblaHolidays *
holidays_alloc (void)
{
  RamblaHolidays *self = g_new0 (RamblaHolidays, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->dates = g_hash_table_new (NULL, NULL);
  return self;
}

RamblaHolidays *
rambla_holidays_new (const char *const *dates, GError **error)
{
  g_autoptr (RamblaHolidays) self = holidays_alloc ();

  for (guint i = 0; dates != NULL && dates[i] != NULL; i++)
    if (i >= MAX_HOLIDAYS || !add_date (self, dates[i]))
      {
        rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "must be a date like 12-25 or 2027-03-26");
        rambla_json_prefix_error (error, "/%u", i);
        return NULL;
      }

  return g_steal_pointer (&self);
}

RamblaHolidays *
rambla_holidays_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaHolidays) self = holidays_alloc ();
  JsonArray *array = rambla_json_as_array (node, MAX_HOLIDAYS, error);

  if (array == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      gboolean is_text = JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING;

      if (!is_text || !add_date (self, json_node_get_string (item)))
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "",
                                 "must be a date like 12-25 or 2027-03-26");
          rambla_json_prefix_error (error, "/%u", i);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

RamblaHolidays *
rambla_holidays_ref (RamblaHolidays *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
rambla_holidays_unref (RamblaHolidays *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->dates);
  g_free (self);
}

gboolean
rambla_holidays_contain (const RamblaHolidays *self, int year, int month, int day)
{
  if (self == NULL || !rambla_date_is_valid (year, month, day))
    return FALSE;

  return g_hash_table_contains (self->dates, date_key (0, month, day)) ||
         g_hash_table_contains (self->dates, date_key (year, month, day));
}
