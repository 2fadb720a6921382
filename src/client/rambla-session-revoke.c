/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-session-private.h"

#include "rambla-api-error.h"
#include "rambla-oauth-call.h"

/* Who signs out this often without a network has other worries. */
#define MOST_REVOKING 32

static void tell_next (RamblaSession *self);

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_store_finish (NULL, result, &error))
    g_warning ("What is to be revoked could not be kept: %s", error->message);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_clear_finish (NULL, result, &error))
    g_warning ("What was revoked could not be removed: %s", error->message);
}

static void
keep (RamblaSession *self)
{
  g_autofree char *lines = NULL;

  if (self->secrets == NULL)
    return;
  if (self->revoking->len == 0)
    {
      rambla_secrets_clear_async (self->secrets, RAMBLA_SESSION_REVOKING, NULL, on_cleared, NULL);
      return;
    }
  g_ptr_array_add (self->revoking, NULL);
  lines = g_strjoinv ("\n", (char **) self->revoking->pdata);
  g_ptr_array_remove_index (self->revoking, self->revoking->len - 1);
  rambla_secrets_store_async (self->secrets, RAMBLA_SESSION_REVOKING, lines, NULL, on_stored, NULL);
}

static void
on_revoke_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);

  self->telling = FALSE;
  if (answer == NULL && error->domain == RAMBLA_API_ERROR)
    {
      g_message ("The platform was not told yet that the account signed out: %s", error->message);
      return;
    }
  /* A refusal is an answer, too: asking again would not change it. */
  g_ptr_array_remove_index (self->revoking, 0);
  keep (self);
  tell_next (self);
}

static void
tell_next (RamblaSession *self)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *url = NULL;

  if (self->telling || self->revoking->len == 0 || self->base_url == NULL)
    return;
  self->telling = TRUE;
  parts = g_strsplit (g_ptr_array_index (self->revoking, 0), " ", 2);
  url = rambla_session_build_endpoint (self, parts[0]);
  rambla_oauth_call_async (self->soup, url,
                           soup_form_encode ("token", parts[1], "token_type_hint", "refresh_token",
                                             "client_id", RAMBLA_OAUTH_CLIENT, NULL),
                           NULL, on_revoke_ready, g_object_ref (self));
}

void
rambla_session_note_revoking (RamblaSession *self, const RamblaTokens *tokens)
{
  if (tokens->revocation_endpoint == NULL || tokens->refresh == NULL)
    return;
  if (self->revoking->len == MOST_REVOKING)
    g_ptr_array_remove_index (self->revoking, self->telling ? 1 : 0);
  g_ptr_array_add (self->revoking, g_strconcat (tokens->revocation_endpoint, " ", tokens->refresh, NULL));
  keep (self);
}

void
rambla_session_take_revoking (RamblaSession *self, const char *lines)
{
  g_auto (GStrv) list = g_strsplit (lines, "\n", MOST_REVOKING);

  for (guint i = 0; list[i] != NULL; i++)
    if (strchr (list[i], ' ') != NULL)
      g_ptr_array_add (self->revoking, g_strdup (list[i]));
}

void
rambla_session_revoke (RamblaSession *self)
{
  g_return_if_fail (RAMBLA_IS_SESSION (self));

  tell_next (self);
}
