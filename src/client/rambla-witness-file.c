/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-witness-file.h"

#include <string.h>

#include "rambla-json-writer.h"
#include "rambla-json.h"

#define MAX_FILE (4 * 1024 * 1024)

static const char *const log_names[] = { "reviews", "prices" };

static void
tip_free (RamblaWitnessTip *tip)
{
  g_free (tip->key);
  g_free (tip);
}

static void
warning_free (RamblaLogWarning *warning)
{
  g_free (warning->log);
  g_free (warning->deal_id);
  g_free (warning->seen);
  g_free (warning->told);
  g_free (warning);
}

void
rambla_witness_memory_clear (RamblaWitnessMemory *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->heads); i++)
    g_clear_pointer (&self->heads[i].text, g_free);
  g_queue_clear_full (&self->tips, (GDestroyNotify) tip_free);
  g_clear_pointer (&self->warning, warning_free);
}

RamblaWitnessTip *
rambla_witness_memory_find (RamblaWitnessMemory *self, const char *key)
{
  for (GList *link = self->tips.tail; link != NULL; link = link->prev)
    if (strcmp (((RamblaWitnessTip *) link->data)->key, key) == 0)
      return link->data;
  return NULL;
}

void
rambla_witness_memory_keep (RamblaWitnessMemory *self, const char *key, gint64 nth, const RamblaLogHash *hash)
{
  RamblaWitnessTip *tip = rambla_witness_memory_find (self, key);

  if (tip != NULL)
    g_queue_remove (&self->tips, tip);
  else
    {
      tip = g_new0 (RamblaWitnessTip, 1);
      tip->key = g_strdup (key);
    }
  tip->nth = nth;
  tip->hash = *hash;
  g_queue_push_tail (&self->tips, tip);
  while (self->tips.length > RAMBLA_WITNESS_DEALS)
    tip_free (g_queue_pop_head (&self->tips));
}

/* --- The file --- */

static void
write_nullable (RamblaJsonWriter *writer, const char *name, const char *text)
{
  if (text != NULL)
    rambla_json_writer_member_string (writer, name, text);
}

static void
write_warning (RamblaJsonWriter *writer, const RamblaLogWarning *warning)
{
  rambla_json_writer_name (writer, "warning");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_int (writer, "fault", warning->fault);
  rambla_json_writer_member_string (writer, "log", warning->log);
  write_nullable (writer, "deal_id", warning->deal_id);
  write_nullable (writer, "seen", warning->seen);
  write_nullable (writer, "told", warning->told);
  rambla_json_writer_member_int (writer, "at", warning->at);
  rambla_json_writer_end_object (writer);
}

char *
rambla_witness_memory_format (const RamblaWitnessMemory *self)
{
  GString *out = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  for (guint i = 0; i < G_N_ELEMENTS (self->heads); i++)
    if (self->heads[i].text != NULL)
      {
        rambla_json_writer_name (&writer, log_names[i]);
        rambla_json_writer_begin_object (&writer);
        rambla_json_writer_member_string (&writer, "head", self->heads[i].text);
        rambla_json_writer_member_int (&writer, "seen_at", self->heads[i].seen_at);
        rambla_json_writer_end_object (&writer);
      }
  rambla_json_writer_name (&writer, "tips");
  rambla_json_writer_begin_array (&writer);
  for (GList *link = self->tips.head; link != NULL; link = link->next)
    {
      const RamblaWitnessTip *tip = link->data;
      g_autofree char *hash = rambla_log_hash_to_hex (&tip->hash);

      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_member_string (&writer, "key", tip->key);
      rambla_json_writer_member_int (&writer, "nth", tip->nth);
      rambla_json_writer_member_string (&writer, "hash", hash);
      rambla_json_writer_end_object (&writer);
    }
  rambla_json_writer_end_array (&writer);
  if (self->warning != NULL)
    write_warning (&writer, self->warning);
  rambla_json_writer_end_object (&writer);
  return g_string_free (out, FALSE);
}

static gboolean
read_warning (RamblaWitnessMemory *self, JsonObject *object, GError **error)
{
  RamblaLogWarning *warning = self->warning = g_new0 (RamblaLogWarning, 1);
  const char *log, *deal_id, *seen, *told;
  gint64 fault;

  if (!rambla_json_get_int (object, "fault", RAMBLA_LOG_FAULT_RESTARTED, RAMBLA_LOG_FAULT_ALTERED, &fault,
                            error) ||
      !rambla_json_get_string (object, "log", 20, &log, error) ||
      !rambla_json_get_string_or (object, "deal_id", 64, NULL, &deal_id, error) ||
      !rambla_json_get_string_or (object, "seen", RAMBLA_LOG_HEAD_MAX, NULL, &seen, error) ||
      !rambla_json_get_string_or (object, "told", RAMBLA_LOG_HEAD_MAX, NULL, &told, error) ||
      !rambla_json_get_int (object, "at", 0, G_MAXINT64, &warning->at, error))
    return FALSE;
  warning->fault = (RamblaLogFault) fault;
  warning->log = g_strdup (log);
  warning->deal_id = g_strdup (deal_id);
  warning->seen = g_strdup (seen);
  warning->told = g_strdup (told);
  return TRUE;
}

static gboolean
read_tips (RamblaWitnessMemory *self, JsonArray *tips, GError **error)
{
  for (guint i = 0; i < json_array_get_length (tips); i++)
    {
      JsonObject *object = rambla_json_as_object (json_array_get_element (tips, i), error);
      const char *key, *hex;
      RamblaLogHash hash;
      gint64 nth;

      if (object == NULL || !rambla_json_get_string (object, "key", 100, &key, error) ||
          !rambla_json_get_int (object, "nth", 1, G_MAXINT64, &nth, error) ||
          !rambla_json_get_string (object, "hash", 2 * RAMBLA_LOG_HASH_SIZE, &hex, error))
        return FALSE;
      if (rambla_log_hash_from_hex (hex, &hash))
        rambla_witness_memory_keep (self, key, nth, &hash);
    }
  return TRUE;
}

static gboolean
read_object (RamblaWitnessMemory *self, JsonObject *object, GError **error)
{
  JsonObject *warning;
  JsonArray *tips;

  for (guint i = 0; i < G_N_ELEMENTS (self->heads); i++)
    {
      JsonObject *head;
      const char *text;

      if (!rambla_json_get_object_or_null (object, log_names[i], &head, error))
        return FALSE;
      if (head == NULL)
        continue;
      if (!rambla_json_get_string (head, "head", RAMBLA_LOG_HEAD_MAX, &text, error) ||
          !rambla_json_get_int (head, "seen_at", 0, G_MAXINT64, &self->heads[i].seen_at, error))
        return FALSE;
      self->heads[i].text = g_strdup (text);
    }
  return rambla_json_get_array (object, "tips", RAMBLA_WITNESS_DEALS, &tips, error) &&
         read_tips (self, tips, error) &&
         rambla_json_get_object_or_null (object, "warning", &warning, error) &&
         (warning == NULL || read_warning (self, warning, error));
}

gboolean
rambla_witness_memory_read (RamblaWitnessMemory *self, const char *path, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;
  JsonObject *object;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &wrong))
    {
      if (g_error_matches (wrong, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  root = rambla_json_parse (text, (gssize) length, MAX_FILE, error);
  object = root != NULL ? rambla_json_as_object (root, error) : NULL;
  if (object != NULL && read_object (self, object, error))
    return TRUE;
  rambla_witness_memory_clear (self);
  aside = g_strconcat (path, ".unreadable", NULL);
  g_file_set_contents (aside, text, (gssize) length, NULL);
  return FALSE;
}
