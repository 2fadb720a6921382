/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-session-private.h"

#include "rambla-api-error.h"
#include "rambla-fault-point.h"
#include "rambla-oauth-call.h"
#include "rambla-oauth-error.h"

/* Where a sandbox's sign-in codes are traded; others say it in their metadata. */
#define TOKEN_PATH "/oauth/token"
#define REVOCATION_PATH "/oauth/revoke"
#define CODE_GRANT "urn:rambla:sign-in-code"

G_DEFINE_FINAL_TYPE (RamblaSession, rambla_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SIGNED_IN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  REFUSED,
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
rambla_session_set_tokens (RamblaSession *self, RamblaTokens *tokens)
{
  gboolean was = self->tokens != NULL;

  g_clear_pointer (&self->tokens, rambla_tokens_free);
  self->tokens = tokens;
  if (was != (self->tokens != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

char *
rambla_session_build_endpoint (RamblaSession *self, const char *endpoint)
{
  return endpoint[0] == '/' ? g_strconcat (self->base_url, endpoint, NULL) : g_strdup (endpoint);
}

void
rambla_session_emit_refused (RamblaSession *self)
{
  g_signal_emit (self, signals[REFUSED], 0);
}

/* --- signing in --- */

typedef struct
{
  RamblaTokens *tokens;
  guint epoch;
} Taking;

static void
taking_free (Taking *taking)
{
  g_clear_pointer (&taking->tokens, rambla_tokens_free);
  g_free (taking);
}

/* An endpoint of the platform itself is kept as a path: a demo has another port each time. */
static void
make_path (RamblaSession *self, char **endpoint)
{
  gsize length = self->base_url != NULL ? strlen (self->base_url) : 0;

  if (*endpoint != NULL && length > 0 && g_str_has_prefix (*endpoint, self->base_url) &&
      (*endpoint)[length] == '/')
    memmove (*endpoint, *endpoint + length, strlen (*endpoint) - length + 1);
}

static void
end_taking (GTask *task)
{
  RamblaSession *self = g_task_get_source_object (task);
  Taking *taking = g_task_get_task_data (task);

  if (taking->epoch != self->epoch)
    {
      rambla_session_note_revoking (self, taking->tokens);
      rambla_session_revoke (self);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Somebody signed out meanwhile");
      return;
    }
  rambla_session_set_tokens (self, g_steal_pointer (&taking->tokens));
  g_task_return_boolean (task, TRUE);
}

static void
on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  rambla_fault_point ("session.tokens-kept");
  if (!rambla_secrets_store_finish (self->secrets, result, &error))
    g_message ("The sign-in could not be kept for the next start: %s", error->message);
  end_taking (task);
}

void
rambla_session_take_async (RamblaSession *self,
                           const RamblaTokens *tokens,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Taking *taking = g_new0 (Taking, 1);
  g_autofree char *text = NULL;

  g_return_if_fail (RAMBLA_IS_SESSION (self));

  g_task_set_source_tag (task, rambla_session_take_async);
  taking->tokens = rambla_tokens_copy (tokens);
  taking->epoch = self->epoch;
  make_path (self, &taking->tokens->token_endpoint);
  make_path (self, &taking->tokens->revocation_endpoint);
  g_task_set_task_data (task, taking, (GDestroyNotify) taking_free);
  if (self->secrets == NULL)
    {
      end_taking (task);
      return;
    }
  /* What came is not kept yet: the next start has the tokens from before, or none. */
  rambla_fault_point ("session.tokens-answered");
  text = rambla_tokens_to_text (taking->tokens);
  rambla_secrets_store_async (self->secrets, RAMBLA_SESSION_TOKENS, text, NULL, on_store_ready,
                              g_steal_pointer (&task));
}

gboolean
rambla_session_take_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_redeemed_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (rambla_session_take_finish (RAMBLA_SESSION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_redeem_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (RamblaTokens) tokens =
      answer != NULL ? rambla_tokens_from_answer (answer, TOKEN_PATH, REVOCATION_PATH, NULL, &error) : NULL;

  if (tokens != NULL)
    rambla_session_take_async (self, tokens, g_task_get_cancellable (task), on_redeemed_ready,
                               g_object_ref (task));
  else if (error->domain == RAMBLA_OAUTH_ERROR)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT, "%s", error->message);
      g_error_free (error);
    }
  else
    g_task_return_error (task, error);
}

void
rambla_session_redeem_code_async (RamblaSession *self,
                                  const char *code,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *url = NULL;

  g_return_if_fail (RAMBLA_IS_SESSION (self));

  g_task_set_source_tag (task, rambla_session_redeem_code_async);
  url = rambla_session_build_endpoint (self, TOKEN_PATH);
  rambla_oauth_call_async (
      self->soup, url,
      soup_form_encode ("grant_type", CODE_GRANT, "client_id", RAMBLA_OAUTH_CLIENT, "code", code, NULL),
      cancellable, on_redeem_ready, task);
}

gboolean
rambla_session_redeem_code_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the next start --- */

static void
on_lookup_revoking_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;

  if (!rambla_secrets_lookup_finish (self->secrets, result, &lines, &error))
    g_message ("Whether something is to be revoked is not known: %s", error->message);
  if (lines != NULL)
    rambla_session_take_revoking (self, lines);
}

static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (RamblaTokens) tokens = NULL;
  g_autoptr (GError) damage = NULL;

  if (!rambla_secrets_lookup_finish (self->secrets, result, &text, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  tokens = text != NULL ? rambla_tokens_from_text (text, &damage) : NULL;
  if (damage != NULL)
    g_warning ("The kept sign-in cannot be read: %s", damage->message);
  /* Somebody was faster and signed in. */
  if (tokens != NULL && self->tokens == NULL)
    rambla_session_set_tokens (self, g_steal_pointer (&tokens));
  g_task_return_boolean (task, TRUE);
}

void
rambla_session_restore_async (RamblaSession *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (RAMBLA_IS_SESSION (self));

  g_task_set_source_tag (task, rambla_session_restore_async);
  if (self->secrets == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  rambla_secrets_lookup_async (self->secrets, RAMBLA_SESSION_REVOKING, NULL, on_lookup_revoking_ready,
                               g_object_ref (self));
  rambla_secrets_lookup_async (self->secrets, RAMBLA_SESSION_TOKENS, cancellable, on_lookup_ready,
                               g_steal_pointer (&task));
}

gboolean
rambla_session_restore_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- signing out --- */

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_clear_finish (NULL, result, &error))
    g_warning ("The sign-in could not be removed from this device: %s", error->message);
}

void
rambla_session_clear_kept (RamblaSession *self)
{
  if (self->secrets != NULL)
    rambla_secrets_clear_async (self->secrets, RAMBLA_SESSION_TOKENS, NULL, on_cleared, NULL);
}

void
rambla_session_sign_out (RamblaSession *self)
{
  g_return_if_fail (RAMBLA_IS_SESSION (self));

  self->epoch++;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  rambla_session_clear_kept (self);
  if (self->tokens != NULL)
    rambla_session_note_revoking (self, self->tokens);
  rambla_session_revoke (self);
  rambla_session_set_tokens (self, NULL);
  rambla_session_end_refresh (self);
}

/* --- the object --- */

const char *
rambla_session_get_base_url (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), NULL);

  return self->base_url;
}

