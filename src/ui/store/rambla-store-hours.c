/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-hours.h"

#include <glib/gi18n-lib.h>

#include "rambla-language.h"
#include "rambla-place-time.h"
#include "rambla-section.h"
#include "rambla-time.h"

/* More than these are too far away to matter. */
#define MOST_SPECIAL 8

char *
rambla_store_hours_describe_day (const RamblaDayHours *day)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *name = NULL;
  int year, month, day_of_month;

  rambla_days_to_date (day->days, &year, &month, &day_of_month);
  date = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);
  name = rambla_place_time_format_day (date);
  g_string_append_printf (words, "%s ", name);
  for (guint i = 0; i < day->n_spans; i++)
    g_string_append_printf (words, "%s%02d:%02d–%02d:%02d", i > 0 ? ", " : "", day->spans[i].from / 60,
                            day->spans[i].from % 60, day->spans[i].to / 60 % 24, day->spans[i].to % 60);
  if (day->n_spans == 0)
    g_string_append (words, C_ ("opening hours", "closed"));
  if (day->note != NULL)
    g_string_append_printf (words, " · %s", day->note);
  else if (day->holiday)
    g_string_append_printf (words, " · %s", _ ("public holiday"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

GtkWidget *
rambla_store_hours_new (RamblaStore *store, GTimeZone *zone)
{
  const RamblaSchedule *schedule = rambla_store_get_schedule (store);
  const char *language = rambla_language_to_tag (rambla_language_from_locale ());
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GPtrArray *special = rambla_store_get_special_days (store);

  for (int weekday = 1; weekday <= 7; weekday++)
    {
      g_autofree char *line = rambla_schedule_describe_day (schedule, weekday, language);

      gtk_box_append (
          GTK_BOX (box),
          rambla_text_new (line, weekday == g_date_time_get_day_of_week (now) ? "heading" : NULL));
    }
  if (special != NULL && special->len > 0)
    {
      gtk_box_append (GTK_BOX (box), rambla_text_new (_ ("On these days it is different:"), "heading"));
      for (guint i = 0; i < MIN (special->len, MOST_SPECIAL); i++)
        {
          g_autofree char *line = rambla_store_hours_describe_day (g_ptr_array_index (special, i));

          gtk_box_append (GTK_BOX (box), rambla_text_new (line, "tabular"));
        }
    }
  return box;
}
