/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-secret-service.h"

#include <libsecret/secret.h>

#define BUS_NAME "org.freedesktop.secrets"
#define ROOT "/org/freedesktop/secrets"
#define ANSWER_MS 2000

struct _RamblaSecretService
{
  GDBusConnection *bus;
  SecretService *service;
};

static const SecretSchema schema = {
  "org.rambla.Rambla.Secret",
  SECRET_SCHEMA_NONE,
  {
      { "owner", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static GVariant *
call (GDBusConnection *bus,
      const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      const char *type,
      GError **error)
{
  return g_dbus_connection_call_sync (bus, name, path, interface, method, parameters, G_VARIANT_TYPE (type),
                                      G_DBUS_CALL_FLAGS_NONE, ANSWER_MS, NULL, error);
}

/* Asked before each use, with a limit of our own: libsecret would have the desktop ask for a password, and
 * wait for it. */
static gboolean
check_open (GDBusConnection *bus, GError **error)
{
  g_autoptr (GVariant) alias = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) locked = NULL;
  const char *collection;

  alias = call (bus, BUS_NAME, ROOT, "org.freedesktop.Secret.Service", "ReadAlias",
                g_variant_new ("(s)", "default"), "(o)", error);
  if (alias == NULL)
    return FALSE;
  g_variant_get (alias, "(&o)", &collection);
  if (g_str_equal (collection, "/"))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The secret service has no default collection");
      return FALSE;
    }
  answer = call (bus, BUS_NAME, collection, "org.freedesktop.DBus.Properties", "Get",
                 g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), "(v)", error);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(v)", &locked);
  if (!g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) || g_variant_get_boolean (locked))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The secret service is locked");
      return FALSE;
    }
  return TRUE;
}

RamblaSecretService *
rambla_secret_service_open (GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autoptr (SecretService) service = NULL;
  RamblaSecretService *self;

  if (bus == NULL || !check_open (bus, error))
    return NULL;
  service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, NULL, error);
  if (service == NULL)
    return NULL;
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (service), ANSWER_MS);
  self = g_new0 (RamblaSecretService, 1);
  self->bus = g_steal_pointer (&bus);
  self->service = g_steal_pointer (&service);
  return self;
}

void
rambla_secret_service_close (RamblaSecretService *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->service);
  g_object_unref (self->bus);
  g_free (self);
}

static GHashTable *
new_attributes (const char *owner, const char *name)
{
  return secret_attributes_build (&schema, "owner", owner, "name", name, NULL);
}

gboolean
rambla_secret_service_lookup (RamblaSecretService *self,
                              const char *owner,
                              const char *name,
                              char **secret,
                              GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (owner, name);
  g_autoptr (GError) local_error = NULL;
  GList *items;

  *secret = NULL;
  if (!check_open (self->bus, error))
    return FALSE;
  items = secret_service_search_sync (self->service, &schema, attributes, SECRET_SEARCH_LOAD_SECRETS, NULL,
                                      &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (items != NULL)
    {
      SecretValue *value = secret_item_get_secret (items->data);
      const char *text = value != NULL ? secret_value_get_text (value) : NULL;

      *secret = g_strdup (text);
      g_clear_pointer (&value, secret_value_unref);
      if (*secret == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The secret service does not give “%s”",
                     name);
    }
  /* An item without its secret is locked in a collection of its own. */
  g_list_free_full (items, g_object_unref);
  return items == NULL || *secret != NULL;
}

gboolean
rambla_secret_service_store (RamblaSecretService *self,
                             const char *owner,
                             const char *name,
                             const char *secret,
                             GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (owner, name);
  g_autoptr (GError) local_error = NULL;

  if (!check_open (self->bus, error))
    return FALSE;
  if (secret != NULL)
    {
      SecretValue *value = secret_value_new (secret, -1, "text/plain");
      /* What the desktop's own list of secrets shows. */
      g_autofree char *label = g_strdup_printf ("Rambla, %s: %s", owner, name);
      gboolean stored = secret_service_store_sync (self->service, &schema, attributes,
                                                   SECRET_COLLECTION_DEFAULT, label, value, NULL, error);

      secret_value_unref (value);
      return stored;
    }
  /* FALSE without an error: there was none. */
  secret_service_clear_sync (self->service, &schema, attributes, NULL, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
