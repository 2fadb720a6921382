/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-client-private.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-catalogue.h"

/* Another program may take a code between our reading and our using it. */
#define CODE_TRIES 5
/* Seconds between two looks whether the platform is there again; the first is after one. */
#define LONGEST_LOOK_PAUSE 30
/* The kind of document that the card is kept as. */
#define CARD "card"

static void sign_in (RamblaClient *self);
static void plan_look (RamblaClient *self);

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
  rambla_client_set_state (self, RAMBLA_CLIENT_FAILED);
}

/* --- what the platform says of itself --- */

static RamblaCache *
ensure_seen (RamblaClient *self)
{
  if (self->seen == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (self, "seen.db");

      self->seen = rambla_cache_new (path, rambla_client_get_identity (self));
    }
  return self->seen;
}

static void
on_card_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("The platform's card could not be kept: %s", error->message);
}

static void
take_card (RamblaClient *self, RamblaCard *card)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) documents = g_ptr_array_new ();

  g_set_object (&self->card, card);
  g_ptr_array_add (ids, (gpointer) CARD);
  g_ptr_array_add (documents, rambla_card_get_json (card));
  rambla_cache_replace_async (ensure_seen (self), CARD, ids, documents, g_get_real_time (), NULL,
                              on_card_kept, NULL);
}

static void
on_get_card_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaCard) card = rambla_catalogue_get_card_finish (RAMBLA_API (source), result, &error);

  self->looking = FALSE;
  if (card != NULL)
    {
      take_card (self, card);
      rambla_session_revoke (self->session);
      rambla_client_set_state (self, RAMBLA_CLIENT_READY);
    }
  else if (self->state == RAMBLA_CLIENT_READY)
    {
      g_message ("The platform does not answer as it should: %s", error->message);
      g_error_free (error);
    }
  else
    fail (self, error);
}

static void
get_card (RamblaClient *self)
{
  rambla_client_set_status (self, _ ("Looking at the platform…"));
  rambla_catalogue_get_card_async (self->api, self->cancellable, on_get_card_ready, g_object_ref (self));
}

/* --- a demo --- */

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
  rambla_client_set_status (self, _ ("Signing in…"));
  rambla_session_redeem_code_async (self->session, code, self->cancellable, on_redeem_code_ready,
                                    g_object_ref (self));
}

/* A demo's platform has another port each time that it starts. */
static void
take_address (RamblaClient *self, const char *address)
{
  gsize length = strlen (address);
  g_autofree char *trimmed = g_strndup (address, length - (g_str_has_suffix (address, "/") ? 1 : 0));

  if (g_strcmp0 (trimmed, self->base_url) == 0)
    return;
  g_free (self->base_url);
  self->base_url = g_steal_pointer (&trimmed);
  rambla_session_set_base_url (self->session, self->base_url);
  rambla_client_emit_moved (self);
}

static void
on_start_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  GError *error = NULL;
  g_autofree char *address = rambla_demo_start_finish (RAMBLA_DEMO (source), result, &error);

  if (address != NULL)
    {
      take_address (self, address);
      self->code_tries = 0;
      /* Started again beside a window that is open: who is signed in there stays so. */
      if (self->state == RAMBLA_CLIENT_READY)
        get_card (self);
      else
        sign_in (self);
      return;
    }
  self->looking = FALSE;
  if (self->state != RAMBLA_CLIENT_READY)
    {
      fail (self, error);
      return;
    }
  g_message ("The platform cannot be started again: %s", error->message);
  g_error_free (error);
}

void
rambla_client_on_demo_progress (RamblaDemo *demo, const char *line, RamblaClient *self)
{
  /* Its own words are for operators and in English; what they mean to people is this. */
  rambla_client_set_status (self,
                            _ ("Preparing the sample city. This takes a moment, and only the first time."));
}

/* --- any other platform: first what was kept of it --- */

static GObject *
read_card (JsonNode *document, GError **error)
{
  return (GObject *) rambla_card_from_json (document, error);
}

static void
on_seen_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCachedList) list = rambla_cache_load_finish (self->seen, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list == NULL)
    g_message ("What was seen of the platform cannot be read: %s", error->message);
  else if (list->items->len > 0)
    {
      g_set_object (&self->card, g_ptr_array_index (list->items, 0));
      rambla_client_set_state (self, RAMBLA_CLIENT_READY);
    }
  get_card (self);
}

static void
on_restore_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClient) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->restored = TRUE;
  if (!rambla_session_restore_finish (RAMBLA_SESSION (source), result, &error))
    g_warning ("The kept sign-in cannot be read: %s", error->message);
  rambla_cache_load_async (ensure_seen (self), CARD, read_card, self->cancellable, on_seen_ready,
                           g_object_ref (self));
}

void
rambla_client_connect (RamblaClient *self)
{
  g_return_if_fail (RAMBLA_IS_CLIENT (self));

  g_clear_error (&self->error);
  rambla_client_set_state (self, RAMBLA_CLIENT_CONNECTING);
  if (self->demo != NULL)
    {
      rambla_client_set_status (self, _ ("Opening the sample city…"));
      rambla_demo_start_async (self->demo, self->cancellable, on_start_ready, g_object_ref (self));
    }
  else if (!self->restored)
    rambla_session_restore_async (self->session, self->cancellable, on_restore_ready, g_object_ref (self));
  else
    get_card (self);
}

/* --- without a network --- */

static void
look (RamblaClient *self)
{
  if (self->looking || !rambla_client_get_offline (self))
    return;
  self->looking = TRUE;
  if (self->demo != NULL)
    rambla_demo_start_async (self->demo, self->cancellable, on_start_ready, g_object_ref (self));
  else
    get_card (self);
}

static gboolean
on_look_due (gpointer user_data)
{
  RamblaClient *self = user_data;

  self->look_source = 0;
  look (self);
  self->look_pause = MIN (self->look_pause * 2, LONGEST_LOOK_PAUSE);
  plan_look (self);
  return G_SOURCE_REMOVE;
}

static void
plan_look (RamblaClient *self)
{
  self->look_source = g_timeout_add_seconds (self->look_pause, on_look_due, self);
}

void
rambla_client_on_offline_changed (RamblaClient *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (rambla_client_get_offline (self) && self->state == RAMBLA_CLIENT_READY)
    {
      self->look_pause = 1;
      plan_look (self);
    }
  rambla_client_notify_offline (self);
}

/* The desktop says that there is another network, or one again. */
void
rambla_client_on_network_changed (GNetworkMonitor *monitor, gboolean available, RamblaClient *self)
{
  if (self->state == RAMBLA_CLIENT_READY)
    look (self);
}

/* Whoever was heard all the time and is not any more may have gone; nobody has to click first to find out. */
void
rambla_client_on_connected_changed (RamblaClient *self)
{
  if (self->state != RAMBLA_CLIENT_READY || self->looking || rambla_event_stream_get_connected (self->events))
    return;
  self->looking = TRUE;
  get_card (self);
}

/* A demo's sample user comes back without a browser: the folder may be new while the window is open. */
void
rambla_client_on_refused (RamblaClient *self)
{
  g_autofree char *code = self->demo != NULL ? rambla_demo_dup_code (self->demo, self->role) : NULL;

  if (code != NULL)
    rambla_session_redeem_code_async (self->session, code, self->cancellable, NULL, NULL);
}
