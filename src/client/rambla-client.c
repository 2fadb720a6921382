/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "rambla-client-private.h"

#include "rambla-checkout.h"
#include "rambla-http-api.h"

#define ANSWER_SECONDS 20
#define CONNECTIONS 16
#define CONNECTIONS_PER_HOST 12

G_DEFINE_FINAL_TYPE (RamblaClient, rambla_client, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_STATUS,
  PROP_OFFLINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
rambla_client_set_state (RamblaClient *self, RamblaClientState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
rambla_client_set_status (RamblaClient *self, const char *status)
{
  /* What is done behind an open window is nobody's wait. */
  if (self->state != RAMBLA_CLIENT_CONNECTING || g_strcmp0 (self->status, status) == 0)
    return;
  g_free (self->status);
  self->status = g_strdup (status);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

void
rambla_client_emit_moved (RamblaClient *self)
{
  if (self->images != NULL)
    rambla_image_loader_set_origin (self->images, self->base_url);
  g_signal_emit (self, signals[MOVED], 0);
}

void
rambla_client_notify_offline (RamblaClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

/* --- whoever is signed in --- */

static void
on_account_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_clear_finish (NULL, result, &error))
    g_warning ("Who was signed in could not be removed from this device: %s", error->message);
}

void
rambla_client_sign_out (RamblaClient *self)
{
  g_autofree char *purchases = NULL;
  g_autofree char *buyer = NULL;

  g_return_if_fail (RAMBLA_IS_CLIENT (self));

  buyer = rambla_client_dup_buyer (self);
  rambla_session_sign_out (self->session);
  rambla_secrets_clear_async (rambla_client_get_secrets (self), RAMBLA_CLIENT_ACCOUNT, NULL,
                              on_account_cleared, NULL);
  purchases = rambla_client_build_state_path (self, "purchases");
  rambla_checkout_forget_all (purchases, buyer);
}

/* --- asking it --- */

gboolean
rambla_client_get_offline (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), FALSE);

  return rambla_http_api_get_offline (RAMBLA_HTTP_API (self->api));
}

const char *
rambla_client_get_role (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->role;
}

RamblaClientState
rambla_client_get_state (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), RAMBLA_CLIENT_FAILED);

  return self->state;
}

const char *
rambla_client_get_status (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->status;
}

const GError *
rambla_client_get_error (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->error;
}

RamblaApi *
rambla_client_get_api (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->api;
}

RamblaEventStream *
rambla_client_get_events (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->events;
}

RamblaSession *
rambla_client_get_session (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->session;
}

RamblaCard *
rambla_client_get_card (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->card;
}

SoupSession *
rambla_client_get_soup (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->soup;
}

RamblaActivity *
rambla_client_get_activity (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  if (self->activity == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (self, "activity");

      self->activity = rambla_activity_new (self->api, path);
    }
  return self->activity;
}

RamblaImageLoader *
rambla_client_get_images (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  if (self->images == NULL)
    {
      g_autofree char *folder = NULL;

      if (self->demo != NULL)
        folder = g_build_filename (rambla_demo_get_folder (self->demo), "pictures", NULL);
      else
        {
          g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->base_url, -1);

          digest[16] = '\0';
          folder = g_build_filename (g_get_user_cache_dir (), "rambla", "pictures", digest, NULL);
        }
      self->images = rambla_image_loader_new (self->soup, folder);
      rambla_image_loader_set_origin (self->images, self->base_url);
    }
  return self->images;
}

RamblaLogWitness *
rambla_client_get_witness (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  if (self->witness == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (self, "logs.json");

      self->witness = rambla_log_witness_new (self->api, path);
    }
  return self->witness;
}

const char *
rambla_client_get_base_url (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->base_url;
}

char *
rambla_client_dup_buyer (RamblaClient *self)
{
  const char *account;

  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  account = rambla_session_get_account (self->session);
  return account != NULL ? g_strconcat (rambla_client_get_identity (self), " ", account, NULL)
                         : g_strdup (rambla_client_get_identity (self));
}

const char *
rambla_client_get_identity (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  /* A demo's platform has another port each time, and is the same one. */
  return self->demo != NULL ? "demo" : self->base_url;
}

