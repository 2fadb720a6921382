/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-connection.h"

#include <sodium.h>
#include <string.h>

#include "platform-provider.h"

gboolean
platform_stripe_connection_is_printable (const char *text, gsize max)
{
  gsize length = strlen (text);

  if (length == 0 || length > max)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return FALSE;

  return TRUE;
}

static void
connection_unref (PlatformStripeConnection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  sodium_memzero (self->authorization, strlen (self->authorization));
  g_free (self->authorization);
  g_free (self->base_url);
  g_free (self->api_version);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL &&
         (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0 || strcmp (host, "localhost") == 0);
}

/* Plain http would show the key to everybody on the way. */
static gboolean
is_acceptable_base (const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host;

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  if (host == NULL || host[0] == '\0')
    return FALSE;

  return strcmp (g_uri_get_scheme (uri), "https") == 0 ||
         (strcmp (g_uri_get_scheme (uri), "http") == 0 && is_loopback (base_url));
}

static gpointer
run_thread (gpointer data)
{
  PlatformStripeConnection *self = data;

  g_main_context_push_thread_default (self->context);
  self->session =
      soup_session_new_with_options ("timeout", 0, "idle-timeout", 30, "max-conns", 64, "max-conns-per-host",
                                     16, "user-agent", "rambla-platform", NULL);
  if (is_loopback (self->base_url))
    soup_session_set_proxy_resolver (self->session, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  g_main_loop_run (self->loop);
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);
  connection_unref (self);

  return NULL;
}

PlatformStripeConnection *
platform_stripe_connection_new (const char *base_url,
                                const char *secret_key,
                                const char *api_version,
                                guint try_timeout_ms,
                                guint call_timeout_ms,
                                guint max_tries,
                                GError **error)
{
  PlatformStripeConnection *self;

  if (base_url == NULL || !is_acceptable_base (base_url))
    {
      g_set_error_literal (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED,
                           "the payment provider's address must be https, or http on loopback");
      return NULL;
    }
  if (secret_key == NULL || !platform_stripe_connection_is_printable (secret_key, 255) ||
      !platform_stripe_connection_is_printable (api_version, 64))
    {
      g_set_error_literal (
          error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED,
          "the payment provider's secret key is missing or holds characters that no key has");
      return NULL;
    }

  self = g_new0 (PlatformStripeConnection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->base_url = g_strdup (base_url);
  if (g_str_has_suffix (self->base_url, "/"))
    self->base_url[strlen (self->base_url) - 1] = '\0';
  self->authorization = g_strconcat ("Bearer ", secret_key, NULL);
  self->api_version = g_strdup (api_version);
  self->try_timeout_ms = try_timeout_ms;
  self->call_timeout_ms = call_timeout_ms;
  self->max_tries = max_tries;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("provider", run_thread, self);

  return self;
}

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

void
platform_stripe_connection_free (PlatformStripeConnection *self)
{
  g_autoptr (GSource) source = NULL;

  if (self == NULL)
    return;

  /* Through the loop: a quit before it runs would be lost. */
  source = g_idle_source_new ();
  g_source_set_callback (source, on_quit, g_main_loop_ref (self->loop), (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, self->context);

  if (g_thread_self () == self->thread)
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
  connection_unref (self);
}