void
rambla_session_set_base_url (RamblaSession *self, const char *base_url)
{
  g_return_if_fail (RAMBLA_IS_SESSION (self));

  g_free (self->base_url);
  self->base_url = g_strdup (base_url);
  g_signal_emit (self, signals[MOVED], 0);
}

const char *
rambla_session_get_access_token (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), NULL);

  return self->tokens != NULL ? self->tokens->access : NULL;
}

const char *
rambla_session_get_account (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), NULL);

  return self->tokens != NULL ? self->tokens->account : NULL;
}

gboolean
rambla_session_get_signed_in (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), FALSE);

  return self->tokens != NULL;
}

static void
rambla_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, RAMBLA_SESSION (object)->tokens != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_session_dispose (GObject *object)
{
  g_clear_handle_id (&RAMBLA_SESSION (object)->retry_source, g_source_remove);
  G_OBJECT_CLASS (rambla_session_parent_class)->dispose (object);
}

static void
rambla_session_finalize (GObject *object)
{
  RamblaSession *self = RAMBLA_SESSION (object);

  g_free (self->base_url);
  g_clear_pointer (&self->tokens, rambla_tokens_free);
  g_clear_object (&self->soup);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_ptr_array_unref (self->revoking);
  G_OBJECT_CLASS (rambla_session_parent_class)->finalize (object);
}

static void
rambla_session_class_init (RamblaSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_session_get_property;
  object_class->dispose = rambla_session_dispose;
  object_class->finalize = rambla_session_finalize;
  properties[PROP_SIGNED_IN] =
      g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[REFUSED] =
      g_signal_new ("refused", RAMBLA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] =
      g_signal_new ("moved", RAMBLA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_session_init (RamblaSession *self)
{
  self->revoking = g_ptr_array_new_with_free_func (g_free);
}

RamblaSession *
rambla_session_new (const char *base_url, SoupSession *soup, RamblaSecrets *secrets)
{
  RamblaSession *self = g_object_new (RAMBLA_TYPE_SESSION, NULL);

  self->base_url = g_strdup (base_url);
  self->soup = g_object_ref (soup);
  g_set_object (&self->secrets, secrets);
  return self;
}
