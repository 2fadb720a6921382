/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-api.h"

struct _RamblaCall
{
  char *method;
  char *path;
  GPtrArray *names;
  GPtrArray *values;
  JsonNode *body;
  char *idempotency_key;
  char *if_match;
  gboolean authorized;
  RamblaDecode decode;
  GDestroyNotify destroy;
};

G_DEFINE_INTERFACE (RamblaApi, rambla_api, G_TYPE_OBJECT)

static void
rambla_api_default_init (RamblaApiInterface *iface)
{
}

RamblaCall *
rambla_call_new (const char *method, const char *path)
{
  RamblaCall *self = g_new0 (RamblaCall, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->destroy = (GDestroyNotify) json_node_unref;
  return self;
}

RamblaCall *
rambla_call_new_for (const char *method, const char *path_before, const char *id, const char *path_behind)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *path = g_strconcat (path_before, escaped, path_behind, NULL);

  return rambla_call_new (method, path);
}

void
rambla_call_free (RamblaCall *self)
{
  g_free (self->method);
  g_free (self->path);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_clear_pointer (&self->body, json_node_unref);
  g_free (self->idempotency_key);
  g_free (self->if_match);
  g_free (self);
}

void
rambla_call_add (RamblaCall *self, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup (value));
}

void
rambla_call_add_int (RamblaCall *self, const char *name, int64_t value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  rambla_call_add (self, name, text);
}

void
rambla_call_set_body (RamblaCall *self, JsonNode *body)
{
  g_clear_pointer (&self->body, json_node_unref);
  self->body = body;
}

void
rambla_call_set_idempotency_key (RamblaCall *self, const char *key)
{
  g_free (self->idempotency_key);
  self->idempotency_key = g_strdup (key);
}

void
rambla_call_set_if_match (RamblaCall *self, const char *tag)
{
  g_free (self->if_match);
  self->if_match = g_strdup (tag);
}

const char *
rambla_call_get_if_match (RamblaCall *self)
{
  return self->if_match;
}

void
rambla_call_set_authorized (RamblaCall *self, gboolean authorized)
{
  self->authorized = authorized;
}

void
rambla_call_set_decode (RamblaCall *self, RamblaDecode decode, GDestroyNotify destroy)
{
  self->decode = decode;
  self->destroy = destroy;
}

const char *
rambla_call_get_method (RamblaCall *self)
{
  return self->method;
}

const char *
rambla_call_get_path (RamblaCall *self)
{
  return self->path;
}

JsonNode *
rambla_call_get_body (RamblaCall *self)
{
  return self->body;
}

const char *
rambla_call_get_idempotency_key (RamblaCall *self)
{
  return self->idempotency_key;
}

gboolean
rambla_call_get_authorized (RamblaCall *self)
{
  return self->authorized;
}

RamblaDecode
rambla_call_get_decode (RamblaCall *self)
{
  return self->decode;
}

GDestroyNotify
rambla_call_get_destroy (RamblaCall *self)
{
  return self->destroy;
}

char *
rambla_call_dup_target (RamblaCall *self)
{
  GString *target = g_string_new (self->path);

  for (guint i = 0; i < self->names->len; i++)
    {
      g_string_append_c (target, i == 0 ? '?' : '&');
      g_string_append (target, g_ptr_array_index (self->names, i));
      g_string_append_c (target, '=');
      g_string_append_uri_escaped (target, g_ptr_array_index (self->values, i), ",", FALSE);
    }
  return g_string_free (target, FALSE);
}

const char *
rambla_call_get_parameter (RamblaCall *self, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      return g_ptr_array_index (self->values, i);
  return NULL;
}

gboolean
rambla_call_is_repeatable (RamblaCall *self)
{
  return self->idempotency_key != NULL || g_str_equal (self->method, "GET");
}

void
rambla_api_call_async (RamblaApi *self,
                       RamblaCall *call,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_API (self));
  g_return_if_fail (call != NULL);

  RAMBLA_API_GET_IFACE (self)->call_async (self, call, cancellable, callback, user_data);
}

gpointer
rambla_api_call_finish (RamblaApi *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RAMBLA_IS_API (self), NULL);

  return RAMBLA_API_GET_IFACE (self)->call_finish (self, result, error);
}
