/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-document.h"

#include <string.h>

#include "rambla-json.h"

#define MAX_KEYS 1000
#define MAX_TERMS 10000
#define MAX_AGE (30 * 86400)

static void
terms_free (RamblaCounterTerms *terms)
{
  g_free (terms->id);
  g_free (terms->title);
  g_free (terms);
}

static gboolean
read_keys (RamblaCounterDocument *self, JsonObject *object, GError **error)
{
  JsonObject *set;
  JsonArray *keys;

  if (!rambla_json_get_object (object, "keys", &set, error) ||
      !rambla_json_get_array (set, "keys", MAX_KEYS, &keys, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *member = rambla_json_as_object (json_array_get_element (keys, i), error);
      g_autofree guint8 *key = NULL;
      const char *kid;
      const char *x;
      gsize length = 0;

      if (member == NULL || !rambla_json_get_string (member, "kid", 64, &kid, error) ||
          !rambla_json_get_string (member, "x", 64, &x, error))
        return FALSE;
      key = rambla_base64url_decode (x, strlen (x), &length);
      /* A key of a kind that we do not know signs nothing that we know. */
      if (key != NULL && length == RAMBLA_ED25519_PUBLIC_SIZE)
        g_hash_table_replace (self->keys, g_strdup (kid), g_steal_pointer (&key));
    }
  return TRUE;
}

static gboolean
read_offline (RamblaCounterDocument *self, JsonObject *object, GError **error)
{
  JsonObject *offline;
  const char *statement;

  if (!rambla_json_get_object (object, "offline", &offline, error) ||
      !rambla_json_get_bool (offline, "accept", &self->accept, error) ||
      !rambla_json_get_money (offline, "limit", &self->limit, error) ||
      !rambla_json_get_int (offline, "list_max_age", 0, MAX_AGE, &self->list_max_age, error) ||
      !rambla_json_get_int (offline, "clock_tolerance", 1, 3600, &self->clock_tolerance, error) ||
      !rambla_json_get_string (offline, "statement", 4000, &statement, error))
    return FALSE;
  self->statement = g_strdup (statement);
  return TRUE;
}

static gboolean
read_hours (RamblaCounterDocument *self, JsonObject *object, GError **error)
{
  gboolean closed = FALSE;

  if (json_object_has_member (object, "holidays"))
    {
      self->holidays = rambla_holidays_from_json (json_object_get_member (object, "holidays"), error);
      if (self->holidays == NULL)
        return FALSE;
    }
  if (!json_object_has_member (object, "hours"))
    return TRUE;
  self->schedule = rambla_schedule_from_json (json_object_get_member (object, "hours"), error);
  if (self->schedule == NULL ||
      !rambla_json_get_bool_or (object, "closed_on_holidays", FALSE, &closed, error))
    return FALSE;
  if (closed)
    rambla_schedule_set_closed_on (self->schedule, self->holidays);
  return TRUE;
}

static RamblaCounterTerms *
read_terms (JsonNode *node, GError **error)
{
  RamblaCounterTerms *terms = g_new0 (RamblaCounterTerms, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *title;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string (object, "title", 4000, &title, error) ||
      !rambla_json_get_bool (object, "here", &terms->here, error) ||
      !rambla_json_get_money (object, "worth", &terms->worth, error) ||
      !rambla_rules_from_json (json_object_get_member (object, "rules"), FALSE, &terms->rules, error))
    {
      terms_free (terms);
      return NULL;
    }
  terms->id = g_strdup (id);
  terms->title = g_strdup (title);
  return terms;
}

static gboolean
read_all_terms (RamblaCounterDocument *self, JsonObject *object, GError **error)
{
  JsonArray *deals;

  if (!rambla_json_get_array (object, "deals", MAX_TERMS, &deals, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (deals); i++)
    {
      RamblaCounterTerms *terms = read_terms (json_array_get_element (deals, i), error);

      if (terms == NULL)
        return rambla_json_prefix_error (error, "/deals/%u", i);
      g_ptr_array_add (self->terms, terms);
    }
  return TRUE;
}

RamblaCounterDocument *
rambla_counter_document_new (JsonNode *node, GError **error)
{
  g_autoptr (RamblaCounterDocument) self = g_new0 (RamblaCounterDocument, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *store;
  const char *merchant_id;
  const char *store_id;
  const char *store_name;
  const char *zone;

  g_atomic_ref_count_init (&self->references);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) terms_free);
  if (object == NULL || !rambla_json_get_time (object, "server_time", &self->server_time, error) ||
      !rambla_json_get_id (object, "merchant_id", NULL, &merchant_id, error) ||
      !rambla_json_get_object (object, "store", &store, error) ||
      !rambla_json_get_id (store, "id", NULL, &store_id, error) ||
      !rambla_json_get_string (store, "name", 1000, &store_name, error) ||
      !rambla_json_get_string (object, "timezone", 100, &zone, error) ||
      !rambla_json_get_int (object, "undo_seconds", 0, 86400, &self->undo_seconds, error) ||
      !read_keys (self, object, error) || !read_offline (self, object, error) ||
      !read_hours (self, object, error) || !read_all_terms (self, object, error))
    return NULL;
  self->server_time /= G_USEC_PER_SEC;
  self->merchant_id = g_strdup (merchant_id);
  self->store_id = g_strdup (store_id);
  self->store_name = g_strdup (store_name);
  self->zone = g_time_zone_new_identifier (zone);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  return g_steal_pointer (&self);
}

RamblaCounterDocument *
rambla_counter_document_ref (RamblaCounterDocument *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
rambla_counter_document_unref (RamblaCounterDocument *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->merchant_id);
  g_free (self->store_id);
  g_free (self->store_name);
  g_free (self->statement);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->schedule, rambla_schedule_unref);
  g_clear_pointer (&self->holidays, rambla_holidays_unref);
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  g_free (self);
}

const guint8 *
rambla_counter_document_find_key (const char *kid, gpointer document)
{
  return g_hash_table_lookup (((RamblaCounterDocument *) document)->keys, kid);
}
