/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-auth.h"

#include "platform-policy.h"
#include "platform-secret.h"
#include "platform-session-storage.h"

void
platform_identity_free (PlatformIdentity *identity)
{
  g_free (identity->account_id);
  g_free (identity->session_id);
  g_free (identity->scope);
  g_free (identity);
}

gboolean
platform_scope_allows (const char *needed, const char *granted)
{
  g_auto (GStrv) wanted = g_strsplit (needed, " ", -1);
  g_auto (GStrv) given = g_strsplit (granted, " ", -1);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (g_str_equal (wanted[i], PLATFORM_SCOPE_ANY) ||
        g_strv_contains ((const char *const *) given, wanted[i]))
      return TRUE;
  return FALSE;
}

static PlatformResponse *
refuse (RamblaProblemCode code, const char *detail, const char *challenge)
{
  PlatformResponse *response = platform_response_new_problem (code, detail);

  platform_response_set_header (response, "WWW-Authenticate", challenge);
  platform_response_set_cache_control (response, "no-store");
  return response;
}

PlatformResponse *
platform_auth_authorize (PlatformRequest *request, const char *scope, gpointer auth)
{
  PlatformAuth *self = auth;
  const char *bearer = platform_request_get_bearer_token (request);
  g_autoptr (PlatformToken) token = NULL;
  g_autoptr (GError) error = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];
  PlatformDatabase *database;
  PlatformIdentity *identity;
  PlatformResponse *refusal = NULL;

  if (bearer == NULL)
    return refuse (RAMBLA_PROBLEM_UNAUTHORIZED, "This needs an account", "Bearer realm=\"rambla\"");

  platform_secret_hash (bearer, hash);
  database = platform_database_pool_get (self->readers, &error);
  if (database == NULL ||
      platform_session_storage_get_token (database, hash, &token, &error) == PLATFORM_STEP_ERROR)
    {
      g_warning ("A token could not be looked up: %s", error->message);
      return platform_response_new_problem (RAMBLA_PROBLEM_UNAVAILABLE, NULL);
    }
  if (token == NULL || token->kind != PLATFORM_TOKEN_ACCESS || token->revoked ||
      token->expires_at <= platform_clock_now (self->clock))
    return refuse (RAMBLA_PROBLEM_UNAUTHORIZED, "The session has ended; sign in again",
                   "Bearer realm=\"rambla\", error=\"invalid_token\"");
  if (!platform_scope_allows (scope, token->scope))
    {
      g_autofree char *challenge =
          g_strdup_printf ("Bearer realm=\"rambla\", error=\"insufficient_scope\", scope=\"%s\"", scope);

      return refuse (RAMBLA_PROBLEM_FORBIDDEN, "This account may not do that", challenge);
    }

  identity = g_new0 (PlatformIdentity, 1);
  identity->account_id = g_steal_pointer (&token->account_id);
  identity->session_id = g_steal_pointer (&token->session_id);
  identity->scope = g_steal_pointer (&token->scope);
  platform_request_set_identity (request, identity, (GDestroyNotify) platform_identity_free);
  if (!platform_policy_check_owner (request, identity, database, &refusal, &error))
    {
      g_warning ("An owner could not be looked up: %s", error->message);
      return platform_response_new_problem (RAMBLA_PROBLEM_UNAVAILABLE, NULL);
    }
  return refusal;
}
