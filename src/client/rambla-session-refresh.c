/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-session-private.h"

#include "rambla-api-error.h"
#include "rambla-oauth-call.h"
#include "rambla-oauth-error.h"

#define TRIES 4
#define FIRST_PAUSE_MS 300
#define LONGEST_PAUSE_MS 10000

/* One try, of the sign-in that it belongs to. */
typedef struct
{
  RamblaSession *session;
  RamblaTokens *tokens;
  guint epoch;
} Try;

static void
try_free (Try *try)
{
  g_object_unref (try->session);
  rambla_tokens_free (try->tokens);
  g_free (try);
}

static void ask (RamblaSession *self);

/* Tells everybody who waits; @error is %NULL when it went well. */
static void
end (RamblaSession *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
end_signed_out (RamblaSession *self, const char *why)
{
  g_autoptr (GError) error = g_error_new_literal (RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT, why);

  end (self, error);
}

void
rambla_session_end_refresh (RamblaSession *self)
{
  if (self->waiting != NULL)
    end_signed_out (self, "Somebody signed out");
}

static void
on_take_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaSession *self = RAMBLA_SESSION (source);

  if (rambla_session_take_finish (self, result, NULL))
    end (self, NULL);
  else
    rambla_session_end_refresh (self);
}

static gboolean
on_pause_over (gpointer user_data)
{
  RamblaSession *self = user_data;

  self->retry_source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* The answer may be lost, with a new refresh token in it: then the old one is still good for a while. */
static void
ask_again_or_fail (RamblaSession *self, const GError *error)
{
  guint pause = FIRST_PAUSE_MS << self->tries;

  pause = pause / 2 + (guint) g_random_int_range (0, (gint32) pause);
  pause = MAX (pause, rambla_api_error_get_retry_after (error) * 1000);
  if (!rambla_api_error_is_transient (error) || self->tries >= TRIES || pause > LONGEST_PAUSE_MS)
    end (self, error);
  else
    self->retry_source = g_timeout_add (pause, on_pause_over, self);
}

static void
refuse (RamblaSession *self)
{
  g_message ("The platform does not take the tokens any more");
  rambla_session_set_tokens (self, NULL);
  rambla_session_clear_kept (self);
  end_signed_out (self, "The sign-in was refused");
  rambla_session_emit_refused (self);
}

static void
on_answer_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Try *try = user_data;
  RamblaSession *self = try->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (RamblaTokens) tokens =
      answer != NULL ? rambla_tokens_from_answer (answer, try->tokens->token_endpoint,
                                                  try->tokens->revocation_endpoint, try->tokens, &error)
                     : NULL;

  if (try->epoch != self->epoch)
    {
      /* Signed out meanwhile, and the old token is being revoked; so is what came in its place. */
      if (tokens != NULL)
        {
          rambla_session_note_revoking (self, tokens);
          rambla_session_revoke (self);
        }
    }
  else if (tokens != NULL)
    rambla_session_take_async (self, tokens, NULL, on_take_ready, NULL);
  else if (error->domain == RAMBLA_OAUTH_ERROR)
    refuse (self);
  else
    ask_again_or_fail (self, error);
  try_free (try);
}

static void
ask (RamblaSession *self)
{
  g_autofree char *url = rambla_session_build_endpoint (self, self->tokens->token_endpoint);
  Try *try = g_new0 (Try, 1);

  self->tries++;
  try->session = g_object_ref (self);
  try->tokens = rambla_tokens_copy (self->tokens);
  try->epoch = self->epoch;
  /* Shared by several callers, so one caller's cancelling does not stop it. */
  rambla_oauth_call_async (self->soup, url,
                           soup_form_encode ("grant_type", "refresh_token", "client_id", RAMBLA_OAUTH_CLIENT,
                                             "refresh_token", try->tokens->refresh, NULL),
                           NULL, on_answer_ready, try);
}

void
rambla_session_refresh_async (RamblaSession *self,
                              const char *stale,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (RAMBLA_IS_SESSION (self));
  g_task_set_source_tag (task, rambla_session_refresh_async);
  if (self->waiting != NULL)
    {
      g_ptr_array_add (self->waiting, g_steal_pointer (&task));
      return;
    }
  if (self->tokens == NULL)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT, "Nobody is signed in");
      return;
    }
  if (g_strcmp0 (stale, self->tokens->access) != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->tokens->refresh == NULL)
    {
      refuse (self);
      return;
    }
  self->tries = 0;
  ask (self);
}

gboolean
rambla_session_refresh_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
