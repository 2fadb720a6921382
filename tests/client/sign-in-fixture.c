/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sign-in-fixture.h"

#include <glib/gstdio.h>

#include "rambla-oauth-discovery.h"

void
sign_in_fixture_take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SignInFixture *f = user_data;

  g_assert_null (f->result);
  f->result = g_object_ref (result);
}

GAsyncResult *
sign_in_fixture_wait (SignInFixture *f)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (f->result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  return f->result;
}

void
sign_in_fixture_set_up (SignInFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->server = sign_in_server_new ();
  f->soup = soup_session_new_with_options ("timeout", 5, "proxy-resolver", NULL, NULL);
  f->cancellable = g_cancellable_new ();
  f->folder = g_dir_make_tmp ("rambla-sign-in-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "secrets.json", NULL);
  rambla_oauth_discover_async (f->soup, f->server->url, NULL, sign_in_fixture_take_result, f);
  f->metadata = rambla_oauth_discover_finish (f->soup, sign_in_fixture_wait (f), &error);
  g_assert_no_error (error);
  g_clear_object (&f->result);
}

void
sign_in_fixture_tear_down (SignInFixture *f, gconstpointer data)
{
  g_clear_object (&f->result);
  rambla_oauth_metadata_free (f->metadata);
  g_object_unref (f->soup);
  g_object_unref (f->cancellable);
  sign_in_server_free (f->server);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

void
sign_in_fixture_settle (SignInFixture *f)
{
  gint64 until = g_get_monotonic_time () + 200000;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}
