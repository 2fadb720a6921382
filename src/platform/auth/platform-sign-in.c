/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sign-in.h"

#include <sodium.h>
#include <string.h>

#include "platform-secret.h"
#include "platform-session-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"

#define INVALID_GRANT "invalid_grant"

static void
clear_secret (char **secret)
{
  if (*secret != NULL)
    sodium_memzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

void
platform_tokens_clear (PlatformTokens *tokens)
{
  clear_secret (&tokens->access_token);
  clear_secret (&tokens->refresh_token);
  g_clear_pointer (&tokens->scope, g_free);
  g_clear_pointer (&tokens->session_id, g_free);
}

char *
platform_sign_in_issue_code (PlatformDatabase *database,
                             const char *account_id,
                             const char *scope,
                             gint64 now,
                             GError **error)
{
  g_autofree char *code = platform_secret_new ("rsc_");
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  platform_secret_hash (code, hash);
  if (!platform_session_storage_insert_code (database, hash, account_id, scope, now + PLATFORM_CODE_SECONDS,
                                             error))
    return NULL;
  return g_steal_pointer (&code);
}

static gboolean
issue_tokens (PlatformDatabase *database,
              const char *session_id,
              const guint8 *parent,
              gint64 now,
              PlatformTokens *tokens,
              GError **error)
{
  guint8 access_hash[PLATFORM_SECRET_HASH_SIZE];
  guint8 refresh_hash[PLATFORM_SECRET_HASH_SIZE];

  tokens->access_token = platform_secret_new ("rat_");
  tokens->refresh_token = platform_secret_new ("rrt_");
  platform_secret_hash (tokens->access_token, access_hash);
  platform_secret_hash (tokens->refresh_token, refresh_hash);
  if (!platform_session_storage_insert_token (database, access_hash, session_id, PLATFORM_TOKEN_ACCESS,
                                              parent, now, now + PLATFORM_ACCESS_SECONDS, error))
    return FALSE;
  rambla_fault_point ("tokens.access-issued");
  return platform_session_storage_insert_token (database, refresh_hash, session_id, PLATFORM_TOKEN_REFRESH,
                                                parent, now, now + PLATFORM_REFRESH_SECONDS, error);
}

gboolean
platform_sign_in_begin_session (PlatformDatabase *database,
                                const char *account_id,
                                const char *client_id,
                                const char *scope,
                                gint64 now,
                                PlatformTokens *tokens,
                                GError **error)
{
  g_autofree char *granted = g_strdup (scope);

  platform_tokens_clear (tokens);
  tokens->failure = NULL;
  tokens->session_id = rambla_id_new (RAMBLA_ID_SESSION);
  tokens->scope = g_steal_pointer (&granted);
  return platform_session_storage_insert (database, tokens->session_id, account_id, client_id, tokens->scope,
                                          now, error) &&
         issue_tokens (database, tokens->session_id, NULL, now, tokens, error);
}

gboolean
platform_sign_in_trade_code (PlatformDatabase *database,
                             const char *code,
                             const char *client_id,
                             gint64 now,
                             PlatformTokens *tokens,
                             GError **error)
{
  g_autofree char *account_id = NULL;
  g_autofree char *scope = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];
  PlatformStep step;

  *tokens = (PlatformTokens){ NULL };
  platform_secret_hash (code, hash);
  step = platform_session_storage_take_code (database, hash, now, &account_id, &scope, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    {
      tokens->failure = INVALID_GRANT;
      return TRUE;
    }
  return platform_sign_in_begin_session (database, account_id, client_id, scope, now, tokens, error);
}

gboolean
platform_sign_in_refresh (PlatformDatabase *database,
                          const char *refresh_token,
                          const char *client_id,
                          gint64 now,
                          PlatformTokens *tokens,
                          GError **error)
{
  g_autoptr (PlatformToken) token = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  *tokens = (PlatformTokens){ NULL };
  platform_secret_hash (refresh_token, hash);
  if (platform_session_storage_get_token (database, hash, &token, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (token == NULL || token->kind != PLATFORM_TOKEN_REFRESH || token->revoked || token->expires_at <= now ||
      g_strcmp0 (token->client_id, client_id) != 0)
    {
      tokens->failure = INVALID_GRANT;
      return TRUE;
    }
  if (token->sibling_used)
    {
      g_message ("%s: two hold what came of one refresh token, the session ends", token->session_id);
      tokens->failure = INVALID_GRANT;
      return platform_session_storage_revoke (database, token->session_id, now, error);
    }
  if (token->used_at != 0 && (token->child_used || now - token->used_at > PLATFORM_REFRESH_GRACE_SECONDS))
    {
      g_message ("%s: a refresh token was used twice, the session ends", token->session_id);
      tokens->failure = INVALID_GRANT;
      return platform_session_storage_revoke (database, token->session_id, now, error);
    }
  tokens->scope = g_steal_pointer (&token->scope);
  tokens->session_id = g_steal_pointer (&token->session_id);
  if (!platform_session_storage_mark_used (database, hash, now, error))
    return FALSE;
  rambla_fault_point ("tokens.refresh-used");
  return issue_tokens (database, tokens->session_id, hash, now, tokens, error);
}

gboolean
platform_sign_in_revoke (PlatformDatabase *database, const char *token, gint64 now, GError **error)
{
  g_autoptr (PlatformToken) found = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  platform_secret_hash (token, hash);
  if (platform_session_storage_get_token (database, hash, &found, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  return found == NULL || platform_session_storage_revoke (database, found->session_id, now, error);
}
