/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-geoclue.h"

#define NAME "org.freedesktop.GeoClue2"
#define CLIENT_PATH "/org/freedesktop/GeoClue2/Client/1"

struct _FakeGeoclue
{
  GDBusConnection *bus;
  GDBusNodeInfo *node;
  guint owner;
  guint objects[3];
  guint n_places;
  gboolean allowed;
  gboolean silent;
  gboolean started;
  double latitude;
  double longitude;
  double accuracy;
  GString *log;
};

static const char introspection[] =
    "<node>"
    "<interface name='org.freedesktop.GeoClue2.Manager'>"
    "<method name='GetClient'><arg type='o' direction='out'/></method></interface>"
    "<interface name='org.freedesktop.GeoClue2.Client'>"
    "<method name='Start'/><method name='Stop'/>"
    "<property name='Active' type='b' access='read'/>"
    "<property name='DesktopId' type='s' access='readwrite'/>"
    "<property name='DistanceThreshold' type='u' access='readwrite'/>"
    "<property name='RequestedAccuracyLevel' type='u' access='readwrite'/>"
    "<signal name='LocationUpdated'><arg type='o'/><arg type='o'/></signal></interface>"
    "<interface name='org.freedesktop.GeoClue2.Location'>"
    "<property name='Latitude' type='d' access='read'/>"
    "<property name='Longitude' type='d' access='read'/>"
    "<property name='Accuracy' type='d' access='read'/></interface>"
    "</node>";

static void
tell_place (FakeGeoclue *self)
{
  g_dbus_connection_emit_signal (self->bus, NULL, CLIENT_PATH, NAME ".Client", "LocationUpdated",
                                 g_variant_new ("(oo)", "/", CLIENT_PATH "/Location/0"), NULL);
}

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  FakeGeoclue *self = user_data;

  g_string_append_printf (self->log, "%s ", method);
  if (g_str_equal (method, "GetClient"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", CLIENT_PATH));
  else if (g_str_equal (method, "Start") && !self->allowed)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED,
                                           "disallowed by configuration");
  else
    {
      self->started = g_str_equal (method, "Start");
      g_dbus_method_invocation_return_value (invocation, NULL);
      if (self->started && !self->silent)
        tell_place (self);
    }
}

static GVariant *
on_get (GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GError **error,
        gpointer user_data)
{
  FakeGeoclue *self = user_data;

  if (g_str_equal (property, "Latitude"))
    return g_variant_new_double (self->latitude);
  if (g_str_equal (property, "Longitude"))
    return g_variant_new_double (self->longitude);
  if (g_str_equal (property, "Accuracy"))
    return g_variant_new_double (self->accuracy);
  if (g_str_equal (property, "Active"))
    return g_variant_new_boolean (self->started);
  if (g_str_equal (property, "DesktopId"))
    return g_variant_new_string ("");
  return g_variant_new_uint32 (0);
}

static gboolean
on_set (GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GVariant *value,
        GError **error,
        gpointer user_data)
{
  g_autofree char *text = g_variant_print (value, FALSE);

  g_string_append_printf (((FakeGeoclue *) user_data)->log, "Set:%s=%s ", property, text);
  return TRUE;
}

static const GDBusInterfaceVTable vtable = { on_call, on_get, on_set, { NULL } };

FakeGeoclue *
fake_geoclue_new (const char *address)
{
  static const char *const paths[] = { "/org/freedesktop/GeoClue2/Manager", CLIENT_PATH,
                                       CLIENT_PATH "/Location/0" };
  FakeGeoclue *self = g_new0 (FakeGeoclue, 1);
  g_autoptr (GVariant) owned = NULL;
  GError *error = NULL;

  self->log = g_string_new (NULL);
  self->allowed = TRUE;
  self->node = g_dbus_node_info_new_for_xml (introspection, NULL);
  self->bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    self->objects[i] = g_dbus_connection_register_object (self->bus, paths[i], self->node->interfaces[i],
                                                          &vtable, self, NULL, NULL);
  owned = g_dbus_connection_call_sync (
      self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", NAME, 4u), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return self;
}

void
fake_geoclue_free (FakeGeoclue *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->objects); i++)
    g_dbus_connection_unregister_object (self->bus, self->objects[i]);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_dbus_node_info_unref (self->node);
  g_string_free (self->log, TRUE);
  g_free (self);
}

void
fake_geoclue_set_allowed (FakeGeoclue *self, gboolean allowed)
{
  self->allowed = allowed;
}

void
fake_geoclue_set_silent (FakeGeoclue *self, gboolean silent)
{
  self->silent = silent;
}

void
fake_geoclue_move (FakeGeoclue *self, double latitude, double longitude, double accuracy)
{
  self->latitude = latitude;
  self->longitude = longitude;
  self->accuracy = accuracy;
  if (self->started)
    tell_place (self);
}

void
fake_geoclue_revoke (FakeGeoclue *self)
{
  GVariantBuilder changed;

  self->started = FALSE;
  g_variant_builder_init (&changed, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&changed, "{sv}", "Active", g_variant_new_boolean (FALSE));
  g_dbus_connection_emit_signal (self->bus, NULL, CLIENT_PATH, "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", NAME ".Client", &changed, NULL), NULL);
}

const char *
fake_geoclue_get_log (FakeGeoclue *self)
{
  return self->log->str;
}
