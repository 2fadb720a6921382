/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-json.h"
#include "rambla-rules.h"
#include "rambla-schedule.h"

/* Rules, opening hours and holidays. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = rambla_json_parse ((const char *) data, (gssize) size, 64 * 1024, NULL);
  g_autoptr (RamblaSchedule) schedule = NULL;
  g_autoptr (RamblaHolidays) holidays = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 21, 20, 0, 0);
  g_autoptr (GDateTime) next = NULL;
  RamblaRulesContext context = { 0 };
  RamblaRules rules = { 0 };
  gboolean read;

  if (node == NULL)
    return 0;
  schedule = rambla_schedule_from_json (node, NULL);
  holidays = rambla_holidays_from_json (node, NULL);
  read = rambla_rules_from_json (node, FALSE, &rules, NULL);
  if (read)
    {
      context.schedule = schedule;
      context.holidays = holidays;
      context.quantity = 1;
      rambla_rules_check (&rules, &context, now, &next);
    }
  return 0;
}
