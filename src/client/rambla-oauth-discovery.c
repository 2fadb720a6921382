/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-oauth-discovery.h"

#include "rambla-oauth-call.h"

static void
on_metadata_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) root = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);
  RamblaOauthMetadata *metadata =
      root != NULL ? rambla_oauth_metadata_from_json (root, g_task_get_task_data (task), &error) : NULL;

  if (metadata != NULL)
    g_task_return_pointer (task, metadata, (GDestroyNotify) rambla_oauth_metadata_free);
  else
    g_task_return_error (task, error);
}

void
rambla_oauth_discover_async (SoupSession *soup,
                             const char *issuer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (soup, cancellable, callback, user_data);
  g_autofree char *url = rambla_oauth_metadata_build_url (issuer);

  g_task_set_source_tag (task, rambla_oauth_discover_async);
  g_task_set_task_data (task, g_strdup (issuer), g_free);
  rambla_oauth_call_async (soup, url, NULL, cancellable, on_metadata_ready, task);
}

RamblaOauthMetadata *
rambla_oauth_discover_finish (SoupSession *soup, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, soup), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
