/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-why.h"

#include "rambla-json.h"

#define MAX_FACTORS 20
#define MAX_WORDS 50
#define MAX_TEXT 500

static void
factor_free (gpointer data)
{
  RamblaWhyFactor *self = data;

  g_free (self->factor);
  g_free (self);
}

static void
word_free (gpointer data)
{
  RamblaWhyWord *self = data;

  g_free (self->typed);
  g_free (self->found);
  g_free (self->part);
  g_free (self->match);
  g_free (self);
}

void
rambla_why_free (RamblaWhy *self)
{
  g_free (self->order);
  g_ptr_array_unref (self->factors);
  g_ptr_array_unref (self->words);
  g_free (self);
}

static gboolean
read_factor (RamblaWhy *self, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  const char *name;
  double points, most;
  RamblaWhyFactor *factor;

  if (object == NULL || !rambla_json_get_string (object, "factor", 64, &name, error) ||
      !rambla_json_get_double (object, "points", 0, 1, &points, error) ||
      !rambla_json_get_double (object, "most", 0, 1, &most, error))
    return FALSE;
  factor = g_new0 (RamblaWhyFactor, 1);
  factor->factor = g_strdup (name);
  factor->points = points;
  factor->most = most;
  g_ptr_array_add (self->factors, factor);
  return TRUE;
}

static gboolean
read_word (RamblaWhy *self, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  const char *typed, *found, *part, *match;
  RamblaWhyWord *word;

  if (object == NULL || !rambla_json_get_string (object, "typed", MAX_TEXT, &typed, error) ||
      !rambla_json_get_string_or (object, "found", MAX_TEXT, NULL, &found, error) ||
      !rambla_json_get_string_or (object, "in", 64, NULL, &part, error) ||
      !rambla_json_get_string_or (object, "as", 64, NULL, &match, error))
    return FALSE;
  word = g_new0 (RamblaWhyWord, 1);
  word->typed = g_strdup (typed);
  word->found = g_strdup (found);
  word->part = g_strdup (part);
  word->match = g_strdup (match);
  g_ptr_array_add (self->words, word);
  return TRUE;
}

RamblaWhy *
rambla_why_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaWhy) self = g_new0 (RamblaWhy, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonArray *factors;
  JsonArray *words;
  const char *order;

  self->factors = g_ptr_array_new_with_free_func (factor_free);
  self->words = g_ptr_array_new_with_free_func (word_free);
  if (object == NULL || !rambla_json_get_string (object, "order", 64, &order, error) ||
      !rambla_json_get_double (object, "score", 0, 1, &self->score, error) ||
      !rambla_json_get_array (object, "factors", MAX_FACTORS, &factors, error) ||
      !rambla_json_get_array_or_null (object, "words", MAX_WORDS, &words, error) ||
      !rambla_json_get_bool_or (object, "mended", FALSE, &self->mended, error) ||
      !rambla_json_get_bool_or (object, "sponsored", FALSE, &self->sponsored, error))
    return NULL;
  self->order = g_strdup (order);
  for (guint i = 0; i < json_array_get_length (factors); i++)
    if (!read_factor (self, json_array_get_element (factors, i), error))
      {
        rambla_json_prefix_error (error, "/factors/%u", i);
        return NULL;
      }
  for (guint i = 0; words != NULL && i < json_array_get_length (words); i++)
    if (!read_word (self, json_array_get_element (words, i), error))
      {
        rambla_json_prefix_error (error, "/words/%u", i);
        return NULL;
      }
  return g_steal_pointer (&self);
}
