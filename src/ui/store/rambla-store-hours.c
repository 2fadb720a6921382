/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-hours.h"

#include "rambla-language.h"
#include "rambla-section.h"

GtkWidget *
rambla_store_hours_new (RamblaStore *store, GTimeZone *zone)
{
  const RamblaSchedule *schedule = rambla_store_get_schedule (store);
  const char *language = rambla_language_to_tag (rambla_language_from_locale ());
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (int weekday = 1; weekday <= 7; weekday++)
    {
      g_autofree char *line = rambla_schedule_describe_day (schedule, weekday, language);

      gtk_box_append (
          GTK_BOX (box),
          rambla_text_new (line, weekday == g_date_time_get_day_of_week (now) ? "heading" : NULL));
    }
  return box;
}
