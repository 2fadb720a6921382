/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-location.h"

#include <math.h>

/* GeoClue 2, https://www.freedesktop.org/software/geoclue/docs/ */
#define SERVICE "org.freedesktop.GeoClue2"
#define MANAGER_PATH "/org/freedesktop/GeoClue2/Manager"
#define MANAGER SERVICE ".Manager"
#define CLIENT SERVICE ".Client"
#define LOCATION SERVICE ".Location"
#define PROPERTIES "org.freedesktop.DBus.Properties"
/* GCLUE_ACCURACY_LEVEL_STREET: which shop is near is all that is asked. */
#define STREET 6u
/* Metres under which moving is none. */
#define THRESHOLD 50u
/* Nobody knows where they are to better than this part of a degree by what they tell: some 100 m. */
#define STEPS_A_DEGREE 1000.0
/* What a service says when it does not know how well it knows. */
#define WORST_ACCURACY 100000.0

struct _RamblaLocation
{
  GObject parent_instance;

  char *desktop_id;
  guint patience;
  RamblaLocationState state;
  GDBusConnection *bus;
  GCancellable *cancellable; /* of one asking */
  char *client;              /* object path */
  guint updated_id;
  guint changed_id;
  guint watch_id;
  guint patience_source;
  RamblaPoint place;
  double accuracy;
  GError *error;
};

G_DEFINE_FINAL_TYPE (RamblaLocation, rambla_location, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

enum
{
  MOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_state (RamblaLocation *self, RamblaLocationState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Only keeps the connection until the service has heard it: the last reference would take the call along. */
static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
}

/* Lets the service go; it stops looking when its last client has. */
static void
let_go (RamblaLocation *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->bus != NULL && self->updated_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->updated_id);
  if (self->bus != NULL && self->changed_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->changed_id);
  self->updated_id = self->changed_id = 0;
  if (self->client != NULL)
    g_dbus_connection_call (self->bus, SERVICE, self->client, CLIENT, "Stop", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, on_stopped, NULL);
  g_clear_pointer (&self->client, g_free);
  g_clear_object (&self->bus);
}

/* Takes @error over. */
static void
end (RamblaLocation *self, GError *error)
{
  gboolean denied = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ||
                    g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_AUTH_FAILED);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_dbus_error_strip_remote_error (error);
  g_clear_error (&self->error);
  self->error = error;
  let_go (self);
  set_state (self, denied ? RAMBLA_LOCATION_DENIED : RAMBLA_LOCATION_FAILED);
}

static gboolean
on_out_of_patience (gpointer user_data)
{
  RamblaLocation *self = user_data;

  self->patience_source = 0;
  end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No position was found"));
  return G_SOURCE_REMOVE;
}

static void
call (RamblaLocation *self,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      GAsyncReadyCallback callback)
{
  g_dbus_connection_call (self->bus, SERVICE, path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, (int) self->patience * 1000, self->cancellable, callback,
                          g_object_ref (self));
}

/* --- a position --- */

static gboolean
read_place (RamblaLocation *self, GVariantDict *place)
{
  RamblaPoint point;
  double accuracy = 0;

  if (!g_variant_dict_lookup (place, "Latitude", "d", &point.lat) ||
      !g_variant_dict_lookup (place, "Longitude", "d", &point.lon) || !rambla_point_is_valid (point))
    return FALSE;
  if (!g_variant_dict_lookup (place, "Accuracy", "d", &accuracy) || !isfinite (accuracy) || accuracy < 0 ||
      accuracy > WORST_ACCURACY)
    accuracy = 0;
  self->place = point;
  self->accuracy = accuracy;
  return TRUE;
}

static void
on_place_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaLocation) self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) members = NULL;
  g_auto (GVariantDict) place = G_VARIANT_DICT_INIT (NULL);

  if (answer == NULL)
    {
      end (self, error);
      return;
    }
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE ("(a{sv})")))
    {
      members = g_variant_get_child_value (answer, 0);
      g_variant_dict_clear (&place);
      g_variant_dict_init (&place, members);
    }
  if (!read_place (self, &place))
    {
      end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The position makes no sense"));
      return;
    }
  g_clear_handle_id (&self->patience_source, g_source_remove);
  set_state (self, RAMBLA_LOCATION_ON);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
on_updated (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *name,
            GVariant *parameters,
            gpointer user_data)
{
  RamblaLocation *self = user_data;
  const char *place;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oo)")))
    return;
  g_variant_get (parameters, "(&o&o)", NULL, &place);
  if (!g_str_equal (place, "/"))
    call (self, place, PROPERTIES, "GetAll", g_variant_new ("(s)", LOCATION), on_place_ready);
}

/* The permission can be taken back while it is used: the service then stops by itself. */
static void
on_changed (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *name,
            GVariant *parameters,
            gpointer user_data)
{
  RamblaLocation *self = user_data;
  g_autoptr (GVariant) members = NULL;
  gboolean active = TRUE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  members = g_variant_get_child_value (parameters, 1);
  if (self->state == RAMBLA_LOCATION_ON && g_variant_lookup (members, "Active", "b", &active) && !active)
    end (self, g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED, "Not allowed any more"));
}

/* --- asking --- */

