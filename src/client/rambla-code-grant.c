/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-code-grant.h"

#include "rambla-loopback.h"
#include "rambla-oauth-call.h"
#include "rambla-pkce.h"

struct _RamblaCodeGrant
{
  GObject parent_instance;

  SoupSession *soup;
  RamblaLoopback *loopback;
  char *token_endpoint;
  char *revocation_endpoint;
  char *verifier;
  char *url;
};

G_DEFINE_FINAL_TYPE (RamblaCodeGrant, rambla_code_grant, G_TYPE_OBJECT)

static void
on_token_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaCodeGrant *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);
  RamblaTokens *tokens = answer != NULL ? rambla_tokens_from_answer (answer, self->token_endpoint,
                                                                     self->revocation_endpoint, NULL, &error)
                                        : NULL;

  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) rambla_tokens_free);
  else
    g_task_return_error (task, error);
}

static void
on_redirect_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaCodeGrant *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *code = rambla_loopback_wait_finish (RAMBLA_LOOPBACK (source), result, &error);

  if (code == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  rambla_oauth_call_async (self->soup, self->token_endpoint,
                           soup_form_encode ("grant_type", "authorization_code", "client_id",
                                             RAMBLA_OAUTH_CLIENT, "code", code, "redirect_uri",
                                             rambla_loopback_get_redirect_uri (self->loopback),
                                             "code_verifier", self->verifier, NULL),
                           g_task_get_cancellable (task), on_token_ready, g_object_ref (task));
}

void
rambla_code_grant_run_async (RamblaCodeGrant *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (RAMBLA_IS_CODE_GRANT (self));

  g_task_set_source_tag (task, rambla_code_grant_run_async);
  rambla_loopback_wait_async (self->loopback, cancellable, on_redirect_ready, task);
}

RamblaTokens *
rambla_code_grant_run_finish (RamblaCodeGrant *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
rambla_code_grant_get_url (RamblaCodeGrant *self)
{
  g_return_val_if_fail (RAMBLA_IS_CODE_GRANT (self), NULL);

  return self->url;
}

static void
rambla_code_grant_finalize (GObject *object)
{
  RamblaCodeGrant *self = RAMBLA_CODE_GRANT (object);

  g_clear_object (&self->soup);
  g_clear_object (&self->loopback);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->verifier);
  g_free (self->url);
  G_OBJECT_CLASS (rambla_code_grant_parent_class)->finalize (object);
}

static void
rambla_code_grant_class_init (RamblaCodeGrantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_code_grant_finalize;
}

static void
rambla_code_grant_init (RamblaCodeGrant *self)
{
}

RamblaCodeGrant *
rambla_code_grant_new (SoupSession *soup,
                       const RamblaOauthMetadata *metadata,
                       const char *scope,
                       GError **error)
{
  g_autoptr (RamblaCodeGrant) self = g_object_new (RAMBLA_TYPE_CODE_GRANT, NULL);
  g_autofree char *state = rambla_pkce_new_verifier ();
  g_autofree char *challenge = NULL;
  g_autofree char *query = NULL;

  self->loopback = rambla_loopback_new (state, metadata->issuer, metadata->names_issuer, error);
  if (self->loopback == NULL)
    return NULL;
  self->soup = g_object_ref (soup);
  self->token_endpoint = g_strdup (metadata->token_endpoint);
  self->revocation_endpoint = g_strdup (metadata->revocation_endpoint);
  self->verifier = rambla_pkce_new_verifier ();
  challenge = rambla_pkce_build_challenge (self->verifier);
  query = soup_form_encode ("response_type", "code", "client_id", RAMBLA_OAUTH_CLIENT, "redirect_uri",
                            rambla_loopback_get_redirect_uri (self->loopback), "scope", scope, "state", state,
                            "code_challenge", challenge, "code_challenge_method", "S256", NULL);
  self->url = g_strconcat (metadata->authorization_endpoint,
                           strchr (metadata->authorization_endpoint, '?') != NULL ? "&" : "?", query, NULL);
  return g_steal_pointer (&self);
}
