/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-trail.h"

#include "rambla-json.h"

static void
entry_free (gpointer data)
{
  RamblaTrailEntry *entry = data;

  g_free (entry->from);
  g_free (entry->to);
  g_free (entry);
}

static void
step_free (gpointer data)
{
  RamblaTrailStep *step = data;

  g_free (step->kind);
  g_free (step->text);
  g_free (step->message);
  g_ptr_array_unref (step->entries);
  g_free (step);
}

static gboolean
read_entry (RamblaTrailStep *step, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaTrailEntry *entry;
  RamblaMoney amount;
  const char *from;
  const char *to;

  if (object == NULL || !rambla_json_get_string (object, "from", 64, &from, error) ||
      !rambla_json_get_string (object, "to", 64, &to, error) ||
      !rambla_json_get_money (object, "amount", &amount, error))
    return FALSE;
  entry = g_new0 (RamblaTrailEntry, 1);
  entry->from = g_strdup (from);
  entry->to = g_strdup (to);
  entry->amount = amount;
  g_ptr_array_add (step->entries, entry);
  return TRUE;
}

static gboolean
read_step (GPtrArray *steps, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaTrailStep *step = g_new0 (RamblaTrailStep, 1);
  const char *kind;
  const char *text;
  const char *message;
  JsonArray *entries;

  step->entries = g_ptr_array_new_with_free_func (entry_free);
  g_ptr_array_add (steps, step);
  if (object == NULL || !rambla_json_get_time (object, "at", &step->at, error) ||
      !rambla_json_get_string (object, "kind", 64, &kind, error) ||
      !rambla_json_get_string (object, "text", 1000, &text, error) ||
      !rambla_json_get_string_or (object, "message", 1000, NULL, &message, error) ||
      !rambla_json_get_money_or_none (object, "amount", &step->amount, error) ||
      !rambla_json_get_array (object, "entries", 1000, &entries, error))
    return FALSE;
  step->kind = g_strdup (kind);
  step->text = g_strdup (text);
  step->message = g_strdup (message);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    if (!read_entry (step, json_array_get_element (entries, i), error))
      return rambla_json_prefix_error (error, "/entries/%u", i);
  return TRUE;
}

GPtrArray *
rambla_trail_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonArray *array;

  if (object == NULL || !rambla_json_get_array (object, "steps", 5000, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_step (steps, json_array_get_element (array, i), error))
      {
        rambla_json_prefix_error (error, "/steps/%u", i);
        return NULL;
      }
  return g_steal_pointer (&steps);
}
