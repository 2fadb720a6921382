/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-rules.h"

#include "rambla-json.h"
#include "rambla-time.h"
#include "rambla-words-private.h"

static gboolean
read_weekdays (JsonObject *object, guint8 *out, GError **error)
{
  JsonArray *array;
  guint8 mask = 0;

  if (!rambla_json_get_array_or_null (object, "weekdays", 7, &array, error))
    return FALSE;
  if (array == NULL)
    {
      *out = RAMBLA_WEEKDAYS_ALL;
      return TRUE;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      gboolean is_int = JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_INT64;
      gint64 day = is_int ? json_node_get_int (item) : 0;

      if (day < 1 || day > 7 || (mask >> (day - 1) & 1) != 0)
        {
          rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "must be a day from 1 to 7, each once");
          return rambla_json_prefix_error (error, "/weekdays/%u", i);
        }
      mask |= (guint8) (1u << (day - 1));
    }

  if (mask == 0)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/weekdays", "must hold at least one day");
      return FALSE;
    }
  *out = mask;
  return TRUE;
}

/* "HH:MM", -1 when missing. */
static gboolean
read_clock (JsonObject *object, const char *name, int *out, GError **error)
{
  const char *text;

  if (!rambla_json_get_string_or (object, name, 5, NULL, &text, error))
    return FALSE;
  if (text == NULL)
    {
      *out = -1;
      return TRUE;
    }
  if (!rambla_minutes_parse (text, out))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "must be a time of day like 11:00");
      return rambla_json_prefix_error (error, "/%s", name);
    }
  return TRUE;
}

gboolean
rambla_rules_from_json (JsonNode *node, gboolean strict, RamblaRules *out, GError **error)
{
  static const char *const MEMBERS[] = { "weekdays",         "from",          "to",          "holidays",
                                         "booking_required", "max_per_visit", "adults_only", NULL };
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaRules rules = RAMBLA_RULES_INIT;
  int from, to;
  gint64 max_per_visit;

  if (object == NULL || (strict && !rambla_json_check_members (object, MEMBERS, error)) ||
      !read_weekdays (object, &rules.weekdays, error) || !read_clock (object, "from", &from, error) ||
      !read_clock (object, "to", &to, error) ||
      !rambla_json_get_bool_or (object, "holidays", TRUE, &rules.holidays, error) ||
      !rambla_json_get_bool_or (object, "booking_required", FALSE, &rules.booking_required, error) ||
      !rambla_json_get_int_or (object, "max_per_visit", 1, RAMBLA_RULES_MAX_PER_VISIT, 0, &max_per_visit,
                               error) ||
      !rambla_json_get_bool_or (object, "adults_only", FALSE, &rules.adults_only, error))
    return FALSE;

  if (from == RAMBLA_MINUTES_OF_DAY)
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_RANGE, "/from", "must be before 24:00");
      return FALSE;
    }
  /* Half a window reaches from or to midnight. */
  if (from >= 0 && to < 0)
    to = RAMBLA_MINUTES_OF_DAY;
  else if (to >= 0 && from < 0)
    from = 0;

  rules.from = (gint16) from;
  rules.to = (gint16) to;
  rules.max_per_visit = (int) max_per_visit;
  *out = rules;
  return TRUE;
}

void
rambla_rules_write (const RamblaRules *rules, RamblaJsonWriter *writer, const char *language)
{
  char clock[6];

  rambla_json_writer_begin_object (writer);
  if ((rules->weekdays & RAMBLA_WEEKDAYS_ALL) != RAMBLA_WEEKDAYS_ALL)
    {
      rambla_json_writer_name (writer, "weekdays");
      rambla_json_writer_begin_array (writer);
      for (int day = 1; day <= 7; day++)
        if ((rules->weekdays >> (day - 1) & 1) != 0)
          rambla_json_writer_int (writer, day);
      rambla_json_writer_end_array (writer);
    }
  if (rules->from >= 0 && rules->to >= 0)
    {
      rambla_json_writer_member_string (writer, "from", rambla_words_clock (rules->from, clock));
      rambla_json_writer_member_string (writer, "to", rambla_words_clock (rules->to, clock));
    }
  if (!rules->holidays)
    rambla_json_writer_member_bool (writer, "holidays", FALSE);
  if (rules->booking_required)
    rambla_json_writer_member_bool (writer, "booking_required", TRUE);
  if (rules->max_per_visit > 0)
    rambla_json_writer_member_int (writer, "max_per_visit", rules->max_per_visit);
  if (rules->adults_only)
    rambla_json_writer_member_bool (writer, "adults_only", TRUE);
  if (language != NULL)
    {
      g_auto (GStrv) sentences = rambla_rules_describe (rules, language);

      rambla_json_writer_name (writer, "text");
      rambla_json_writer_begin_array (writer);
      for (guint i = 0; sentences[i] != NULL; i++)
        rambla_json_writer_string (writer, sentences[i]);
      rambla_json_writer_end_array (writer);
    }
  rambla_json_writer_end_object (writer);
}
