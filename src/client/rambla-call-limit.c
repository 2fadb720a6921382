/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-call-limit.h"

#include "rambla-api-error.h"

#define SILENCES 3

struct _RamblaCallLimit
{
  GCancellable *cancellable; /* the caller's, or NULL */
  gulong cancelled_id;
  GCancellable *stop;
  GSource *source;
  gboolean over;
};

static void
on_cancelled (GCancellable *cancellable, GCancellable *stop)
{
  g_cancellable_cancel (stop);
}

static gboolean
on_over (gpointer user_data)
{
  RamblaCallLimit *self = user_data;

  self->over = TRUE;
  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

RamblaCallLimit *
rambla_call_limit_new (SoupSession *soup, GCancellable *cancellable)
{
  RamblaCallLimit *self = g_new0 (RamblaCallLimit, 1);
  guint silence = soup_session_get_timeout (soup);

  self->stop = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                  g_object_ref (self->stop), g_object_unref);
    }
  if (silence > 0)
    {
      self->source = g_timeout_source_new_seconds (silence * SILENCES);
      g_source_set_callback (self->source, on_over, self, NULL);
      g_source_attach (self->source, g_main_context_get_thread_default ());
    }
  return self;
}

GCancellable *
rambla_call_limit_get_cancellable (RamblaCallLimit *self)
{
  return self->stop;
}

GError *
rambla_call_limit_describe (RamblaCallLimit *self, const GError *error)
{
  if (self->over)
    return g_error_new_literal (RAMBLA_API_ERROR, RAMBLA_API_ERROR_TIMEOUT, "The answer takes too long");
  return rambla_api_error_new_transport (error);
}

void
rambla_call_limit_free (RamblaCallLimit *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (self->cancellable, self->cancelled_id);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stop);
  g_free (self);
}
