/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "rambla-client.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-demo.h"
#include "rambla-http-api.h"

#define ANSWER_SECONDS 20
#define CONNECTIONS 16
#define CONNECTIONS_PER_HOST 12
/* Another program may take a code between our reading and our using it. */
#define CODE_TRIES 5

struct _RamblaClient
{
  GObject parent_instance;

  SoupSession *soup;
  RamblaDemo *demo;
  char *role;
  char *base_url;
  RamblaSession *session;
  RamblaSecrets *secrets;
  RamblaApi *api;
  RamblaEventStream *events;
  RamblaCard *card;
  GCancellable *cancellable;
  RamblaClientState state;
  char *status;
  GError *error;
  guint code_tries;
};

G_DEFINE_FINAL_TYPE (RamblaClient, rambla_client, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void sign_in (RamblaClient *self);

static void
set_state (RamblaClient *self, RamblaClientState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_status (RamblaClient *self, const char *status)
{
  if (g_strcmp0 (self->status, status) == 0)
    return;
  g_free (self->status);
  self->status = g_strdup (status);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/* Takes @error over. */
static void
fail (RamblaClient *self, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  set_state (self, RAMBLA_CLIENT_FAILED);
}

static void
on_get_card_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  GError *error = NULL;
  RamblaCard *card = rambla_catalogue_get_card_finish (RAMBLA_API (source), result, &error);

  if (card == NULL)
    {
      fail (self, error);
      return;
    }
  g_set_object (&self->card, card);
  g_object_unref (card);
  set_state (self, RAMBLA_CLIENT_READY);
}

static void
get_card (RamblaClient *self)
{
  set_status (self, _ ("Looking at the platform…"));
  rambla_catalogue_get_card_async (self->api, self->cancellable, on_get_card_ready, g_object_ref (self));
}

static void
on_redeem_code_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  GError *error = NULL;

  if (rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error))
    get_card (self);
  else if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT) &&
           ++self->code_tries < CODE_TRIES)
    {
      g_error_free (error);
      sign_in (self);
    }
  else
    fail (self, error);
}

static void
sign_in (RamblaClient *self)
{
  g_autofree char *code = rambla_demo_dup_code (self->demo, self->role);

  if (code == NULL)
    {
      get_card (self);
      return;
    }
  set_status (self, _ ("Signing in…"));
  rambla_session_redeem_code_async (self->session, code, self->cancellable, on_redeem_code_ready,
                                    g_object_ref (self));
}

static void
take_address (RamblaClient *self, const char *address)
{
  g_autofree char *trimmed = g_strdup (address);
  gsize length = strlen (trimmed);

  if (length > 0 && trimmed[length - 1] == '/')
    trimmed[length - 1] = '\0';
  if (g_strcmp0 (trimmed, self->base_url) == 0 && self->session != NULL)
    return;
  g_free (self->base_url);
  self->base_url = g_steal_pointer (&trimmed);
  g_clear_object (&self->session);
  g_clear_object (&self->api);
  g_clear_object (&self->events);
  self->session = rambla_session_new (self->base_url, self->soup, NULL);
  self->api = RAMBLA_API (rambla_http_api_new (self->session, self->soup));
  self->events = rambla_event_stream_new (self->session, self->soup);
}

static void
on_start_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  GError *error = NULL;
  g_autofree char *address = rambla_demo_start_finish (RAMBLA_DEMO (source), result, &error);

  if (address == NULL)
    {
      fail (self, error);
      return;
    }
  take_address (self, address);
  self->code_tries = 0;
  sign_in (self);
}

static void
on_demo_progress (RamblaDemo *demo, const char *line, RamblaClient *self)
{
  /* Its own words are for operators and in English; what they mean to people is this. */
  set_status (self, _ ("Preparing the sample city. This takes a moment, and only the first time."));
}

void
rambla_client_connect (RamblaClient *self)
{
  g_return_if_fail (RAMBLA_IS_CLIENT (self));

  g_clear_error (&self->error);
  set_state (self, RAMBLA_CLIENT_CONNECTING);
  if (self->demo != NULL)
    {
      set_status (self, _ ("Opening the sample city…"));
      rambla_demo_start_async (self->demo, self->cancellable, on_start_ready, g_object_ref (self));
      return;
    }
  take_address (self, self->base_url);
  get_card (self);
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

const char *
rambla_client_get_base_url (RamblaClient *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLIENT (self), NULL);

  return self->base_url;
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_client_dispose (GObject *object)
{
  RamblaClient *self = RAMBLA_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
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
  g_clear_object (&self->card);
  g_clear_object (&self->session);
  g_clear_object (&self->secrets);
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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_client_init (RamblaClient *self)
{
  self->cancellable = g_cancellable_new ();
  self->soup = soup_session_new_with_options ("timeout", ANSWER_SECONDS, "idle-timeout", 60, "max-conns",
                                              CONNECTIONS, "max-conns-per-host", CONNECTIONS_PER_HOST,
                                              "user-agent", "Rambla/" RAMBLA_VERSION, NULL);
}

RamblaClient *
rambla_client_new (const char *base_url, const char *role)
{
  RamblaClient *self = g_object_new (RAMBLA_TYPE_CLIENT, NULL);
  gsize length = strlen (base_url);

  self->base_url = g_strndup (base_url, length - (g_str_has_suffix (base_url, "/") ? 1 : 0));
  self->role = g_strdup (role);
  return self;
}

RamblaClient *
rambla_client_new_demo (const char *folder, const char *role)
{
  RamblaClient *self = g_object_new (RAMBLA_TYPE_CLIENT, NULL);

  self->demo = rambla_demo_new (folder);
  self->role = g_strdup (role);
  g_signal_connect (self->demo, "progress", G_CALLBACK (on_demo_progress), self);
  return self;
}