char *
rambla_client_build_state_path (RamblaClient *self, const char *name)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  if (self->demo != NULL)
    return g_build_filename (rambla_demo_get_folder (self->demo), self->role, name, NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->base_url, -1);
  digest[16] = '\0';
  return g_build_filename (g_get_user_state_dir (), "rambla", digest, self->role, name, NULL);
}

RamblaSecrets *
rambla_client_get_secrets (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  if (self->secrets == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (self, "secrets.json");
      g_autofree char *owner =
          self->demo == NULL ? g_strconcat (self->base_url, "#", self->role, NULL) : NULL;

      self->secrets = rambla_secrets_new (owner, path);
    }
  return self->secrets;
}

gboolean
rambla_client_is_demo (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), FALSE);

  return self->demo != NULL;
}

static void
rambla_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RamblaClient *self = RAMBLA_CLIENT (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, rambla_client_get_offline (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_client_dispose (GObject *object)
{
  RamblaClient *self = RAMBLA_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->demo != NULL)
    g_signal_handlers_disconnect_by_data (self->demo, self);
  g_clear_object (&self->demo);
  G_OBJECT_CLASS (rambla_client_parent_class)->dispose (object);
}

static void
rambla_client_finalize (GObject *object)
{
  RamblaClient *self = RAMBLA_CLIENT (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->events);
  g_clear_object (&self->witness);
  g_clear_object (&self->activity);
  g_clear_object (&self->images);
  g_clear_object (&self->card);
  g_clear_object (&self->session);
  g_clear_object (&self->secrets);
  g_clear_object (&self->seen);
  g_clear_object (&self->soup);
  g_clear_error (&self->error);
  g_free (self->role);
  g_free (self->base_url);
  g_free (self->status);
  G_OBJECT_CLASS (rambla_client_parent_class)->finalize (object);
}

static void
rambla_client_class_init (RamblaClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_client_get_property;
  object_class->dispose = rambla_client_dispose;
  object_class->finalize = rambla_client_finalize;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, RAMBLA_CLIENT_CONNECTING, RAMBLA_CLIENT_FAILED,
                        RAMBLA_CLIENT_CONNECTING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] =
      g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFLINE] =
      g_param_spec_boolean ("offline", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[MOVED] =
      g_signal_new ("moved", RAMBLA_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_client_init (RamblaClient *self)
{
  self->cancellable = g_cancellable_new ();
  self->soup = soup_session_new_with_options ("timeout", ANSWER_SECONDS, "idle-timeout", 60, "max-conns",
                                              CONNECTIONS, "max-conns-per-host", CONNECTIONS_PER_HOST,
                                              "user-agent", "Rambla/" RAMBLA_VERSION, NULL);
}

/* Those who show things hold on to both, whatever becomes of the address. */
static void
set_up_session (RamblaClient *self)
{
  self->session = rambla_session_new (self->base_url, self->soup, rambla_client_get_secrets (self));
  self->api = RAMBLA_API (rambla_http_api_new (self->session, self->soup));
  self->events = rambla_event_stream_new (self->session, self->soup);
  g_signal_connect_object (self->api, "notify::offline", G_CALLBACK (rambla_client_on_offline_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->events, "notify::connected", G_CALLBACK (rambla_client_on_connected_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "refused", G_CALLBACK (rambla_client_on_refused), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (rambla_client_on_network_changed), self, 0);
}

RamblaClient *
rambla_client_new (const char *base_url, const char *role)
{
  RamblaClient *self = g_object_new (RAMBLA_TYPE_CLIENT, NULL);
  gsize length = strlen (base_url);
  g_autofree char *seen = NULL;

  self->base_url = g_strndup (base_url, length - (g_str_has_suffix (base_url, "/") ? 1 : 0));
  self->role = g_strdup (role);
  set_up_session (self);
  /* A demo's platform is on this machine. */
  seen = rambla_client_build_state_path (self, "seen");
  rambla_http_api_keep_seen (RAMBLA_HTTP_API (self->api), seen);
  return self;
}

RamblaClient *
rambla_client_new_demo (const char *folder, const char *role)
{
  RamblaClient *self = g_object_new (RAMBLA_TYPE_CLIENT, NULL);

  self->demo = rambla_demo_new (folder);
  self->role = g_strdup (role);
  g_signal_connect (self->demo, "progress", G_CALLBACK (rambla_client_on_demo_progress), self);
  set_up_session (self);
  return self;
}