static void
on_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  RamblaLocation *self = user_data;

  if (self->state == RAMBLA_LOCATION_ON)
    end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The location service has gone"));
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaLocation) self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    end (self, error);
  else
    self->watch_id = g_bus_watch_name_on_connection (self->bus, SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                     on_vanished, self, NULL);
}

static void
on_property_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaLocation) self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    end (self, error);
}

static void
set_property (RamblaLocation *self, const char *name, GVariant *value)
{
  call (self, self->client, PROPERTIES, "Set", g_variant_new ("(ssv)", CLIENT, name, value), on_property_set);
}

static void
on_client_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaLocation) self = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL && !g_variant_is_of_type (answer, G_VARIANT_TYPE ("(o)")))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The location service makes no sense");
  if (error != NULL)
    {
      end (self, error);
      return;
    }
  g_variant_get (answer, "(o)", &self->client);
  self->updated_id =
      g_dbus_connection_signal_subscribe (self->bus, SERVICE, CLIENT, "LocationUpdated", self->client, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_updated, self, NULL);
  self->changed_id =
      g_dbus_connection_signal_subscribe (self->bus, SERVICE, PROPERTIES, "PropertiesChanged", self->client,
                                          CLIENT, G_DBUS_SIGNAL_FLAGS_NONE, on_changed, self, NULL);
  /* A bus keeps messages to one receiver in order: they are set before it starts. */
  set_property (self, "DesktopId", g_variant_new_string (self->desktop_id));
  set_property (self, "RequestedAccuracyLevel", g_variant_new_uint32 (STREET));
  set_property (self, "DistanceThreshold", g_variant_new_uint32 (THRESHOLD));
  call (self, self->client, CLIENT, "Start", NULL, on_started);
}

static void
on_bus_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaLocation) self = user_data;
  GError *error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      end (self, error);
      return;
    }
  self->bus = bus;
  call (self, MANAGER_PATH, MANAGER, "GetClient", NULL, on_client_ready);
}

void
rambla_location_start (RamblaLocation *self)
{
  g_return_if_fail (RAMBLA_IS_LOCATION (self));

  if (self->state == RAMBLA_LOCATION_ASKING || self->state == RAMBLA_LOCATION_ON)
    return;
  g_clear_error (&self->error);
  self->cancellable = g_cancellable_new ();
  self->patience_source = g_timeout_add_seconds (self->patience, on_out_of_patience, self);
  set_state (self, RAMBLA_LOCATION_ASKING);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus_ready, g_object_ref (self));
}

void
rambla_location_stop (RamblaLocation *self)
{
  g_return_if_fail (RAMBLA_IS_LOCATION (self));

  let_go (self);
  g_clear_error (&self->error);
  self->place = (RamblaPoint){ 0 };
  self->accuracy = 0;
  set_state (self, RAMBLA_LOCATION_OFF);
}

RamblaLocationState
rambla_location_get_state (RamblaLocation *self)
{
  g_return_val_if_fail (RAMBLA_IS_LOCATION (self), RAMBLA_LOCATION_FAILED);

  return self->state;
}

gboolean
rambla_location_get_place (RamblaLocation *self, RamblaPoint *place, double *accuracy)
{
  g_return_val_if_fail (RAMBLA_IS_LOCATION (self), FALSE);

  if (self->state != RAMBLA_LOCATION_ON)
    return FALSE;
  *place = self->place;
  if (accuracy != NULL)
    *accuracy = self->accuracy;
  return TRUE;
}

const GError *
rambla_location_get_error (RamblaLocation *self)
{
  g_return_val_if_fail (RAMBLA_IS_LOCATION (self), NULL);

  return self->error;
}

RamblaPoint
rambla_location_round (RamblaPoint place)
{
  return (RamblaPoint){ .lon = round (place.lon * STEPS_A_DEGREE) / STEPS_A_DEGREE,
                        .lat = round (place.lat * STEPS_A_DEGREE) / STEPS_A_DEGREE };
}

static void
rambla_location_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, RAMBLA_LOCATION (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_location_dispose (GObject *object)
{
  let_go (RAMBLA_LOCATION (object));
  G_OBJECT_CLASS (rambla_location_parent_class)->dispose (object);
}

static void
rambla_location_finalize (GObject *object)
{
  g_free (RAMBLA_LOCATION (object)->desktop_id);
  g_clear_error (&RAMBLA_LOCATION (object)->error);
  G_OBJECT_CLASS (rambla_location_parent_class)->finalize (object);
}

static void
rambla_location_class_init (RamblaLocationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_location_get_property;
  object_class->dispose = rambla_location_dispose;
  object_class->finalize = rambla_location_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, RAMBLA_LOCATION_OFF, RAMBLA_LOCATION_FAILED,
                                             RAMBLA_LOCATION_OFF, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[MOVED] =
      g_signal_new ("moved", RAMBLA_TYPE_LOCATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_location_init (RamblaLocation *self)
{
}

RamblaLocation *
rambla_location_new (const char *desktop_id, guint patience)
{
  RamblaLocation *self = g_object_new (RAMBLA_TYPE_LOCATION, NULL);

  self->desktop_id = g_strdup (desktop_id);
  self->patience = patience;
  return self;
}
